/** Thirty hand-ins of one assignment, made by real runs: twenty-five honest, five tampered with in five ways. */
import { untrainedAgent } from './agents.ts';
import { forged, handedIn, someAssignment } from './assignments.ts';
import { compile } from '../model/tables.ts';
import { presetById } from '../model/presets/index.ts';
import { Random } from '../model/random.ts';
import type { AgentRecord } from '../learning/network/trainedAgent.ts';
import { handKey, type Orders } from '../policies/hand/orders.ts';
import type { Assignment } from '../teaching/assignments/assignment.ts';
import { handInText, type HandIn } from '../teaching/assignments/handIn.ts';

/** A file's name and its text. */
export type NamedText = readonly [name: string, text: string];

export interface ClassOfThirty {
  readonly assignment: Assignment;
  readonly honest: readonly NamedText[];
  /** `changed-j`, `foreign-orders`, `other-scenario`, `edited-weights` and `copied`, the last of `h3.json`. */
  readonly tampered: readonly NamedText[];
}

export const assignmentOfThirty = someAssignment();
const { experiment } = assignmentOfThirty;
const pipeline = presetById(experiment.pipeline)!;

export const sheetOf = (i: number): string => String(i).padStart(16, '0');

/** Orders that a person may have given: a few changes of configurations that fit. */
export function someOrders(seed: number): string {
  const random = Random.stream(seed, 'orders');
  const some: Orders = [0, 12, 30, 55].map((from) => ({
    from,
    configuration: pipeline.stages.map(() => ({
      variant: random.integer(2),
      replicas: 1 + random.integer(3),
      batch: 2 ** random.integer(4),
    })),
  }));
  return handKey(some);
}

export const byHand = (i: number): Promise<HandIn> =>
  handedIn(assignmentOfThirty, {
    name: `Hand ${String(i)}`,
    sheet: sheetOf(i),
    experiment: { ...experiment, a: someOrders(i) },
    answers: { 2: i % 2 === 0 ? 'detect' : 'classify' },
  });

const agentOf = (seed: number): AgentRecord =>
  untrainedAgent(compile(pipeline, { ...experiment }), seed, 0.05);

export const byAgent = (i: number): Promise<HandIn> =>
  handedIn(assignmentOfThirty, {
    name: `Agent ${String(i)}`,
    sheet: sheetOf(100 + i),
    experiment: { ...experiment, a: 'opd' },
    agent: agentOf(i),
    answers: { 2: 'detect' },
  });

export const byPolicy = (a: string, i: number): Promise<HandIn> =>
  handedIn(assignmentOfThirty, {
    name: `Policy ${String(i)}`,
    sheet: sheetOf(200 + i),
    experiment: { ...experiment, a, costWeight: 0.1 },
    answers: {},
  });

export async function classOfThirty(): Promise<ClassOfThirty> {
  const honest = [
    ...(await Promise.all(Array.from({ length: 12 }, (_, i) => byHand(i)))),
    ...(await Promise.all(Array.from({ length: 8 }, (_, i) => byAgent(i)))),
    ...(await Promise.all(['hpa', 'keda', 'kpa', 'greedy', 'hpa:target=0.5'].map(byPolicy))),
  ];
  const elsewhere = { ...experiment, maxCores: 64, workload: 'steady-low' };
  const tampered: readonly NamedText[] = [
    // Two points more, the digest mended.
    [
      'changed-j.json',
      forged(await byHand(20), (one) => ({ ...one, claimed: { ...one.claimed, j: one.claimed.j! + 2 } })),
    ],
    // Somebody's orders under another's claim.
    [
      'foreign-orders.json',
      forged(await byHand(21), (one) => ({ ...one, experiment: { ...one.experiment, a: someOrders(99) } })),
    ],
    // An easier load and more cores, run honestly there.
    [
      'other-scenario.json',
      handInText({
        ...(await handedIn(someAssignment({ experiment: elsewhere }), {
          name: 'Elsewhere',
          sheet: sheetOf(301),
          experiment: { ...elsewhere, a: someOrders(22) },
          answers: {},
        })),
        assignment: honest[0]!.assignment,
      }),
    ],
    // Weights changed by an editor; the digest of the whole mended, that of the weights too by writing it anew.
    [
      'edited-weights.json',
      forged(await byAgent(31), (one) => ({
        ...one,
        agent: {
          ...one.agent!,
          parameters: Float32Array.from(one.agent!.parameters, (w, i) => (i % 50 === 0 ? w + 0.5 : w)),
        },
      })),
    ],
    // A classmate's file under another name, on a sheet of its own.
    ['copied.json', forged(honest[3]!, (one) => ({ ...one, name: 'Somebody else', sheet: sheetOf(302) }))],
  ];
  return {
    assignment: assignmentOfThirty,
    honest: honest.map((one, i) => [`h${String(i)}.json`, handInText(one)]),
    tampered,
  };
}
