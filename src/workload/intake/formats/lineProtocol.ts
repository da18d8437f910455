import type { Cell, Format, LabelledSeries } from '../source.ts';
import { quoted } from '../text.ts';
import { accepted, refused } from '../../../model/result.ts';

/** measurement,tag=value field=1.0,other=2i 1700000000000000000; commas and blanks of names are escaped by a backslash. */
const LINE = /^((?:[^\s\\]|\\.)+) ((?:[^\s"\\]|\\.|"(?:[^"\\]|\\.)*")+) (\d{1,20})$/;
/** Sticky: a search from every character would be quadratic. */
const FIELD = /((?:[^,=\\]|\\.)+)=("(?:[^"\\]|\\.)*"|[^,]+)(?:,|$)/y;
const PART = /(?:[^,\\]|\\.)+/g;
const LONGEST = 20_000;

interface Growing {
  readonly label: string;
  readonly name: string;
  readonly times: Cell[];
  readonly values: Cell[];
  readonly lines: number[];
}

/** InfluxDB's line protocol: one point a line. */
export const lineProtocol: Format = {
  name: 'InfluxDB line protocol',
  recognises({ head }) {
    const first = head.find((line) => line.trim() !== '' && !line.startsWith('#'));
    const match = first === undefined ? null : LINE.exec(first.slice(0, LONGEST).trim());
    return match?.[2]!.includes('=') === true;
  },
  read({ text, name }) {
    const found = new Map<string, Growing>();
    const keys = new Map<string, string>();
    for (const [i, whole] of text.split(/\r\n|\n/).entries()) {
      const line = whole.trim();
      if (line === '' || line.startsWith('#')) continue;
      const match = line.length > LONGEST ? null : LINE.exec(line);
      if (!match)
        return refused(
          `${name}, line ${String(i + 1)}: ${quoted(line)} is not "measurement,tag=value field=1.0 time"; a point of line protocol was expected.`,
        );
      const tagged = keys.get(match[1]!) ?? sorted(match[1]!);
      keys.set(match[1]!, tagged);
      const fields = fieldsOf(match[2]!);
      if (!fields)
        return refused(
          `${name}, line ${String(i + 1)}: ${quoted(match[2])} are no fields like requests=10,errors=0; a point of line protocol was expected.`,
        );
      for (const [field, value] of fields) {
        const number = /^[+-]?[\d.]+(e[+-]?\d{1,3})?[iu]?$/i.test(value)
          ? value.replace(/[iu]$/, '')
          : undefined;
        if (number === undefined) continue;
        const key = `${tagged} ${field}`;
        let series = found.get(key);
        if (!series) {
          series = {
            label: key.slice(0, 120),
            name: `${match[1]!.split(',')[0]!} ${field}`,
            times: [],
            values: [],
            lines: [],
          };
          found.set(key, series);
        }
        series.times.push(match[3]!);
        series.values.push(number);
        series.lines.push(i + 1);
      }
    }
    if (found.size === 0)
      return refused(`${name}: none of its fields is a number; a field of requests was expected.`);
    const series: LabelledSeries[] = [...found.values()].map(
      ({ label, name: called, times, values, lines }) => ({
        label,
        name: called,
        times,
        values,
        place: (n) => `${name}, line ${String(lines[n])}: the value`,
      }),
    );
    return accepted({ shape: 'series', series });
  },
};

/** Measurement and tags with the tags in order: a series stays one in whatever order a writer names them. */
function sorted(key: string): string {
  const [measurement = '', ...tags] = key.match(PART) ?? [];
  return [measurement, ...tags.sort()].join(',');
}

function fieldsOf(text: string): readonly (readonly [string, string])[] | undefined {
  const fields: (readonly [string, string])[] = [];
  FIELD.lastIndex = 0;
  for (let at = 0; at < text.length; at = FIELD.lastIndex) {
    const match = FIELD.exec(text);
    if (!match) return undefined;
    fields.push([match[1]!, match[2]!]);
  }
  return fields;
}
