/**
 * What the thread of a program says, looked at before anything is made of it: code in Node.js can reach the port of its thread,
 * and change what the thread itself is built of.
 */
import type { PlainAnswer } from '../policies/own/guest.ts';
import type { Reply } from '../policies/own/thread.ts';
import { isFields } from '../model/fields.ts';

/** Undefined where it is no reply. */
export function replyIn(message: unknown): Reply | undefined {
  if (!isFields(message)) return undefined;
  const { id, ok, answer, why, last } = message;
  if (typeof id !== 'number') return undefined;
  if (ok === true) return { id, ok, answer };
  return ok === false && typeof why === 'string' ? { id, ok, why, last: last === true } : undefined;
}

/** Undefined where it is none of what `plainAnswer` makes. */
export function answerIn(answer: unknown): PlainAnswer | undefined {
  if (!isFields(answer)) return undefined;
  const { kind, value, stages } = answer;
  const fits =
    kind === 'value'
      ? isPlain(value)
      : kind === 'length'
        ? typeof stages === 'number'
        : kind === 'order' && Array.isArray(stages) && stages.every(isStage);
  return fits ? (answer as unknown as PlainAnswer) : undefined;
}

/** A number, or a name of what it was instead. */
const isPlain = (value: unknown): boolean => typeof value === 'number' || typeof value === 'string';

const isStage = (stage: unknown): boolean =>
  Array.isArray(stage) ? stage.length === 3 && stage.every(isPlain) : isPlain(stage);
