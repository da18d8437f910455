/** A training that the test itself tells, in place of a worker. */
import type { AgentRecord } from '../learning/network/trainedAgent.ts';
import type { Look } from '../learning/training/look.ts';
import type { HeldOutEvaluation, TrainPoint } from '../learning/training/progress.ts';
import type { Tell } from '../runs/trainEvent.ts';

/** Answers as `workers/train.ts` does; `tell`, `end` and `fail` are the test's. */
export class ToldTraining {
  /** What was asked, in words. */
  readonly asked: string[] = [];
  tell: Tell = () => undefined;
  end: () => void = () => undefined;
  fail: (error: Error) => void = () => undefined;
  /** Answer what was asked of a kept run. */
  seen: (look: Look) => void = () => undefined;
  unseen: (error: Error) => void = () => undefined;

  readonly #begin = (listener: Tell): Promise<void> => {
    this.tell = listener;
    return new Promise((resolve, reject) => {
      this.end = resolve;
      this.fail = reject;
    });
  };

  train(request: { readonly run?: { readonly name: string } | undefined }, listener: Tell): Promise<void> {
    this.asked.push(`train ${request.run?.name ?? ''}`);
    return this.#begin(listener);
  }

  resume(id: string, _budget: unknown, listener: Tell): Promise<void> {
    this.asked.push(`resume ${id}`);
    return this.#begin(listener);
  }

  pause(paused: boolean): Promise<void> {
    this.asked.push(paused ? 'pause' : 'go on');
    return Promise.resolve();
  }

  look(step: boolean): Promise<void> {
    this.asked.push(step ? 'step' : 'look');
    return Promise.resolve();
  }

  lookAtKept(id: string, on: boolean): Promise<Look> {
    this.asked.push(`look at ${id}${on ? ', on' : ''}`);
    return new Promise((resolve, reject) => {
      this.seen = resolve;
      this.unseen = reject;
    });
  }

  stop(): Promise<void> {
    this.asked.push('stop');
    return Promise.resolve();
  }

  terminate(): void {
    this.asked.push('terminate');
  }
}

export const toldPoint = (member: number, update: number, changes: Partial<TrainPoint> = {}): TrainPoint =>
  ({ member, update, steps: 256 * update, elapsedSeconds: update, regret: 1, ...changes }) as TrainPoint;

export const toldEvaluation = (member: number, objective: number): HeldOutEvaluation => ({
  ...{ member, update: 1, steps: 256, elapsedSeconds: 1, objective, inTime: 0.9, best: true },
});

/** Told apart by its name alone. */
export const toldAgent = (name: string): AgentRecord =>
  ({ pipeline: name, parameters: new Float32Array() }) as AgentRecord;
