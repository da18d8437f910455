/** What the agent reaches: five seeds trained on one real day, judged beside every rival on three other loads and on stretches of two later days that nothing was tuned on. */
import { trainedOn } from './trained.ts';
import { rivalsOn, lastDays, trace, TRACES, type Regime, type Rivals } from './traces.ts';
import type { BenchRow } from './row.ts';
import { defaultScenario, type EpisodeSummary } from '../src/scenario/scenario.ts';
import { interquartileMean } from '../src/experiments/statistics.ts';
import { presetById } from '../src/model/presets/index.ts';

const SEEDS = [1, 2, 3, 4, 5];
const SECONDS = 180;

/** What is compared, mean over the stretches of a regime. */
interface Level {
  /** J, points. */
  readonly objective: number;
  /** Cores. */
  readonly cost: number;
  /** Q, points. */
  readonly qos: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function level(parts: readonly EpisodeSummary[]): Level {
  return {
    objective: mean(parts.map((part) => part.objective)),
    cost: mean(parts.map((part) => part.cost)),
    qos: mean(parts.map((part) => part.qos)),
  };
}

export async function benchAgent(): Promise<BenchRow[]> {
  const day = trace('training-day');
  if (!day) return [];
  const regimes: readonly Regime[] = [
    ...TRACES.map((name) => ({ name, parts: [trace(name)!] })),
    ...lastDays(),
  ];
  const rows: BenchRow[] = [];
  for (const pipeline of ['video', 'sum-qa']) {
    const base = { ...defaultScenario(presetById(pipeline)!, day), forecaster: 'lstm' };
    const found: Level[][] = [];
    for (const seed of SEEDS) {
      const { summaries, steps, elapsedSeconds } = await trainedOn(
        base,
        day,
        regimes.flatMap(({ parts }) => parts.map((workload) => ({ ...base, workload }))),
        { seed },
        { seconds: SECONDS },
      );
      const levels = regimes.map(({ parts }) => level(summaries.splice(0, parts.length)));
      found.push(levels);
      const figures = levels.map((l) => l.objective.toFixed(4)).join(' / ');
      console.log(
        `  ${pipeline}, seed ${String(seed)}: J ${figures} after ${String(steps)} decisions in ${elapsedSeconds.toFixed(0)} s`,
      );
    }
    for (const [i, { name, parts }] of regimes.entries()) {
      const each = await Promise.all(parts.map((workload) => rivalsOn({ ...base, workload }, day.rates)));
      const of = (who: keyof Rivals): Level => level(each.map((rivals) => rivals[who]));
      const [greedy, ipa, myopic, future] = [of('greedy'), of('ipa'), of('myopic'), of('future')];
      const planner = of('planner');
      const iqm = (what: keyof Level): number => interquartileMean(found.map((levels) => levels[i]![what]));
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
      const lowest = Math.min(...found.map((levels) => levels[i]!.objective));
      const rival = greedy.objective > ipa.objective ? { ...greedy, id: 'Greedy' } : { ...ipa, id: 'IPA' };
      const objective = iqm('objective');
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
        'myopic optimum with its best forecaster',
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
      row(
        'J, interquartile mean',
        objective,
        'points',
        'planner; ratio: points above it',
        planner.objective,
        objective - planner.objective,
      );
      row('cost', iqm('cost'), 'cores', 'planner', planner.cost, iqm('cost') / planner.cost);
      row('cost', iqm('cost'), 'cores', 'IPA', ipa.cost, iqm('cost') / ipa.cost);
      row('Q', iqm('qos'), 'points', 'IPA', ipa.qos, iqm('qos') / ipa.qos);
    }
  }
  return rows;
}
