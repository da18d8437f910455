/**
 * IPA by HiGHS and by exact search at every decision of whole episodes, driven as the lab drives them: five pipelines
 * under three kinds of load, the default forecaster. 3,240 programs, or half of them without the real traces; about
 * 25 s of processor time, nearly all of it HiGHS's.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runEpisode } from '../scenario/episode.ts';
import { prepare, type Prepared } from '../scenario/prepare.ts';
import { defaultScenario, type EpisodeSeries } from '../scenario/scenario.ts';
import { evaluate } from '../model/objective.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { presets } from '../model/presets/index.ts';
import { toConfiguration } from '../model/tables.ts';
import { ipa, ipaExact } from '../policies/ipa.ts';
import { itWithShared } from '../testing/shared.ts';
import { generateWorkload } from '../workload/generators.ts';
import { importWorkload } from '../workload/import.ts';
import type { Workload } from '../workload/workload.ts';

/** Relative. Far above the rounding of a dozen terms, far below the least deliberate difference, 1e-6 in about 15. */
const ROUNDING = 1e-12;

interface Judged {
  /** IPA's objective (ipaProblem.ts), from the configuration alone and not from what a solver says of it. */
  readonly value: number;
  /** Whether it carries the forecast load within the SLA. */
  readonly feasible: boolean;
}

/** The order of every decision of `series`, judged by IPA's program at that decision's forecast. */
function judge({ tables, scenario }: Prepared, { actions, predicted }: EpisodeSeries): Judged[] {
  return Array.from(predicted, (load, k) => {
    const configuration = toConfiguration(tables, actions, 3 * tables.stages * k);
    const { accuracy, cost, throughput, latency } = evaluate(tables, scenario.weights, configuration, load);
    const batches = configuration.reduce((sum, { batch }) => sum + batch, 0);
    return {
      value: 10.0001 * accuracy - 0.02 * cost - 1e-6 * batches,
      feasible: throughput >= load * (1 - ROUNDING) && latency <= scenario.slaSeconds * (1 + ROUNDING),
    };
  });
}

async function expectSameDecisions(pipeline: Pipeline, workload: Workload): Promise<void> {
  const prepared = prepare({ ...defaultScenario(pipeline, workload), environment: 'instant' });
  const options = { clock: () => 0, record: false };
  const highs = (await runEpisode(prepared, ipa, options)).series;
  const exact = (await runEpisode(prepared, ipaExact, options)).series;
  const bySearch = judge(prepared, exact);
  expect(bySearch).toHaveLength(108);
  judge(prepared, highs).forEach((one, k) => {
    const other = bySearch[k]!;
    const which = `at ${String(exact.t[k])} s, forecast ${String(exact.predicted[k])} req/s`;
    expect(one.feasible, which).toBe(true);
    expect(other.feasible, which).toBe(true);
    expect(Math.abs(one.value / other.value - 1), which).toBeLessThan(ROUNDING);
  });
}

describe.each(presets.map((pipeline) => [pipeline.id, pipeline] as const))('IPA on %s', (_id, pipeline) => {
  describe.each(['steady-low', 'fluctuating', 'steady-high'])('under %s', (kind) => {
    it('takes the same decision by HiGHS and by exact search at every step, generated load', () =>
      expectSameDecisions(pipeline, generateWorkload(kind, 7)));

    itWithShared('takes the same decision by both at every step, real load', async (folder) => {
      const imported = importWorkload(readFileSync(`${folder}/data/traces/${kind}.csv`), `${kind}.csv`);
      if (!imported.ok) throw new Error(imported.message);
      await expectSameDecisions(pipeline, imported.value.workload);
    });
  });
});
