import { describe, expect, it } from 'vitest';
import { byRank, halving, type Fidelity, type Rung, type RungStanding, type Worth } from './halving.ts';
import { TooMuch } from '../../model/watch.ts';

const short = { load: 'short', seeds: 1 } as const;
const whole = { load: 'whole', seeds: 3 } as const;

/** A setting is its number of cores and its goodput: "3/7". */
function worthOf(key: string): Worth {
  const [cost, goodput] = key.split('/').map(Number);
  return { cost: cost!, goodput: goodput! };
}

async function contest(
  start: readonly string[],
  rungs: readonly Rung[],
  breed: (
    parents: readonly string[],
    count: number,
    known: ReadonlySet<string>,
  ) => readonly string[] = () => [],
): Promise<{ judged: readonly (readonly [string, number])[]; asked: readonly string[] }> {
  const asked: string[] = [];
  const evaluate = (key: string, { load, seeds }: Fidelity): Promise<Worth> => {
    asked.push(`${key} ${load} ${String(seeds)}`);
    return Promise.resolve(worthOf(key));
  };
  let judged: readonly (readonly [string, number])[] = [];
  for await (const standing of halving({ start, kept: [start[0]!], rungs, breed, evaluate }))
    judged = [...standing.judged].map(([key, { rung }]) => [key, rung]);
  return { judged, asked };
}

describe('ranks', () => {
  it('put fronts one behind the other, and last what answers much less than the best', () => {
    const points = ['5/10', '4/9.5', '5/9.4', '6/9.6', '1/2'].map(worthOf);
    expect(
      byRank(points, worthOf('5/10')).map(({ cost, goodput }) => `${String(cost)}/${String(goodput)}`),
    ).toEqual(['4/9.5', '5/10', '5/9.4', '6/9.6', '1/2']);
  });

  it('leave a present setting that answers little where it belongs', () => {
    const points = ['5/10', '1/2'].map(worthOf);
    expect(byRank(points, worthOf('1/2')).map(({ cost }) => cost)).toEqual([1, 5]);
  });

  it('prefer within a front its ends and what stands alone', () => {
    const points = ['1/10', '2/10.1', '2.1/10.11', '2.2/10.12', '4/11'].map(worthOf);
    expect(byRank(points, points[0]!).map(({ cost }) => cost)).toEqual([1, 4, 2.2, 2, 2.1]);
  });
});

describe('halving', () => {
  it('judges all on little and the better ones on more, and keeps the present setting whatever it is worth', async () => {
    const { judged, asked } = await contest(
      ['9/9', '4/10', '3/9.5', '5/9.2', '6/9.1'],
      [
        { fidelity: short, keep: 5, born: 0 },
        { fidelity: whole, keep: 2, born: 0 },
      ],
    );
    expect(judged).toEqual([
      ['9/9', 1],
      ['4/10', 1],
      ['3/9.5', 1],
      ['5/9.2', 0],
      ['6/9.1', 0],
    ]);
    expect(asked.slice(5)).toEqual(['9/9 whole 3', '3/9.5 whole 3', '4/10 whole 3']);
  });

  it('lets the best have children, who are judged with them', async () => {
    const parents: (readonly string[])[] = [];
    const { judged } = await contest(
      ['9/9', '4/10', '6/9.1'],
      [
        { fidelity: short, keep: 3, born: 0 },
        { fidelity: whole, keep: 1, born: 1 },
      ],
      (of, count, known) => {
        parents.push(of);
        expect(count).toBe(1);
        expect(known.has('6/9.1')).toBe(true);
        return ['3.9/10'];
      },
    );
    expect(parents).toEqual([['4/10']]);
    expect(judged.at(-1)).toEqual(['3.9/10', 1]);
  });

  it.each([
    ['at once', ['5/9.2'], whole, ['5/9.2']],
    ['in a later rung', ['4/10 whole'], whole, ['4/10']],
    ['another that is always kept', ['3/9.5'], whole, ['3/9.5']],
    ['a child', ['3.9/10'], whole, ['3.9/10']],
    [
      'all but the present one',
      ['4/10', '3/9.5', '5/9.2', '3.9/10'],
      whole,
      ['4/10', '3/9.5', '5/9.2', '3.9/10'],
    ],
  ] as const)('goes on without one that takes too long: %s', async (_, slow, last, gone) => {
    const bred: ReadonlySet<string>[] = [];
    const asked: string[] = [];
    let standing: RungStanding<Worth> | undefined;
    for await (standing of halving<Worth>({
      start: ['9/9', '3/9.5', '4/10', '5/9.2'],
      kept: ['9/9', '3/9.5'],
      rungs: [
        { fidelity: short, keep: 4, born: 0 },
        { fidelity: last, keep: 1, born: 1 },
        { fidelity: last, keep: 2, born: 0 },
      ],
      breed: (_parents, _count, known) => {
        bred.push(known);
        return known.has('3.9/10') ? [] : ['3.9/10'];
      },
      evaluate: (key, { load }) => {
        const name = `${key} ${load}`;
        asked.push(name);
        const late = slow.some((one) => name.startsWith(one));
        return Promise.resolve(late ? new TooMuch(`${key} is slow.`) : worthOf(key));
      },
    }))
      expect(standing.judged.has('9/9')).toBe(true);
    expect([...standing!.late.keys()].sort()).toEqual([...gone].sort());
    for (const key of gone) {
      expect(standing!.late.get(key)!.message).toBe(`${key} is slow.`);
      // It is asked once more at most where it was in time before, and not bred again.
      expect(standing!.judged.get(key)?.rung ?? 0).toBe(0);
      expect(bred.at(-1)!.has(key)).toBe(true);
    }
    expect(new Set(asked.filter((name) => gone.some((key) => name === `${key} whole`))).size).toBe(
      asked.filter((name) => gone.some((key) => name === `${key} whole`)).length,
    );
    expect(standing!.judged.get('9/9')!.rung).toBe(2);
  });

  it('ends where the present setting takes too long, with its own error', async () => {
    const error = new TooMuch('The replay of HPA was stopped.');
    const asked: string[] = [];
    const contest = halving<Worth>({
      start: ['1/1', '2/2'],
      kept: ['1/1'],
      rungs: [{ fidelity: short, keep: 1, born: 0 }],
      breed: () => [],
      evaluate: (key) => {
        asked.push(key);
        return Promise.resolve(key === '1/1' ? error : worthOf(key));
      },
    });
    await expect(contest.next()).rejects.toBe(error);
    // Nothing else was waited for.
    expect(asked).toEqual(['1/1']);
  });

  it('ends with what the evaluation rejects with', async () => {
    const broken = halving({
      start: ['1/1'],
      kept: ['1/1'],
      rungs: [{ fidelity: short, keep: 1, born: 0 }],
      breed: () => [],
      evaluate: () => Promise.reject(new Error('stopped')),
    });
    await expect(broken.next()).rejects.toThrow('stopped');
  });
});
