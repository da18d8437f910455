import { proxy } from 'comlink';
import { Bridge, WorkerCrash } from './bridge.ts';
import { askToPersist } from './persist.ts';
import type { Look } from '../../learning/training/look.ts';
import type { Budget } from '../../learning/training/agentTraining.ts';
import type { Tell, TrainEvent } from '../../runs/trainEvent.ts';
import { lockOf, locksHere } from '../../storage/locks.ts';
import type { TrainApi, TrainRequest } from '../../../workers/protocol.ts';

/** A worker lets go of its lock a moment before its last message arrives. */
const GRACE_MS = 1000;

const REMEDY = 'what was saved of it can be resumed';

/**
 * `workers/train.ts`: one training at a time. Where the worker dies, the training rejects with a `WorkerCrash`, whose
 * message is a sentence; nothing else needs doing: `resume(id)` then starts a fresh worker, which goes on from the last
 * checkpoint.
 */
export class Trainer {
  readonly #bridge = new Bridge<TrainApi>(
    'training',
    () =>
      new Worker(new URL('../../../workers/train.ts', import.meta.url), { type: 'module', name: 'train' }),
    REMEDY,
  );

  /** Resolves after the `done` event; rejects with a sentence if it cannot train or the worker dies. */
  train(request: TrainRequest, listener: Tell): Promise<void> {
    return this.#watched(request.run?.id, listener, (hear) =>
      this.#bridge.call((remote) => remote.train(request, proxy(hear))),
    );
  }

  /** Goes on with a kept run from its latest checkpoint; `budget` replaces its own. As `train` otherwise. */
  resume(id: string, budget: Budget | undefined, listener: Tell): Promise<void> {
    return this.#watched(id, listener, (hear) =>
      this.#bridge.call((remote) => remote.resume(id, budget, proxy(hear))),
    );
  }

  pause(paused: boolean): Promise<void> {
    return this.#bridge.call(async (remote) => {
      await remote.pause(paused);
    });
  }

  /** Has the next update told as a `look` event; with `step` a training that is paused goes on for that one update. */
  look(step: boolean): Promise<void> {
    return this.#bridge.call(async (remote) => {
      await remote.look(step);
    });
  }

  /** What the next update of a kept run would do, from its latest checkpoint or, with `on`, after the one looked at last. */
  lookAtKept(id: string, on: boolean): Promise<Look> {
    return this.#bridge.call((remote) => remote.lookAtKept(id, on), { doing: 'The look into the run' });
  }

  /** Asks for the end; `ended` tells whether it came by itself. */
  stop(ended: Promise<unknown>): Promise<void> {
    return this.#bridge.stop(async (remote) => {
      await remote.stop();
    }, ended);
  }

  terminate(): void {
    this.#bridge.terminate();
  }

  /**
   * A worker that ends without an error (closed by itself, or by the browser) sends nothing, ever: but it lets go of
   * the run's lock. From the first event on, which comes when the lock is held, the page waits in line for it.
   */
  async #watched(
    run: string | undefined,
    listener: Tell,
    start: (hear: Tell) => Promise<void>,
  ): Promise<void> {
    const locks = locksHere();
    const ended = new AbortController();
    let watching = run === undefined || !locks;
    const hear = (event: TrainEvent): void => {
      if (!watching) {
        watching = true;
        locks
          ?.request(lockOf(run!), { signal: ended.signal }, () => undefined)
          .then(
            () =>
              setTimeout(() => {
                if (!ended.signal.aborted) this.#died();
              }, GRACE_MS),
            // The training ended first.
            () => undefined,
          );
      }
      if (event.kind === 'saved') askToPersist();
      listener(event);
    };
    try {
      await start(hear);
    } finally {
      ended.abort();
    }
  }

  #died(): void {
    this.#bridge.terminate(new WorkerCrash(`The training stopped unexpectedly; ${REMEDY}.`));
  }
}
