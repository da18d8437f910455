/**
 * Damaged files: nothing throws, nothing hangs, every refusal is one sentence about the file. SLUICE_MUTANTS=100000 runs
 * more; SLUICE_MUTANTS_TABLE=1 prints the distinct sentences.
 */
import { expect, it } from 'vitest';
import { Random } from '../../model/random.ts';
import { lines, reply, sampled } from '../../testing/intake.ts';
import { mutate } from '../../testing/mutate.ts';
import { importWorkload } from '../import.ts';

const T = 1_700_000_000;
const COUNT = Number(process.env.SLUICE_MUTANTS ?? 5000);
const SECONDS = 1000;

const tell = (...words: readonly unknown[]): boolean =>
  process.stdout.write(`${words.map(String).join(' ')}\n`);

const seeds: readonly (readonly [string, string])[] = [
  ['one.csv', lines(140, (i) => String(i % 7))],
  ['two.csv', `second,rps\n${lines(140, (i) => `${String(i)},${String(i % 7)}`)}`],
  ['comma.csv', `Time;Requests\n${lines(60, (i) => `${String(15 * i)};10,${String(i)}`)}`],
  [
    'wide.csv',
    `"Time","api, one","web"\n${lines(60, (i) => `2024-01-05 12:${String(i).padStart(2, '0')}:00,1.2K req/s,${i % 9 ? '100' : ''}`)}`,
  ],
  ['counts.csv', `minute|count\n${lines(60, (i) => `${String(i)}|${String(100 + i)}`)}`],
  [
    'azure.csv',
    `TIMESTAMP,ContextTokens\n${lines(150, (i) => `2023-11-14 22:${String(10 + Math.floor(i / 60))}:${String(i % 60).padStart(2, '0')}.0805900,300`)}`,
  ],
  ['us.csv', `date,hits\n${lines(60, (i) => `01/25/2024 12:${String(i).padStart(2, '0')}:00 PM,5`)}`],
  ['line.csv', Array.from({ length: 200 }, (_, i) => String(40 + (i % 7))).join(' ')],
  ['blank.txt', `# load\n${lines(140, (i) => `${String(i)}  ${String(i % 7)}`)}`],
  [
    'reply.json',
    reply(
      [{ __name__: 'x_total', pod: 'a' }, sampled(T, 60, 15, (i) => 30 * i)],
      [{ __name__: 'x_total', pod: 'b' }, sampled(T + 300, 20, 15, (i) => 20 * i)],
    ),
  ],
  [
    'gauge.json',
    JSON.stringify([{ metric: {}, values: sampled(T, 60, 15, (i) => (i % 9 ? i % 5 : 'NaN')) }]),
  ],
  [
    'vm.jsonl',
    lines(3, (n) =>
      JSON.stringify({
        metric: { pod: String(n) },
        values: Array(40).fill(n),
        timestamps: Array.from({ length: 40 }, (_, i) => (T + 10 * i) * 1000),
      }),
    ),
  ],
  ['log.jsonl', lines(150, (i) => JSON.stringify({ timestamp: i, input_length: 600 }))],
  ['list.json', JSON.stringify(Array.from({ length: 150 }, (_, t) => ({ t, rps: 4 })))],
  [
    'columns.json',
    JSON.stringify({ times: Array.from({ length: 150 }, (_, t) => t), values: Array(150).fill(4) }),
  ],
  [
    'influx.json',
    JSON.stringify({
      results: [
        {
          series: [
            {
              name: 'r',
              columns: ['time', 'mean'],
              values: Array.from({ length: 150 }, (_, i) => [T + i, 4]),
            },
          ],
        },
      ],
    }),
  ],
  [
    'flux.csv',
    `#datatype,string,long,dateTime:RFC3339,double\n,result,table,_time,_value\n${lines(140, (i) => `,,0,${new Date((T + i) * 1000).toISOString()},4`)}`,
  ],
  [
    'frames.json',
    JSON.stringify([
      {
        schema: {
          fields: [
            { name: 'Time', type: 'time' },
            { name: 'Value', type: 'number' },
          ],
        },
        data: { values: [Array.from({ length: 150 }, (_, i) => (T + i) * 1000), Array(150).fill(4)] },
      },
    ]),
  ],
  ['points.txt', lines(140, (i) => `http,pod=a rps=4 ${String(T + i)}000000000`)],
  [
    'access.log',
    lines(
      140,
      (i) =>
        `10.0.0.1 - - [14/Nov/2023:22:${String(10 + Math.floor(i / 60))}:${String(i % 60).padStart(2, '0')} +0000] "GET /" 200 5`,
    ),
  ],
  [
    'stats_history.csv',
    `Timestamp,User Count,Type,Name,Requests/s,50%\n${lines(140, (i) => `${String(T + i)},5,,Aggregated,12.5,N/A`)}`,
  ],
];

it.each(seeds)('%s is taken while it is whole', (name, text) => {
  const result = importWorkload(new TextEncoder().encode(text), name);
  expect(result.ok ? '' : result.message).toBe('');
});

it(
  `${COUNT.toLocaleString('en')} damaged files are taken or refused in a sentence, none in more than a second`,
  { timeout: 1_800_000 },
  () => {
    const random = Random.stream(11, 'mutants');
    const whole = seeds.map(([name, text]) => [name, new TextEncoder().encode(text)] as const);
    const table = new Map<string, { count: number; example: string }>();
    let refused = 0;
    let slowest = 0;
    for (let n = 0; n < COUNT; n++) {
      const [name, bytes] = whole[n % whole.length]!;
      const hurt = mutate(bytes, random);
      // Of the processor: other tests may run beside.
      const before = process.cpuUsage();
      const result = importWorkload(hurt, name);
      const { user, system } = process.cpuUsage(before);
      slowest = Math.max(slowest, (user + system) / 1000);
      if (result.ok) {
        const { rates } = result.value.workload;
        if (!rates.every((x) => Number.isFinite(x) && x >= 0))
          throw new Error(`${name}, mutant ${String(n)}: rates`);
        for (const note of result.value.notes) expect(note).toMatch(/^[^\n]{5,600}\.$/);
        continue;
      }
      refused++;
      expect(
        result.message.startsWith(`${name}:`) || result.message.startsWith(`${name}, `),
        result.message,
      ).toBe(true);
      expect(result.message).toMatch(/^[^\n\r]{10,600}\.$/);
      expect(result.message).not.toMatch(/undefined|\[object|Infinity seconds|NaN seconds/);
      const kind = result.message
        .replace(name, 'FILE')
        .replace(/"[^"]*"/g, '"…"')
        .replace(/\d[\d,.:e+-]*/g, '#');
      const known = table.get(kind);
      if (known) known.count++;
      else table.set(kind, { count: 1, example: result.message });
    }
    expect(slowest).toBeLessThan(SECONDS);
    expect(refused).toBeGreaterThan(COUNT / 50);
    if (process.env.SLUICE_MUTANTS_TABLE !== undefined) {
      tell(`${String(refused)} refused, ${String(table.size)} sentences, slowest ${slowest.toFixed(0)} ms`);
      for (const { count, example } of [...table.values()].sort((a, b) => b.count - a.count))
        tell(count, example);
    }
  },
);
