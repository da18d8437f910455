/** A shaped load in words: each step, and the name that the header shows. */
import { FLAT } from './shaped.ts';
import { isCompose, type Load, type Step } from './steps.ts';
import { betweenWords, momentWords, spanWords } from './times.ts';
import { figure } from '../../model/range.ts';
import { capital, LONGEST_NAME, nameFrom, shortened } from '../../model/text.ts';

/** What a base is called: a generator's name, an import's. */
export type NameOfBase = (base: string) => string;

/** Windows that are said one by one. */
const FEW = 2;

/** "times 1.5", "from 06:00 to 09:00 of day 3". */
export function stepWords(step: Step, nameOf: NameOfBase): string {
  if (isCompose(step)) return `${step.kind} ${loadWords(step.load, nameOf)}`;
  const { kind, values } = step;
  const [first = 0, second = 0] = values;
  switch (kind) {
    case 'window':
      return windowWords(values);
    case 'x':
      return `times ${figure(first)}`;
    case 'shift':
      return first < 0 ? `less ${figure(-first)} req/s` : `plus ${figure(first)} req/s`;
    case 'clip':
      return first === 0
        ? `at most ${figure(second)} req/s`
        : `between ${figure(first)} and ${figure(second)} req/s`;
    case 'repeat':
      return first === 1 ? 'once' : `${figure(first)} times over`;
    case 'start':
      return `begun at ${momentWords(first)}`;
    case 'noise':
      return `noise of ${figure(first)} %`;
    case 'burst':
      return `burst at ${momentWords(first)}`;
    case 'drawn':
      return `drawn ${betweenWords(first, values.at(-2) ?? first)}`;
  }
}

/** All that a step says, for its row in the list. */
export function fullWords(step: Step, nameOf: NameOfBase): string {
  if (isCompose(step) || step.kind !== 'burst') return stepWords(step, nameOf);
  const [start = 0, height = 0, ramp = 0, hold = 0, decay = 0] = step.values;
  const fall = decay === 0 ? 'then gone at once' : `then down to a third in ${spanWords(decay)}`;
  return `a burst of ${figure(height)} req/s at ${momentWords(start)}: up within ${spanWords(ramp)}, held ${spanWords(hold)}, ${fall}`;
}

/** "fluctuating, times 1.5, burst at 10 min". */
export function loadWords({ base, steps }: Load, nameOf: NameOfBase): string {
  return [baseWords(base, nameOf), ...steps.map((step) => stepWords(step, nameOf))].join(', ');
}

/** The same as a name, which has room for so many letters: what does not fit is counted. */
export function loadName(load: Load, nameOf: NameOfBase): string {
  const whole = nameFrom(loadWords(load, nameOf), 4 * LONGEST_NAME);
  const named = capital(whole);
  if (named.length <= LONGEST_NAME) return named;
  const base = baseWords(load.base, nameOf);
  for (let said = load.steps.length - 1; said >= 0; said--) {
    const left = load.steps.length - said;
    const more = `, ${figure(left)} more ${left === 1 ? 'step' : 'steps'}`;
    const name = loadWords({ base, steps: load.steps.slice(0, said) }, nameOf) + more;
    if (name.length <= LONGEST_NAME) return capital(name);
  }
  return `${shortened(named, LONGEST_NAME - 1)}…`;
}

function baseWords(base: string, nameOf: NameOfBase): string {
  if (!base.startsWith(FLAT)) return nameOf(base);
  const [seconds = 0, rate = 0] = base.slice(FLAT.length).split(',').map(Number);
  return `${figure(rate)} req/s for ${spanWords(seconds)}`;
}

function windowWords(values: readonly number[]): string {
  const windows = Array.from({ length: values.length / 2 }, (_, i) =>
    betweenWords(values[2 * i]!, values[2 * i + 1]!),
  );
  if (windows.length <= FEW) return windows.join(' and ');
  return `${windows[0]!} and ${figure(windows.length - 1)} more windows`;
}
