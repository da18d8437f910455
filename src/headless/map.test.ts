import { describe, expect, it } from 'vitest';
import { UsageError } from './options.ts';
import { optimum } from './optimum.ts';
import { simulate } from './simulate.ts';

interface Mapped {
  readonly loads: readonly number[];
  readonly cores: readonly number[];
  readonly cells: readonly {
    readonly load: number;
    readonly cores: number;
    readonly configuration: readonly object[];
    readonly cost: number;
    readonly objective: number;
    readonly settled: boolean;
    readonly against: { readonly objective: number; readonly configuration: readonly object[] };
    readonly differs: boolean;
    readonly price: number;
  }[];
}

const asked = ['--workload', 'step', '--map', '--policy', 'optimum-predicted', '--loads', '5,12'];

describe('simulate --map', () => {
  it('has a cell for each load and number of cores, that of the optimum being what optimum says', async () => {
    const { loads, cores, cells } = (await simulate([...asked, '--against', 'greedy'])) as Mapped;
    expect(loads).toEqual([5, 12]);
    expect(cells).toHaveLength(2 * cores.length);
    const best = (await optimum(['--loads', '5,12'])) as { loads: readonly { configuration: object }[] };
    const widest = cells.filter((cell) => cell.cores === cores.at(-1));
    expect(widest.map(({ configuration }) => configuration)).toEqual(
      best.loads.map(({ configuration }) => configuration),
    );
    expect(cells.some(({ differs }) => differs)).toBe(true);
    for (const { cost, cores: limit, settled, differs, price, objective, against } of cells) {
      expect(cost).toBeLessThanOrEqual(limit);
      expect(settled).toBe(true);
      expect(price).toBe(differs ? objective - against.objective : 0);
    }
  });

  it('has neither difference nor price where a policy is set beside itself', async () => {
    const { cells } = (await simulate([...asked, '--against', 'optimum-predicted'])) as Mapped;
    expect(cells.every(({ differs, price }) => !differs && price === 0)).toBe(true);
  });

  it('refuses its options without it', async () => {
    await expect(simulate(['--workload', 'step', '--against', 'hpa'])).rejects.toThrow(
      new UsageError('--against is for --map; a run has one policy, and the load of --workload.'),
    );
  });
});
