/** `--read kind=counter,timeUnit=ms,series=a+b`: how traces are to be read where a file leaves a choice. */
import { text, UsageError, type Options } from './options.ts';
import type { ChoiceId, IntakeChoices } from '../workload/intake/report.ts';

/** Every choice of the intake; whether several values may be named, joined by +. */
const CHOICES: Readonly<Record<ChoiceId, 'one' | 'several'>> = {
  series: 'several',
  kind: 'one',
  timeUnit: 'one',
  zone: 'one',
  step: 'one',
  timeColumn: 'one',
  valueColumn: 'one',
  decimal: 'one',
  unit: 'one',
  dateOrder: 'one',
};
export const READ_NAMES = Object.keys(CHOICES);
const isChoice = (name: string): name is ChoiceId => Object.hasOwn(CHOICES, name);

/** Where `text` has `separator` outside of quotes and braces, so that {pod="a",job="b"} stays whole. */
function split(text: string, separator: ',' | '+'): readonly string[] {
  const parts = [''];
  let quoted = false;
  let depth = 0;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === '{') depth++;
    else if (!quoted && char === '}') depth--;
    if (char === separator && !quoted && depth <= 0) parts.push('');
    else parts[parts.length - 1]! += char;
  }
  return parts;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // A bare % is one.
    return value;
  }
}

/** The choices asked for; a , or + that belongs to a name is written %2C or %2B. */
export function askedOf(options: Options): IntakeChoices {
  const asked: Partial<Record<ChoiceId, readonly string[]>> = {};
  const given = text(options, 'read');
  if (given === undefined) return asked;
  for (const pair of split(given, ',')) {
    const at = pair.indexOf('=');
    const name = (at < 0 ? pair : pair.slice(0, at)).trim();
    if (!isChoice(name))
      throw new UsageError(`--read knows ${Object.keys(CHOICES).join(', ')}, not "${name.slice(0, 80)}".`);
    const value = at < 0 ? '' : pair.slice(at + 1);
    const values = (CHOICES[name] === 'several' ? split(value, '+') : [value]).map((one) =>
      decoded(one.trim()),
    );
    if (values.includes(''))
      throw new UsageError(
        `--read takes name=value pairs separated by commas; "${pair.slice(0, 80)}" names no value.`,
      );
    if (asked[name]) throw new UsageError(`--read names ${name} twice; several series are joined by +.`);
    asked[name] = values;
  }
  return asked;
}
