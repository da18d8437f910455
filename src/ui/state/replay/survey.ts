/** What is possible on a scenario with its load known, as the page has it. */
import type { Scenario } from '../../../scenario/scenario.ts';
import { decisionsIn } from '../../../workload/workload.ts';
import type { Surveyed } from '../../../../workers/possibleProtocol.ts';

/** Orders that were played on a scenario, and what they earn there. */
export type PlayedOrders = Pick<Surveyed, 'orders' | 'earned' | 'rewards'>;

/** What is possible on a scenario, as far as it is known; `spent` are the seconds of search behind it. */
export interface Survey extends Surveyed {
  /**
   * - `searching`: a better plan may come at any moment;
   * - `resting`: the search stands still, and goes on when the visitor comes back or nothing trains any more;
   * - `enough`: its time is up; `further` gives it more;
   * - `ended`: no sweep finds more.
   */
  readonly state: 'searching' | 'resting' | 'enough' | 'ended';
}

/** Where orders take effect at once the optimum is exact, and every run has it: nothing is to be searched. */
export const isSearched = ({ environment, workload }: Scenario): boolean =>
  environment !== 'instant' && decisionsIn(workload.rates.length) > 0;
