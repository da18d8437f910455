/** The pipeline that is being edited: undone with everything else, kept in this browser, and saved as one of the visitor's own. */
import { untrack } from 'svelte';
import { pipelineOf, troublesOf, type Troubles } from './checks.ts';
import { edited, type Edit } from './edits.ts';
import { DRAFT, draftRecord, keptDraft, type KeptDraft, type Standing } from './keptDraft.ts';
import { withSources } from './sources.ts';
import { blankDraft, draftOf, jsonOf, type Draft, type DraftVariant } from './texts.ts';
import type { History, Settable } from '../experiment/history.svelte.ts';
import { freeName, freePipelineId } from '../intake/intakeNames.ts';
import type { Memory } from '../keeping/memory.svelte.ts';
import type { OpenStore } from '../keeping/openOnce.ts';
import type { LabState } from '../labState.ts';
import { newRunId } from '../training/runs.svelte.ts';
import { within } from '../../bridge/within.ts';
import { assumedSentences } from '../../../model/assumed.ts';
import { widestLimits } from '../../../model/bounds.ts';
import { pipelineFrom } from '../../../model/parse.ts';
import type { Pipeline, Stage, Variant } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Result } from '../../../model/result.ts';
import { hearTabs } from '../../../storage/news.ts';

/** What stands is kept so long after the last change. */
const KEEP_MS = 300;
/** The view waits no longer for what was kept. */
const PATIENCE_MS = 3000;

/** What the draft needs of the lab. */
export interface DraftHost extends Pick<
  LabState,
  'experiment' | 'pipelines' | 'notes' | 'notice' | 'pipeline' | 'scenario' | 'set'
> {
  readonly history: Pick<History, 'record' | 'together' | 'quietly'>;
  readonly memory: Pick<Memory, 'change'>;
  readonly store: OpenStore;
}

/** Which of several edits are one step: those of one box. */
function boxOf(edit: Edit): string {
  const { do: what, ...rest } = edit;
  const place = Object.entries(rest).filter(([name]) => !['text', 'on', 'to'].includes(name));
  // What adds or takes away is a step each time.
  const own = what.startsWith('set') ? '' : String(performance.now());
  return `draft ${what} ${place.map(([name, value]) => `${name}=${String(value)}`).join()} ${own}`;
}

const said = (pipeline: Pipeline): string => {
  const { id: _, ...rest } = pipeline;
  return JSON.stringify(rest);
};

/** As `pipelineFrom` writes it, so that two that say the same are equal. */
function contentOf(pipeline: Pipeline): string {
  const read = pipelineFrom(pipeline, '', widestLimits);
  return said(read.ok ? read.value : pipeline);
}

export class PipelineDraft {
  #standing = $state.raw<Standing>({ draft: blankDraft(), origin: undefined });
  /** What was kept has been looked for. */
  ready = $state(false);
  /** Another tab has written a draft of its own since. */
  elsewhere = $state.raw<KeptDraft | undefined>();
  /** Key of the variant whose figures are open. */
  #chosen = $state<number | undefined>();

  readonly #host: DraftHost;
  readonly #tab: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #recalling: Promise<void> | undefined;

