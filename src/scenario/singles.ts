/** The same scenario judged by single requests: what lanes, Compare and the decision card offer beside their estimates. */
import type { EnvironmentKind } from './scenario.ts';

/**
 * A scenario, or the settings of a comparison, with every request followed on its own; pipeline, load, seed, limits and
 * all else stay. The very same object where it is so already.
 */
export function inSingles<S extends { readonly environment: EnvironmentKind }>(of: S): S {
  return of.environment === 'discrete' ? of : { ...of, environment: 'discrete' };
}
