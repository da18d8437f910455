import { sentenceOf } from '../../bridge/bridge.ts';
import type { Comparer } from '../../bridge/comparer.ts';
import { comparedLoads, defaultCompared, standingUnder, type Compared } from './compared.ts';
import { goneWords, noteFound } from '../keeping/gone.ts';
import { readKey } from '../policies/policyKeys.ts';
import { sameAgent, sameOwn, samePipeline } from '../changed.ts';
import { joined as listed, plural } from '../../format.ts';
import { AGENT, policyStyle } from '../../theme/policies.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import {
  cellCount,
  groupsOf,
  planRefusal,
  settingsOf,
  workloadName,
  type ComparisonPlan,
  type PlannedPolicy,
  type PlannedWorkload,
} from '../../../experiments/comparison/plan.ts';
import {
  joined,
  nothingFound,
  tasksOf,
  type Found,
  type FoundPiece,
} from '../../../experiments/comparison/tasks.ts';
import type { DecisionTime } from '../../../experiments/reproduction/evidence.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import type { Workload } from '../../../workload/workload.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';
import { isOwn, type OwnPolicy } from '../../../policies/own/program.ts';

/** Its name in the tab's memory. */
const FOUND = 'compared';

/** What a comparison chooses from. */
export interface Offer {
  readonly pipelines: readonly Pipeline[];
  /** Imported ones. */
  readonly traces: readonly Workload[];
  readonly agent: AgentRecord | undefined;
  /** A policy of the visitor's own that may run. */
  readonly own?: (key: string) => OwnPolicy | undefined;
  /** Weights, limits and all else that is not chosen here; and what the choice follows. */
  readonly scenario: Scenario;
  /** Latency objective that holds for every pipeline; undefined: each one's own. */
  readonly slaSeconds: number | undefined;
}

/** Where what was found last lies, as it was kept. */
export interface KeptValue {
  get(): Promise<unknown>;
  put(value: unknown): Promise<void>;
}

/** What is asked of the workers; a test gives its own. */
export type ComparisonWorkers = Pick<Comparer, 'run' | 'document' | 'decisionTimes'>;

/** Fetched with the first comparison. */
function fetched(): ComparisonWorkers {
  const comparer = import('../../bridge/comparer.ts').then(({ Comparer }) => new Comparer());
  return {
    run: async (...asked) => (await comparer).run(...asked),
    document: async (...asked) => (await comparer).document(...asked),
    decisionTimes: async (...asked) => (await comparer).decisionTimes(...asked),
  };
}

/** The Compare view: what is chosen, what was found, and what is under way. It stays for this visit. */
export class Comparison {
  #chosen = $state.raw(defaultCompared);
  status = $state<'idle' | 'running' | 'stopped'>('idle');
  done = $state(0);
  total = $state(0);
  document = $state.raw<ComparisonDocument | undefined>();
  /** What of the orders of the visitor's own policies did not fit in it, sentences. */
  misfits = $state.raw<readonly string[]>([]);
  /** What the document is of. */
  made = $state.raw<ComparisonPlan | undefined>();
  /** What was found in this tab before the page was opened anew, in words; '' where nothing was. */
  readonly gone = goneWords(FOUND);
  /** One sentence about a run that broke off. */
  error = $state('');
  times = $state.raw<readonly DecisionTime[] | undefined>();
  timing = $state(false);

  /** Called before what is chosen changes. */
  beforeChange: () => void = () => undefined;

  /** What may have been kept before this visit was looked for. */
  looked = $state(false);
  #looking = false;

  readonly #make: () => ComparisonWorkers;
  readonly #kept: KeptValue;
  #comparer: ComparisonWorkers | undefined;
  #found = $state.raw<Found>(nothingFound);
  /** What every run of `#found` was made under. */
  #under = '';
  /** What was found under the settings before these: whoever goes back to them finds it. */
  #before: { readonly under: string; readonly found: Found } = { under: '', found: nothingFound };
  /** Data behind keys that a plan may reuse for other data. */
  readonly #behind: Record<string, unknown> = {};
  #stop: AbortController | undefined;
  #stopTiming: AbortController | undefined;

  constructor(
    make: () => ComparisonWorkers = fetched,
    kept: KeptValue = { get: () => Promise.resolve(undefined), put: () => Promise.resolve() },
  ) {
    this.#make = make;
    this.#kept = kept;
  }

