import type { Curves } from './curves.ts';
import { changesOf, forkName, plannedFork, settingsOf, type PlannedFork } from './forking.ts';
import { withHypers } from './hyper.ts';
import type { History } from '../experiment/history.svelte.ts';
import type { Lab } from '../lab.svelte.ts';
import { Microscope, type Looked } from './microscope.svelte.ts';
import type { TrainingSettings } from './nextTraining.ts';
import { orAlert } from '../orAlert.ts';
import { Paced } from '../pacing/paced.svelte.ts';
import { Recorded } from '../recorded.svelte.ts';
import { recordedRun, type RecordedRun } from './recordedRun.ts';
import type { Runs } from './runs.svelte.ts';
import type { Training, TrainingOrder } from './training.svelte.ts';
import type { Yardsticks } from './yardsticks.svelte.ts';
import { whenever } from '../whenever.svelte.ts';
import type { Diagnosis } from '../../../learning/doctor/doctor.ts';
import type { CheckpointInfo, RunRecord } from '../../../storage/records.ts';

/** Milliseconds between redraws while training. */
const DRAW_MS = 500;

/** What the Train view needs of the lab. */
export interface TrainHost extends Pick<Lab, 'alert' | 'scenario' | 'trainOn'> {
  readonly history: Pick<History, 'record'>;
  readonly training: Pick<
    Training,
    'plan' | 'active' | 'curves' | 'saved' | 'progress' | 'secondsLeft' | 'settings' | 'stop' | keyof Looked
  >;
  readonly runs: Pick<Runs, 'list' | 'loaded' | 'find' | 'refresh' | 'curves' | 'want' | 'checkpoints'>;
  readonly yardsticks: Pick<Yardsticks, 'want'>;
}

/** The training under way as it is drawn. */
interface Live {
  readonly plan: TrainingOrder | undefined;
  readonly curves: Curves;
  /** Of the budget, 0..1. */
  readonly share: number;
  readonly secondsLeft: number;
}

/** What is looked at in the Train view, and what is done from there. Made by the view: it has effects of its own. */
export class TrainDesk {
  /** Runs laid over one another, in the order of the clicks. */
  compared = $state.raw<readonly string[]>([]);
  /** Where the crosshair of all charts stands, on their clock. */
  cursor = $state<number | undefined>();
  /** What the next training forks from; undefined: it begins anew. */
  fork = $state.raw<PlannedFork | undefined>();
  /** The finding whose evidence is pointed at. */
  pointed = $state.raw<Diagnosis | undefined>();
  /** Looks into the run on screen. */
  readonly microscope: Microscope;
  #selected = $state<string | undefined>();

  readonly #host: TrainHost;
  readonly #paced: Paced<Live>;
  readonly #recorded: Recorded<RecordedRun>;

