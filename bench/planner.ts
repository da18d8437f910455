/** The planner: J beside the myopic optimum's with the same forecast, and the processor time of a decision. */
import { less, more, said, type BenchRow } from './row.ts';
import { lastDays, trace, TRACES } from './traces.ts';
import { interquartileMean } from '../src/experiments/statistics.ts';
import type { Limits, Pipeline } from '../src/model/pipeline.ts';
import { presetById } from '../src/model/presets/index.ts';
import { syntheticPipeline } from '../src/model/synthetic.ts';
import type { PolicyFactory } from '../src/policies/policy.ts';
import { optimumPredicted } from '../src/policies/oracles.ts';
import { planner } from '../src/policies/planner/planner.ts';
import { runEpisode } from '../src/scenario/episode.ts';
import { prepare } from '../src/scenario/prepare.ts';
import { defaultScenario } from '../src/scenario/scenario.ts';
import { generateWorkload } from '../src/workload/generators.ts';
import type { Workload } from '../src/workload/workload.ts';

/** Milliseconds: what a decision may take with four stages. */
const BOUND = 5;
/** Weeks of generated load would show nothing more. */
const EPISODES = 4;

/** `factory`, with the processor time of each of its decisions noted, ms: what interrupts the process is not the decision's. */
function timed(factory: PolicyFactory, times: number[]): PolicyFactory {
  return {
    ...factory,
    create: async (context) => {
      const policy = await factory.create(context);
      return {
        ...policy,
        decide: (observation) => {
          const before = process.cpuUsage();
          const order = policy.decide(observation);
          const { user, system } = process.cpuUsage(before);
          times.push((user + system) / 1000);
          return order;
        },
      };
    },
  };
}

async function timesOf(pipeline: Pipeline, limits: Partial<Limits>, loads: readonly Workload[]) {
  const times: number[][] = [];
  for (const load of loads) {
    const scenario = defaultScenario(pipeline, load);
    const prepared = prepare({ ...scenario, limits: { ...scenario.limits, ...limits } });
    const own: number[] = [];
    await runEpisode(prepared, timed(planner, own), { clock: () => 0, record: false });
    times.push(own);
  }
  return times;
}

function percentile(times: readonly number[], p: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(p * (sorted.length - 1))]!;
}

/** Four stages of two presets, so that every figure was measured. */
function joined(a: string, b: string): Pipeline {
  const [first, second] = [presetById(a)!, presetById(b)!];
  return {
    ...first,
    id: `${a}-${b}`,
    stages: [...first.stages, ...second.stages].slice(0, 4),
    slaSeconds: first.slaSeconds + second.slaSeconds,
  };
}

/** Interquartile means over the stretches of a kind of load; nothing of the planner was tuned on these. */
async function judged(): Promise<BenchRow[]> {
  const day = trace('training-day');
  if (!day) return [said('planner, J', 'not measured: the traces are absent')];
  const kinds = [...TRACES.map((name) => ({ name, parts: [trace(name)!] })), ...lastDays()];
  const rows: BenchRow[] = [];
  for (const environment of ['chance', 'fluid'] as const)
    for (const id of ['video', 'sum-qa'])
      for (const forecaster of ['lstm', 'ewma'])
        for (const { name, parts } of kinds) {
          const objectives = { planner: [] as number[], myopic: [] as number[] };
          for (const part of parts) {
            const scenario = { ...defaultScenario(presetById(id)!, part), environment, forecaster };
            const prepared = prepare(scenario, day.rates);
            for (const [list, factory] of [
              [objectives.planner, planner],
              [objectives.myopic, optimumPredicted],
            ] as const)
              list.push(
                (await runEpisode(prepared, factory, { clock: () => 0, record: false })).summary.objective,
              );
          }
          rows.push(
            more(
              `${environment}, ${id}, ${forecaster}, ${name}: J`,
              interquartileMean(objectives.planner),
              'points',
              'myopic optimum, the same forecast',
              interquartileMean(objectives.myopic),
            ),
          );
        }
  return rows;
}

export async function benchPlanner(): Promise<BenchRow[]> {
  return [...(await decisionTimes()), ...(await judged())];
}

async function decisionTimes(): Promise<BenchRow[]> {
  const cases: readonly (readonly [string, Pipeline, Partial<Limits>])[] = [
    ['nlp, 3 stages', presetById('nlp')!, {}],
    ['sum-qa and video, 4 stages', joined('sum-qa', 'video'), { maxCores: 40 }],
    ['synthetic, 4 stages of 5', syntheticPipeline(4, 5, 1), { maxCores: 60 }],
  ];
  const busy = lastDays().find(({ name }) => name.includes('busy'))?.parts ?? [];
  const rows: BenchRow[] = [];
  for (const [name, pipeline, limits] of cases) {
    const loads = [
      ...Array.from({ length: EPISODES }, (_, k) => generateWorkload('bursty', k + 1)),
      ...busy.slice(0, EPISODES),
    ];
    const times = await timesOf(pipeline, limits, loads);
    const first = times[0]!;
    const warm = times.slice(1).flat();
    const title = `planner, ${name}`;
    rows.push(
      less(
        `${title}, first episode, 99th percentile`,
        percentile(first, 0.99),
        'ms of processor time',
        'bound, ms',
        BOUND,
      ),
      less(
        `${title}, ${String(warm.length)} decisions after it, 99th percentile`,
        percentile(warm, 0.99),
        'ms of processor time',
        'bound, ms',
        BOUND,
      ),
      said(
        `${title}, milliseconds`,
        `first decision ${first[0]!.toFixed(1)}, median ${percentile(warm, 0.5).toFixed(2)}, longest of the later ones ${Math.max(...warm).toFixed(1)}`,
      ),
    );
  }
  return rows;
}
