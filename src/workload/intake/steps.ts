/** What every step of the intake hands on: its result, what it decided and why, and where a visitor could decide otherwise. */
import { named, quoted } from './text.ts';
import type { ChoiceId, IntakeDecision, IntakeChoice, IntakeChoices, IntakeStep } from './report.ts';
import { DecisionLog } from '../../model/decision.ts';

export interface Taken<T> {
  readonly value: T;
  readonly decisions: readonly IntakeDecision[];
  readonly choices: readonly IntakeChoice[];
}

/** Collects what one step decides. */
export class Decisions extends DecisionLog<{ readonly step: IntakeStep }> {
  readonly choices: IntakeChoice[] = [];

  constructor(step: IntakeStep) {
    super({ step });
  }

  with<T>(value: T): Taken<T> {
    return { value, decisions: this.decisions, choices: this.choices };
  }
}

/** The single option that was asked for; where it is none of `allowed`, a sentence says that it was not used. */
export function askedFor(
  asked: IntakeChoices,
  id: ChoiceId,
  allowed: (value: string) => boolean,
  expected: string,
  log: Decisions,
): string | undefined {
  const value = asked[id]?.[0];
  if (value === undefined) return undefined;
  if (allowed(value)) return value;
  log.leftOut(`The wish ${id}=${quoted(value).slice(1, -1)} was not followed: ${expected} can be asked for.`);
  return undefined;
}

/** Those of `labels` that were asked for; undefined where nothing was, or nothing of it is there. */
export function askedAmong(
  asked: IntakeChoices,
  ids: readonly ChoiceId[],
  labels: readonly string[],
  log: Decisions,
): readonly number[] | undefined {
  const id = ids.find((one) => (asked[one]?.length ?? 0) > 0);
  if (id === undefined) return undefined;
  const at = new Map(labels.map((label, i) => [label.trim().toLowerCase(), i]));
  const found = new Set<number>();
  for (const wish of asked[id]!) {
    const i = at.get(wish.trim().toLowerCase());
    if (i === undefined)
      log.leftOut(
        `The wish ${id}=${quoted(wish).slice(1, -1)} was not followed: there are ${listed(labels)}.`,
      );
    else found.add(i);
  }
  return found.size > 0 ? [...found].sort((a, b) => a - b) : undefined;
}

/** `"a", "b" and 3 more`. */
export function listed(labels: readonly string[], most = 4): string {
  const shown = labels.slice(0, most).map((label) => `"${named(label, 60)}"`);
  if (labels.length > most)
    return `${shown.join(', ')} and ${(labels.length - most).toLocaleString('en')} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}` : (shown[0] ?? 'none');
}

/** `1 value was`, `2,000 values were`. */
export function counted(n: number, one: string, were?: readonly [string, string]): string {
  const noun = n === 1 ? one : `${one}s`;
  return `${n.toLocaleString('en')} ${noun}${were ? ` ${n === 1 ? were[0] : were[1]}` : ''}`;
}
