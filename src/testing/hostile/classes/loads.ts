/** Files of load traces under hostile names: damaged, with times and figures beyond sense. What is taken is forecast and replayed. */
import { hostile, refusal, Wrong } from '../class.ts';
import { cut, replay } from '../use.ts';
import { hostileFileName, NUMBERS, pick, TEXTS } from '../values.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Random } from '../../../model/random.ts';
import { importWorkload } from '../../../workload/import.ts';
import { lines, reply, sampled } from '../../intake.ts';
import { mutate } from '../../mutate.ts';

const T = 1_700_000_000;

const FILES: readonly (readonly [string, string])[] = [
  ['one.csv', lines(140, (i) => String(i % 7))],
  ['two.csv', `second,rps\n${lines(140, (i) => `${String(i)},${String(i % 7)}`)}`],
  [
    'wide.csv',
    `"Time","api, one","web"\n${lines(60, (i) => `2024-01-05 12:${String(i).padStart(2, '0')}:00,1.2K req/s,${i % 9 ? '100' : ''}`)}`,
  ],
  [
    'reply.json',
    reply(
      [{ __name__: 'x_total', pod: 'a' }, sampled(T, 60, 15, (i) => 30 * i)],
      [{ pod: 'b' }, sampled(T, 20, 15, (i) => 20 * i)],
    ),
  ],
  ['log.jsonl', lines(150, (i) => JSON.stringify({ timestamp: i, input_length: 600 }))],
  ['list.json', JSON.stringify(Array.from({ length: 150 }, (_, t) => ({ t, rps: 4 })))],
  [
    'access.log',
    lines(
      140,
      (i) =>
        `10.0.0.1 - - [14/Nov/2023:22:${String(10 + Math.floor(i / 60))}:${String(i % 60).padStart(2, '0')} +0000] "GET /" 200 5`,
    ),
  ],
];

interface Given {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Every number of some lines is another, or one column's are. */
function figured(text: string, random: Random): string {
  const share = pick([0.01, 0.1, 1], random);
  const value = random.uniform() < 0.5 ? pick(NUMBERS, random) : undefined;
  return text.replace(/\d+(\.\d+)?/g, (whole) =>
    random.uniform() < share * 0.5 ? (value ?? pick(NUMBERS, random)) : whole,
  );
}

function given(random: Random): Given {
  const [name, text] = pick(FILES, random);
  const draw = random.uniform();
  const changed =
    draw < 0.4
      ? figured(text, random)
      : draw < 0.6
        ? text.replaceAll(/[a-z_]{2,}/g, (word) => (random.uniform() < 0.05 ? pick(TEXTS, random) : word))
        : text;
  const bytes = new TextEncoder().encode(changed);
  return {
    name:
      random.uniform() < 0.3
        ? `${hostileFileName(random)}${pick(['', '.csv', '.json', '.log'], random)}`
        : name,
    bytes: draw < 0.3 ? bytes : mutate(bytes, random),
  };
}

export const loads = hostile<Given>({
  make: given,
  async meet({ name, bytes }) {
    const read = importWorkload(bytes, name);
    if (!read.ok) return refusal(read.message);
    const { workload, notes } = read.value;
    const wrong = workload.rates.find((rate) => !(Number.isFinite(rate) && rate >= 0));
    if (wrong !== undefined) throw new Wrong(`a load of ${String(wrong)} requests per second was taken`);
    const scenario = { ...defaultScenario(presets[0]!, cut(workload)), forecaster: 'holt' };
    await replay(scenario, 'hpa');
    await replay({ ...scenario, environment: 'discrete', forecaster: 'last' }, 'keda');
    return { kind: 'accepted', sentences: notes };
  },
  bytesOf: ({ bytes }) => bytes,
});
