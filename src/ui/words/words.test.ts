import { describe, expect, it } from 'vitest';
import { changesAt, decisionSentence } from './changes.ts';
import { labTwin, type Shown } from './labTwin.ts';
import { plainText, type Block, type Section } from './twin.ts';
import { ahead, told } from '../finding/told.ts';
import { stageName } from '../pipeline/names.ts';
import { presetById } from '../../model/presets/index.ts';
import { policyById } from '../../policies/registry.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario, type EnvironmentKind, type Scenario } from '../../scenario/scenario.ts';
import { generateWorkload } from '../../workload/generators.ts';
import type { Run } from '../state/replay/run.ts';

const START = 120;
const base = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7));

async function runOf(environment: EnvironmentKind, weights = base.weights): Promise<Run> {
  const scenario: Scenario = { ...base, environment, weights };
  const prepared = prepare(scenario);
  const side = async (id: string, name: string) => ({
    ...{ id, name },
    episode: await runEpisode(prepared, policyById(id)!, {
      clock: () => 0,
      record: true,
      journal: environment === 'discrete',
    }),
  });
  return { scenario, levels: [], a: await side('ipa-exact', 'IPA'), b: await side('hpa', 'HPA') };
}

const chance = await runOf('chance');

const shownAt = (run: Run, time: number, change: Partial<Shown> = {}): Shown => ({
  ...{ scenario: run.scenario, run, doing: '', time, decision: Math.floor((time - START) / 10) },
  ...{ end: START + 10 * run.a.episode.series.t.length, playing: false, speed: 4 },
  ...{ possible: undefined, imports: [], ...change },
});

const sectionOf = (sections: readonly Section[], id: string): readonly Block[] =>
  sections.find((section) => section.id === id)!.blocks;

function tableOf(sections: readonly Section[], id: string, at = 0): Extract<Block, { kind: 'table' }> {
  const tables = sectionOf(sections, id).filter((block) => block.kind === 'table');
  return tables[at]!;
}

const SECONDS = [125, 407, 1003];

