/** What a planner expected of the orders that it tried, as rows and in words. */
import { plural, short } from '../format.ts';
import type { Configuration } from '../../model/pipeline.ts';
import type { Prospect, Prospects } from '../../policies/policy.ts';

/** Orders that are shown; the present one is shown beside them. */
const SHOWN = 6;

export interface ProspectRow extends Prospect {
  readonly taken: boolean;
  /** Expected, less what was expected of the order taken. */
  readonly behind: number;
  /** What is particular about it; '' where nothing is. */
  readonly mark: string;
}

/** The best orders and, where it is none of them, no change; `present` is what was ordered already. */
export function prospectRows(
  { orders }: Prospects,
  present: Configuration | undefined,
): readonly ProspectRow[] {
  const keeps = ({ configuration }: Prospect): boolean =>
    configuration.every(({ variant, replicas, batch }, n) => {
      const own = present?.[n];
      return variant === own?.variant && replicas === own.replicas && batch === own.batch;
    });
  return orders
    .filter((one, i) => i < SHOWN || keeps(one))
    .map((one, i) => ({
      ...one,
      taken: i === 0,
      behind: one.expected - orders[0]!.expected,
      mark: [
        ...(i === 0 ? ['taken'] : []),
        ...(keeps(one) ? ['no change'] : []),
        ...(one.expected > one.held ? ['another may follow after ten seconds'] : []),
        ...(one.givenUp ? ['given up'] : []),
      ].join(', '),
    }));
}

/** How it came to what it expected. */
export function prospectWords({ seconds, loads, orders }: Prospects, name: string): string {
  const given = orders.filter(({ givenUp }) => givenUp).length;
  const thought =
    loads.length === 1
      ? `a load of up to ${short(loads[0]!)} requests/s`
      : `${plural(loads.length, 'load')} that the forecast may become, with peaks of ${short(loads[0]!)} to ${short(loads.at(-1)!)} requests/s in the next ten seconds`;
  return `${name} played ${plural(orders.length, 'order')} forward over ${plural(seconds, 'second')} under ${thought}, and took the one with the highest mean reward a decision.${given > 0 ? ` ${plural(given, 'order')} fell so far behind that it gave up on them.` : ''}${orders.length > SHOWN ? ` The best ${String(SHOWN)} are shown.` : ''}`;
}
