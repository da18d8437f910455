/** Training off the main thread. Plain TypeScript only; tfjs is loaded when the first training begins. */
import { expose } from 'comlink';
import { clock, patience } from './alive.ts';
import type { TrainApi, TrainRequest } from './protocol.ts';
import { enginesFrom } from './engines.ts';
import { withLock } from './lock.ts';
import { telling } from './telling.ts';
import { yieldToMessages } from './yield.ts';
import { processorEngine } from '../src/learning/engines/backends.ts';
import type { Budget } from '../src/learning/training/agentTraining.ts';
import type { Result } from '../src/model/result.ts';
import { KeptLook } from '../src/runs/keptLook.ts';
import { planNew, planResume, trainKept, type TrainingPlan } from '../src/runs/keptTraining.ts';
import { gathering, type Tell } from '../src/runs/trainEvent.ts';
import { storeHere } from '../src/storage/openStore.ts';
import type { RunRecord } from '../src/storage/records.ts';
import type { Store } from '../src/storage/store.ts';

/** Milliseconds between messages to the page: at most ten a second. */
const MESSAGE_MS = 100;

let stopped = false;
/** The next update is to be looked into. */
let asked = false;
/** The kept run that is looked into. */
let kept: { readonly run: string; readonly look: KeptLook } | undefined;
/** One update is owed to who asked for it while the training was paused and the update before had not ended. */
let owed = false;
/** The training waits for the pause to end. */
let waiting = false;
/** Pending while paused. */
let pause: { readonly over: Promise<void>; readonly end: () => void } | undefined;

function setPaused(value: boolean): void {
  if (!value) {
    pause?.end();
    pause = undefined;
    waiting = false;
  } else if (!pause && !stopped) {
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    pause = { over, end };
  }
}

/** One connection as long as the worker lives; it opens at its first use. */
let opened: Store | undefined;
const store = (): Store => (opened ??= storeHere());

/** The run that `request` describes, before its first step. */
function runOf({
  scenario,
  overrides,
  seeds,
  budget,
  backend,
  run,
}: TrainRequest): Omit<RunRecord, 'parent'> {
  const now = Date.now();
  return {
    format: 1,
    id: run?.id ?? 'unkept',
    name: run?.name ?? '',
    created: now,
    updated: now,
    status: 'running',
    scenario,
    overrides,
    seeds,
    budget,
    backend,
    steps: 0,
    elapsedSeconds: 0,
    objective: undefined,
    agent: undefined,
    note: '',
  };
}

async function carryOut(
  planned: Result<TrainingPlan>,
  kept: boolean,
  wanted: string,
  tell: Tell,
): Promise<void> {
  if (!planned.ok) throw new Error(planned.message);
  const told = gathering(tell, MESSAGE_MS, () => performance.now());
  await trainKept({
    plan: planned.value,
    store: kept ? store() : undefined,
    engine: enginesFrom(wanted, planned.value.run.overrides, clock, (backend, probe) =>
      told({ kind: 'backend', backend, probe }),
    ),
    clock,
    patience,
    now: () => Date.now(),
    between: yieldToMessages,
    stopped: () => stopped,
    paused: () => {
      const on = owed;
      owed = false;
      waiting = !on && pause !== undefined;
      return on ? undefined : pause?.over;
    },
    looked: () => {
      const now = asked;
      asked = false;
      return now;
    },
    tell: told,
  });
}

function fresh(): void {
  stopped = false;
  asked = false;
  owed = false;
  forget();
  setPaused(false);
}

function forget(): void {
  kept?.look.dispose();
  kept = undefined;
}

const api: TrainApi = {
  async train(request, listener) {
    fresh();
    const go = async (): Promise<void> => {
      const plan = await planNew(store(), runOf(request), request.fork);
      await telling(listener, (tell) => carryOut(plan, request.run !== undefined, request.backend, tell));
    };
    await (request.run ? withLock(request.run.id, go) : go());
  },
  async resume(id: string, budget: Budget | undefined, listener: Tell) {
    fresh();
    await withLock(id, async () => {
      const plan = await planResume(store(), id, budget, Date.now());
      await telling(listener, (tell) => carryOut(plan, true, 'auto', tell));
    });
  },
  stop: () => {
    stopped = true;
    setPaused(false);
  },
  pause: setPaused,
  look: (step) => {
    asked = true;
    if (!step || !pause) return;
    owed = !waiting;
    if (!waiting) return;
    // What waits goes on, and waits again after its next update.
    setPaused(false);
    setPaused(true);
  },
  lookAtKept: async (id, on) => {
    if (kept?.run !== id || !on) {
      forget();
      const opened = await KeptLook.open(id, {
        ...{ store: store(), engine: processorEngine, clock, patience, between: yieldToMessages },
      });
      if (!opened.ok) throw new Error(opened.message);
      kept = { run: id, look: opened.value };
    }
    return kept.look.next();
  },
};

expose(api);
