import { proxy, type Remote } from 'comlink';
import { Bridge } from './bridge.ts';
import type { Result } from '../../model/result.ts';
import { SILENCE } from '../../model/timeLimits.ts';
import type { MeasureEvent } from '../../profiles/measure/bench.ts';
import type { Measurement } from '../../profiles/measure/measureModel.ts';
import type { ModelInput } from '../../profiles/measure/session.ts';
import type { ScoreProgress } from '../../profiles/labelled/score.ts';
import type { Scored } from '../../profiles/labelled/scored.ts';
import type { ProfileRequest, ProfilerApi, ScoringRequest } from '../../../workers/profilerProtocol.ts';

/** A large model is loaded in one go, and a run of it may take as long. */
const patience = {
  silence: SILENCE.reading,
  cause: 'the model is more than can be run here, so measure it with the command line, or a smaller one',
};

/** `workers/profiler.ts`, anew for each model: what the last one took of its memory would stay taken. */
export class Profiler {
  readonly #bridge = new Bridge<ProfilerApi>(
    'measurement',
    () =>
      new Worker(new URL('../../../workers/profiler.ts', import.meta.url), {
        type: 'module',
        name: 'profiler',
      }),
    'what is measured by now is kept',
    patience,
  );

  /** What the model asks, or why it cannot run here; rejects with a sentence if the worker dies. */
  async inspect(file: File): Promise<Result<readonly ModelInput[]>> {
    try {
      return await this.#bridge.call<Result<readonly ModelInput[]>>(
        async (remote) => await remote.inspect(file),
        { doing: `The look at ${file.name}` },
      );
    } finally {
      this.#bridge.terminate();
    }
  }

  /**
   * Resolves at the end, or when the signal is aborted, to what stands; undefined where a run took so long that its worker
   * had to be ended, and what was told until then stands. Rejects with a sentence if the worker dies.
   */
  async measure(
    request: ProfileRequest,
    listener: (event: MeasureEvent) => void,
    signal: AbortSignal,
  ): Promise<Result<Measurement> | undefined> {
    return this.#stoppable(
      signal,
      `The measurement of ${request.file.name}`,
      async (remote) => await remote.measure(request, proxy(listener)),
    );
  }

  /** As `measure`, a model's accuracy on a labelled set. */
  async score(
    request: ScoringRequest,
    listener: (progress: ScoreProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<Scored> | undefined> {
    return this.#stoppable(
      signal,
      `The accuracy of ${request.file.name}`,
      async (remote) => await remote.score(request, proxy(listener)),
    );
  }

  async #stoppable<T>(
    signal: AbortSignal,
    doing: string,
    work: (remote: Remote<ProfilerApi>) => Promise<Result<T>>,
  ): Promise<Result<T> | undefined> {
    try {
      return await this.#bridge.stoppable(
        async (remote) => {
          await remote.stop();
        },
        signal,
        () => this.#bridge.call<Result<T>>(work, { doing }),
      );
    } finally {
      this.#bridge.terminate();
    }
  }
}
