import { afterEach, expect, it } from 'vitest';
import { Gate } from './gate.ts';
import { Sandboxed } from './sandboxed.ts';
import type { OwnObservation, Opening } from '../src/policies/own/contract.ts';
import type { Answered, GuestAsk, GuestReady, GuestReply } from '../src/policies/own/guestProtocol.ts';
import type { OwnRun, Seen } from '../src/policies/own/runs.ts';

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** A sandbox whose other side is this test: `answers` to the questions of a message, by their times. */
function sandbox(answers: (times: readonly number[]) => unknown): {
  readonly sandboxed: Sandboxed;
  /** The questions of each message, by `time`. */
  readonly asked: (readonly number[])[];
} {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const asked: (readonly number[])[] = [];
  const post = (message: GuestReady | GuestReply): void => {
    port2.postMessage(message);
  };
  port2.onmessage = ({ data: ask }: MessageEvent<GuestAsk>) => {
    if (ask.kind === 'start') post({ id: ask.id, kind: 'started', ms: 0 });
    if (ask.kind !== 'decide') return;
    const times = ask.questions.map(({ observation }) => observation.time);
    asked.push(times);
    const given = answers(times);
    if (given === 'a beginning') post({ id: ask.id, kind: 'started', ms: 0 });
    else post({ id: ask.id, kind: 'answers', answers: given as readonly Answered[] });
  };
  const sandboxed = new Sandboxed(
    port1,
    () => performance.now(),
    new Gate(),
    () => undefined,
  );
  post({ ready: true, left: [] });
  return { sandboxed, asked };
}

const at = (time: number): Seen => ({
  plain: { time } as OwnObservation,
  observation: {} as Seen['observation'],
});
const start = (sandboxed: Sandboxed, name: string): Promise<OwnRun> =>
  sandboxed.start(name, '', {} as Opening, () => undefined);

/** As many episodes, each past its first decision. */
async function episodes(sandboxed: Sandboxed, count: number): Promise<readonly OwnRun[]> {
  const runs = await Promise.all(
    Array.from({ length: count }, (_, i) => start(sandboxed, `Mine ${String(i)}`)),
  );
  await Promise.all(runs.map((run) => run.decide(at(0))));
  return runs;
}

const said = (ms: number) => (time: number) => ({
  kind: 'answer',
  answer: { kind: 'value', value: time },
  ms,
});

it('takes the questions of all episodes in one message, but the first of each by itself', async () => {
  const { sandboxed, asked } = sandbox((times) => times.map(said(0.1)));
  const runs = await episodes(sandboxed, 3);
  expect(asked).toEqual([[0], [0], [0]]);
  for (const k of [1, 2]) {
    const answers = await Promise.all(runs.map((run, i) => run.decide(at(10 * k + i))));
    expect(answers).toEqual([10 * k, 10 * k + 1, 10 * k + 2]);
  }
  expect(asked.slice(3)).toEqual([
    [10, 11, 12],
    [20, 21, 22],
  ]);
  expect(runs[0]!.tookMs!()).toBeGreaterThan(0);
});

it('asks again what was left open, and by itself whoever takes long', async () => {
  const { sandboxed, asked } = sandbox((times) => times.slice(0, 2).map(said(times[0] === 0 ? 0.1 : 3)));
  const runs = await episodes(sandboxed, 4);
  const answers = await Promise.all(runs.map((run, i) => run.decide(at(10 + i))));
  expect(answers).toEqual([10, 11, 12, 13]);
  expect(asked.slice(4)).toEqual([[10, 11, 12, 13], [12], [13]]);
});

it('a fault is its own episode’s alone', async () => {
  const fault = { kind: 'fault', fault: { what: 'TypeError: no', place: { line: 2, column: 5 } }, ms: 0.1 };
  const { sandboxed } = sandbox((times) => times.map((time) => (time === 11 ? fault : said(0.1)(time))));
  const runs = await episodes(sandboxed, 3);
  const settled = await Promise.allSettled(runs.map((run, i) => run.decide(at(10 + i))));
  expect(settled).toMatchObject([
    { value: 10 },
    { reason: { message: 'Mine 1 failed at decision 2: TypeError: no, at line 2, column 5.' } },
    { value: 12 },
  ]);
  expect(sandboxed.lives).toBe(true);
});

it.each([
  [
    'one that took too long',
    (times: readonly number[]) => times.map(said(60)),
    'it took more than the 50 ms',
  ],
  [
    'answers to what was not asked',
    (times: readonly number[]) => [...times, 5].map(said(0.1)),
    'not asked for',
  ],
  ['none', () => [], 'not asked for'],
  ['word of a beginning', () => 'a beginning', 'not asked for'],
  ['no list of them', () => 7, 'cannot be read'],
  ['nothing in their place', (times: readonly number[]) => times.map(() => null), 'cannot be read'],
])('%s ends it with all its episodes, each in a sentence', async (_, answers, why) => {
  const { sandboxed } = sandbox((times) => (times[0] === 0 ? times.map(said(0.1)) : answers(times)));
  const runs = await episodes(sandboxed, 2);
  const settled = await Promise.allSettled(runs.map((run, i) => run.decide(at(10 + i))));
  for (const [i, one] of settled.entries())
    expect((one as PromiseRejectedResult).reason).toMatchObject({
      message: expect.stringMatching(new RegExp(`^Mine ${String(i)} was ended at decision 2: .*${why}`)),
    });
  expect(sandboxed.lives).toBe(false);
  await expect(runs[0]!.decide(at(30))).rejects.toThrow(/^Mine 0 was ended at decision 3: /);
});