  readonly #own = $derived.by(
    () => this.#selected ?? this.#host.training.plan?.id ?? this.#host.runs.list[0]?.id,
  );
  /** What stands here while there is no run of the visitor's own; it is in no list, and nothing is done with it. */
  readonly recorded: RecordedRun | undefined = $derived.by(() =>
    this.#own === undefined && this.#host.runs.loaded ? this.#recorded.value : undefined,
  );
  readonly shownId = $derived.by(() => this.#own ?? this.recorded?.order.id);
  readonly record = $derived.by(() => this.#host.runs.find(this.shownId));
  readonly isLive = $derived.by(() => {
    const { plan } = this.#host.training;
    return plan !== undefined && plan.id === this.shownId;
  });
  /** What began the run on screen. */
  readonly plan: TrainingOrder | RunRecord | undefined = $derived.by(() =>
    this.isLive ? this.#host.training.plan : (this.record ?? this.recorded?.order),
  );
  readonly comparing: readonly RunRecord[] = $derived.by(() =>
    this.compared.flatMap((id) => this.#host.runs.find(id) ?? []),
  );
  /** A training that has just begun is not drawn with the curves of the one before. */
  readonly live: Live = $derived.by(() =>
    this.#paced.value.plan === this.#host.training.plan ? this.#paced.value : this.#now(),
  );
  /** Of the next training. */
  readonly settings: TrainingSettings = $derived.by(
    () => this.fork?.settings ?? this.#host.training.settings,
  );

  constructor(
    host: TrainHost,
    recorded: () => Promise<RecordedRun> = async () =>
      recordedRun((await import('../../recorded/training.ts')).recordedTraining),
  ) {
    this.#host = host;
    this.#recorded = new Recorded(recorded);
    this.#paced = new Paced(this.#now(), DRAW_MS);
    const { training, runs } = host;
    this.microscope = new Microscope(training, () => this.shownId);
    whenever(
      () => this.shownId,
      () => this.microscope.forget(),
    );
    $effect(() => () => {
      this.#paced.stop();
    });
    whenever(
      () => this.#now(),
      (now) => {
        if (now.plan === this.#paced.value.plan) this.#paced.offer(now);
        else this.#paced.now(now);
      },
    );
    // The list follows what is safe, and how a training ends.
    whenever(
      () => [training.saved, training.active],
      () => void runs.refresh(),
    );
    // Whatever begins to train is what is looked at.
    whenever(
      () => training.plan?.id,
      (id) => {
        if (id !== undefined && training.active) this.#look(id);
      },
    );
    whenever(
      () =>
        [...this.comparing, ...(this.record ? [this.record] : [])].filter(
          ({ id }) => id !== training.plan?.id,
        ),
      (resting) => {
        for (const run of resting) void orAlert(host, () => runs.want(run));
      },
    );
    $effect(() => {
      if (runs.loaded && this.#own === undefined) this.#recorded.want();
    });
    // Rivals for what is on screen, or for what would be trained next; the recorded run has its own.
    $effect(() => {
      const { yardsticks } = host;
      if (this.comparing.length > 0) {
        for (const run of this.comparing)
          if (run.outdated === undefined) yardsticks.want(run.scenario, run.seeds[0] ?? 1);
      } else if (this.recorded) return;
      else if (this.plan) yardsticks.want(this.plan.scenario, this.plan.seeds[0] ?? 1);
      else if (runs.loaded && this.#recorded.failed) yardsticks.want(host.scenario, training.settings.seed);
    });
  }

  /** What a run has told, as it is drawn; undefined while it is on its way. */
  curvesOf(id: string | undefined): Curves | undefined {
    if (id === undefined) return undefined;
    if (id === this.recorded?.order.id) return this.recorded.curves;
    return id === this.#host.training.plan?.id ? this.live.curves : this.#host.runs.curves(id);
  }

  show(id: string): void {
    this.#look(id);
    if (this.fork?.run !== id) this.fork = undefined;
  }

  compare(id: string, on: boolean): void {
    this.compared = on ? [...this.compared, id] : this.compared.filter((other) => other !== id);
    this.cursor = undefined;
  }

  endComparison(): void {
    this.compared = [];
  }

  /** The run on screen was deleted. */
  removed(): void {
    this.#selected = undefined;
  }

  /** The settings of the next training, which may be a fork. */
  set(next: TrainingSettings): void {
    if (this.fork) {
      this.#host.history.record({
        ...{ id: 'fork', words: 'a setting of the fork' },
        now: () => this.fork,
        put: (fork) => {
          this.fork = fork;
        },
      });
      this.fork = { ...this.fork, settings: next };
    } else this.#host.training.settings = next;
  }

  openFork(run: RunRecord, checkpoint: CheckpointInfo): void {
    this.fork = plannedFork(run, checkpoint, settingsOf(run, this.#host.training.settings.backend));
  }

  cancelFork(): void {
    this.fork = undefined;
  }

  async start(): Promise<void> {
    const { fork } = this;
    const parent = fork && this.#host.runs.find(fork.run);
    if (fork && parent) await this.#begin(parent, fork);
    else await this.#host.trainOn({});
  }

  /** Ends what runs, and forks from the best checkpoint with the doctor's change. */
  async cure({ change }: Pick<Diagnosis, 'change'>): Promise<void> {
    const { shownId: id, plan } = this;
    if (!change || id === undefined || !plan || this.recorded) return;
    this.pointed = undefined;
    const { runs, training } = this.#host;
    await orAlert(this.#host, async () => {
      const overrides = withHypers(plan.overrides, change);
      await training.stop();
      await runs.refresh();
      const parent = runs.find(id);
      const checkpoints = parent ? await runs.checkpoints(id) : [];
      const from =
        checkpoints.find(({ slot }) => slot === 'best') ?? checkpoints.find(({ slot }) => slot === 'latest');
      const { settings } = training;
      if (parent && from)
        await this.#begin(parent, plannedFork(parent, from, settingsOf(parent, settings.backend, overrides)));
      else {
        // Nothing was kept to fork from: the change still deserves its training.
        const { scenario, seeds, name, budget } = plan;
        await this.#host.trainOn(
          { scenario, seeds, name: forkName(name, change) },
          { ...settings, overrides, budget },
        );
      }
    });
  }

  async #begin(parent: RunRecord, { slot, steps, settings }: PlannedFork): Promise<void> {
    const { id, scenario, seeds } = parent;
    const name = forkName(parent.name, changesOf(parent.overrides, settings.overrides));
    await this.#host.trainOn({ name, scenario, seeds, parent: { run: id, slot, steps } }, settings);
    this.fork = undefined;
  }

  #look(id: string): void {
    this.#selected = id;
    this.compared = [];
    this.cursor = undefined;
  }

  #now(): Live {
    const { plan, curves, progress, secondsLeft } = this.#host.training;
    return { plan, curves, share: progress, secondsLeft };
  }
}
