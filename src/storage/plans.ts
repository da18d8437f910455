/** The best plans found, as the page keeps them for a reload: orders alone, played anew before anything is said of them. */
import * as v from 'valibot';
import { checked, listOf } from '../model/checked.ts';

/** The best plan found on one scenario. */
export interface KeptPlan {
  /** Of the scenario. */
  readonly key: string;
  /** [decisions x 3 stages] head indices. */
  readonly orders: Int32Array;
  /** Seconds of search behind it. */
  readonly spent: number;
  /** No sweep of the search finds more. */
  readonly ended: boolean;
}

/** Under which name the store has them. */
export const PLANS = 'plans';

const MOST_PLANS = 40;
/** Of all plans together: two days of a pipeline of four stages. */
const MOST_ORDERS = 200_000;
const LONGEST_KEY = 200_000;
const MOST_SECONDS = 1e6;

const RecordSchema = v.object({
  format: v.literal(1),
  plans: listOf(
    v.object({
      key: v.pipe(v.string(), v.maxLength(LONGEST_KEY)),
      orders: v.pipe(
        v.instance(Int32Array),
        v.check((orders) => orders.length <= MOST_ORDERS),
      ),
      spent: v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_SECONDS)),
      ended: v.boolean(),
    }),
    { max: MOST_PLANS },
  ),
});

/** As they are kept; `plans` with the latest last, of which the earliest are left out where they are too many. */
export function plansRecord(plans: readonly KeptPlan[]): unknown {
  let room = MOST_ORDERS;
  const fit: KeptPlan[] = [];
  for (const plan of plans.slice(-MOST_PLANS).reverse()) {
    room -= plan.orders.length;
    if (room < 0) break;
    if (plan.key.length <= LONGEST_KEY) fit.unshift(plan);
  }
  return { format: 1, plans: fit };
}

/** What was kept; nothing where that cannot be read. */
export function plansFrom(value: unknown): readonly KeptPlan[] {
  const read = checked(RecordSchema, value);
  return read.ok ? read.value.plans : [];
}