  readonly #settable: Settable<Standing> = {
    ...{ id: 'pipeline draft', words: 'an edit of a pipeline' },
    now: () => this.#standing,
    put: (standing) => {
      this.#become(standing);
    },
  };

  constructor(host: DraftHost, tab: string) {
    this.#host = host;
    this.#tab = tab;
  }

  get draft(): Draft {
    return this.#standing.draft;
  }

  /** What it was begun from, or saved as; undefined for a blank one. */
  get origin(): Pipeline | undefined {
    return this.#standing.origin;
  }

  readonly troubles: Troubles = $derived.by(() => troublesOf(this.draft, this.#host.scenario.limits));
  /** Refused in a sentence where it is none yet. */
  readonly reading: Result<Pipeline> = $derived.by(() =>
    pipelineOf(this.draft, this.#host.scenario.limits, this.troubles, this.origin?.id),
  );
  readonly pipeline: Pipeline | undefined = $derived(this.reading.ok ? this.reading.value : undefined);
  readonly #content = $derived.by(() => {
    const read = pipelineFrom(jsonOf(this.draft), '', widestLimits);
    return read.ok ? said(read.value) : JSON.stringify(jsonOf(this.draft));
  });
  readonly #begun = $derived.by(() =>
    this.origin ? contentOf(this.origin) : JSON.stringify(jsonOf(blankDraft())),
  );
  /** It says something else than what it was begun from. */
  readonly changed: boolean = $derived(this.#content !== this.#begun);
  /** It was begun from a pipeline of the visitor's own, which is still here. */
  readonly own: boolean = $derived.by(() => this.#host.pipelines.some(({ id }) => id === this.origin?.id));

  /** The variant whose figures are open: the one chosen, else the first. */
  readonly open: DraftVariant | undefined = $derived.by(() => {
    const all = this.draft.stages.flatMap(({ variants }) => variants);
    return all.find(({ key }) => key === this.#chosen) ?? all[0];
  });

  choose(key: number): void {
    this.#chosen = key;
  }

  /** Looks for what an earlier visit or another tab left, once; without any, the pipeline of the header is shown. */
  recall(): Promise<void> {
    this.#recalling ??= this.#kept().then((kept) => {
      if (kept) this.#show(kept);
      if (!kept || !this.changed) this.#show(begun(this.#host.pipeline));
      this.ready = true;
    });
    return this.#recalling;
  }

  async #kept(): Promise<KeptDraft | undefined> {
    const found = this.#host
      .store()
      .then((store) => store.found(DRAFT))
      .catch(() => undefined);
    return keptDraft(await within(PATIENCE_MS, found));
  }

  /**
   * Another pipeline stands in the header: shown here too, unless something would be lost by that. One that has just been
   * imported is shown in any case, and Undo brings back what stood.
   */
  follow(arrived = false): void {
    const { pipeline } = this.#host;
    if (!this.ready || this.origin?.id === pipeline.id) return;
    if (!this.changed) this.#show(begun(pipeline));
    else if (arrived) this.begin(pipeline);
  }

  /** From now on other tabs are heard; what it returns ends that. */
  listen(hear: typeof hearTabs = hearTabs): () => void {
    return hear((stores) => {
      if (stores.includes('found')) void this.#look();
    });
  }

  async #look(): Promise<void> {
    const kept = await this.#kept();
    if (!kept || kept.tab === this.#tab || !this.ready) return;
    this.elsewhere = JSON.stringify(kept.draft) === JSON.stringify(this.draft) ? undefined : kept;
  }

  /** Takes what the other tab has, or keeps to what stands here, which the browser then keeps. */
  settle(take: boolean): void {
    const { elsewhere } = this;
    this.elsewhere = undefined;
    if (take && elsewhere) this.#replace(elsewhere);
    else this.#keepSoon();
  }

  apply(edit: Edit): void {
    const { draft, origin } = this.#standing;
    const next = edited(draft, edit);
    if (next === draft) return;
    this.#host.history.record(this.#settable, boxOf(edit));
    this.#become({ draft: next, origin });
  }

  /**
   * Puts a variant into the stage of that name, which is made where there is none, or into the one whose variant is open;
   * it is open from then on. What nobody has filled in yet only holds the place, and is taken.
   */
  insertVariant(stage: string | undefined, variant: Variant): void {
    const { stages } = this.draft;
    const open = stages.find(({ variants }) => variants.some(({ key }) => key === this.open?.key));
    const named = stage === undefined ? open : stages.find(({ name }) => name.trim() === stage);
    const into = named ?? stages.find(({ variants }) => variants.length === 1 && isBlank(variants[0]!));
    if (!into) {
      this.addStage({ name: stage ?? 'first', metric: 'accuracy', variants: [variant] });
      return;
    }
    const [only] = into.variants;
    this.#host.history.together(() => {
      if (!named && stage !== undefined)
        this.apply({ do: 'setStage', stage: into.key, field: 'name', text: stage });
      this.apply({ do: 'addVariant', stage: into.key, variant });
      if (into.variants.length === 1 && only && isBlank(only))
        this.apply({ do: 'removeVariant', variant: only.key });
    });
    this.#openLast(into.key);
  }

  /** The same with several, each into its stage: one step of undo. */
  insertVariants(all: readonly { readonly stage: string; readonly variant: Variant }[]): void {
    this.#host.history.together(() => {
      for (const { stage, variant } of all) this.insertVariant(stage, variant);
    });
  }

  addStage(stage?: Stage): void {
    this.apply(stage ? { do: 'addStage', stage } : { do: 'addStage' });
    const last = this.draft.stages.at(-1);
    if (last) this.#openLast(last.key);
  }

  #openLast(stage: number): void {
    const last = this.draft.stages.find(({ key }) => key === stage)?.variants.at(-1);
    if (last) this.choose(last.key);
  }

  /** Begins anew from a pipeline, or from nothing. */
  begin(pipeline: Pipeline | undefined): void {
    this.#replace(pipeline ? begun(pipeline) : { draft: blankDraft(), origin: undefined });
  }

  /** A step of its own, which Undo takes back. */
  #replace({ draft, origin }: Standing): void {
    this.#host.history.record(this.#settable, `draft begun ${String(performance.now())}`);
    this.#become({ draft, origin });
  }

  /**
   * Keeps what stands as a pipeline of the visitor's own, and has the header run it: in place of the one that it was begun
   * from, or under a new name. Without effect where it is no pipeline yet.
   */
  async save(name?: string): Promise<void> {
    const { pipeline, origin } = this;
    const host = this.#host;
    if (!pipeline) return;
    const over = name === undefined && this.own && origin ? origin.id : undefined;
    const others = [...presets, ...host.pipelines].filter(({ id }) => id !== over).map((one) => one.name);
    const saved: Pipeline = {
      ...pipeline,
      id: over ?? freePipelineId(`own-${idOf(name ?? pipeline.name)}`, host.pipelines),
      name: freeName(name ?? pipeline.name, others),
    };
    const notes = assumedSentences(saved).map((sentence) => ({ sentence, weight: 'assumed' as const }));
    host.history.together(() => {
      host.pipelines =
        over === undefined
          ? [...host.pipelines, saved]
          : host.pipelines.map((one) => (one.id === over ? saved : one));
      host.notes = { ...host.notes, [saved.id]: notes };
      host.history.record(this.#settable);
      this.#become({ draft: { ...this.draft, name: saved.name }, origin: saved });
      if (host.experiment.pipeline !== saved.id) host.set({ pipeline: saved.id }, 'save');
    });
    const kept = await host.memory.change((store) => store.putPipeline({ ...saved, notes }));
    host.notice = kept
      ? `“${saved.name}” is saved in this browser, and the header runs it.`
      : `The header runs “${saved.name}”, but this browser could not keep it: save it as a file before you leave.`;
  }

  /** The draft of an earlier moment, of a file or of another tab, in place of what stands. */
  #become(standing: Standing): void {
    this.#show(standing);
    this.#keepSoon();
  }

  #show({ draft, origin }: Standing): void {
    this.#standing = { draft, origin };
  }

  #keepSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { draft, origin } = this.#standing;
      const record = draftRecord({ tab: this.#tab, draft, origin });
      void this.#host.memory.change((store) => store.putFound(DRAFT, record));
    }, KEEP_MS);
  }
}

function isBlank({ accuracy, cores, batches }: DraftVariant): boolean {
  return [accuracy, cores, ...batches.map(({ seconds }) => seconds)].every((text) => text.trim() === '');
}

/** Names in links are plain. */
function idOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'pipeline' : plain.slice(0, 60);
}

function begun(pipeline: Pipeline): Standing {
  const origin = withSources(pipeline);
  return { draft: draftOf(origin), origin };
}

const drafts = new WeakMap<object, PipelineDraft>();

/** The one of a lab, made when it is first asked for; it outlives the view that asks. */
export function draftDesk(host: DraftHost): PipelineDraft {
  const known = drafts.get(host);
  if (known) return known;
  let made: PipelineDraft | undefined;
  untrack(() => {
    $effect.root(() => {
      made = new PipelineDraft(host, newRunId());
    });
  });
  drafts.set(host, made!);
  return made!;
}
