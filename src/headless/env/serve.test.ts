import { describe, expect, it } from 'vitest';
import { servedBy } from '../env.ts';
import { Notes } from '../notes.ts';
import type { Options } from '../options.ts';
import { Incoming } from './incoming.ts';
import { NobodyReads, serve, type Ending } from './serve.ts';
import { Random } from '../../model/random.ts';
import { OutOfTime } from '../../model/watch.ts';
import { playPlan } from '../../scenario/plan.ts';

interface Reply {
  readonly error?: string;
  readonly reply?: string;
  readonly [field: string]: unknown;
  readonly values: Readonly<Record<string, Float32Array | Uint8Array>>;
}

interface Talk {
  readonly ending: Ending;
  readonly replies: readonly Reply[];
  readonly bytes: Buffer;
}

const SHORT: Options = { workload: 'step', predictor: 'last', lanes: '3', episode: '4' };

/** Requests as they cross: lines of what is no text yet, arrays as they are. */
function sent(requests: readonly (object | string)[]): Buffer {
  return Buffer.concat(
    requests.map((one) =>
      one instanceof Int32Array
        ? Buffer.from(one.buffer)
        : Buffer.from(typeof one === 'string' ? one : `${JSON.stringify(one)}\n`),
    ),
  );
}

async function repliesIn(bytes: Buffer): Promise<Reply[]> {
  const incoming = new Incoming(pieces(bytes, bytes.length));
  const replies: Reply[] = [];
  for (;;) {
    const line = await incoming.line();
    if (line.kind !== 'line') return replies;
    const fields = JSON.parse(line.text) as Omit<Reply, 'values'> & {
      readonly arrays?: readonly { readonly name: string; readonly type: string; readonly shape: number[] }[];
    };
    const values: Record<string, Float32Array | Uint8Array> = {};
    for (const { name, type, shape } of fields.arrays ?? []) {
      const count = shape.reduce((product, n) => product * n, 1);
      const raw = await incoming.bytes(type === 'u8' ? count : 4 * count);
      values[name] = type === 'u8' ? raw : new Float32Array(raw.buffer);
    }
    replies.push({ ...fields, values });
  }
}

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** What is answered to `requests`, which come in pieces of `length` bytes. */
async function talk(
  requests: readonly (object | string)[],
  options: Options = SHORT,
  length = 1e9,
): Promise<Talk> {
  const served = await servedBy(options, new Notes());
  const all: Uint8Array[] = [];
  const ending = await serve(
    { ...served, stepped: () => undefined },
    new Incoming(pieces(sent(requests), length)),
    async (reply) => {
      all.push(Buffer.from(reply));
    },
  );
  const bytes = Buffer.concat(all);
  return { ending, bytes, replies: await repliesIn(bytes) };
}

const SMALLEST = { request: 'step', actions: Array.from({ length: 3 }, () => [0, 0, 0, 0, 0, 0]) };
const RESET = { request: 'reset', seed: 1 };
const CLOSE = { request: 'close' };

describe('hello', () => {
  it('names each number of an observation and each head, as they stand', async () => {
    const order = [2, 3, 1, 0, 1, 4];
    const { replies } = await talk([
      { request: 'hello', version: 1 },
      RESET,
      { request: 'step', actions: [order, order, order] },
    ]);
    const [hello, , step] = replies;
    const { observation, action, info } = hello as unknown as {
      readonly observation: {
        readonly size: number;
        readonly names: readonly string[];
        readonly ranges: { readonly load: number };
      };
      readonly action: {
        readonly heads: readonly number[];
        readonly names: readonly string[];
        readonly choices: readonly (readonly unknown[])[];
      };
      readonly info: readonly string[];
    };
    expect(new Set(observation.names).size).toBe(observation.size);
    expect(action.heads).toEqual(action.choices.map(({ length }) => length));
    expect(action.names).toHaveLength(action.heads.length);
    expect(hello!.values['masks']).toHaveLength(action.heads.reduce((sum, n) => sum + n, 0));
    const seen = (name: string): number => step!.values['observations']![observation.names.indexOf(name)]!;
    expect(seen('stage 1: variant 3 ordered')).toBe(1);
    expect(seen('stage 1: variant 1 ordered')).toBe(0);
    expect(seen('stage 1: replicas ordered')).toBeCloseTo(4 / 8, 6);
    expect(seen('stage 2: batch ordered')).toBe(1);
    expect(seen('load') * observation.ranges.load).toBeCloseTo(
      step!.values['info']![info.indexOf('load')]!,
      4,
    );
  });
});

