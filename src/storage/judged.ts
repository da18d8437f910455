/** How the agent of a run did on the load on screen as it learned: the page judged it there, and draws it again after a reload. */
import * as v from 'valibot';
import { numberSchema } from '../model/boundedSchema.ts';
import { BOUNDS } from '../model/bounds.ts';
import { checked, listOf } from '../model/checked.ts';

/** The agent on its run's own scenario at one time of the training. */
export interface Check {
  /** Share of the budget that was spent. */
  readonly progress: number;
  /** Mean reward a decision that the optimum has more. */
  readonly regret: number;
}

/** What another policy loses there, by its key. */
export interface Rival {
  readonly id: string;
  readonly regret: number;
}

/** All that was judged on a run's own scenario. */
export interface Judged {
  readonly checks: readonly Check[];
  /** The latest last. */
  readonly rivals: readonly Rival[];
}

const MOST_RIVALS = 200;
/** More than a training of hours at one a second. */
const MOST = 20_000;

const JudgedSchema = v.object({
  format: v.literal(1),
  checks: listOf(v.object({ progress: numberSchema(BOUNDS.share), regret: numberSchema(BOUNDS.outcome) }), {
    max: MOST,
  }),
  rivals: listOf(
    v.object({ id: v.pipe(v.string(), v.maxLength(2000)), regret: numberSchema(BOUNDS.outcome) }),
    { max: MOST_RIVALS },
  ),
});

/** Under which name the store has it; it goes with the run. */
export const judgedOf = (run: string): string => `judged ${run}`;

/** As it is kept: of too many every second one. */
export function judged({ checks, rivals }: Judged): unknown {
  let few = checks;
  while (few.length > MOST) few = few.filter((_, i) => i % 2 === 1);
  return { format: 1, checks: few, rivals: rivals.slice(-MOST_RIVALS) };
}

/** What was kept; undefined where nothing was, or nothing that can be read. */
export function judgedFrom(value: unknown): Judged | undefined {
  const read = checked(JudgedSchema, value);
  return read.ok ? { checks: read.value.checks, rivals: read.value.rivals } : undefined;
}
