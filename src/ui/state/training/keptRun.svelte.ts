import type { Lab } from '../lab.svelte.ts';
import { orAlert } from '../orAlert.ts';
import { isResumable } from './resumable.ts';
import type { Runs } from './runs.svelte.ts';
import type { RunStanding } from './trainingStatus.ts';
import { takeUp, type RunTaker } from './takeUp.ts';
import { whenever } from '../whenever.svelte.ts';
import { AGENT } from '../../theme/policies.ts';
import type { Budget } from '../../../learning/training/agentTraining.ts';
import { textComplaint } from '../../../model/text.ts';
import type { CheckpointInfo, RunRecord } from '../../../storage/records.ts';

/** What is done with a kept run needs of the lab. */
export interface RunHost extends Pick<Lab, 'alert' | 'notice' | 'experiment' | 'agent' | 'set' | 'resume'> {
  readonly training: RunTaker['training'];
  readonly runs: RunTaker['runs'] & Pick<Runs, 'checkpoints' | 'rename' | 'remove'>;
}

/** The budget of a run that trains on: by so many seconds, or by so many times its steps. */
export function longer({ budget, elapsedSeconds, steps, seeds }: RunRecord, by: number): Budget {
  return 'seconds' in budget
    ? { seconds: Math.ceil(Math.max(budget.seconds, elapsedSeconds)) + by }
    : { steps: Math.max(budget.steps, Math.ceil(steps / seeds.length)) + by * budget.steps };
}

/** A kept run and what can be done with it. Made by a component: it has an effect of its own. */
export class KeptRun {
  /** The latest first. */
  checkpoints = $state.raw<readonly CheckpointInfo[]>([]);

  readonly #host: RunHost;
  readonly #run: () => RunRecord;

  readonly standing: RunStanding = $derived.by(() => this.#host.runs.standing(this.#run()));
  /** It is what trains now, here. */
  readonly live = $derived.by(
    () => this.#host.training.active && this.#host.training.plan?.id === this.#run().id,
  );
  /** It cannot begin to train now. */
  readonly busy = $derived.by(() => this.#host.training.active || this.standing === 'elsewhere');
  readonly resumable = $derived.by(() => isResumable(this.#run(), this.standing));

  constructor(host: RunHost, run: () => RunRecord) {
    this.#host = host;
    this.#run = run;
    let asked = 0;
    whenever(
      () => [run().id, run().updated] as const,
      ([id]) => {
        const mine = ++asked;
        const take = (found: readonly CheckpointInfo[]): void => {
          if (mine === asked) this.checkpoints = [...found].sort((a, b) => b.steps - a.steps);
        };
        host.runs.checkpoints(id).then(take, () => {
          take([]);
        });
      },
    );
  }

  /** Its agent in lane A. */
  use(): void {
    const run = this.#run();
    const { agent, name, scenario } = run;
    const host = this.#host;
    if (!agent) return;
    void takeUp(host, run);
    if (host.experiment.a !== AGENT) host.set({ a: AGENT });
    host.notice = host.agent
      ? `Lane A of the Lab now runs ${name}.`
      : `${name} was trained for ${scenario.pipeline.name} with other limits; the Lab takes it up when it shows those.`;
  }

  /** Trains on, by what `longer` makes of it. */
  extend(by: number): void {
    void this.#host.resume(this.#run().id, longer(this.#run(), by));
  }

  async rename(text: string): Promise<void> {
    const { id, name } = this.#run();
    const wanted = text.trim();
    if (wanted === '' || wanted === name) return;
    const complaint = textComplaint(wanted);
    if (complaint !== undefined) this.#host.notice = `A name ${complaint}.`;
    else await this.try(() => this.#host.runs.rename(id, wanted));
  }

  /** For good; `gone` is called where that was done. */
  async remove(gone: () => void): Promise<void> {
    await this.try(async () => {
      await this.#host.runs.remove(this.#run().id);
      gone();
    });
  }

  /** What fails is told in the page's alert. */
  try(work: () => Promise<void>): Promise<void> {
    return orAlert(this.#host, work);
  }
}
