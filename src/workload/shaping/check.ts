/** Whether the numbers of a step can be, whatever the load they meet. */
import { flatFields, MOST_PAIRS, numberKinds, type NumberKind, type StepField } from './steps.ts';
import { figure, outsideRange } from '../../model/range.ts';

/** Thousandths are as fine as a load is said: "5.125 requests per second". */
export function rounded(value: number): number {
  const near = Math.round(1000 * value) / 1000;
  return near === 0 ? 0 : near;
}

/** What is wrong with the numbers of a step, a sentence; undefined where nothing is. */
export function stepComplaint(kind: NumberKind, values: readonly number[]): string | undefined {
  const { name, fields, pairs } = numberKinds[kind];
  const count = values.length / fields.length;
  if (pairs === undefined ? values.length !== fields.length : !Number.isInteger(count) || count < pairs)
    return pairs === undefined
      ? `${name} takes ${wanted(fields)}; ${given(values)}.`
      : `${name} takes pairs of ${wanted(fields)}, at least ${figure(pairs)}; ${given(values)}.`;
  if (count > MOST_PAIRS)
    return `${name} takes at most ${figure(MOST_PAIRS)} pairs; ${figure(count)} were given.`;
  return rangeComplaint(name, fields, values) ?? orderComplaint(kind, values);
}

/** The same of a load that is the same all the time. */
export function flatComplaint(values: readonly number[]): string | undefined {
  if (values.length !== flatFields.length)
    return `A flat load takes ${wanted(flatFields)}; ${given(values)}.`;
  return rangeComplaint('a flat load', flatFields, values);
}

function rangeComplaint(
  name: string,
  fields: readonly StepField[],
  values: readonly number[],
): string | undefined {
  for (const [i, value] of values.entries()) {
    const { label, range } = fields[i % fields.length]!;
    const said = outsideRange(`“${label}” of ${name}`, range, value);
    if (said !== undefined) return said;
  }
  return undefined;
}

function orderComplaint(kind: NumberKind, values: readonly number[]): string | undefined {
  const [first = 0, second = 0] = values;
  if (kind === 'clip' && first > second)
    return `Clip takes the lower level first; ${figure(first)} is above ${figure(second)}.`;
  for (let i = 0; i + 1 < values.length; i += 2) {
    const [from, to] = [values[i]!, values[i + 1]!];
    if (kind === 'window' && to <= from)
      return `A window ends after it begins; from ${figure(from)} to ${figure(to)} s holds nothing.`;
    if (kind === 'drawn' && i > 0 && from <= values[i - 2]!)
      return `The points of a drawn line go forward in time; ${figure(from)} s follows ${figure(values[i - 2]!)} s.`;
  }
  return undefined;
}

function given({ length }: readonly number[]): string {
  return length === 0 ? 'none was given' : `${figure(length)} ${length === 1 ? 'was' : 'were'} given`;
}

/** "2 numbers (from, to)". */
function wanted(fields: readonly StepField[]): string {
  const names = fields.map(({ label }) => label.toLowerCase()).join(', ');
  return `${figure(fields.length)} ${fields.length === 1 ? 'number' : 'numbers'} (${names})`;
}
