import { describe, expect, it } from 'vitest';
import {
  comparedLoads,
  comparedPolicies,
  defaultCompared,
  PAPER_LOADS,
  standingUnder,
  toggled,
  type ChoiceList,
  type Compared,
} from './compared.ts';
import { generators } from '../../../workload/generators.ts';

const header = {
  pipeline: { id: 'video' },
  workload: { id: 'fluctuating' },
  environment: 'fluid',
} as const;

const toggledIn = (chosen: Compared, ...rest: readonly [ChoiceList, string, readonly string[]]): Compared =>
  toggled(chosen, standingUnder(chosen, header), ...rest);

describe('what is compared', () => {
  it('are the paper’s policies, with the planner and the optimum beside them, in the order of the list', () => {
    const { policies } = defaultCompared;
    expect(policies).toContain('planner');
    expect(comparedPolicies.filter((id) => policies.includes(id))).toEqual(policies);
  });

  it('is the header’s pipeline, environment and load, until others are chosen', () => {
    const elsewhere = {
      pipeline: { id: 'nlp' },
      workload: { id: 'import:0000abcd' },
      environment: 'discrete',
    } as const;
    expect(standingUnder(defaultCompared, header)).toMatchObject({
      ...{ pipelines: ['video'], workloads: PAPER_LOADS, environment: 'fluid' },
    });
    expect(standingUnder(defaultCompared, elsewhere)).toMatchObject({
      ...{ pipelines: ['nlp'], workloads: [...PAPER_LOADS, 'import:0000abcd'], environment: 'discrete' },
    });
    const own: Compared = {
      ...defaultCompared,
      pipelines: ['audio'],
      workloads: ['bursty'],
      environment: 'instant',
    };
    expect(standingUnder(own, elsewhere)).toEqual(own);
  });

  it('is the visitor’s own from the first click on', () => {
    const standing = standingUnder(defaultCompared, header);
    const order = ['steady-low', 'fluctuating', 'steady-high', 'bursty'];
    expect(toggled(defaultCompared, standing, 'workloads', 'bursty', order)).toEqual({
      ...defaultCompared,
      workloads: order,
    });
  });

  it('is chosen in the order of the list, whatever the order of the clicks', () => {
    const order = ['a', 'b', 'c'];
    const click = (chosen: readonly string[], id: string): readonly string[] =>
      toggledIn({ ...defaultCompared, workloads: chosen }, 'workloads', id, order).workloads ?? [];
    expect(click(click([], 'c'), 'a')).toEqual(['a', 'c']);
    expect(click(['a', 'b', 'c'], 'b')).toEqual(['a', 'c']);
    expect(
      toggledIn({ ...defaultCompared, workloads: ['steady-low'] }, 'workloads', 'steady-low', ['steady-low']),
    ).toEqual({
      ...defaultCompared,
      workloads: [],
    });
  });

  it('forgets what the list does not have any more', () => {
    expect(
      toggledIn({ ...defaultCompared, pipelines: ['gone'] }, 'pipelines', 'b', ['a', 'b']).pipelines,
    ).toEqual(['b']);
  });

  it("offers every generated load once, the paper's first", () => {
    expect(comparedLoads.map(({ id }) => id).sort()).toEqual(generators.map(({ id }) => id).sort());
    expect(comparedLoads.slice(0, 3).map(({ id }) => id)).toEqual(PAPER_LOADS);
  });
});
