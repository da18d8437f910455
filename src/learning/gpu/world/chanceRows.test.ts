import { expect, it, vi } from 'vitest';
import { COLUMNS, deviceRows, LEAST, mostReplicas, ROW_WORDS, type DeviceRows } from './chanceRows.ts';
import { createChance } from '../../../environment/chance/chance.ts';
import * as rowsOfWorld from '../../../environment/chance/rows.ts';
import { NUMBERS, POINTS, rowsOf, StayRows } from '../../../environment/chance/rows.ts';
import type { EnvironmentOptions } from '../../../environment/environment.ts';
import { presetById } from '../../../model/presets/index.ts';
import { Random } from '../../../model/random.ts';
import { syntheticPipeline } from '../../../model/synthetic.ts';
import { wanderingActions } from '../../../testing/deviceWorlds.ts';
import { testOptions, testTrack } from '../../../testing/pipelines.ts';

const BEFORE = 7;

function made(options: EnvironmentOptions): DeviceRows {
  const rows = deviceRows(options, BEFORE);
  if (typeof rows === 'string') throw new Error(rows);
  return rows;
}

/** Where the numbers of a row of `rows.ts` stand among the columns here. */
const NUMBER = {
  ...{ MEAN: rowsOfWorld.MEAN, VARIANCE: rowsOfWorld.VARIANCE, THIRD: rowsOfWorld.THIRD },
  ...{ PRESSURE: rowsOfWorld.PRESSURE, DELAYED: rowsOfWorld.DELAYED, FILL: rowsOfWorld.FILL },
  LEAVES: rowsOfWorld.LEAVES,
} as const;

it('holds the rows of the environment to the last bit, and leads to the same classes', () => {
  const random = Random.stream(1, 'rows');
  const options = testOptions(syntheticPipeline(3, 2, 3), { maxReplicas: 3, maxBatch: 16, maxCores: 20 });
  const { tables } = options;
  const { words, kinds } = made(options);
  const word = (at: number): number => words[at - BEFORE]!;
  const twins = rowsOf(options, 2 * tables.limits.maxReplicas);
  const seen: number[] = [];
  const expected: number[] = [];
  for (let k = 0; k < 1000; k++) {
    const n = random.integer(tables.stages);
    const variant = random.integer(tables.variants[n]!);
    const batch = random.integer(tables.batches.length);
    const replicas = 1 + random.integer(mostReplicas(tables, n, variant));
    const classes = word(BEFORE + tables.rate.length + n);
    const slot = random.integer(classes);
    const option = tables.offset[n]! + variant * tables.batches.length + batch;
    const row = word(BEFORE + option) + ((replicas - 1) * classes + slot) * ROW_WORDS;
    const twin = twins.of(n, variant, batch, replicas, kinds[slot]!);
    for (let i = 0; i < POINTS; i++) {
      const at = twin + i * NUMBERS;
      COLUMNS.forEach((name, column) => {
        const number = word(word(row + column) + i);
        if (name === 'LEAVES' && n === tables.stages - 1) return;
        seen.push(name === 'LEAVES' ? kinds[number]! : number);
        expected.push(twins.numbers[at + NUMBER[name]]!);
      });
      seen.push(word(row + LEAST));
      expected.push(twins.numbers[at + rowsOfWorld.LEAST]!);
    }
  }
  expect(kinds.length).toBeGreaterThan(50);
  expect(seen).toEqual(expected);
});

it('holds every row that episodes ask for, whatever is ordered', () => {
  const random = Random.stream(2, 'asked');
  for (const [pipeline, limits, rollout] of [
    [presetById('audio-qa')!, { maxReplicas: 8, maxBatch: 16, maxCores: 30 }, 'surge'],
    [syntheticPipeline(3, 3, 4), { maxReplicas: 4, maxBatch: 8, maxCores: 16 }, 'surge'],
    [syntheticPipeline(3, 2, 5), { maxReplicas: 3, maxBatch: 4, maxCores: 12 }, 'recreate'],
  ] as const) {
    const options = testOptions(pipeline, limits, { rollout, startupScale: 4 });
    const { tables } = options;
    const { kinds, words } = made(options);
    const asked = vi.spyOn(StayRows.prototype, 'of');
    const lanes = 20;
    const environment = createChance(options, lanes);
    for (let lane = 0; lane < lanes; lane++) {
      const high = 10 + 100 * random.uniform();
      const rates = Float64Array.from({ length: 1320 }, () => high * random.uniform());
      environment.reset(lane, testTrack(rates), 120);
    }
    const orders = wanderingActions(tables, lanes, 120, random);
    const width = lanes * 3 * tables.stages;
    for (let k = 0; k < 120; k++)
      environment.step(Int32Array.from(orders.subarray(k * width, (k + 1) * width)));
    let [most, missing] = [0, 0];
    for (const [n, variant, , replicas, kind] of asked.mock.calls) {
      const slot = kinds.indexOf(kind);
      if (slot < 0 || slot >= words[tables.rate.length + n]!) missing++;
      if (replicas > mostReplicas(tables, n, variant)) missing++;
      most = Math.max(most, replicas / tables.limits.maxReplicas);
    }
    asked.mockRestore();
    expect(missing).toBe(0);
    if (rollout === 'surge') expect(most).toBeGreaterThan(1);
  }
});

it('of the measured pipeline that leads to most of them needs less than 12 MB, and refuses in a sentence what is too much', () => {
  const { words, rows, columns } = made(testOptions(presetById('nlp')!));
  expect(4 * words.length).toBeLessThan(12e6);
  // What columns that are shared save: a third of what rows by themselves would take.
  expect(columns).toBeLessThan((rows * COLUMNS.length) / 3);
  const wide = testOptions(syntheticPipeline(12, 32, 1), { maxReplicas: 64, maxBatch: 64, maxCores: 512 });
  expect(deviceRows(wide, BEFORE)).toMatch(
    /^The waits by chance .+ more than .+: at least [\d,]+ rows, .+\.$/,
  );
});
