import { sentenceOf } from '../../bridge/bridge.ts';
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

/** What the optimum takes over the range of loads, asked anew when the pipeline or the objective changes. */
export class OptimaOfPipeline {
  found = $state.raw<FoundOptima | undefined>();
  working = $state(false);
  /** Why there is none, a sentence. */
  trouble = $state('');
  readonly #source: OptimaSource;

  constructor(source: OptimaSource = new OptimumAsker()) {
    this.#source = source;
  }

  /** Asks; what it returns ends that. Called from an effect. */
  follow(pipeline: Pipeline, limits: Limits, weights: Weights, slaSeconds: number): () => void {
    const ending = new AbortController();
    const timer = setTimeout(() => {
      void this.#ask(pipeline, limits, weights, slaSeconds, ending.signal);
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
      this.working = false;
    };
  }

  async #ask(
    pipeline: Pipeline,
    limits: Limits,
    weights: Weights,
    slaSeconds: number,
    signal: AbortSignal,
  ): Promise<void> {
    this.working = true;
    this.trouble = '';
    try {
      const optima = await this.#source.optima(pipeline, limits, weights, slaSeconds, signal);
      if (!signal.aborted) this.found = { pipeline, optima };
    } catch (error) {
      if (signal.aborted) return;
      this.found = undefined;
      this.trouble = sentenceOf(error);
    }
    if (!signal.aborted) this.working = false;
  }
}