describe('step', () => {
  it('is the plain environment, step by step', async () => {
    const options = { ...SHORT, episode: '100000', reward: 'plain', 'reward-scale': '2' };
    const { lanes, prepared } = await servedBy(options, new Notes());
    const random = Random.stream(1, 'orders');
    const { heads } = lanes.space;
    const orders = Array.from(prepared.loads, () => {
      const one = Int32Array.from(heads, (n) => random.integer(n));
      lanes.repair.fit(one, 0);
      return one;
    });
    const { replies } = await talk(
      [
        { ...RESET, start: 'first' },
        ...orders.flatMap((one) => [
          { request: 'step', bytes: 3 * one.byteLength },
          Int32Array.from([...one, ...one, ...one]),
        ]),
      ],
      options,
    );
    const steps = replies.slice(1);
    const { series } = playPlan(prepared, Int32Array.from(orders.flatMap((one) => [...one])));
    expect(steps).toHaveLength(series.t.length);
    const info = steps.map(({ values }) => values['info']!.subarray(36));
    // Lane 2 of three; columns as `hello` names them.
    for (const [at, column] of (['load', 'accuracy', 'throughput', 'latency'] as const).entries())
      expect(info.map((row) => row[at])).toEqual([...series[column]].map(Math.fround));
    expect(info.map((row) => row[16])).toEqual([...series.optimum].map(Math.fround));
    expect(info.map((row) => row[17])).toEqual(steps.map(() => 0));
    expect(steps.map(({ values }) => values['rewards']![2])).toEqual(
      [...series.reward].map((reward) => Math.fround(reward / 2)),
    );
    expect(steps.map(({ values }) => values['truncated']![2])).toEqual(
      steps.map((_, k) => (k === steps.length - 1 ? 1 : 0)),
    );
  });

  it('rewards what lies between it and the exact optimum, unless told otherwise', async () => {
    const { replies } = await talk([RESET, SMALLEST]);
    const { rewards, info } = replies[1]!.values;
    expect(rewards![0]).toBeCloseTo((info![10]! - info![16]!) / 4, 4);
    expect(rewards![0]).toBeLessThan(0);
  });

  it('ends episodes and begins the next in the same step, with the last observation beside', async () => {
    const { replies } = await talk([
      { ...RESET, start: 'first' },
      SMALLEST,
      SMALLEST,
      SMALLEST,
      SMALLEST,
      SMALLEST,
    ]);
    const first = replies[0]!.values['observations'];
    const finals = replies.slice(1).map(({ values }) => values['final observations']!.length);
    const size = first!.length / 3;
    expect(finals).toEqual([0, 0, 0, 3 * size, 0]);
    expect(replies[4]!.values['observations']).toEqual(first);
    expect(replies[4]!.values['final observations']).not.toEqual(first);
  });
});

describe('masks', () => {
  it('of one head, given those before it, never lead beyond the cores', async () => {
    const options = { ...SHORT, limits: 'W_max=9' };
    const served = await servedBy(options, new Notes());
    const { space } = served.lanes;
    const random = Random.stream(3, 'orders');
    let rows: number[][] = [[], [], []];
    for (let head = 0; head < space.heads.length; head++) {
      const { replies } = await talk([{ request: 'masks', head, earlier: rows }], options);
      const masks = replies[0]!.values['masks']!;
      const size = space.heads[head]!;
      rows = rows.map((row, lane) => {
        const own = [...masks.subarray(lane * size, (lane + 1) * size)];
        const allowed = own.flatMap((may, choice) => (may === 1 ? [choice] : []));
        return [...row, allowed[random.integer(allowed.length)]!];
      });
    }
    const { replies } = await talk([RESET, { request: 'step', actions: rows }], options);
    expect([17, 35, 53].map((at) => replies[1]!.values['info']![at])).toEqual([0, 0, 0]);
  });
});

describe('seeds', () => {
  const play = (seed: unknown): (object | string)[] => [
    { request: 'reset', seed },
    ...Array<object>(9).fill(SMALLEST),
  ];

  it('make the same bytes again, in whatever pieces the requests come', async () => {
    const [once, again, other] = [await talk(play(5)), await talk(play(5), SHORT, 7), await talk(play(6))];
    expect(again.bytes.equals(once.bytes)).toBe(true);
    expect(other.bytes.equals(once.bytes)).toBe(false);
  });

  it('are one a lane where a list is given; a number gives each lane the next', async () => {
    const list = await talk(play([5, 6, 7]));
    expect(list.bytes.equals((await talk(play(5))).bytes)).toBe(true);
  });

  it('go on from one reset to the next where none is given, from --seed at first', async () => {
    const [first, second] = (await talk([{ request: 'reset' }, { request: 'reset', seed: null }])).replies;
    const [own] = (await talk([{ request: 'reset', seed: 7 }])).replies;
    expect(first!.values['observations']).toEqual(own!.values['observations']);
    expect(second!.values['observations']).not.toEqual(first!.values['observations']);
  });
});

