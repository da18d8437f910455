import { Undertaking } from '../undertaking.svelte.ts';
import { OptimumAsker } from '../../bridge/optimumAsker.ts';
import type { Limits, Pipeline, Weights } from '../../../model/pipeline.ts';
import type { Optima } from '../../../policies/optimum/overLoads.ts';

/** Of whom the optimum is asked; a test gives its own. */
export type OptimaSource = Pick<OptimumAsker, 'optima'>;

/** What was found, and of what: the picture stays while the next is on its way. */
export interface FoundOptima {
  readonly pipeline: Pipeline;
  readonly optima: Optima;
}

/** Whoever types changes a pipeline several times a second: the optimum is asked for once they rest so long. */
const REST_MS = 300;
/** What takes longer shows how far it is, and can be stopped. */
const LONG_MS = 1000;

/** What the optimum takes over the range of loads, asked anew when the pipeline or the objective changes. */
export class OptimaOfPipeline extends Undertaking {
  found = $state.raw<FoundOptima | undefined>();
  /** It is under way for so long that one wants to know how far it is. */
  long = $state(false);
  /** The visitor stopped the last question, and it can be asked again. */
  stopped = $state(false);
  readonly #source: OptimaSource;
  #again: () => void = () => undefined;

  constructor(source: OptimaSource = new OptimumAsker()) {
    super();
    this.#source = source;
  }

  get working(): boolean {
    return this.status !== 'idle';
  }

  /** Asks; what it returns ends that. Called from an effect. */
  follow(pipeline: Pipeline, limits: Limits, weights: Weights, slaSeconds: number): () => void {
    const ending = new AbortController();
    const ask = (): void => {
      void this.#ask(pipeline, limits, weights, slaSeconds, ending.signal);
    };
    const timer = setTimeout(ask, REST_MS);
    this.#again = ask;
    return () => {
      clearTimeout(timer);
      ending.abort();
      this.stop();
    };
  }

  /** Asks again what was stopped. */
  again(): void {
    if (this.stopped) this.#again();
  }

  async #ask(
    pipeline: Pipeline,
    limits: Limits,
    weights: Weights,
    slaSeconds: number,
    ended: AbortSignal,
  ): Promise<void> {
    this.stopped = false;
    const timer = setTimeout(() => (this.long = true), LONG_MS);
    await this.during(async (signal) => {
      const told = (share: number): void => void (this.share = share);
      try {
        const optima = await this.#source.optima(pipeline, limits, weights, slaSeconds, told, signal);
        if (!signal.aborted) this.found = { pipeline, optima };
      } catch (error) {
        if (signal.aborted) {
          // Whoever asks for something else stopped nothing.
          this.stopped = !ended.aborted;
          return;
        }
        this.found = undefined;
        throw error;
      }
    });
    clearTimeout(timer);
    this.long = false;
  }
}
