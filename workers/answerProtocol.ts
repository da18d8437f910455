/** What crosses the boundary of `workers/answer.ts`. Types only: no runtime code. */
import type { Answer, Answering } from '../src/experiments/answer/answer.ts';
import type { Question } from '../src/experiments/answer/question.ts';
import type { AgentRecord } from '../src/learning/network/trainedAgent.ts';

export interface AnswerRequest {
  readonly question: Question;
  /** Played on the load beside the policies. */
  readonly agent?: AgentRecord | undefined;
}

/** `workers/answer.ts`. */
export interface AnswerApi {
  /**
   * What to run. Each step, the configuration first, goes to `listener` (a comlink proxy). It is stopped by ending the worker.
   * Rejects with a sentence where it is too much, or where the agent was trained for another pipeline.
   */
  answer(request: AnswerRequest, listener: (answering: Answering) => void): Promise<Answer>;
}