describe('--training-loads', () => {
  it('has episodes of other loads than that of --workload, drawn by seed', async () => {
    const options = { ...SHORT, 'training-loads': true };
    const play = [{ request: 'hello' }, RESET, SMALLEST];
    const [own, others, again] = [await talk(play), await talk(play, options), await talk(play, options)];
    expect([own.replies[0]!['loads'], others.replies[0]!['loads']]).toEqual([1, 9]);
    expect(others.replies[1]!.values).not.toEqual(own.replies[1]!.values);
    expect(again.bytes.equals(others.bytes)).toBe(true);
  });
});

describe('bracket', () => {
  it('says of an episode what was possible in it, the same each time', async () => {
    const bracket = { request: 'bracket', lanes: [0, 2] };
    const { replies } = await talk([RESET, SMALLEST, SMALLEST, SMALLEST, SMALLEST, bracket, bracket]);
    const [one, two] = replies.slice(-2) as unknown as readonly {
      readonly brackets: readonly Readonly<Record<'lane' | 'earned' | 'plan' | 'bound', number>>[];
    }[];
    expect(two).toEqual(one);
    expect(one!.brackets.map(({ lane }) => lane)).toEqual([0, 2]);
    const rewards = replies.slice(1, 5).map(({ values }) => values['info']![10]!);
    const { earned, plan, bound } = one!.brackets[0]!;
    expect(earned).toBeCloseTo(rewards.reduce((sum, reward) => sum + reward, 0) / 4, 4);
    expect(earned).toBeLessThan(plan);
    expect(plan).toBeLessThanOrEqual(bound);
  });
});

describe('what is refused', () => {
  it.each<[string, string | object, RegExp]>([
    ['no JSON', '{"request":\n', /^The request cannot be read: it is cut off: its JSON ends in line 1/],
    ['no object', '[1]\n', /^A request is one JSON object in one line/],
    ['no name', '{}\n', /^No request is named\. Requests: hello, /],
    ['an unknown name', { request: 'stap' }, /^There is no request "stap"; did you mean step\? Requests: /],
    ['another version', { request: 'hello', version: 2 }, /^hello: version: it must be 1, the only version/],
    ['an unknown field', { request: 'reset', sead: 1 }, /^reset: sead: there is no such field\.$/],
    ['a seed outside', { request: 'reset', seed: -1 }, /^reset: seed: it must be a whole number from 0 to /],
    ['a seed that is text', { request: 'reset', seed: 'x' }, /^reset: seed: it must be a whole number/],
    ['too few seeds', { request: 'reset', seed: [1, 2] }, /^reset: 2 seeds were given; there are 3 lanes/],
    [
      'an unknown start',
      { request: 'reset', start: 'late' },
      /^reset: start: it must be one of drawn, first\.$/,
    ],
    ['too few orders', { request: 'step', actions: [[0, 0, 0, 0, 0, 0]] }, /must be 3 lanes of 6 choices/],
    ['a short order', { request: 'step', actions: [[0], [0], [0]] }, /must be 3 lanes of 6 choices/],
    [
      'no order',
      { request: 'step' },
      /^step: 0 bytes followed; 3 lanes of 6 choices, 32 bits each, are 72\.$/,
    ],
    [
      'a choice that there is not',
      {
        request: 'step',
        actions: [
          [0, 0, 0, 0, 0, 0],
          [0, 0, 0, 0, 0, 0],
          [0, 0, 0, 0, 8, 0],
        ],
      },
      /^step: lane 2 chooses 8 at head 4, stage 2: replicas, whose choices count from 0 to 7\.$/,
    ],
    [
      'half a choice',
      { request: 'step', actions: [[0.5]] },
      /^step: actions\.0\.0: it must be a whole number/,
    ],
    ['bytes that are none', { request: 'step', bytes: -4 }, /^bytes: it must be a whole number from 0 to /],
    ['an array where none is taken', '{"request":"hello","bytes":4}\nabcd', /^hello takes no array/],
    [
      'a head that there is not',
      { request: 'masks', head: 9 },
      /^masks: there is no head 9; they count from 0 to 5\.$/,
    ],
    ['a lane that there is not', { request: 'bracket', lanes: [3] }, /^bracket: there is no lane 3;/],
    [
      'an episode that has not ended',
      { request: 'bracket', lanes: [0] },
      /^bracket: no episode of lane 0 has ended/,
    ],
  ])('%s is a sentence, and all goes on as if it had not been asked', async (_, request, sentence) => {
    const { replies, ending } = await talk([RESET, SMALLEST, request, SMALLEST, CLOSE]);
    expect(replies[2]!.error).toMatch(sentence);
    expect(replies[2]!.error).toMatch(/[.]$/);
    const plain = await talk([RESET, SMALLEST, SMALLEST, CLOSE]);
    expect(replies.toSpliced(2, 1)).toEqual(plain.replies);
    expect(ending).toEqual({ kind: 'closed' });
  });

  it('a step before the first reset', async () => {
    const { replies } = await talk([SMALLEST, CLOSE]);
    expect(replies[0]!.error).toBe('step: nothing has begun yet; a reset comes first.');
  });

  it('a line without an end, which is skipped up to the next', async () => {
    const { replies } = await talk([`{"request":"${'x'.repeat(2 ** 23)}"}\n`, CLOSE], SHORT, 65_536);
    expect(replies.map(({ error, reply }) => error ?? reply)).toEqual([
      'A line has at most 8,388,608 bytes; a longer one was left out.',
      'close',
    ]);
  });
});

