import { expect, it } from 'vitest';
import { pipelineActions } from './actions.ts';
import { leastDevice } from '../../model/pipelineCores.ts';
import { Random } from '../../model/random.ts';
import { compile, isFeasible, toConfiguration, type Tables } from '../../model/tables.ts';
import { allConfigurations, smallPipeline } from '../../testing/enumerate.ts';
import { GRAINS, presetInParts } from '../../testing/partsOfCores.ts';

/** An action whose heads are drawn from what the masks allow. */
function drawn(tables: Tables, random: Random): Int32Array {
  const space = pipelineActions(tables);
  const action = new Int32Array(space.heads.length);
  const mask = new Uint8Array(Math.max(...space.heads));
  space.heads.forEach((count, h) => {
    space.mask(h, action, 0, mask);
    const allowed = Array.from({ length: count }, (_, j) => j).filter((j) => mask[j] === 1);
    // The largest as often as not: it is what may pass W_max.
    action[h] = random.uniform() < 0.5 ? allowed.at(-1)! : allowed[random.integer(allowed.length)]!;
  });
  return action;
}

it('replicas of a quarter of a core are never drawn above W_max, in 100,000 draws that fill it often', () => {
  const random = Random.stream(1, 'draws');
  let full = 0;
  for (const spare of [0, 1, 3, 20])
    for (const grain of [250, 100, 1]) {
      const pipeline = presetInParts('sum-qa', grain);
      const maxCores = leastDevice(pipeline) + spare;
      const tables = compile(pipeline, { maxReplicas: 8, maxBatch: 16, maxCores });
      for (let k = 0; k < 100_000 / 12; k++) {
        const configuration = toConfiguration(tables, drawn(tables, random));
        // In thousandths, which are whole: by another way than the tables' units.
        const thousandths = configuration.reduce(
          (sum, { variant, replicas }, n) =>
            sum + replicas * Math.round(1000 * tables.pipeline.stages[n]!.variants[variant]!.cores),
          0,
        );
        if (thousandths > 1000 * maxCores) throw new Error(`${String(thousandths)} of ${String(maxCores)}`);
        if (thousandths > 1000 * maxCores - 250) full++;
      }
    }
  expect(full).toBeGreaterThan(1000);
});

it('the masks allow exactly what some feasible configuration has', () => {
  for (let seed = 0; seed < 40; seed++) {
    const { tables } = smallPipeline(seed, GRAINS[seed % GRAINS.length]);
    const space = pipelineActions(tables);
    const mask = new Uint8Array(Math.max(...space.heads));
    const feasible = new Set(
      [...allConfigurations(tables)].map((c) => c.map((s) => [s.variant, s.replicas, s.batch].join()).join()),
    );
    const random = Random.stream(seed, 'masks');
    const reached = new Set<string>();
    for (let k = 0; k < 300; k++) {
      const configuration = toConfiguration(tables, drawn(tables, random));
      expect(isFeasible(tables, configuration)).toBe(true);
      reached.add(configuration.map((s) => [s.variant, s.replicas, s.batch].join()).join());
    }
    for (const one of reached) expect(feasible.has(one)).toBe(true);
    space.mask(0, new Int32Array(space.heads.length), 0, mask);
    for (let z = 0; z < space.heads[0]!; z++) {
      const possible = [...feasible].some((one) => one.startsWith(`${String(z)},`));
      expect(mask[z] === 1, `seed ${String(seed)}, variant ${String(z)}`).toBe(possible);
    }
  }
});
