/** Which policies have a map over load and cores. */
import { baseOf, HAND, UNTRAINED } from '../theme/policies.ts';

/** They know the load, are another's twin, or ask neither load nor cores. */
const LEFT_OUT: readonly string[] = ['optimum-true', 'optimum-offline', 'static-best', 'ipa', HAND];

export const hasMap = (key: string): boolean => !LEFT_OUT.includes(baseOf(key));

/** What stands beside a policy where nothing else is chosen. */
export const otherThan = (key: string): string => (key === UNTRAINED ? 'greedy' : UNTRAINED);
