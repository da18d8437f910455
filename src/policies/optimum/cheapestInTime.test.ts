import { describe, expect, it } from 'vitest';
import { cheapestInTime } from './cheapestInTime.ts';
import { longRunOf } from '../../environment/longRun.ts';
import { evaluate } from '../../model/objective.ts';
import { defaultLimits, defaultWeights, type Configuration } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { compile } from '../../model/tables.ts';
import { allConfigurations, smallPipeline } from '../../testing/enumerate.ts';
import { GRAINS } from '../../testing/partsOfCores.ts';

describe('the fewest cores that answer a share in time', () => {
  it.each(['fluid', 'chance'] as const)(
    'are those of brute force on 500 random small pipelines (%s)',
    (kind) => {
      const random = Random.stream(16, 'in time', kind);
      const met = { kept: 0, missed: 0, nothing: 0 };
      for (let seed = 0; seed < 500; seed++) {
        const { tables, pipeline } = smallPipeline(seed, GRAINS[seed % GRAINS.length]);
        const slaSeconds = pipeline.slaSeconds * (0.05 + random.uniform());
        const run = longRunOf(kind, { tables, slaSeconds, batchTimeoutSeconds: 1 });
        const load = 0.5 + 60 * random.uniform() ** 2;
        const least = 0.5 + 0.5 * random.uniform();
        const found = cheapestInTime(tables, defaultWeights, run, { load, least });
        const valued = (c: Configuration) => ({
          ...evaluate(tables, defaultWeights, c, load),
          share: run.share(c, load),
        });
        const carrying = [...allConfigurations(tables)].map(valued).filter(({ excess }) => excess <= 0);
        if (carrying.length === 0) {
          expect(found).toBeUndefined();
          met.nothing++;
          continue;
        }
        const own = valued(found!.configuration);
        expect(own.excess).toBeLessThanOrEqual(0);
        expect(found!.share).toBe(own.share);
        const kept = carrying.filter(({ share }) => share >= least);
        expect(found!.keeps, `pipeline ${String(seed)}`).toBe(kept.length > 0);
        if (kept.length === 0) {
          met.missed++;
          expect(own.share).toBe(Math.max(...carrying.map(({ share }) => share)));
          continue;
        }
        met.kept++;
        const cores = Math.min(...kept.map(({ cost }) => cost));
        expect(own.cost).toBe(cores);
        expect(own.qos).toBeCloseTo(
          Math.max(...kept.filter(({ cost }) => cost === cores).map(({ qos }) => qos)),
          9,
        );
      }
      expect(Math.min(met.kept, met.missed, met.nothing)).toBeGreaterThan(10);
    },
  );

  it('cost more on sum-qa than those that only carry the load', () => {
    const tables = compile(presetById('sum-qa')!, defaultLimits);
    const { slaSeconds } = tables.pipeline;
    const run = longRunOf('chance', { tables, slaSeconds, batchTimeoutSeconds: 1 });
    const cores = (least: number): number =>
      evaluate(
        tables,
        defaultWeights,
        cheapestInTime(tables, defaultWeights, run, { load: 20, least })!.configuration,
        20,
      ).cost;
    expect(cores(0.99)).toBeGreaterThan(cores(0));
  });
});
