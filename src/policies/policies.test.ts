import { describe, expect, it } from 'vitest';
import { fit } from './fit.ts';
import { greedyConfiguration } from './greedy.ts';
import { loadHighs } from './highs.ts';
import { solveExactly } from './ipaExact.ts';
import { solveByHighs } from './ipaMilp.ts';
import { ipaConfiguration, ipaDefaults, ipaProblem, ipaValue } from './ipaProblem.ts';
import { policies } from './registry.ts';
import { createFluid } from '../environment/fluid.ts';
import { evaluate } from '../model/objective.ts';
import { defaultWeights, type Configuration } from '../model/pipeline.ts';
import { Random } from '../model/random.ts';
import { compile, coresOf, isFeasible } from '../model/tables.ts';
import { allConfigurations, smallPipeline } from '../testing/enumerate.ts';
import { GRAINS } from '../testing/partsOfCores.ts';
import { testLongRun, constantTrack, testOptions, testPipeline, testWorld } from '../testing/pipelines.ts';

describe('Greedy', () => {
  it('is the fewest cores that meet the load, ties by latency, on random pipelines', () => {
    const random = Random.stream(1, 'greedy');
    let feasible = 0;
    for (let seed = 0; seed < 300; seed++) {
      const { tables } = smallPipeline(seed, GRAINS[seed % GRAINS.length]);
      const load = 25 * random.uniform();
      const found = greedyConfiguration(tables, load);
      expect(isFeasible(tables, found)).toBe(true);
      let best: { cost: number; latency: number } | undefined;
      for (const c of allConfigurations(tables)) {
        const e = evaluate(tables, defaultWeights, c, load);
        if (e.throughput < load) continue;
        if (!best || e.cost < best.cost || (e.cost === best.cost && e.latency < best.latency)) best = e;
      }
      if (!best) continue;
      feasible++;
      const e = evaluate(tables, defaultWeights, found, load);
      expect(e.throughput).toBeGreaterThanOrEqual(load);
      expect(e.cost).toBe(best.cost);
      expect(e.latency).toBeCloseTo(best.latency, 12);
    }
    expect(feasible).toBeGreaterThan(100);
  });
});

describe('IPA', () => {
  it('by HiGHS and by exact search agree in 300 random cases, on the value and on what is infeasible', async () => {
    const highs = await loadHighs();
    const random = Random.stream(2, 'ipa');
    let infeasible = 0;
    for (let seed = 0; seed < 300; seed++) {
      const { pipeline, tables } = smallPipeline(seed + 100, GRAINS[seed % GRAINS.length]);
      const sla = pipeline.slaSeconds * (0.1 + 0.5 * random.uniform());
      const terms = ['none', 'published', 'as-shipped'] as const;
      const problem = ipaProblem(tables, 20 * random.uniform(), sla, {
        ...ipaDefaults,
        queueTerm: terms[seed % 3]!,
      });
      const exact = solveExactly(problem);
      const milp = solveByHighs(highs, problem);
      expect(milp === undefined).toBe(exact === undefined);
      if (exact && milp) expect(ipaValue(milp)).toBeCloseTo(ipaValue(exact), 6);
      else infeasible++;
    }
    expect(infeasible).toBeGreaterThan(10);
    expect(infeasible).toBeLessThan(250);
  });

  it('equals enumeration of every configuration', () => {
    const random = Random.stream(3, 'ipa enumeration');
    for (let seed = 0; seed < 200; seed++) {
      const { pipeline, tables } = smallPipeline(seed + 700, GRAINS[seed % GRAINS.length]);
      const load = 15 * random.uniform();
      const sla = pipeline.slaSeconds * 0.4;
      const problem = ipaProblem(tables, load, sla, ipaDefaults);
      const exact = solveExactly(problem);
      let best = -Infinity;
      for (const c of allConfigurations(tables)) {
        const e = evaluate(tables, defaultWeights, c, load);
        if (e.throughput < load || e.latency > sla) continue;
        const batches = c.reduce((sum, s) => sum + s.batch, 0);
        best = Math.max(best, 10.0001 * e.accuracy - 0.02 * e.cost - 1e-6 * batches);
      }
      if (exact) {
        expect(ipaValue(exact)).toBeCloseTo(best, 9);
        expect(isFeasible(tables, ipaConfiguration(exact))).toBe(true);
      } else expect(best).toBe(-Infinity);
    }
  });

  it('as shipped differs by the constant -|V| (|B| - 1) / load per stage', () => {
    const { tables } = smallPipeline(4);
    const load = 3;
    const plain = ipaProblem(tables, load, 1, ipaDefaults);
    const shipped = ipaProblem(tables, load, 1, { ...ipaDefaults, queueTerm: 'as-shipped' });
    shipped.options.forEach((list, n) => {
      list.forEach((option, j) => {
        const constant = (-tables.variants[n]! * (tables.batches.length - 1)) / load;
        expect(option.latency - plain.options[n]![j]!.latency).toBeCloseTo(constant, 12);
      });
    });
  });
});

