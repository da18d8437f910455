/** Assignments and hand-ins for tests, made by real runs. */
import { accept } from './runs.ts';
import {
  ASSIGNMENT,
  ASSIGNMENT_VERSION,
  assignmentDigest,
  optionDigest,
  type Assignment,
} from '../teaching/assignments/assignment.ts';
import { handInText, type HandIn } from '../teaching/assignments/handIn.ts';
import { rerun, type Work } from '../teaching/assignments/rerun.ts';
import { defaultExperiment } from '../scenario/experiment.ts';

const SALT = '0123456789abcdef';

/** J above a bound and a share in time on two loads, at most so many cores, one question; lane A and the cores' price may be turned. */
export function someAssignment(changes: Partial<Assignment> = {}): Assignment {
  return {
    format: ASSIGNMENT,
    version: ASSIGNMENT_VERSION,
    title: 'Keep up with the burst',
    text: 'Order by hand or choose a policy.\n\nThen say which stage is the bottleneck.',
    experiment: { ...defaultExperiment, workload: 'bursty', forecaster: 'last', a: 'hpa', b: 'ipa-exact' },
    locked: ['pipeline', 'workload', 'seed', 'environment', 'forecaster', 'b', 'maxCores', 'sla'],
    hidden: ['accuracyWeight', 'reproduce'],
    tasks: [
      {
        kind: 'goal',
        goal: {
          goal: 'figure',
          figure: { of: 'measure', measure: 'inTime', lane: 'a' },
          name: 'lane A’s share in time',
          is: 'at least',
          than: 60,
        },
        loads: ['bursty', 'steady-low'],
      },
      {
        kind: 'goal',
        goal: {
          goal: 'figure',
          figure: { of: 'measure', measure: 'cost', lane: 'a' },
          name: 'lane A’s cost',
          is: 'at most',
          than: 20,
        },
        loads: [],
      },
      {
        kind: 'question',
        question: 'Which stage is the bottleneck?',
        options: ['detect', 'classify'],
        salt: SALT,
        right: optionDigest(SALT, 'detect'),
      },
    ],
    tries: 2,
    ...changes,
  };
}

/** What a student's page makes of a work: run, claimed, written. */
export async function handedIn(
  assignment: Assignment,
  {
    name,
    sheet,
    attempt = 1,
    ...work
  }: Work & { readonly name: string; readonly sheet: string; readonly attempt?: number },
): Promise<HandIn> {
  const { missing: _, ...claimed } = accept(await rerun(assignment, work));
  return {
    assignment: assignmentDigest(assignment),
    title: assignment.title,
    sheet,
    name,
    attempt,
    experiment: work.experiment,
    ...(work.agent && { agent: work.agent }),
    answers: work.answers,
    claimed,
  };
}

/** The file with fields changed and its digest mended: what a student who knows the format can do. */
export function forged(handIn: HandIn, change: (handIn: HandIn) => HandIn): string {
  return handInText(change(handIn));
}
