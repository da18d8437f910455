import { markRows, mostTelling } from './changeRows.ts';
import type { exporting } from './exporting.svelte.ts';
import type { Lab } from '../lab.svelte.ts';
import { PartByPart } from '../pacing/partByPart.svelte.ts';
import type { Replays } from '../replay/replays.svelte.ts';
import type { Run } from '../replay/run.ts';
import type { Training } from '../training/training.svelte.ts';
import { decisionChanges } from '../../../export/cluster/changes.ts';

/** What the history needs of the lab. */
export interface HistoryHost extends Pick<Lab, 'run' | 'former' | 'pipeline'> {
  readonly training: Pick<Training, 'active'>;
  readonly replays: Pick<Replays, 'follow'>;
}

/** Timeline, change and table. */
const PARTS = 3;

/** What lane A would have changed in the cluster, and the change that is shown. Made by its view: it has effects of its own. */
export class ChangeHistory {
  /**
   * The run told of here. Its arrival is work enough for one task: what is told of it is worked out in the next, and the
   * parts that show it are drawn a frame each.
   */
  run = $state.raw<Run>();
  /** Second of the change that was chosen: it stays through another layout, and where another run has one then. */
  #chosen = $state<number>();

  readonly #host: HistoryHost;
  readonly #parts: PartByPart;
  readonly #exporting: Pick<typeof exporting, 'choicesFor'>;

  readonly pipeline = $derived.by(() => this.run?.scenario.pipeline ?? this.#host.pipeline);
  readonly choices = $derived.by(() => this.#exporting.choicesFor(this.pipeline));
  readonly series = $derived(this.run?.a.episode.series);
  /** Undefined without a run, and where the choices make no manifests. */
  readonly changes = $derived.by(() => {
    const found = this.series && decisionChanges(this.pipeline, this.choices, this.series);
    return found?.ok ? found.value : undefined;
  });
  readonly rows = $derived(markRows(this.changes ?? []));
  /** Index of the change that is shown. */
  readonly at = $derived.by(() => {
    const index = (this.changes ?? []).findIndex(({ t }) => t === this.#chosen);
    return index < 0 ? mostTelling(this.rows) : index;
  });

  constructor(host: HistoryHost, choices: Pick<typeof exporting, 'choicesFor'>) {
    this.#host = host;
    this.#exporting = choices;
    // This view may be the first one open. A training wants the processor for itself: one run is enough meanwhile.
    $effect(() => (host.training.active && host.run && !host.former ? undefined : host.replays.follow()));
    $effect(() => {
      // A run of another pipeline, load or setting says nothing of what would be exported.
      const arrived = host.former ? undefined : host.run;
      if (!arrived) {
        this.run = undefined;
        return;
      }
      const timer = setTimeout(() => (this.run = arrived));
      return () => clearTimeout(timer);
    });
    this.#parts = new PartByPart(PARTS, () => this.run !== undefined);
  }

  /** How many of them are drawn. */
  get parts(): number {
    return this.#parts.drawn;
  }

  choose(index: number): void {
    const changes = this.changes ?? [];
    this.#chosen = changes[Math.max(0, Math.min(changes.length - 1, index))]?.t;
  }
}
