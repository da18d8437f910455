/** Who leads: policies ranked by J in the worlds without single requests, against single requests. */
import { said, type BenchRow } from '../row.ts';
import { kendallTau, mean } from '../../src/experiments/statistics.ts';
import { presets } from '../../src/model/presets/index.ts';
import { policyById } from '../../src/policies/registry.ts';
import { runEpisode } from '../../src/scenario/episode.ts';
import { shareInTime } from '../../src/scenario/measures.ts';
import { prepare } from '../../src/scenario/prepare.ts';
import { defaultScenario, type EnvironmentKind, type Scenario } from '../../src/scenario/scenario.ts';
import { generateWorkload } from '../../src/workload/generators.ts';
import { HISTORY_SECONDS } from '../../src/workload/workload.ts';

/** Every policy but those that search for minutes (Aquatope), solve by HiGHS, or are twins of another here. */
const POLICIES = [
  ...['ipa-exact', 'ipa-published', 'greedy', 'greedy-literal', 'random'],
  ...['optimum-predicted', 'optimum-true', 'optimum-offline', 'static-best'],
  ...['fa2', 'inferline', 'grandslam', 'rim', 'infadapter', 'msplus', 'model-switching'],
  ...['hpa', 'keda', 'kpa', 'vpa', 'autopilot', 'cocktail'],
];
const LOADS = [
  ...['fluctuating', 'steady-low', 'steady-high', 'bursty', 'diurnal', 'step', 'ramp', 'spike'].map(
    (id) => [id, 7] as const,
  ),
  ...['fluctuating', 'bursty', 'diurnal', 'spike'].map((id) => [id, 8] as const),
];
/** Seeds of the arrivals of single requests; their mean judges. */
const SEEDS = [7, 8, 9];
const WORLDS = ['fluid', 'chance'] as const;
/** J below which two policies count as equal: what one seed of arrivals changes. */
const EQUAL = 0.02;

interface Judged {
  readonly objective: number;
  readonly share: number;
}

async function judge(scenario: Scenario, id: string): Promise<Judged> {
  const { summary } = await runEpisode(prepare(scenario), policyById(id)!, { clock: () => 0, record: false });
  return { objective: summary.objective, share: shareInTime(summary)! };
}

const figure = (values: readonly number[]): string =>
  `mean ${mean(values).toFixed(3)}, worst ${Math.min(...values).toFixed(3)}`;

/** Kendall's tau of the two worlds and of one seed of single requests against others; errors of J and of the share in time. */
export async function rankingRows(): Promise<BenchRow[]> {
  const taus = { fluid: [] as number[], chance: [] as number[], seeds: [] as number[] };
  const offs = { fluid: [] as number[], chance: [] as number[] };
  const shares = { fluid: [] as number[], chance: [] as number[] };
  const cases: BenchRow[] = [];
  for (const pipeline of presets) {
    for (const [load, seed] of LOADS) {
      const workload = generateWorkload(load, seed, HISTORY_SECONDS + 1200);
      const scenario = (environment: EnvironmentKind, of = 7): Scenario => ({
        ...defaultScenario(pipeline, workload),
        ...{ environment, seed: of, forecaster: 'ewma' },
      });
      const singles: Judged[][] = [];
      for (const of of SEEDS) {
        const judged: Judged[] = [];
        for (const id of POLICIES) judged.push(await judge(scenario('discrete', of), id));
        singles.push(judged);
      }
      const truth = POLICIES.map((_, i) => ({
        objective: mean(singles.map((judged) => judged[i]!.objective)),
        share: mean(singles.map((judged) => judged[i]!.share)),
      }));
      const rank = (judged: readonly Judged[]): number[] =>
        judged.map(({ objective }) => Math.round(objective / EQUAL));
      taus.seeds.push(kendallTau(rank(singles[0]!), rank(singles[1]!)));
      const words: string[] = [];
      for (const world of WORLDS) {
        const judged: Judged[] = [];
        for (const id of POLICIES) judged.push(await judge(scenario(world), id));
        const tau = kendallTau(rank(judged), rank(truth));
        taus[world].push(tau);
        judged.forEach(({ objective, share }, i) => {
          offs[world].push(Math.abs(objective - truth[i]!.objective));
          shares[world].push(Math.abs(share - truth[i]!.share));
        });
        words.push(`${world} ${tau.toFixed(3)}`);
      }
      cases.push(said(`${pipeline.id}, ${load} ${String(seed)}`, words.join(', ')));
    }
  }
  const median = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const near = (values: readonly number[]): string =>
    `${String(values.filter((x) => x <= 0.03).length)} of ${String(values.length)}, worst ${(100 * Math.max(...values)).toFixed(0)} points`;
  return [
    ...cases,
    ...WORLDS.flatMap((world) => [
      said(`Kendall’s tau by J, ${world} against single requests`, figure(taus[world])),
      said(`J of ${world} against single requests, median difference`, median(offs[world]).toFixed(3)),
      said(`share in time of ${world} within 3 points of single requests`, near(shares[world])),
    ]),
    said('Kendall’s tau by J, one seed of single requests against another', figure(taus.seeds)),
  ];
}
