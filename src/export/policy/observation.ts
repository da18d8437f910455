/** Names of the numbers that a policy reads, in the order of its ONNX file's inputs. */
import { RECENT_INTERVALS } from '../../environment/environment.ts';

const STAGE = [
  'starting (replicas)',
  'backlog (requests)',
  'latency (s)',
  'throughput (req/s)',
  'cost (cores)',
];
const ORDERED = ['variant (index)', 'replicas - 1', 'batch (index)'];

/** Of `node`, then `stages`, then `ordered`, row-major (policyInputs.ts), each with its unit. */
export function observationNames(stages: number): readonly string[] {
  const each = (names: readonly string[], what: string): readonly string[] =>
    Array.from({ length: stages }, (_, n) => names.map((name) => `${what}[${String(n)}].${name}`)).flat();
  return [
    'freeCores (cores)',
    'predicted (req/s)',
    ...Array.from({ length: RECENT_INTERVALS }, (_, k) => `recent[${String(k)}] (req/s)`),
    ...each(STAGE, 'stages'),
    ...each(ORDERED, 'ordered'),
  ];
}