describe('fit', () => {
  it('brings any configuration within W_max and leaves what fits as it is', () => {
    const random = Random.stream(5, 'fit');
    for (let seed = 0; seed < 300; seed++) {
      const { tables } = smallPipeline(seed);
      const wanted: Configuration = Array.from({ length: tables.stages }, (_, n) => ({
        variant: random.integer(tables.variants[n]!),
        replicas: 1 + random.integer(tables.limits.maxReplicas),
        batch: 1,
      }));
      const fitted = fit(tables, wanted, 10);
      expect(isFeasible(tables, fitted)).toBe(true);
      if (coresOf(tables, wanted) <= tables.limits.maxCores) expect(fitted).toEqual(wanted);
    }
  });

  it('takes the cores from a stage that has a cheaper variant, also where another holds more and has none', () => {
    const pipeline = testPipeline([
      [[0.9, 4, 0.1, 0.05]],
      [
        [0.5, 1, 0.1, 0.05],
        [0.7, 3, 0.1, 0.05],
      ],
    ]);
    const tables = compile(pipeline, { maxReplicas: 2, maxBatch: 1, maxCores: 5 });
    const wanted = [
      { variant: 0, replicas: 1, batch: 1 },
      { variant: 1, replicas: 1, batch: 1 },
    ];
    expect(fit(tables, wanted, 5)).toEqual([wanted[0], { variant: 0, replicas: 1, batch: 1 }]);
  });
});

describe('every policy', () => {
  it.each(policies.map((p) => [p.info.id, p] as const))(
    '%s orders only what is feasible',
    async (_id, factory) => {
      for (let seed = 0; seed < 12; seed++) {
        const { pipeline, tables } = smallPipeline(seed + 40, GRAINS[seed % GRAINS.length]);
        const options = { ...testOptions(pipeline), tables };
        const environment = createFluid(options, 1);
        const random = Random.stream(seed, 'loads');
        const loads = Float64Array.from({ length: 20 }, () => 40 * random.uniform());
        const policy = await factory.create({
          tables,
          weights: defaultWeights,
          slaSeconds: pipeline.slaSeconds,
          longRun: testLongRun(tables),
          world: testWorld(tables),
          random: Random.stream(seed, 'policy'),
          future: { startTime: 120, loads },
        });
        const track = {
          ...constantTrack(0, 320),
          forecasts: Float64Array.from({ length: 32 }, (_unused, k) => loads[Math.max(0, k - 12)]!),
        };
        environment.reset(0, track, 120);
        for (let k = 0; k < 20; k++) {
          const ordered = policy.decide(environment.observe(0));
          expect(isFeasible(tables, ordered)).toBe(true);
          environment.step(
            Int32Array.from(ordered.flatMap((s) => [s.variant, s.replicas - 1, Math.log2(s.batch)])),
          );
        }
      }
    },
  );
});
