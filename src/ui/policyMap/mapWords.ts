import type { EnvironmentKind } from '../../scenario/scenario.ts';

/** How a policy map is made, as the page says it behind "in the steady state:". */
export function mapWords(environment: EnvironmentKind): string {
  const world =
    environment === 'discrete' ? ' Single requests would leave it to chance: it is made with queues.' : '';
  return `every policy is run from the smallest configuration on, with the load forecast exactly, until its order stands for a minute, or for six where it remembers what it saw before (autoscalers wait before they scale down). J is what that configuration earns where it is held for five minutes, so equal choices have equal J. A dot: it never settles; its last order is shown, and J is what its changing orders earned.${world}`;
}
