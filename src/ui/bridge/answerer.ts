import { proxy } from 'comlink';
import { Bridge } from './bridge.ts';
import type { Answer, Answering } from '../../experiments/answer/answer.ts';
import type { AnswerApi, AnswerRequest } from '../../../workers/answerProtocol.ts';

/** `workers/answer.ts`: what to run for a pipeline, a load and an objective. One question at a time. */
export class Answerer {
  readonly #bridge = new Bridge<AnswerApi>(
    'search for what to run',
    () =>
      new Worker(new URL('../../../workers/answer.ts', import.meta.url), {
        type: 'module',
        name: 'answer',
      }),
  );

  /**
   * As `AnswerApi`. With the signal its worker is ended at once, whatever it does, and this rejects with the signal's reason;
   * otherwise it rejects with a sentence.
   */
  answer(
    request: AnswerRequest,
    listener: (answering: Answering) => void,
    signal: AbortSignal,
  ): Promise<Answer> {
    const heard = (answering: Answering): void => {
      // What was on its way when the worker was ended.
      if (!signal.aborted) listener(answering);
    };
    return this.#bridge.call((remote) => remote.answer(request, proxy(heard)), {
      doing: 'The search for what to run',
      signal,
      ends: true,
    });
  }
}
