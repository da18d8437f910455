/** A search over an autoscaler's settings off the main thread: one worker leads, all of them run episodes. */
import { expose, wrap } from 'comlink';
import { clock, patience } from './alive.ts';
import { telling } from './telling.ts';
import type { HelperApi, TuneApi } from './tuneProtocol.ts';
import { yieldToMessages } from './yield.ts';
import { planIn } from '../src/experiments/tuning/calibrate.ts';
import { takeHome } from '../src/export/scalers/takeHome.ts';
import type { TuneRun, TuneTask } from '../src/experiments/tuning/evaluate.ts';
import type { TuningResult } from '../src/experiments/tuning/result.ts';
import { benchOf, tune } from '../src/experiments/tuning/tune.ts';

/** Milliseconds between messages to the page: at most ten a second. */
const MESSAGE_MS = 100;

const STOPPED = new DOMException('stopped', 'AbortError');

let stopped = false;

type Run = (task: TuneTask) => Promise<TuneRun>;

/** One task at a time for each runner, in the order in which they are asked for. */
function shared(runners: readonly Run[]): Run {
  const idle = [...runners];
  const waiting: ((runner: Run) => void)[] = [];
  return async (task) => {
    const runner = idle.shift() ?? (await new Promise<Run>((resolve) => waiting.push(resolve)));
    try {
      if (stopped) throw STOPPED;
      return await runner(task);
    } finally {
      const next = waiting.shift();
      if (next) next(runner);
      else idle.push(runner);
    }
  };
}

const api: TuneApi = {
  help(request, plan, port) {
    const bench = benchOf(request, plan, patience);
    const helper: HelperApi = { run: (task) => bench.run(task) };
    expose(helper, port);
  },
  plan: (request, seconds, workers) => planIn(seconds * workers, request, clock, patience),
  tune: (request, plan, helpers, listener) =>
    telling(listener, async (tell) => {
      stopped = false;
      const bench = benchOf(request, plan, patience);
      const own: Run = async (task) => {
        const run = await bench.run(task);
        // Between two episodes a stop is heard, and helpers' answers are.
        await yieldToMessages();
        return run;
      };
      const remotes = helpers.map((port) => wrap<HelperApi>(port));
      const run = shared([
        own,
        ...remotes.map(
          (remote): Run =>
            (task) =>
              remote.run(task),
        ),
      ]);
      let stands: TuningResult | undefined;
      let told: TuningResult | undefined;
      let sent = -Infinity;
      const report = (share: number): void => {
        if (clock() - sent < MESSAGE_MS) return;
        sent = clock();
        tell({ share, result: stands === told ? undefined : stands });
        told = stands;
      };
      try {
        for await (const result of tune(request, plan, { run, onProgress: report })) stands = result;
      } catch (error) {
        if (error !== STOPPED) throw error;
      }
      return stands;
    }),
  stop() {
    stopped = true;
  },
  manifest: (scenario, key, from, origins) => takeHome(scenario, key, from, { origins }),
};

expose(api);
