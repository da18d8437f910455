/**
 * The statements of the paper's evaluation (Sheng et al., OPD, section VI-B), each with what would show it, and the
 * verdict on what was measured here. A direction is shown where the 95 % interval over seeds lies wholly on the side
 * claimed; a size where the stated figure lies within the interval too.
 */
import type { Contender, Evidence, LoadName, Measured } from './evidence.ts';
import { STATED_EXCESS, STATED_FORECAST, STATED_SPEEDUPS } from './paper.ts';
import { bootstrapInterval, interquartileMean, resamples } from '../statistics.ts';
import { Random } from '../../model/random.ts';
import { policyNames } from '../../policies/ids.ts';

export type Verdict = 'holds' | 'holds in part' | 'does not hold' | 'cannot be judged';

export interface Judgement {
  readonly verdict: Verdict;
  /** What was measured, with its interval: a sentence. */
  readonly measured: string;
  /** Why the verdict is not better, or what makes the figures differ; empty where nothing needs saying. */
  readonly why: string;
}

export interface Claim {
  readonly id: string;
  /** Where the paper says so. */
  readonly where: string;
  /** What it says, in our words. */
  readonly claim: string;
  readonly judge: (evidence: Evidence) => Judgement;
}

/** Interquartile mean over seeds and its 95 % bootstrap interval. */
export interface Spread {
  readonly mid: number;
  readonly low: number;
  readonly high: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const picks = resamples(values.length, Random.stream(1, 'reproduction'));
  const [low, high] = bootstrapInterval(values, interquartileMean, picks);
  return { mid: interquartileMean(values), low, high };
}

/** By how many per cent `who` exceeds `against`, seed by seed. */
function excess(
  evidence: Evidence,
  load: LoadName,
  field: keyof Measured,
  who: Contender,
  against: Contender,
): Spread {
  const rivals = evidence.levels[load][against];
  return spreadOf(evidence.levels[load][who].map((m, i) => 100 * (m[field] / rivals[i]![field] - 1)));
}

