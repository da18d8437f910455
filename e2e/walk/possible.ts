/** What the page says is possible, against the orders that it keeps: played here, they must earn what it says. */
import type { Page } from '@playwright/test';
import { digitsOf, LANES, whole, type Lane, type Walked } from './runs.ts';
import { fitsLoad, playPlan, type PlayedPlan } from '../../src/scenario/plan.ts';
import { prepare, type Prepared } from '../../src/scenario/prepare.ts';

/** Below it two values are alike in words. */
const POINT = 0.05;
/** Two figures of two decimals and their difference. */
const ROUNDED = 0.0101;

/** Whether orders have after-effects there, so that the optimum is not known exactly. */
export const isOpen = ({ scenario }: Walked): boolean => scenario.environment !== 'instant';

const ready = new WeakMap<Walked, Prepared>();

/** The best plan found, as the page keeps it for a reload, played here; undefined until there is one. */
export async function planOf(page: Page, walked: Walked): Promise<PlayedPlan | undefined> {
  const { scenario } = walked;
  const kept = await page.evaluate(async (environment) => {
    // Whoever opens it first makes it.
    if (!(await indexedDB.databases()).some(({ name }) => name === 'sluice')) return undefined;
    return new Promise<readonly number[] | undefined>((resolve, reject) => {
      const opening = indexedDB.open('sluice');
      opening.onerror = () => {
        reject(new Error('no database'));
      };
      opening.onsuccess = () => {
        const db = opening.result;
        const asking = db.transaction('found').objectStore('found').get('plans');
        asking.onsuccess = () => {
          const { plans = [] } = (asking.result ?? {}) as {
            plans?: readonly { readonly key: string; readonly orders: Int32Array }[];
          };
          db.close();
          const own = plans.findLast(({ key }) => key.includes(`"environment":"${environment}"`));
          resolve(own && [...own.orders]);
        };
      };
    });
  }, scenario.environment);
  const prepared = ready.get(walked) ?? prepare({ ...scenario, forecaster: 'last' });
  ready.set(walked, prepared);
  const orders = kept && Int32Array.from(kept);
  return orders && fitsLoad(prepared, orders) ? playPlan(prepared, orders) : undefined;
}

const lost = ({ summary }: PlayedPlan, reward: number): number => Math.max(0, summary.reward - reward);
const rewardOf = ({ runs }: Walked, lane: Lane): number => whole('reward', runs[lane])!;

/** The sentences of what is possible, with the bound that `text` names, where that is one: nobody earns more. */
export function possibleShould(text: string, walked: Walked, plan: PlayedPlan): string {
  const found = `With the load known in advance, the best plan found earns ${digitsOf('reward', plan.summary.reward)} a decision`;
  if (walked.scenario.environment === 'discrete')
    return `${found}; among single requests no bound is proven.`;
  const [, bound = 'no number'] = /nobody can earn more than (−?[\d.]+):/.exec(text) ?? [];
  const least = Math.max(plan.summary.reward, ...LANES.map((lane) => rewardOf(walked, lane)));
  const holds = numberOf(bound) >= least - ROUNDED / 2 ? bound : `at least ${String(least)}`;
  return `${found} and nobody can earn more than ${holds}: what is possible lies between.`;
}

/** What stands behind “more”, for A and B. */
export function lossesShould(walked: Walked, plan: PlayedPlan): string {
  const said = (lane: Lane): string => {
    const reward = rewardOf(walked, lane);
    const less = lost(plan, reward);
    const words = less < POINT ? 'as much as' : `${digitsOf('regret', less)} less than`;
    return `${lane.toUpperCase()} earns ${digitsOf('reward', reward)}, ${words} that plan`;
  };
  return `By reward, ${said('a')}; ${said('b')}.`;
}

/** The description of the training's chart before there is one. */
export function trainingShould(walked: Walked, plan: PlayedPlan | undefined): string {
  const { runs, names } = walked;
  const of = (lane: Lane): number =>
    plan ? lost(plan, rewardOf(walked, lane)) : Math.max(0, whole('regret', runs[lane])!);
  const rivals = LANES.toReversed().map((lane) => `${names[lane]} loses ${digitsOf('regret', of(lane))}`);
  return `Points a decision lost to the ${plan ? 'best plan found' : 'optimum'} on this load: ${rivals.join(', ')}. The agent's curve will appear here.`;
}

/** Whether rows of figures, one a lane, are what each lost to the plan and at most, both by name. */
export function isLost(
  rows: readonly (readonly (string | undefined)[])[],
  walked: Walked,
  plan: PlayedPlan,
): boolean {
  const open = rows.map(([below, most]) => numberOf(most) - numberOf(below));
  return (
    rows.length === LANES.length &&
    rows.every(([below], i) => below === digitsOf('regret', lost(plan, rewardOf(walked, LANES[i]!)))) &&
    // The same way from the plan to the bound for both.
    (walked.scenario.environment === 'discrete' ||
      (Math.min(...open) >= -ROUNDED && Math.abs(open[0]! - open[1]!) <= 2 * ROUNDED))
  );
}

/** A number as the page writes it. */
export const numberOf = (text = 'nothing'): number => Number(text.replace('−', '-'));
