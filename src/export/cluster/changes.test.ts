import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decisionChanges,
  diffOf,
  planAt,
  restartSentence,
  restartsOf,
  strongest,
  type Change,
} from './changes.ts';
import { manifestsOf, manifestText } from './manifests.ts';
import { defaultChoices, layouts, type ClusterPlan, type Layout } from './plan.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { presets } from '../../model/presets/index.ts';
import { syntheticPipeline } from '../../model/synthetic.ts';

const video = presets.find(({ id }) => id === 'video')!;

function seriesOf(rows: readonly (readonly number[])[]): { t: Float64Array; actions: Int32Array } {
  return {
    t: Float64Array.from(rows, (_, k) => 120 + 10 * k),
    actions: Int32Array.from(rows.flat()),
  };
}

function changesOf(
  rows: readonly (readonly number[])[],
  layout: Layout = 'seldon-per-stage',
): readonly Change[] {
  const found = decisionChanges(video, { ...defaultChoices(video), layout }, seriesOf(rows));
  if (!found.ok) throw new Error(found.message);
  return found.value;
}

function planned(pipeline: Pipeline, layout: Layout, row: readonly number[]): ClusterPlan {
  const plan = planAt(pipeline, { ...defaultChoices(pipeline), layout }, seriesOf([row]), 0);
  if (!plan.ok) throw new Error(plan.message);
  return plan.value;
}

/** Heads of a stage as in `EpisodeSeries.actions`. */
const stageOf = ({ stages }: Pipeline) =>
  stages.map(({ variants }) => [
    fc.integer({ min: 0, max: variants.length - 1 }),
    fc.integer({ min: 0, max: 7 }),
    fc.integer({ min: 0, max: 4 }),
  ]);
const rowOf = (pipeline: Pipeline) => fc.tuple(...stageOf(pipeline).flat());

