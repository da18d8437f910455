/** "What should I run?", found, counted and played off the main thread. Plain TypeScript only. */
import { expose } from 'comlink';
import { clock, patience } from './alive.ts';
import type { AnswerApi } from './answerProtocol.ts';
import { telling } from './telling.ts';
import { answered } from '../src/experiments/answer/answer.ts';

const api: AnswerApi = {
  answer: ({ question, agent }, listener) =>
    telling(listener, (tell) => answered(question, { clock, patience, agent }, tell)),
};

expose(api);