describe('the Lab in words', () => {
  it.each(SECONDS)('is a text that is read from end to end, at second %i', async (time) => {
    await expect(plainText(labTwin(shownAt(chance, time)))).toMatchFileSnapshot(
      `__snapshots__/lab-${String(time)}.txt`,
    );
  });

  it('tells nothing of what an assignment hides, and that it hides something', () => {
    const secret = {
      ...chance.scenario,
      ...{ seed: 4242, slaSeconds: 0.77, startupSeconds: 13 },
      weights: { ...base.weights, costWeight: 0.37, lateWeight: 0.41 },
      limits: { ...base.limits, maxCores: 53 },
    };
    const run = { ...chance, scenario: secret };
    const open = plainText(labTwin(shownAt(run, 407)));
    const hidden = ['seed', 'sla', 'startup', 'costWeight', 'lateWeight', 'maxCores'];
    const words = plainText(labTwin(shownAt(run, 407, { hides: (key) => hidden.includes(key) })));
    for (const told of [
      '4242',
      '0.77 s',
      '13 s',
      'costs 0.37',
      'costs 0.41',
      'of 53',
      'device 53',
      '53 cores',
    ]) {
      expect(open).toContain(told);
      expect(words).not.toContain(told);
    }
    expect(words).toContain('The assignment hides some weights or limits.');
    expect(words).not.toContain('Weights and limits are the lab’s own.');
    expect(words).toContain('load Fluctuating');
  });

  it.each(SECONDS)('has the series’ own numbers at second %i', (time) => {
    const { environment, pipeline } = chance.scenario;
    const sections = labTwin(shownAt(chance, time));
    const k = Math.floor((time - START) / 10);
    const [a, b] = [chance.a.episode, chance.b.episode];
    const mean = (column: Float64Array, from: number, to: number): number =>
      column.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
    const shareOf = ({ series }: typeof a, from: number, to: number): number => {
      const sum = (column: Float64Array): number => (to - from) * mean(column, from, to);
      return (100 * sum(series.inTime)) / (sum(series.served) + sum(series.dropped));
    };

    const soFar = tableOf(sections, 'so-far').rows;
    for (const [i, id] of (['objective', 'qos', 'cost', 'latency', 'reward'] as const).entries()) {
      const [one, other] = [a, b].map(({ series }) => mean(series[id], 0, k + 1)) as [number, number];
      expect(soFar[i === 0 ? 0 : i + 1]!.slice(1), id).toEqual([
        told(id, one, environment),
        told(id, other, environment),
        ahead(id, one - other),
      ]);
      const now = tableOf(sections, 'decision').rows[i === 0 ? 0 : i + 1]!;
      expect(now[1]).toBe(told(id, a.series[id][k], environment));
      expect(now[2]).toBe(k === 0 ? '–' : ahead(id, a.series[id][k]! - a.series[id][k - 1]!));
      expect(now[3]).toBe(told(id, b.series[id][k], environment));
    }
    const [one, other] = [shareOf(a, 0, k + 1), shareOf(b, 0, k + 1)];
    expect(soFar[1]!.slice(1, 3)).toEqual([
      told('inTime', one, environment),
      told('inTime', other, environment),
    ]);

    for (const [letter, { episode }] of [
      ['A', chance.a],
      ['B', chance.b],
    ] as const) {
      const ticks = episode.ticks!;
      const at = time - START;
      const { rows } = tableOf(sections, `lane-${letter}`);
      expect(rows.length).toBe(pipeline.stages.length);
      for (const [n, row] of rows.entries()) {
        const i = at * ticks.stages + n;
        const action = 3 * (k * ticks.stages + n);
        expect(row[0]).toBe(stageName(pipeline.stages[n]!));
        expect(row[2]).toContain(
          `${String(ticks.ready[i])} of ${String(episode.series.actions[action + 1]! + 1)} serve`,
        );
        expect(row[2]!.includes('start')).toBe(ticks.starting[i]! > 0);
        expect(row[3]).toMatch(
          episode.series.actions[action + 2] === 0
            ? /^one by one$/
            : new RegExp(`^batches of ${String(2 ** episode.series.actions[action + 2]!)}$`),
        );
        expect(Number(row[4]!.replaceAll(/\D/g, ''))).toBe(Math.round(ticks.backlog[i]!));
        expect(row[5]).toBe(`${told('latency', ticks.latency[i], environment)} s`);
        const coming = n === 0 ? ticks.arrivals[at]! : ticks.served[i - 1]!;
        expect(Number(row[6]!.replaceAll(/\D/g, ''))).toBe(Math.round(coming));
      }
    }
  });

  it('says by which terms one lane is ahead, and they add up to J and the reward', () => {
    const rows = tableOf(labTwin(shownAt(chance, 407)), 'so-far', 1).rows;
    const [a, b] = [chance.a, chance.b].map(
      ({ episode: { series } }) => series.objective.slice(0, 29).reduce((sum, value) => sum + value, 0) / 29,
    ) as [number, number];
    expect(rows.find(([name]) => name === 'J')![2]).toBe(ahead('objective', a - b));
  });

  it('names weights that are not the lab’s own, and says so where none is', async () => {
    expect(plainText(labTwin(shownAt(chance, 407)))).toContain('Weights and limits are the lab’s own.');
    const dear = await runOf('fluid', { ...base.weights, costWeight: 0.3 });
    const words = plainText(labTwin(shownAt(dear, 407)));
    expect(words).toContain('- A core costs 0.30');
    expect(words).not.toContain('are the lab’s own');
  });

  it('counts single requests in service where they are followed', async () => {
    const single = await runOf('discrete');
    const { head, rows } = tableOf(labTwin(shownAt(single, 407)), 'lane-A');
    expect(head.at(-1)).toBe('In service');
    expect(rows.every((row) => /^\d+ requests?$/.test(row.at(-1)!))).toBe(true);
  });

  it('tells nothing of a run that is not of what is set', () => {
    const words = plainText(labTwin(shownAt(chance, 407, { doing: 'Computing IPA against HPA.' })));
    expect(words).toContain('Computing IPA against HPA.');
    expect(words).not.toContain('Lane A');
    expect(plainText(labTwin(shownAt(chance, 407, { run: undefined })))).toContain('on its way');
  });
});

describe('a decision in one sentence', () => {
  const { stages } = chance.scenario.pipeline;
  const decisions = Array.from(chance.a.episode.series.t, (_, k) => k);

  it('names each stage whose order changed, with what stands now, and no other', () => {
    const { actions } = chance.b.episode.series;
    const width = 3 * stages.length;
    for (const k of decisions.slice(1)) {
      const changed = stages
        .filter((_, n) =>
          [0, 1, 2].some((h) => actions[k * width + 3 * n + h] !== actions[(k - 1) * width + 3 * n + h]),
        )
        .map(stageName);
      expect(changesAt(chance.b, stages, k).map(({ stage }) => stage)).toEqual(changed);
      const said = decisionSentence(chance, k, 'all');
      expect(said.includes('HPA keeps its order')).toBe(changed.length === 0);
      for (const name of changed) expect(said).toContain(`${name} to `);
    }
    expect(changesAt(chance.a, stages, 0)).toEqual([]);
  });

  it('is shorter where changes alone are wanted, and empty where there is none or nothing is wanted', () => {
    const still = decisions.find(
      (k) => k > 0 && [chance.a, chance.b].every((side) => changesAt(side, stages, k).length === 0),
    )!;
    const moved = decisions.find((k) => changesAt(chance.a, stages, k).length > 0)!;
    expect(decisionSentence(chance, still, 'changes')).toBe('');
    expect(decisionSentence(chance, still, 'all')).toMatch(
      /^\d\d:\d\d: IPA keeps its order; HPA keeps its order; J so far /,
    );
    expect(decisionSentence(chance, moved, 'changes')).toMatch(/^\d\d:\d\d: IPA sets /);
    expect(decisionSentence(chance, moved, 'changes')).not.toContain('J so far');
    expect(decisionSentence(chance, moved, 'none')).toBe('');
  });
});