  /** What is to be compared. */
  get chosen(): Compared {
    return this.#chosen;
  }
  set chosen(next: Compared) {
    this.beforeChange();
    this.#chosen = next;
  }

  /** Of what is under way, 0..1. */
  get share(): number {
    return this.done / Math.max(1, this.total);
  }

  planOf(offer: Offer): ComparisonPlan {
    const { scenario } = offer;
    const standing = standingUnder(this.chosen, scenario);
    return {
      pipelines: offer.pipelines.filter(({ id }) => standing.pipelines.includes(id)),
      workloads: standing.workloads.flatMap((id): readonly PlannedWorkload[] => {
        const workload = offer.traces.find((trace) => trace.id === id);
        if (workload) return [{ kind: 'fixed', workload }];
        return comparedLoads.some((load) => load.id === id) ? [{ kind: 'drawn', id }] : [];
      }),
      policies: this.chosen.policies.flatMap((key): readonly PlannedPolicy[] => {
        const own = isOwn(key) ? offer.own?.(key) : undefined;
        if (own) return [{ kind: 'own', key, name: own.name, own }];
        if (isOwn(key)) return [];
        if (key !== AGENT) return readKey(key).ok ? [{ kind: 'named', key }] : [];
        const { agent } = offer;
        return agent ? [{ kind: 'agent', key, name: policyStyle(AGENT).name, agent }] : [];
      }),
      seeds: Array.from({ length: this.chosen.seeds }, (_, i) => i + 1),
      settings: settingsOf({ ...scenario, environment: standing.environment }, offer.slaSeconds),
      series: 'first seed',
    };
  }

