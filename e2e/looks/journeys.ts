import { intakeJourneys } from './intakeJourneys.ts';
import type { Journey } from './journey.ts';
import { labJourneys } from './labJourneys.ts';
import { learnJourneys } from './learnJourneys.ts';
import { viewJourneys } from './viewJourneys.ts';

/** Every view and state that a visitor can reach; the longest first, so that the walkers end together. */
export const journeys: readonly Journey[] = [
  ...learnJourneys,
  ...viewJourneys,
  ...labJourneys,
  ...intakeJourneys,
];
