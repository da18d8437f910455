/** The environments by the names that the page shows: the Lab's header asks how the cluster behaves, Compare what is counted. */
import type { EnvironmentKind } from '../../../scenario/scenario.ts';

export const labEnvironments: readonly {
  readonly id: EnvironmentKind;
  readonly name: string;
  readonly title: string;
}[] = [
  { id: 'fluid', name: 'With queues', title: 'Replicas take time to start, requests wait' },
  { id: 'instant', name: 'Instant', title: "The paper's equations: every choice takes effect at once" },
  {
    id: 'discrete',
    name: 'Discrete-event',
    title: 'Every request on its own: true percentiles, late and dropped requests',
  },
];

export const comparedEnvironments: readonly { readonly id: EnvironmentKind; readonly name: string }[] = [
  { id: 'fluid', name: 'Fluid queues' },
  { id: 'instant', name: 'Instant' },
  { id: 'discrete', name: 'Single requests' },
];
