/** The paper's evaluation off the main thread: trainings, episodes and decision times, one after the other. */
import { expose } from 'comlink';
import { clock, patience } from './alive.ts';
import { enginesFrom } from './engines.ts';
import type { ReproduceApi } from './reproduceProtocol.ts';
import { telling } from './telling.ts';
import { yieldToMessages } from './yield.ts';
import { decisionTimes } from '../src/experiments/reproduction/decisionTimes.ts';
import { gatherEvidence } from '../src/experiments/reproduction/gather.ts';
import { webAssemblyComplaint } from '../src/model/webAssembly.ts';
import { setHighsLocation } from '../src/policies/highs.ts';
import highsUrl from 'highs/runtime?url';

setHighsLocation(highsUrl);

/** Milliseconds between messages to the page: at most ten a second. */
const MESSAGE_MS = 100;

let stopped = false;

const api: ReproduceApi = {
  reproduce(plan, listener) {
    stopped = false;
    let sent = -Infinity;
    return telling(listener, (tell) =>
      gatherEvidence(plan, {
        clock,
        patience,
        engine: enginesFrom('auto', {}, clock, () => undefined),
        between: yieldToMessages,
        // One of the three policies that are timed is IPA by HiGHS; the other claims can be judged without.
        decisionTimes: async () => (webAssemblyComplaint() === undefined ? decisionTimes(clock) : []),
        onProgress: (share, doing) => {
          if (clock() - sent < MESSAGE_MS && share < 1) return;
          sent = clock();
          tell({ share, doing });
        },
        stopped: () => stopped,
      }),
    );
  },
  stop() {
    stopped = true;
  },
};

expose(api);
