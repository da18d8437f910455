/** Episodes of a comparison off the main thread: some scenarios at a time, several such workers at once. */
import { expose } from 'comlink';
import { clock, patience } from './alive.ts';
import type { CompareApi } from './compareProtocol.ts';
import { own } from './lent.ts';
import { telling } from './telling.ts';
import { numbersOf } from '../src/experiments/comparison/document.ts';
import { Grounds, runTogether, type Means } from '../src/experiments/comparison/run.ts';
import type { FoundPiece } from '../src/experiments/comparison/tasks.ts';
import { decisionTimes } from '../src/experiments/reproduction/decisionTimes.ts';
import { setHighsLocation } from '../src/policies/highs.ts';
import highsUrl from 'highs/runtime?url';

setHighsLocation(highsUrl);

/** Milliseconds between messages to the page: at most ten a second. */
const MESSAGE_MS = 100;

let grounds: Grounds | undefined;

const api: CompareApi = {
  open(settings) {
    grounds = new Grounds(settings, patience);
  },
  run: (tasks, listener) =>
    telling(listener, async (tell) => {
      if (!grounds) throw new Error('run before open');
      let waiting: FoundPiece[] = [];
      let sent = -Infinity;
      const flush = (): void => {
        if (waiting.length > 0) tell(waiting);
        waiting = [];
        sent = clock();
      };
      const means: Means = { grounds, clock, own };
      for await (const piece of runTogether(tasks, means)) {
        waiting.push(piece);
        if (clock() - sent >= MESSAGE_MS) flush();
      }
      flush();
    }),
  numbers: numbersOf,
  decisionTimes: () => decisionTimes(clock),
};

expose(api);
