import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PipelineDraft, type DraftHost } from './draft.svelte.ts';
import { DRAFT, draftRecord, keptDraft } from './keptDraft.ts';
import { anEdit } from './randomEdits.ts';
import type { Draft } from './texts.ts';
import { defaultExperiment, type Experiment } from '../../../scenario/experiment.ts';
import { History } from '../experiment/history.svelte.ts';
import { Memory } from '../keeping/memory.svelte.ts';
import { defaultLimits, type Pipeline } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
import type { Store } from '../../../storage/store.ts';
import { generateWorkload } from '../../../workload/generators.ts';

const [video, other] = presets as [Pipeline, Pipeline];
const { scenario } = {
  scenario: { ...defaultScenario(video, generateWorkload('steady-low', 1)), limits: defaultLimits },
};

/** What a browser keeps, which may be full. */
function storage(): { store: Store; held: Map<string, unknown>; full: boolean } {
  const held = new Map<string, unknown>();
  const kept = { held, full: false, store: undefined as unknown as Store };
  const write = (name: string, value: unknown): Promise<void> => {
    if (kept.full) return Promise.reject(new Error('The browser’s storage is full.'));
    held.set(name, structuredClone(value));
    return Promise.resolve();
  };
  kept.store = {
    found: (name: string) => Promise.resolve(held.get(name)),
    putFound: write,
    putPipeline: (pipeline: Pipeline) => write(pipeline.id, pipeline),
  } as unknown as Store;
  return kept;
}

class TestHost implements DraftHost {
  experiment = $state.raw<Experiment>(defaultExperiment);
  pipelines = $state.raw<readonly Pipeline[]>([]);
  notes = {};
  notice = '';
  alerts: string[] = [];
  readonly scenario = scenario;
  readonly history = new History();
  readonly store: DraftHost['store'];
  readonly memory: Memory;
  readonly pipeline: Pipeline = $derived(
    [...presets, ...this.pipelines].find(({ id }) => id === this.experiment.pipeline)!,
  );

  constructor(kept: { readonly store: Store }) {
    this.store = () => Promise.resolve(kept.store);
    this.memory = new Memory(this.store, (sentence) => this.alerts.push(sentence));
  }

  set(change: Partial<Experiment>): void {
    this.history.record({
      ...{ id: 'experiment', words: '' },
      now: () => this.experiment,
      put: (experiment) => {
        this.experiment = experiment;
      },
    });
    this.experiment = { ...this.experiment, ...change };
  }
}

const ends: (() => void)[] = [];
async function opened(kept = storage(), tab = 'one'): Promise<{ host: TestHost; desk: PipelineDraft }> {
  let made: { host: TestHost; desk: PipelineDraft } | undefined;
  ends.push(
    $effect.root(() => {
      const host = new TestHost(kept);
      made = { host, desk: new PipelineDraft(host, tab) };
    }),
  );
  await made!.desk.recall();
  return made!;
}

const keeping = (): Promise<unknown> => vi.advanceTimersByTimeAsync(400);

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.useRealTimers();
});

