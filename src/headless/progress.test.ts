import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compare } from './compare.ts';
import { Notes } from './notes.ts';
import { leftOf, Lines, progressLine, spanWords, type Reached } from './progress.ts';
import { predictor } from './predictor.ts';
import { unstoppable } from './stop.ts';
import { train } from './train.ts';
import { tune } from './tune.ts';

describe('the lines of the progress', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('come every ten seconds with what was said last, until the end', () => {
    const printed: string[] = [];
    const lines = new Lines(
      'compare',
      (line) => printed.push(line),
      () => Date.now(),
    );
    vi.advanceTimersByTime(12_000);
    lines.hear({ done: '1 of 9 runs done', left: 400 });
    lines.hear({ done: '2 of 9 runs done', left: 70 });
    vi.advanceTimersByTime(9_000);
    lines.hear({ done: '3 of 9 runs done' });
    // Between two lines a command may be silent for long: they say that it still works.
    vi.advanceTimersByTime(20_000);
    lines.end();
    vi.advanceTimersByTime(60_000);
    expect(printed).toEqual([
      'compare: 10 s so far.',
      'compare: 2 of 9 runs done after 20 s, about 62 s left.',
      'compare: 3 of 9 runs done after 30 s.',
      'compare: 3 of 9 runs done after 40 s.',
    ]);
  });

  it('say the time in words', () => {
    expect([0.2, 59.6, 99, 100, 3600, 7260, 14_400].map(spanWords)).toEqual([
      '1 s',
      '60 s',
      '99 s',
      '2 min',
      '60 min',
      '2 h 1 min',
      '4 h',
    ]);
    expect(progressLine('train', 60, { done: '5 decisions', left: 3 }, 2.5)).toBe(
      'train: 5 decisions after 60 s, soon through.',
    );
    expect(leftOf(0, 9, 5)).toBeUndefined();
    expect(leftOf(3, 9, 5)).toBe(10);
  });
});

/** What a command says of its way. */
async function told(
  command: typeof tune,
  args: readonly string[],
): Promise<{ readonly begun: readonly string[]; readonly reached: readonly Reached[] }> {
  const begun: string[] = [];
  const reached: Reached[] = [];
  await command(args, new Notes(), unstoppable, {
    begins: (sentence) => begun.push(sentence),
    reached: (one) => reached.push(one),
  });
  return { begun, reached };
}

describe('a command says how far it is', () => {
  it('compare: how many runs it is going to do, and after each', async () => {
    const { begun, reached } = await told(compare, [
      ...['--workloads', 'step,spike', '--policies', 'greedy,random,hpa', '--seeds', '2'],
    ]);
    expect(begun).toEqual(['compare: 12 runs to do (1 pipeline × 2 loads × 3 policies × 2 seeds).']);
    const done = reached.map((one) => one.done);
    expect([done[0], done.at(-1)]).toEqual(['1 of 12 runs done', '12 of 12 runs done']);
    expect(reached.at(-1)!.left).toBe(0);
    expect(reached[5]!.left).toBeGreaterThan(0);
  });

  it('train: decisions, J, and the time left', async () => {
    const small = [
      '--backend',
      'cpu',
      '--set',
      'width=8,blocks=1,lanes=8,horizon=16,minibatch=64,evaluateEvery=2',
    ];
    const { reached } = await told(train, ['--workload', 'step', '--steps', '1024', ...small]);
    const learning = reached.filter(({ left }) => left !== undefined);
    expect(learning[0]!.done).toMatch(/^128 decisions/);
    expect(learning.at(-1)!.done).toMatch(/^1,024 decisions, J -?\d+\.\d\d on the load held out/);
    expect(learning.at(-1)!.left).toBe(0);
    expect(reached.at(-1)!.done).toBe('1,024 decisions, trained; scored on 0 of 1 loads');
  });

  it('predictor and tune: their share, and the time left', async () => {
    const learnt = await told(predictor, ['--train', 'bursty', '--units', '4', '--epochs', '2']);
    expect(learnt.reached.at(-1)).toMatchObject({ left: 0 });
    expect(learnt.reached.at(-1)!.done).toMatch(
      /^[\d.]+ epochs, error [\d.]+ % \(SMAPE\) on the part held out$/,
    );
    const searched = await told(tune, ['--workload', 'step', '--candidates', '24']);
    expect(searched.reached.at(-1)!.done).toMatch(/^\d+ % of the search$/);
  });
});