describe('whatever comes', () => {
  it('every answer can be read, and the process goes on', async () => {
    const random = Random.stream(4, 'noise');
    const whole = sent([
      { request: 'hello' },
      RESET,
      SMALLEST,
      { request: 'step', bytes: 72 },
      new Int32Array(18),
      { request: 'masks', head: 1, earlier: [[0], [1], [2]] },
      CLOSE,
    ]);
    const served = await servedBy(SHORT, new Notes());
    const seen = new Set<string>();
    for (let run = 0; run < 400; run++) {
      const bytes = Buffer.from(whole);
      for (let k = random.integer(6); k >= 0; k--) bytes[random.integer(bytes.length)] = random.integer(256);
      const all: Uint8Array[] = [];
      const { kind } = await serve(
        { ...served, stepped: () => undefined },
        new Incoming(pieces(bytes.subarray(0, 1 + random.integer(bytes.length)), 1 + random.integer(200))),
        async (reply) => void all.push(Buffer.from(reply)),
      );
      const replies = await repliesIn(Buffer.concat(all));
      expect(replies).toHaveLength(all.length);
      for (const { error, reply } of replies) seen.add(reply ?? (error === undefined ? 'nothing' : 'error'));
      seen.add(kind);
    }
    expect([...seen].sort()).toEqual(['close', 'closed', 'error', 'hello', 'left', 'masks', 'reset', 'step']);
  }, 180_000);
});

describe('a client that leaves', () => {
  it.each<[string, readonly (object | string)[], string]>([
    ['between requests', [RESET], 'ended without a close request'],
    ['within a line', [RESET, '{"request":"st'], 'ended within a line'],
    ['within an array', [RESET, '{"request":"step","bytes":72}\nabc'], 'ended within an array'],
  ])('%s ends it', async (_, requests, how) => {
    expect((await talk(requests)).ending).toEqual({ kind: 'left', how });
  });

  it('and no longer reads ends it', async () => {
    const served = await servedBy(SHORT, new Notes());
    const ending = await serve(
      { ...served, stepped: () => undefined },
      new Incoming(pieces(sent([RESET, SMALLEST]), 1e9)),
      () => Promise.reject(new NobodyReads('EPIPE')),
    );
    expect(ending).toEqual({ kind: 'left', how: 'no longer reads' });
  });

  it('is told by an answer, too, what took longer than it may, and that is the end', async () => {
    const served = await servedBy(SHORT, new Notes());
    const all: string[] = [];
    const serving = serve(
      {
        ...served,
        stepped: () => {
          throw new OutOfTime('after 9 s');
        },
      },
      new Incoming(pieces(sent([RESET, SMALLEST, CLOSE]), 1e9)),
      async (reply) => void all.push(Buffer.from(reply).toString()),
    );
    await expect(serving).rejects.toThrow(
      /^A request was stopped after 9 s: .* more than can be computed here; /,
    );
    expect(all).toHaveLength(2);
    expect(JSON.parse(all[1]!)).toEqual({
      error: expect.stringMatching(/^A request was stopped after 9 s: /) as string,
    });
  });

  it('is not computed for while it does not read', async () => {
    const served = await servedBy(SHORT, new Notes());
    let take: () => void = () => undefined;
    let offered = 0;
    const serving = serve(
      { ...served, stepped: () => undefined },
      new Incoming(pieces(sent([RESET, ...Array<object>(50).fill(SMALLEST), CLOSE]), 1e9)),
      () =>
        new Promise((resolve) => {
          offered++;
          take = resolve;
        }),
    );
    for (let taken = 0; taken < 52; taken++) {
      await new Promise(setImmediate);
      expect(offered).toBe(taken + 1);
      expect(served.lanes.decisions).toBe(3 * Math.min(taken, 50));
      take();
    }
    expect(await serving).toEqual({ kind: 'closed' });
  });
});