describe('the draft', () => {
  it('begins with the pipeline of the header and follows it until something is changed', async () => {
    const { host, desk } = await opened();
    expect([desk.draft.name, desk.changed, desk.reading.ok]).toEqual([video.name, false, true]);
    host.experiment = { ...host.experiment, pipeline: other.id };
    desk.follow();
    expect(desk.draft.name).toBe(other.name);
    desk.apply({ do: 'set', field: 'sla', text: '3' });
    host.experiment = { ...host.experiment, pipeline: video.id };
    desk.follow();
    expect([desk.draft.name, desk.changed]).toEqual([other.name, true]);
    // A file that was just imported is what one wants to see; what stood is not lost by it.
    desk.follow(true);
    expect([desk.draft.name, desk.changed]).toEqual([video.name, false]);
    host.history.undo();
    expect([desk.draft.name, desk.changed]).toEqual([other.name, true]);
  });

  it('comes back, state by state, when 50 random edits are undone, and goes the way again', async () => {
    vi.useRealTimers();
    const { host, desk } = await opened();
    await fc.assert(
      fc.asyncProperty(fc.array(anEdit, { minLength: 50, maxLength: 50 }), async (edits) => {
        await Promise.resolve();
        desk.begin(video);
        const states: Draft[] = [desk.draft];
        for (const edit of edits) {
          const before = desk.draft;
          host.history.together(() => {
            desk.apply(edit(before));
          });
          if (desk.draft !== before) states.push(desk.draft);
        }
        for (const state of states.slice(0, -1).toReversed()) {
          host.history.undo();
          expect(desk.draft).toBe(state);
        }
        for (const state of states.slice(1)) {
          host.history.redo();
          expect(desk.draft).toBe(state);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('takes typing in one box back at once, and what stands in another box by itself', async () => {
    const { host, desk } = await opened();
    for (const text of ['3', '3.', '3.5']) desk.apply({ do: 'set', field: 'sla', text });
    desk.apply({ do: 'set', field: 'name', text: 'Mine' });
    host.history.undo();
    expect([desk.draft.name, desk.draft.sla]).toEqual([video.name, '3.5']);
    host.history.undo();
    expect(desk.changed).toBe(false);
  });

  it('survives a reload', async () => {
    const kept = storage();
    const { desk } = await opened(kept);
    desk.apply({ do: 'set', field: 'name', text: 'Half done' });
    desk.apply({ do: 'set', field: 'sla', text: '' });
    await keeping();
    const again = await opened(kept, 'two');
    expect([again.desk.draft, again.desk.changed, again.desk.origin?.id]).toEqual([
      desk.draft,
      true,
      video.id,
    ]);
    // What is damaged is none.
    kept.held.set(DRAFT, { format: 1, draft: { stages: 7 } });
    expect((await opened(kept, 'three')).desk.changed).toBe(false);
  });

  it('is heard of by another tab, which may take it over or keep to its own', async () => {
    const kept = storage();
    const here = await opened(kept, 'here');
    const there = await opened(kept, 'there');
    let told: ((stores: readonly string[]) => void) | undefined;
    there.desk.listen((hear) => {
      told = hear;
      return () => undefined;
    });
    here.desk.apply({ do: 'set', field: 'name', text: 'Theirs' });
    await keeping();
    told!(['runs']);
    await keeping();
    expect(there.desk.elsewhere).toBeUndefined();
    told!(['found']);
    await keeping();
    expect(there.desk.elsewhere?.draft.name).toBe('Theirs');
    there.desk.settle(true);
    expect([there.desk.draft.name, there.desk.elsewhere]).toEqual(['Theirs', undefined]);
    there.host.history.undo();
    expect(there.desk.draft.name).toBe(video.name);
    // Its own, kept again, is what the storage has.
    there.desk.settle(false);
    await keeping();
    expect(keptDraft(kept.held.get(DRAFT))?.draft.name).toBe(video.name);
  });

  it('is saved as one of the visitor’s own, which the header runs; undone in one step', async () => {
    const kept = storage();
    const { host, desk } = await opened(kept);
    desk.apply({ do: 'set', field: 'name', text: 'Mine' });
    await desk.save();
    expect([host.pipeline.id, host.pipeline.name, desk.changed, desk.own]).toEqual([
      ...['own-mine', 'Mine', false, true],
    ]);
    expect(kept.held.get('own-mine')).toMatchObject({ name: 'Mine', slaSeconds: video.slaSeconds });
    expect(host.notice).toBe('“Mine” is saved in this browser, and the header runs it.');
    // Again: the same one, with its id.
    desk.apply({ do: 'set', field: 'sla', text: '4' });
    await desk.save();
    expect(host.pipelines.map(({ id, slaSeconds }) => [id, slaSeconds])).toEqual([['own-mine', 4]]);
    // Another: the first stays.
    await desk.save('Yours');
    expect(host.pipelines.map(({ name }) => name)).toEqual(['Mine', 'Yours']);
    host.history.undo();
    expect([host.pipeline.name, desk.origin?.name]).toEqual(['Mine', 'Mine']);
  });

  it('is saved as no pipeline while something is wrong with it', async () => {
    const { host, desk } = await opened();
    desk.apply({ do: 'set', field: 'sla', text: 'soon' });
    await desk.save();
    expect([host.pipelines, desk.reading.ok]).toEqual([[], false]);
  });

  it('says once that the browser is full, and that what was saved lasts for this visit', async () => {
    const kept = storage();
    const { host, desk } = await opened(kept);
    kept.full = true;
    desk.apply({ do: 'set', field: 'name', text: 'Mine' });
    await keeping();
    desk.apply({ do: 'set', field: 'sla', text: '4' });
    await keeping();
    expect(host.alerts).toEqual(['The browser’s storage is full.']);
    await desk.save();
    expect(host.notice).toMatch(/^The header runs “Mine”, but this browser could not keep it/);
    expect(host.pipeline.name).toBe('Mine');
  });

  it('takes what a load test measured into a stage, in place of one that is still blank', async () => {
    const { host, desk } = await opened();
    desk.begin(undefined);
    const [variant, next] = video.stages[0]!.variants;
    desk.insertVariant('detect', variant!);
    expect(desk.draft.stages.map(({ name, variants }) => [name, variants.map((one) => one.name)])).toEqual([
      ['detect', [variant!.name]],
    ]);
    desk.insertVariant(undefined, next!);
    expect(desk.open?.name).toBe(next!.name);
    desk.insertVariant('second', next!);
    expect(desk.draft.stages.map(({ name }) => name)).toEqual(['detect', 'second']);
    host.history.undo();
    expect(desk.draft.stages.map(({ name }) => name)).toEqual(['detect']);
    const before = desk.draft;
    desk.insertVariants([
      { stage: 'detect', variant: next! },
      { stage: 'second', variant: variant! },
      { stage: 'third', variant: next! },
    ]);
    expect(desk.draft.stages.map(({ name }) => name)).toEqual(['detect', 'second', 'third']);
    host.history.undo();
    expect(desk.draft).toBe(before);
  });
});

describe('what the browser keeps of it', () => {
  it('is only what can be shown', async () => {
    const { desk } = await opened();
    const record = draftRecord({ tab: 'a', draft: desk.draft, origin: desk.origin });
    expect(keptDraft(structuredClone(record))).toEqual({ tab: 'a', draft: desk.draft, origin: desk.origin });
    for (const damaged of [undefined, 7, {}, { ...(record as object), draft: { ...desk.draft, next: 0 } }])
      expect(keptDraft(damaged)).toBeUndefined();
  });
});
