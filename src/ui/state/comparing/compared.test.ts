import { describe, expect, it } from 'vitest';
import { comparedLoads, defaultCompared, toggled } from './compared.ts';
import { generators } from '../../../workload/generators.ts';

describe('what is compared', () => {
  it('is chosen in the order of the list, whatever the order of the clicks', () => {
    const order = ['a', 'b', 'c'];
    const click = (chosen: readonly string[], id: string): readonly string[] =>
      toggled({ ...defaultCompared, workloads: chosen }, 'workloads', id, order).workloads;
    expect(click(click([], 'c'), 'a')).toEqual(['a', 'c']);
    expect(click(['a', 'b', 'c'], 'b')).toEqual(['a', 'c']);
    expect(toggled(defaultCompared, 'workloads', 'steady-low', ['steady-low'])).toEqual({
      ...defaultCompared,
      workloads: [],
    });
  });

  it('forgets what the list does not have any more', () => {
    expect(
      toggled({ ...defaultCompared, pipelines: ['gone'] }, 'pipelines', 'b', ['a', 'b']).pipelines,
    ).toEqual(['b']);
  });

  it("offers every generated load once, the paper's first", () => {
    expect(comparedLoads.map(({ id }) => id).sort()).toEqual(generators.map(({ id }) => id).sort());
    expect(comparedLoads.slice(0, 3).map(({ id }) => id)).toEqual(defaultCompared.workloads);
  });
});
