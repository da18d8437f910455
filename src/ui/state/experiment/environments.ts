/** The environments by the names that the page shows, wherever it shows them. */
import type { EnvironmentKind } from '../../../scenario/scenario.ts';

export const environments: readonly {
  readonly id: EnvironmentKind;
  readonly name: string;
  readonly title: string;
}[] = [
  {
    id: 'chance',
    name: 'With queues',
    title: 'Replicas take time to start, requests wait, also by chance',
  },
  {
    id: 'fluid',
    name: 'Fluid',
    title: 'Fluid, without chance: requests wait only where there are too many for the replicas',
  },
  { id: 'instant', name: 'Instant', title: "The paper's equations: every choice takes effect at once" },
  {
    id: 'discrete',
    name: 'Single requests',
    title: 'Every request on its own: true percentiles, late and dropped requests',
  },
];

/** What the page calls an environment, as it stands alone; a sentence takes it in small letters. */
export function environmentName(id: EnvironmentKind): string {
  return environments.find((known) => known.id === id)!.name;
}