describe('the changes of a series', () => {
  const crop = video.stages[0]!.variants;

  it('are told stage by stage with the values before and after', () => {
    const changes = changesOf([
      [0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0],
      [1, 2, 3, 0, 0, 0],
      [1, 2, 3, 0, 1, 0],
    ]);
    expect(changes.map(({ decision, t, stages }) => ({ decision, t, stages }))).toEqual([
      {
        decision: 2,
        t: 140,
        stages: [
          {
            stage: 'crop',
            title: 'Detect (crop)',
            knobs: [
              { knob: 'variant', from: crop[0]!.name, to: crop[1]!.name },
              { knob: 'batch', from: 1, to: 8 },
              { knob: 'replicas', from: 1, to: 3 },
            ],
          },
        ],
      },
      {
        decision: 3,
        t: 150,
        stages: [
          {
            stage: 'classification',
            title: 'Classify (classification)',
            knobs: [{ knob: 'replicas', from: 1, to: 2 }],
          },
        ],
      },
    ]);
    const other = video.stages[1]!.variants[0]!.cores;
    expect(changes[0]!.cores).toEqual({ from: crop[0]!.cores + other, to: 3 * crop[1]!.cores + other });
    expect(changes.map(strongest)).toEqual(['variant', 'replicas']);
  });

  it('are as many settings as differ from one decision to the next, and lead from one plan to the other', () => {
    fc.assert(
      fc.property(fc.array(rowOf(video), { maxLength: 12 }), (rows) => {
        const changes = changesOf(rows);
        let switches = 0;
        for (let k = 1; k < rows.length; k++)
          switches += rows[k]!.filter((value, i) => value !== rows[k - 1]![i]).length;
        expect(changes.flatMap(({ stages }) => stages.flatMap(({ knobs }) => knobs))).toHaveLength(switches);
        for (const { decision, stages, cores } of changes) {
          const [before, after] = [decision - 1, decision].map((k) =>
            planned(video, 'seldon-per-stage', rows[k]!),
          );
          const held = (plan: ClusterPlan): number =>
            plan.stages.reduce((sum, stage) => sum + stage.cores * stage.replicas, 0);
          expect(cores).toEqual({ from: held(before!), to: held(after!) });
          for (const { stage, knobs } of stages)
            for (const { knob, from, to } of knobs) {
              expect(before!.stages.find(({ name }) => name === stage)![knob]).toBe(from);
              expect(after!.stages.find(({ name }) => name === stage)![knob]).toBe(to);
            }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are none in a series without decisions or with one', () => {
    expect(changesOf([])).toEqual([]);
    expect(changesOf([[2, 2, 2, 2, 2, 2]])).toEqual([]);
  });

  it('are refused where no cluster would take the plan', () => {
    const choices = { ...defaultChoices(video), namespace: 'My Space' };
    expect(decisionChanges(video, choices, seriesOf([[0, 0, 0, 0, 0, 0]]))).toMatchObject({
      ok: false,
      message: expect.stringContaining('not "My Space"') as string,
    });
  });
});

describe('what a change restarts', () => {
  const start = [0, 0, 0, 0, 0, 0];
  const turns = {
    replicas: [0, 1, 0, 0, 3, 0],
    batch: [0, 0, 1, 0, 0, 0],
    variant: [1, 0, 0, 0, 0, 0],
    both: [1, 0, 2, 0, 0, 1],
  };

  it.each<[Layout, keyof typeof turns, string]>([
    ['seldon-per-stage', 'replicas', 'Nothing restarts: replicas start or stop beside those that serve.'],
    ['seldon-per-stage', 'batch', 'The queue of Detect (crop) restarts.'],
    ['seldon-per-stage', 'variant', 'The stage Detect (crop) restarts.'],
    [
      'seldon-per-stage',
      'both',
      'The stage Detect (crop), the queue of Detect (crop) and the queue of Classify (classification) restart.',
    ],
    ['seldon-graph', 'replicas', 'The executor restarts, for 20 s or more.'],
    [
      'seldon-graph',
      'batch',
      'The stage Detect (crop) and the executor restart, the executor for 20 s or more.',
    ],
    [
      'seldon-graph',
      'variant',
      'The stage Detect (crop) and the executor restart, the executor for 20 s or more.',
    ],
    ['kserve', 'replicas', 'Nothing restarts: replicas start or stop beside those that serve.'],
    ['kserve', 'batch', 'The stage Detect (crop) restarts.'],
    ['kserve', 'both', 'The stage Detect (crop) and the stage Classify (classification) restart.'],
  ])('%s, %s', (layout, turn, sentence) => {
    const [change] = changesOf([start, turns[turn]], layout);
    expect(restartSentence(layout, change!)).toBe(sentence);
  });

  /** Kubernetes restarts what has another pod template: all of a container but how many of it there are. */
  it.each(layouts)('is what has another pod template in %s', (layout) => {
    const templates = (plan: ClusterPlan): ReadonlyMap<string, string> => {
      const found = new Map<string, string>();
      const walk = (value: unknown): void => {
        if (typeof value !== 'object' || value === null) return;
        const { containers } = value as { containers?: readonly { name: string }[] };
        for (const one of containers ?? [])
          found.set(`${String(found.size)} ${one.name}`, JSON.stringify(one));
        Object.values(value).forEach(walk);
      };
      walk(manifestsOf(plan));
      return found;
    };
    fc.assert(
      fc.property(rowOf(video), rowOf(video), (one, other) => {
        const [change] = changesOf([one, other], layout);
        if (!change) return;
        const old = templates(planned(video, layout, one));
        const fresh = templates(planned(video, layout, other));
        const restarted = [...fresh].filter(([key, text]) => old.get(key) !== text).length;
        const { stages, queues } = restartsOf(layout, change);
        expect(stages.length + queues.length).toBe(restarted);
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(layouts)('the diff of two plans in the layout %s', (layout) => {
  it('names only files that differ, never those of the mesh or the monitoring', () => {
    fc.assert(
      fc.property(rowOf(video), rowOf(video), (one, other) => {
        const [before, after] = [planned(video, layout, one), planned(video, layout, other)];
        const texts = new Map(manifestsOf(before).map((manifest) => [manifest.file, manifestText(manifest)]));
        const differ = manifestsOf(after).filter(
          (manifest) => manifestText(manifest) !== texts.get(manifest.file),
        );
        const files = diffOf(before, after).map(({ file }) => file);
        expect(files).toEqual(differ.map(({ file }) => file));
        expect(files.filter((file) => /istio|monitoring|router|graph/.test(file))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('holds the values before and after', () => {
    const diffs = diffOf(
      planned(video, layout, [0, 0, 0, 0, 0, 0]),
      planned(video, layout, [1, 0, 2, 0, 4, 0]),
    );
    const said = (kind: string): readonly string[] =>
      diffs.flatMap(({ lines }) =>
        lines.filter((line) => line.kind === kind).map(({ text }) => text.replace(/^[ -]+/, '')),
      );
    const [was, is] = video.stages[0]!.variants;
    expect(said('removed')).toContain(`value: ${was!.name}`);
    expect(said('added')).toContain(`value: ${is!.name}`);
    expect(said('added')).toContain('value: "4"');
    const count = layout === 'kserve' ? 'minReplicas' : 'replicas';
    expect(said('removed')).toContain(`${count}: 1`);
    expect(said('added')).toContain(`${count}: 5`);
    if (layout === 'seldon-per-stage')
      expect(said('hunk').map((text) => text.split('@@ ')[2])).toEqual(
        expect.arrayContaining(['crop', 'queue-crop', 'classification']),
      );
  });
});

it('says of each variable what it was and is, where two change by turns', () => {
  const [diff] = diffOf(
    planned(video, 'seldon-per-stage', [0, 0, 1, 0, 0, 0]),
    planned(video, 'seldon-per-stage', [0, 0, 0, 0, 0, 0]),
  );
  const said = diff!.lines.map(({ kind, text }) => `${kind} ${text.trim()}`);
  const at = said.indexOf('context - name: MLSERVER_MODEL_MAX_BATCH_SIZE');
  expect(said.slice(at + 1, at + 6)).toEqual([
    'removed value: "2"',
    'added value: "1"',
    'context - name: MLSERVER_MODEL_MAX_BATCH_TIME',
    'removed value: "1"',
    'added value: "0"',
  ]);
});

it('a day of decisions and the longest chain are told as the rest', () => {
  const rows = Array.from({ length: 8640 }, (_, k) => [k % 3, k % 8, k % 5, k % 2, (k * 3) % 8, k % 4]);
  expect(changesOf(rows)).toHaveLength(8639);
  const chain = syntheticPipeline(11, 2, 1);
  const [before, after] = [0, 1].map((value) =>
    planned(chain, 'seldon-graph', Array<number>(33).fill(value)),
  );
  const [diff] = diffOf(before!, after!);
  // Of each stage the variant, the replicas and the batch, and with the batch the time that it waits.
  expect(diff!.lines.filter(({ kind }) => kind === 'added').length).toBeGreaterThanOrEqual(4 * 11);
});
