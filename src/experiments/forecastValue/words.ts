/** What a better forecast is worth, in sentences that are computed from the numbers. */
import { PERFECT, TRAINED, type ForecastValue, type ForecastValueRow } from './forecastValue.ts';
import { AGENT_ID, AGENT_NAME, policyNames } from '../../policies/ids.ts';

/** Whom the first sentence is about. */
export const ASKED = 'planner';
/** Whose earnings are asked for, where nothing else is said; the page adds the agent. */
export const VALUED: readonly string[] = ['optimum-predicted', ASKED];
/** Below half of the last decimal two numbers are one. */
const SAME = 0.005;

const points = (value: number): string => Math.abs(value).toFixed(2);

/** "the planner", "OPD". */
function named(policy: string): string {
  if (policy === AGENT_ID) return AGENT_NAME;
  const name = (policyNames as Readonly<Record<string, string>>)[policy] ?? policy;
  return `the ${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

function rowOf({ rows }: ForecastValue, id: string): ForecastValueRow | undefined {
  return rows.find((row) => row.id === id);
}

/** How much more `policy` earns under a perfect forecast than under the trained one, points a decision; undefined where either is not there. */
export function worthOfPerfect(value: ForecastValue, policy: string): number | undefined {
  const [best, trained] = [PERFECT, TRAINED].map((id) => rowOf(value, id)?.earned[policy]);
  return best === undefined || trained === undefined ? undefined : best - trained;
}

/** The answer; '' while its runs are not through. */
export function headline(value: ForecastValue): string {
  const worth = worthOfPerfect(value, ASKED);
  if (worth === undefined) return '';
  const rest = value.plan - rowOf(value, PERFECT)!.earned[ASKED]!;
  const much =
    Math.abs(worth) < SAME
      ? 'no more than the LSTM does'
      : `${points(worth)} points a decision ${worth > 0 ? 'more' : 'less'} than the LSTM does`;
  const plan =
    rest < SAME
      ? 'no plan found so far earns more'
      : `the best plan found earns ${points(rest)} more than that`;
  return `A perfect forecast would earn ${named(ASKED)} ${much}; ${plan}.`;
}

/** Of forecasts that one can have: which serves the planner best, and what it is worth beside the LSTM; '' as above. */
export function atHand(value: ForecastValue): string {
  const trained = rowOf(value, TRAINED)?.earned[ASKED];
  if (trained === undefined) return '';
  const [best] = value.rows
    .filter(({ id }) => id !== PERFECT && id !== 'true')
    .sort((p, q) => (q.earned[ASKED] ?? -Infinity) - (p.earned[ASKED] ?? -Infinity));
  const more = best!.earned[ASKED]! - trained;
  return best!.id === TRAINED || more < SAME
    ? `Of the forecasts at hand, none serves ${named(ASKED)} better than the LSTM.`
    : `Of the forecasts at hand, ${best!.name} serves ${named(ASKED)} best: ${points(more)} above the LSTM, at ${best!.smape.toFixed(1)} % SMAPE.`;
}

/** What the same is worth to the others that were run; '' where there are none. */
export function toOthers(value: ForecastValue): string {
  const told = value.policies.flatMap((policy) => {
    const worth = policy === ASKED ? undefined : worthOfPerfect(value, policy);
    return worth === undefined
      ? []
      : [`${named(policy)} ${points(worth)}${worth < 0 && points(worth) !== points(0) ? ' less' : ''}`];
  });
  return told.length === 0 ? '' : `The same is worth to ${told.join(', to ')}.`;
}
