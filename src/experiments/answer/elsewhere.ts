/** What the worlds that estimate make of the answer: the Lab shows one of them, and may say otherwise than single requests do. */
import type { Configuration } from '../../model/pipeline.ts';
import type { Watch } from '../../model/watch.ts';
import { estimatesInTime, shareInTime } from '../../scenario/measures.ts';
import { environmentKinds, type EnvironmentKind, type Scenario } from '../../scenario/scenario.ts';
import { playStill } from '../../scenario/still.ts';

/** A world and the share in time, 0..1, that it has of the configuration that stands still. */
export interface Elsewhere {
  readonly environment: EnvironmentKind;
  readonly share: number;
}

/** Of the same configuration at the same load, in every world that estimates the share in time. */
export const elsewhereOf = (
  scenario: Scenario,
  configuration: Configuration,
  load: number,
  watch: () => Watch,
): readonly Elsewhere[] =>
  environmentKinds.filter(estimatesInTime).flatMap((environment) => {
    const share = shareInTime(playStill({ ...scenario, environment }, configuration, load, watch()));
    return share === undefined ? [] : [{ environment, share }];
  });
