/** What the values are: a rate, a counter, requests of each step, or nothing but the times of single requests. */
import { Decisions, askedFor, counted, type Taken } from './steps.ts';
import { isCountName, isCounterName, perOf } from './columnWords.ts';
import type { IntakeChoice, IntakeChoices } from './report.ts';
import type { Cells } from './cells.ts';
import type { Read, Samples } from './samples.ts';

export type Kind = 'rate' | 'counter' | 'counts' | 'requests';

export interface KindRead {
  readonly kind: Kind;
  /** Seconds that a rate counts over: 60 for requests per minute. */
  readonly per: number;
}

const WORDS: Readonly<Record<Kind, string>> = {
  rate: 'a rate or a gauge (requests per second, minute or hour)',
  counter: 'a counter (requests since a start)',
  counts: 'requests of each step',
  requests: 'single requests, one a line',
};
const TABLE_KINDS: readonly Kind[] = ['rate', 'counter', 'counts', 'requests'];
/** Above any request rate: a value that only rises to there counts. */
const BEYOND_RATES = 10_000;
const FEWEST_POINTS = 10;
const UNITS: readonly (readonly [string, string])[] = [
  ['1', 'a second'],
  ['60', 'a minute'],
  ['3600', 'an hour'],
];

/** One kind for all series: those of one query, one table, are alike. */
export function kindOf(
  { series, step, unitSaid }: Read,
  { shape, series: cells }: Cells,
  /** The file has no other numbers that could be the load. */
  onlyTimes: boolean,
  asked: IntakeChoices,
): Taken<KindRead> {
  const log = new Decisions('kind');
  if (series.every((one) => one.values === undefined)) {
    const sentence =
      'The file holds times and no load: each line is one request, and requests are counted by the second.';
    if (onlyTimes || asked.kind?.[0] === 'requests') log.changed(sentence);
    else log.assumed(sentence);
    if (asked.kind?.[0] === 'requests') log.choices.push(kindChoice(TABLE_KINDS, 'requests', false));
    return log.with({ kind: 'requests', per: 1 });
  }
  const kinds = TABLE_KINDS.slice(0, 3);
  // Each time of a table could be a request.
  const timed = shape === 'table' && cells[0]!.times !== undefined;
  const wished = asked.kind?.[0] === 'gauge' ? { ...asked, kind: ['rate'] } : asked;
  const wish = askedFor(wished, 'kind', (k) => kinds.includes(k as Kind), kinds.join(', '), log) as
    Kind | undefined;
  const guess = guessed(series, step, unitSaid, shape);
  const kind = wish ?? guess.kind;
  if (wish !== undefined) log.changed(`The values are read as ${WORDS[kind]}, as asked.`);
  else if (guess.sure && kind === 'rate') log.read(guess.why);
  else if (guess.sure) log.changed(guess.why);
  else log.assumed(guess.why);
  if (!unitSaid) {
    log.choices.push(kindChoice(timed ? TABLE_KINDS : kinds, kind, wish === undefined && !guess.sure));
  }
  const per = kind === 'rate' && !unitSaid ? perRead(series, asked, log) : 1;
  return log.with({ kind, per });
}

function kindChoice(kinds: readonly Kind[], kind: Kind, assumed: boolean): IntakeChoice {
  return {
    id: 'kind',
    label: 'Kind of the values',
    options: kinds.map((value) => ({ value, label: WORDS[value] })),
    multiple: false,
    value: [kind],
    assumed,
  };
}

