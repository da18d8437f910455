import { proxy } from 'comlink';
import { Bridge } from './bridge.ts';
import type { PossibleApi, SurveyEnd, Surveyed, SurveyRequest } from '../../../workers/possibleProtocol.ts';

/** `workers/possible.ts`: what is possible on a load that is known in advance. One search at a time. */
export class Surveyor {
  readonly #bridge = new Bridge<PossibleApi>(
    'search for what is possible',
    () =>
      new Worker(new URL('../../../workers/possible.ts', import.meta.url), {
        type: 'module',
        name: 'possible',
      }),
  );

  /**
   * As `PossibleApi`. With the signal its worker is ended at once, whatever it does, and this rejects with the signal's reason;
   * otherwise it rejects with a sentence.
   */
  survey(
    request: SurveyRequest,
    listener: (surveyed: Surveyed) => void,
    signal: AbortSignal,
  ): Promise<SurveyEnd> {
    const heard = (surveyed: Surveyed): void => {
      // What was on its way when the worker was ended.
      if (!signal.aborted) listener(surveyed);
    };
    return this.#bridge.call((remote) => remote.survey(request, proxy(heard)), {
      doing: 'The search for what is possible',
      signal,
      ends: true,
    });
  }
}
