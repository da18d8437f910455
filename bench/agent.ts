/** What the agent reaches: five seeds trained on one real day, judged on three other loads beside every rival. */
import { judged, rivalsOn, trace, TRACES } from './traces.ts';
import { WASM_FOLDER } from './tensors.ts';
import type { BenchRow } from './row.ts';
import { defaultScenario, type EpisodeSummary, type Scenario } from '../src/experiments/scenario.ts';
import { interquartileMean } from '../src/experiments/statistics.ts';
import { agentPolicy } from '../src/learning/agent.ts';
import { loadBackend } from '../src/learning/backends.ts';
import { configWith } from '../src/learning/config.ts';
import { trainAgent } from '../src/learning/train.ts';
import { trainingLoads } from '../src/learning/trainingLoads.ts';
import type { Budget } from '../src/learning/training.ts';
import { presetById } from '../src/model/presets/index.ts';
import type { Workload } from '../src/workload/workload.ts';

const SEEDS = [1, 2, 3, 4, 5];
const SECONDS = 180;

/** One training on `day` with the lab's defaults but `overrides`; the agent that its own held-out part chose, on each of `loads`. */
export async function trainedOn(
  base: Scenario,
  day: Workload,
  loads: readonly Workload[],
  overrides: Readonly<Record<string, number | string>>,
  budget: Budget,
): Promise<{ steps: number; elapsedSeconds: number; summaries: EpisodeSummary[] }> {
  const config = configWith(overrides);
  const parts = trainingLoads(day, config.seed);
  const make = await loadBackend('simd', WASM_FOLDER);
  const { agent, steps, elapsedSeconds } = await trainAgent({
    scenario: { ...base, workload: { ...day, rates: parts.heldOut ?? day.rates } },
    loads: parts.loads,
    config,
    budget,
    engine: (shape) => Promise.resolve(make(shape)),
    clock: () => performance.now(),
  });
  const summaries: EpisodeSummary[] = [];
  for (const workload of loads)
    summaries.push(await judged({ ...base, workload }, agentPolicy(agent), day.rates));
  return { steps, elapsedSeconds, summaries };
}

export async function benchAgent(): Promise<BenchRow[]> {
  const day = trace('training-day');
  if (!day) return [];
  const loads = TRACES.map((name) => trace(name)!);
  const rows: BenchRow[] = [];
  for (const pipeline of ['video', 'sum-qa']) {
    const base = { ...defaultScenario(presetById(pipeline)!, day), forecaster: 'lstm' };
    const found: EpisodeSummary[][] = [];
    for (const seed of SEEDS) {
      const { summaries, steps, elapsedSeconds } = await trainedOn(
        base,
        day,
        loads,
        { seed },
        { seconds: SECONDS },
      );
      found.push(summaries);
      const figures = summaries.map((s) => s.objective.toFixed(4)).join(' / ');
      console.log(
        `  ${pipeline}, seed ${String(seed)}: J ${figures} after ${String(steps)} decisions in ${elapsedSeconds.toFixed(0)} s`,
      );
    }
    for (const [i, name] of TRACES.entries()) {
      const { greedy, ipa, myopic, future } = await rivalsOn({ ...base, workload: loads[i]! }, day.rates);
      const iqm = (of: (s: EpisodeSummary) => number): number =>
        interquartileMean(found.map((summaries) => of(summaries[i]!)));
      const row = (
        what: string,
        value: number,
        unit: string,
        against: string,
        other: number,
        ratio: number,
      ): void => {
        rows.push({
          name: `${pipeline}, ${name}, ${what}`,
          value,
          unit,
          against,
          againstValue: other,
          ratio,
        });
      };
      const lowest = Math.min(...found.map((summaries) => summaries[i]!.objective));
      const rival = greedy.objective > ipa.objective ? { ...greedy, id: 'Greedy' } : { ...ipa, id: 'IPA' };
      const objective = iqm((s) => s.objective);
      row(
        'lowest J of five seeds',
        lowest,
        'points',
        `${rival.id}, the better of Greedy and IPA`,
        rival.objective,
        lowest / rival.objective,
      );
      row(
        'J, interquartile mean',
        objective,
        'points',
        `myopic optimum with ${myopic.forecaster}, its best forecaster`,
        myopic.objective,
        objective / myopic.objective,
      );
      row(
        'J, interquartile mean',
        objective,
        'points',
        'optimum that knows the future; ratio: share of the way there from the myopic one',
        future.objective,
        (objective - myopic.objective) / (future.objective - myopic.objective),
      );
      const [cost, qos] = [iqm((s) => s.cost), iqm((s) => s.qos)];
      row('cost', cost, 'cores', 'IPA', ipa.cost, cost / ipa.cost);
      row('Q', qos, 'points', 'IPA', ipa.qos, qos / ipa.qos);
    }
  }
  return rows;
}