function perRead(series: readonly Samples[], asked: IntakeChoices, log: Decisions): number {
  const named = { s: '1', min: '60', h: '3600' }[asked.unit?.[0] ?? ''];
  const wished = named === undefined ? asked : { ...asked, unit: [named] };
  const wish = askedFor(
    wished,
    'unit',
    (u) => Number(u) > 0 && Number(u) <= 86_400,
    's, min, h or a number of seconds',
    log,
  );
  const said = series.map((one) => perOf(one.name)).find((per) => per !== undefined);
  const per = wish === undefined ? (said ?? 1) : Number(wish);
  const options = UNITS.some(([value]) => Number(value) === per)
    ? UNITS
    : [...UNITS, [String(per), `${String(per)} seconds`] as const];
  log.choices.push({
    id: 'unit',
    label: 'Requests counted over',
    options: options.map(([value, label]) => ({ value, label })),
    multiple: false,
    value: [String(per)],
    assumed: wish === undefined && said === undefined,
  });
  if (per !== 1)
    log.changed(
      `The values count requests in ${options.find(([value]) => Number(value) === per)![1]}; they were divided by ${String(per)}.`,
    );
  return per;
}

interface Guess {
  readonly kind: Kind;
  readonly sure: boolean;
  readonly why: string;
}

function guessed(
  series: readonly Samples[],
  step: number,
  unitSaid: boolean,
  shape: 'table' | 'series',
): Guess {
  if (unitSaid) return { kind: 'rate', sure: true, why: 'The values carry their unit.' };
  const names = [...new Set(series.map((one) => one.name))];
  const rated = names.find((name) => perOf(name) !== undefined);
  if (rated !== undefined)
    return { kind: 'rate', sure: true, why: `"${rated.slice(0, 80)}" is a rate, by its name.` };
  const { points, falls, partial, top, rises } = behaviour(series);
  const named = names.find((name) => isCounterName(name));
  const many = counted(series.length, 'series').replace('seriess', 'series');
  // Processes restart now and then, and then count from near 0; what falls more often, or by a little, goes up and down.
  const monotone = falls <= 2 * series.length + points / 10 && partial <= 1 + points / 100;
  if (named !== undefined && monotone && (shape === 'series' || rises > 0))
    return {
      kind: 'counter',
      sure: true,
      why: `"${named.slice(0, 80)}" is a counter, by its name: ${many} turned into a rate.`,
    };
  const rareFalls = falls <= series.length + points / 100;
  if (points >= FEWEST_POINTS && rareFalls && partial <= points / 100 && rises > 0 && top > BEYOND_RATES)
    return {
      kind: 'counter',
      sure: false,
      why: `The values only rise, up to ${Math.round(top).toLocaleString('en')}, so they are taken as a counter: ${many} turned into a rate.`,
    };
  if (named !== undefined && shape === 'series')
    return {
      kind: 'rate',
      sure: false,
      why: `"${named.slice(0, 80)}" has the name of a counter and falls ${falls.toLocaleString('en')} times, so it is taken as a gauge, in requests per second.`,
    };
  const counting =
    shape === 'table' ? names.find((name) => isCountName(name) || isCounterName(name)) : undefined;
  if (counting !== undefined && Math.abs(step - 1) > 0.01 && whole(series)) {
    return {
      kind: 'counts',
      sure: /count|number/i.test(counting),
      why: `"${counting.slice(0, 80)}" holds whole numbers every ${short(step)} s, which are taken as the requests of each step and divided by its seconds.`,
    };
  }
  return { kind: 'rate', sure: false, why: 'The values are taken as requests per second.' };
}

function short(seconds: number): string {
  return String(Number(seconds.toPrecision(4)));
}

function whole(series: readonly Samples[]): boolean {
  return series.every(({ values }) => values!.every((x) => Number.isInteger(x)));
}

/** How the values of all series go up and down; `partial` falls stop above half of the value before, which no restart does. */
function behaviour(series: readonly Samples[]): {
  readonly points: number;
  readonly rises: number;
  readonly falls: number;
  readonly partial: number;
  readonly top: number;
} {
  let [points, rises, falls, partial, top] = [0, 0, 0, 0, 0];
  for (const { values } of series) {
    points += values!.length;
    for (let i = 0; i < values!.length; i++) {
      const value = values![i]!;
      if (value > top) top = value;
      if (i === 0) continue;
      const before = values![i - 1]!;
      if (value > before) rises++;
      else if (value < before) {
        falls++;
        if (value > before / 2) partial++;
      }
    }
  }
  return { points, rises, falls, partial, top };
}