const signed = (value: number): string => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(1)}`;
const percent = ({ mid, low, high }: Spread): string =>
  `${signed(mid)}\u00a0% (${signed(low)} to ${signed(high)})`;

const WEIGHTS =
  'The paper publishes neither its weights nor its pipelines, and Q has no true zero: its percentages depend on both.';

/** What Fig. 5 states of OPD under a load, in words. */
function sizes(load: LoadName): string {
  const words = (said: number): string => `${String(Math.abs(said))}\u00a0% ${said > 0 ? 'more' : 'less'}`;
  return STATED_EXCESS.filter(({ workload }) => workload === load)
    .map(({ against, cost, qos }) => `${words(cost)} than ${policyNames[against]} with ${words(qos)} Q`)
    .join(', and ');
}

/** OPD against its rivals under a load: all that Fig. 5 states has to show. */
function judgeSizes(load: LoadName): (evidence: Evidence) => Judgement {
  return (evidence) => {
    const stated = STATED_EXCESS.filter(({ workload }) => workload === load).flatMap((row) =>
      (['cost', 'qos'] as const).map((field) => ({ field, rival: row.against, said: row[field] })),
    );
    const found = stated.map(({ field, rival, said }) => {
      const spread = excess(evidence, load, field, 'opd', rival);
      return {
        words: `${field === 'cost' ? 'cost' : 'Q'} against ${policyNames[rival]} ${percent(spread)}, stated ${signed(said)}\u00a0%`,
        direction: said > 0 ? spread.low > 0 : spread.high < 0,
        size: spread.low <= said && said <= spread.high,
      };
    });
    const directions = found.filter((f) => f.direction).length;
    const whole = found.every((f) => f.direction && f.size);
    return {
      verdict: whole ? 'holds' : directions > 0 ? 'holds in part' : 'does not hold',
      measured: `OPD’s ${found.map((f) => f.words).join('; ')}.`,
      why: whole
        ? ''
        : `${directions === found.length ? 'The directions hold, the sizes differ' : `${String(directions)} of ${String(found.length)} directions hold`}. ${WEIGHTS}`,
    };
  };
}

const CLOSE = 5;

export const claims: readonly Claim[] = [
  {
    id: 'predictor-error',
    where: 'VI-A, Fig. 3',
    claim: `The LSTM forecasts the load with a SMAPE of ${String(STATED_FORECAST.smape)}\u00a0%, as similar systems do.`,
    judge: ({ forecast }) => ({
      verdict: 'cannot be judged',
      measured: `SMAPE ${forecast.smape.toFixed(1)} % on a day it did not learn from; the last ten-second maximum has ${forecast.naive.toFixed(1)} %.`,
      why: 'The paper names neither trace nor window nor a naive rival, and SMAPE turns on all three.',
    }),
  },
  {
    id: 'predictor-time',
    where: 'VI-A',
    claim: `The LSTM forecasts in under ${String(STATED_FORECAST.milliseconds)} ms.`,
    judge: ({ forecast }) => ({
      verdict: forecast.milliseconds < STATED_FORECAST.milliseconds ? 'holds' : 'does not hold',
      measured: `${forecast.milliseconds.toFixed(3)} ms a forecast on the machine that ran it.`,
      why: '',
    }),
  },
  ...(['steady-low', 'fluctuating'] as const).map((load): Claim => {
    const low = load === 'steady-low';
    return {
      id: `order-${load}`,
      where: low ? 'VI-B, Fig. 4(a)' : 'VI-B, Fig. 4(b)',
      claim: `Under ${low ? 'steady low' : 'fluctuating'} load Greedy costs least and has the poorest Q of the three, IPA costs most and has the best; OPD lies between.`,
      judge: (evidence) => {
        const cost = [
          excess(evidence, load, 'cost', 'opd', 'greedy'),
          excess(evidence, load, 'cost', 'opd', 'ipa-exact'),
        ] as const;
        const qos = [
          excess(evidence, load, 'qos', 'opd', 'greedy'),
          excess(evidence, load, 'qos', 'opd', 'ipa-exact'),
        ] as const;
        const parts = [cost[0].low > 0, cost[1].high < 0, qos[0].low > 0, qos[1].high < 0];
        const held = parts.filter(Boolean).length;
        return {
          verdict: held === 4 ? 'holds' : held > 0 ? 'holds in part' : 'does not hold',
          measured: `OPD’s cost against Greedy ${percent(cost[0])}, against IPA ${percent(cost[1])}; its Q against Greedy ${percent(qos[0])}, against IPA ${percent(qos[1])}.`,
          why:
            held === 4
              ? ''
              : `${['Greedy does not cost less than OPD', 'IPA does not cost more', 'Greedy’s Q is not lower', 'IPA’s Q is not higher'].filter((_, i) => !parts[i]).join('; ')}. ${WEIGHTS}`,
        };
      },
    };
  }),
  {
    id: 'calm-low',
    where: 'VI-B, Fig. 4(a)',
    claim: 'Under steady low load all but Random keep cost and Q steady; Random swings.',
    judge: ({ levels }) => {
      const low = levels['steady-low'];
      const calm = (['greedy', 'ipa-exact', 'opd'] as const).map((who) =>
        spreadOf(low[who].map((m, i) => m.costDeviation / low.random[i]!.costDeviation)),
      );
      const qos = (['greedy', 'ipa-exact', 'opd'] as const).map((who) =>
        spreadOf(low[who].map((m, i) => m.qosDeviation / low.random[i]!.qosDeviation)),
      );
      const parts = [...calm, ...qos].map(({ high }) => high < 1);
      const held = parts.filter(Boolean).length;
      const words = (spreads: readonly Spread[]): string =>
        spreads.map(({ mid }) => mid.toFixed(2)).join(' / ');
      return {
        verdict: held === parts.length ? 'holds' : held > 0 ? 'holds in part' : 'does not hold',
        measured: `Standard deviation over the cycle as a share of Random’s, Greedy / IPA / OPD: cost ${words(calm)}, Q ${words(qos)}.`,
        why: '',
      };
    },
  },
  {
    id: 'sizes-low',
    where: 'VI-B, Fig. 5(a)',
    claim: `Steady low load: OPD costs ${sizes('steady-low')}.`,
    judge: judgeSizes('steady-low'),
  },
  {
    id: 'sizes-fluctuating',
    where: 'VI-B, Fig. 5(b)',
    claim: `Fluctuating load: OPD costs ${sizes('fluctuating')}.`,
    judge: judgeSizes('fluctuating'),
  },
  {
    id: 'alike-high',
    where: 'VI-B, Figs. 4(c), 5(c)',
    claim: 'Steady high load: Greedy, IPA and OPD cost nearly the same and have nearly the same Q.',
    judge: (evidence) => {
      const spreads = (['greedy', 'ipa-exact'] as const).flatMap((rival) => [
        excess(evidence, 'steady-high', 'cost', 'opd', rival),
        excess(evidence, 'steady-high', 'qos', 'opd', rival),
      ]);
      const close = spreads.filter(({ low, high }) => low > -CLOSE && high < CLOSE).length;
      return {
        verdict: close === 4 ? 'holds' : close > 0 ? 'holds in part' : 'does not hold',
        measured: `OPD against Greedy: cost ${percent(spreads[0]!)}, Q ${percent(spreads[1]!)}; against IPA: cost ${percent(spreads[2]!)}, Q ${percent(spreads[3]!)}.`,
        why:
          close === 4
            ? ''
            : `Nearly is read as within ${String(CLOSE)}\u00a0%. Policies coincide only where the load leaves one configuration to choose; with these profiles it leaves several.`,
      };
    },
  },
  {
    id: 'best',
    where: 'VI-B, VII',
    claim: 'OPD balances cost and Q best: it outperforms all baselines.',
    judge: ({ levels }) => {
      const gaps = Object.entries(levels).map(([load, level]) => {
        const best = level.opd.map(
          (m, i) =>
            m.objective -
            Math.max(...(['random', 'greedy', 'ipa-exact'] as const).map((who) => level[who][i]!.objective)),
        );
        return { load, spread: spreadOf(best) };
      });
      const held = gaps.filter(({ spread }) => spread.low > 0).length;
      return {
        verdict: held === gaps.length ? 'holds' : held > 0 ? 'holds in part' : 'does not hold',
        measured: `J above the best baseline of each seed, points: ${gaps
          .map(
            ({ load, spread }) =>
              `${load.replace('-', ' ')} ${signed(spread.mid)} (${signed(spread.low)} to ${signed(spread.high)})`,
          )
          .join(', ')}.`,
        why: '',
      };
    },
  },
  {
    id: 'decision-time',
    where: 'VI-B, Fig. 6',
    claim: `IPA takes longer to decide as pipelines grow, OPD does not; OPD decides ${STATED_SPEEDUPS.slice(0, -1).join(', ')} and ${String(STATED_SPEEDUPS.at(-1))}\u00a0% faster on four pipelines.`,
    judge: ({ decisionTimes }) => {
      const [first, last] = [decisionTimes[0], decisionTimes.at(-1)];
      if (!first || !last)
        return {
          verdict: 'cannot be judged',
          measured: 'Nothing was measured.',
          why: 'No pipeline was timed.',
        };
      const ipa = last.ipa / first.ipa;
      const opd = Math.max(...decisionTimes.map((d) => d.opd)) / Math.min(...decisionTimes.map((d) => d.opd));
      const faster = decisionTimes.map((d) => d.ipa / d.opd);
      const parts = [ipa > opd, opd < 3, faster.every((ratio) => ratio > 1)];
      const held = parts.filter(Boolean).length;
      return {
        verdict: held > 0 ? 'holds in part' : 'does not hold',
        measured: `From ${String(first.stages)} stages of ${String(first.variants)} variants to ${String(last.stages)} of ${String(last.variants)}: IPA by HiGHS ${ipa.toFixed(1)} times slower, OPD’s largest time ${opd.toFixed(1)} times its smallest; IPA takes ${faster.map((ratio) => ratio.toFixed(0)).join(', ')} times as long as OPD.`,
        why: 'Other solver, other machine, other pipelines: the percentages themselves are not comparable. Either time is far below the ten seconds between decisions.',
      };
    },
  },
  {
    id: 'convergence',
    where: 'VI-B, Fig. 7',
    claim: 'Training and value loss fall fast and settle, and the reward rises to a higher value.',
    judge: ({ convergence }) => {
      const value = spreadOf(convergence.map(({ valueLoss: [first, last] }) => last / first));
      const reward = spreadOf(convergence.map(({ reward: [first, last] }) => last - first));
      const policy = spreadOf(
        convergence.map(({ policyLoss: [first, last] }) => Math.abs(last) - Math.abs(first)),
      );
      const parts = [value.high < 1, reward.low > 0, policy.high < 0];
      const held = parts.filter(Boolean).length;
      return {
        verdict: held === 3 ? 'holds' : held > 0 ? 'holds in part' : 'does not hold',
        measured: `From the first tenth of a training to the last: value loss times ${value.mid.toFixed(2)} (${value.low.toFixed(2)} to ${value.high.toFixed(2)}), reward ${signed(reward.mid)} points a decision (${signed(reward.low)} to ${signed(reward.high)}), size of the policy loss ${policy.mid >= 0 ? 'grown' : 'fallen'} by ${Math.abs(policy.mid).toFixed(4)}.`,
        why:
          held === 3
            ? ''
            : 'The surrogate loss of PPO is no measure of progress: it begins anew at zero with every update.',
      };
    },
  },
];
