/** Makes loads of their texts, of the lab's own loads and of the imports that are here. Fetched with the first of them. */
import type { LabState } from '../labState.ts';
import type { Predict } from '../training/predict.svelte.ts';
import { Shaper } from '../../bridge/shaper.ts';
import { generators } from '../../../workload/generators.ts';
import { baseOf, importsOf } from '../../../workload/shaping/shaped.ts';
import type { ShapedLoad, Unshaped } from '../../../../workers/loadsProtocol.ts';

/** What making needs of the lab. */
export interface Imports extends Pick<LabState, 'traces'> {
  readonly predict: Pick<Predict, 'whole'>;
}

/** What is asked of the worker; a test gives its own. */
export type ShaperWorker = Pick<Shaper, 'shape' | 'csv'>;

export class LoadMaker {
  readonly #here: Imports;
  readonly #worker: ShaperWorker;

  constructor(here: Imports, worker: ShaperWorker = new Shaper()) {
    this.#here = here;
    this.#worker = worker;
  }

  /** What a text comes to. Rejects with a sentence where the worker dies. */
  shape(text: string, seed: number): Promise<ShapedLoad | Unshaped> {
    const imports = importsOf(text).flatMap((one) => {
      const trace = this.#here.traces.find(({ id }) => id === one);
      if (!trace) return [];
      const { id, name, rates } = this.#here.predict.whole(trace);
      return [{ id, name, rates }];
    });
    return this.#worker.shape({ text, seed, imports });
  }

  csv(rates: Float64Array): Promise<Blob> {
    return this.#worker.csv(rates);
  }

  /** What stands instead of a load that cannot be made: what it begins with, where that is here. */
  instead(text: string): { readonly id: string; readonly name: string } {
    const base = baseOf(text);
    return [...generators, ...this.#here.traces].find(({ id }) => id === base) ?? generators[0]!;
  }
}