  /** Runs what earlier runs left open, or everything where settings changed; then the numbers over seeds. */
  async run(plan: ComparisonPlan): Promise<void> {
    if (this.status === 'running') return;
    const refused = planRefusal(plan);
    if (refused !== undefined) {
      this.error = refused;
      return;
    }
    this.error = '';
    this.#keepWhatHolds(plan);
    const stop = (this.#stop = new AbortController());
    this.status = 'running';
    this.total = piecesOf(plan);
    this.done = this.total - this.#left(plan);
    this.#comparer ??= this.#make();
    let stopped = false;
    try {
      await this.#comparer.run(plan, this.#found, this.#take, stop.signal);
    } catch (error) {
      stopped = true;
      if (!stop.signal.aborted) this.error = sentenceOf(error);
    }
    try {
      if (await this.#show(plan)) {
        noteFound(FOUND, madeWords(plan));
        void this.#keep(plan);
      }
    } catch (error) {
      this.error = sentenceOf(error);
    }
    this.status = stopped ? 'stopped' : 'idle';
  }

  stop(): void {
    this.#stop?.abort();
  }

  /**
   * What was found before the page was opened anew comes back as it was: what this tab had, or what `wanted` takes. Once a
   * visit, and not in the place of anything.
   */
  async recall(wanted: (made: ComparisonPlan) => boolean): Promise<void> {
    if (this.looked || this.#looking || this.document || this.status !== 'idle') return;
    this.#looking = true;
    try {
      const [value, { comparisonFrom }] = await Promise.all([
        this.#kept.get(),
        import('./keptComparison.ts'),
      ]);
      const kept = comparisonFrom(value);
      const own = kept && (madeWords(kept.plan) === this.gone || wanted(kept.plan));
      if (own && this.made === undefined && !this.#comparing) {
        this.#found = kept.found;
        this.#under = underOf(kept.plan);
        this.#keepWhatHolds(kept.plan);
        this.#comparer ??= this.#make();
        await this.#show(kept.plan);
      }
    } catch {
      // What cannot be had is said to be gone.
    }
    this.looked = true;
  }

  get #comparing(): boolean {
    return this.status === 'running';
  }

  /** The numbers over seeds of what was found of the plan; false where nothing was. */
  async #show(plan: ComparisonPlan): Promise<boolean> {
    // The policies' own code comes with them: too much for a page that only opens.
    const [{ resultOf }, { PAIRED_WITH }, { misfitNotes }] = await Promise.all([
      import('../../../experiments/comparison/record.ts'),
      import('../../../experiments/comparison/document.ts'),
      import('../../../experiments/comparison/misfitNotes.ts'),
    ]);
    const result = resultOf(plan, this.#found);
    if (result.cells.length === 0 && result.late) this.error = result.late[0]!.why;
    if (result.cells.length === 0) return false;
    this.document = await this.#comparer!.document(result, PAIRED_WITH);
    this.misfits = misfitNotes(result);
    this.made = plan;
    return true;
  }

  /** For a reload. Where it cannot be kept, that is said there. */
  async #keep(plan: ComparisonPlan): Promise<void> {
    try {
      const { comparisonRecord } = await import('./keptComparison.ts');
      const record = comparisonRecord({ plan, found: this.#found });
      if (record !== undefined) await this.#kept.put(record);
    } catch {
      // As said above.
    }
  }

  /** Runs of the plan that are there already, where its settings are those they were made under. */
  ready(plan: ComparisonPlan): number {
    if (underOf(plan) !== this.#under) return 0;
    return piecesOf(plan) - this.#left(plan);
  }

  async time(): Promise<void> {
    if (this.timing || this.status === 'running') return;
    this.timing = true;
    this.error = '';
    this.#comparer ??= this.#make();
    const stop = (this.#stopTiming = new AbortController());
    try {
      this.times = await this.#comparer.decisionTimes(stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) this.error = sentenceOf(error);
    } finally {
      this.timing = false;
    }
  }

  stopTiming(): void {
    this.#stopTiming?.abort();
  }

  readonly #take = (pieces: readonly FoundPiece[]): void => {
    this.#found = joined(this.#found, pieces);
    this.done += pieces.length;
  };

  #left(plan: ComparisonPlan): number {
    return tasksOf(plan, this.#found).reduce(
      (sum, task) => sum + task.group.policies.length + (task.references ? 1 : 0),
      0,
    );
  }

  /** Forgets what was found under other settings, by another agent or on another pipeline of the same name. */
  #keepWhatHolds(plan: ComparisonPlan): void {
    const under = underOf(plan);
    if (under !== this.#under) {
      const { found } = this.#before.under === under ? this.#before : { found: nothingFound };
      this.#before = { under: this.#under, found: this.#found };
      [this.#under, this.#found] = [under, found];
    }
    const stale = (key: string, data: unknown, same: (before: unknown) => boolean): boolean => {
      const other = key in this.#behind && !same(this.#behind[key]);
      this.#behind[key] = data;
      return other;
    };
    const agents = plan.policies.filter(
      (p) =>
        (p.kind === 'agent' &&
          stale(`agent ${p.key}`, p.agent, (before) => sameAgent(before as AgentRecord, p.agent))) ||
        (p.kind === 'own' && stale(`own ${p.key}`, p.own, (before) => sameOwn(before as OwnPolicy, p.own))),
    );
    const pipelines = plan.pipelines.filter((p) =>
      stale(`pipeline ${p.id}`, p, (before) => samePipeline(before as Pipeline, p)),
    );
    const onSame = ({ pipeline }: { readonly pipeline: string }): boolean =>
      pipelines.every(({ id }) => id !== pipeline);
    const holding = ({ cells, references, late }: Found): Found => {
      const byOther = ({ policy }: { readonly policy?: string | undefined }): boolean =>
        agents.some(({ key }) => key === policy);
      return {
        cells: cells.filter((cell) => onSame(cell) && !byOther(cell)),
        references: references.filter(onSame),
        late: late.filter((one) => onSame(one) && !byOther(one)),
      };
    };
    this.#found = holding(this.#found);
    this.#before = { ...this.#before, found: holding(this.#before.found) };
  }
}

/** "90 runs on Video: detect, classify". */
function madeWords(plan: ComparisonPlan): string {
  const names = plan.pipelines.map(({ name }) => name);
  return `${plural(cellCount(plan), 'run')} on ${listed(names)} under ${listed(plan.workloads.map(workloadName))}`;
}

/** How many runs and references there are to find. */
function piecesOf(plan: ComparisonPlan): number {
  return groupsOf(plan).reduce((sum, group) => sum + group.policies.length + 1, 0);
}

/** Settings that make runs incomparable when they differ. */
function underOf({ settings }: ComparisonPlan): string {
  return JSON.stringify(settings);
}
