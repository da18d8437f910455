import { sentenceOf } from '../bridge/bridge.ts';
import { Trainer } from '../bridge/trainer.ts';
import type { AgentRecord, BackendProbe, TrainEvent, TrainPoint } from '../../../workers/protocol.ts';
import type { Scenario } from '../../experiments/scenario.ts';

export type TrainingStatus = 'idle' | 'starting' | 'running' | 'paused' | 'stopping' | 'done' | 'failed';

export interface TrainingSettings {
  readonly seconds: number;
  readonly seed: number;
  readonly width: number;
  /** Every n-th episode is the expert's; 0 never. */
  readonly expertEvery: number;
  readonly backend: 'auto' | 'webgpu' | 'wasm' | 'cpu';
}

export const defaultTraining: TrainingSettings = {
  seconds: 60,
  seed: 1,
  width: 64,
  expertEvery: 20,
  backend: 'auto',
};

/** The agent on the scenario's own trace at one time of the training. */
export interface Check {
  readonly elapsed: number;
  readonly regret: number;
}

/** One training after another; the newest agent stays until the next begins to improve on nothing. */
export class Training {
  status = $state<TrainingStatus>('idle');
  settings = $state.raw<TrainingSettings>(defaultTraining);
  /** Grows in place; `version` tells when. */
  points: TrainPoint[] = [];
  checks: Check[] = [];
  version = $state(0);
  backend = $state('');
  probes = $state.raw<readonly BackendProbe[]>([]);
  error = $state('');
  agent = $state.raw<AgentRecord | undefined>();
  /** Counts agents, so that a replay can tell a new one. */
  generation = $state(0);
  /** Seconds of training behind the agent. */
  trainedSeconds = $state(0);
  budget = $state(defaultTraining.seconds);
  /** Decisions learned from so far. */
  steps = $state(0);

  readonly #trainer = new Trainer();
  #ended: Promise<void> = Promise.resolve();

  readonly active = $derived(['starting', 'running', 'paused', 'stopping'].includes(this.status));

  get last(): TrainPoint | undefined {
    return this.points.at(-1);
  }

  start(scenario: Scenario): void {
    if (this.active) return;
    const { seconds, seed, width, expertEvery, backend } = this.settings;
    this.status = 'starting';
    this.points = [];
    this.checks = [];
    this.version++;
    this.error = '';
    this.backend = '';
    this.probes = [];
    this.steps = 0;
    this.trainedSeconds = 0;
    this.budget = seconds;
    this.#ended = this.#trainer
      .train(
        {
          scenario,
          overrides: { width, expertEvery },
          seeds: [seed],
          budget: { seconds },
          backend,
          run: undefined,
          fork: undefined,
        },
        this.#hear,
      )
      .then(
        () => {
          if (this.status !== 'done') this.#finish();
        },
        (error: unknown) => {
          if (this.status === 'stopping') this.#finish();
          else {
            this.status = 'failed';
            this.error = sentenceOf(error);
            this.#trainer.terminate();
          }
        },
      );
  }

  togglePause(): void {
    if (this.status !== 'running' && this.status !== 'paused') return;
    const pause = this.status === 'running';
    this.status = pause ? 'paused' : 'running';
    this.#trainer.pause(pause).catch(() => undefined);
  }

  stop(): void {
    if (!this.active || this.status === 'stopping') return;
    this.status = 'stopping';
    this.#trainer.stop(this.#ended).catch(() => undefined);
  }

  /** The agent's regret on the trace on screen, measured by replaying it there. */
  check(regret: number): void {
    if (this.status === 'idle') return;
    this.checks.push({ elapsed: this.trainedSeconds, regret });
    this.version++;
  }

  #finish(): void {
    this.status = this.agent ? 'done' : 'idle';
  }

  readonly #hear = (event: TrainEvent): void => {
    switch (event.kind) {
      case 'backend':
        this.backend = event.backend;
        this.probes = event.probe;
        break;
      case 'points': {
        if (this.status === 'starting') this.status = 'running';
        this.points.push(...event.points);
        this.version++;
        const last = this.points.at(-1);
        if (last) {
          this.steps = last.steps;
          this.trainedSeconds = last.elapsedSeconds;
        }
        break;
      }
      case 'agent':
        if (this.status === 'starting') this.status = 'running';
        this.steps = event.evaluation.steps;
        this.#adopt(event.agent);
        break;
      case 'fallback':
      case 'saved':
      case 'unsaved':
        break;
      case 'done':
        this.steps = event.steps;
        this.trainedSeconds = event.elapsedSeconds;
        this.#adopt(event.agent);
        this.status = 'done';
        break;
    }
  };

  #adopt(agent: AgentRecord): void {
    this.agent = agent;
    this.generation++;
  }
}
