import { describe, expect, it } from 'vitest';
import { changesOf, forkName, plannedFork, settingsOf } from './forking.ts';
import { runRecord } from '../../../testing/runs.ts';

describe('a fork', () => {
  it('is called after its parent and what is changed', () => {
    expect(forkName('Run 2', { learningRate: 0.01 })).toBe('Run 2 with learning rate 0.01');
    expect(forkName('Run 2 with learning rate 0.01', {})).toBe('Run 2 again');
  });

  it('begins with what began its parent', () => {
    const run = runRecord({ id: 'p', name: 'Run 2', seeds: [4, 5], budget: { steps: 900 } });
    const settings = settingsOf(run, 'auto');
    expect(settings).toEqual({
      budget: { steps: 900 },
      seed: 4,
      seeds: 2,
      backend: 'auto',
      overrides: run.overrides,
    });
    expect(plannedFork(run, { slot: 'best', steps: 512 }, settings)).toEqual({
      ...{ run: 'p', name: 'Run 2', slot: 'best', steps: 512, settings },
    });
    expect(settingsOf(run, 'simd', { gamma: 0.9 }).overrides).toEqual({ gamma: 0.9 });
  });

  it('changes what is set otherwise, a return to the default too, and never the seed', () => {
    expect(changesOf({ gamma: 0.8, clip: 0.3 }, { gamma: 0.7, clip: 0.3 })).toEqual({ gamma: 0.7 });
    const back = changesOf({ gamma: 0.8 }, {});
    expect(Object.keys(back)).toEqual(['gamma']);
    expect(back['gamma']).not.toBe(0.8);
    expect(changesOf({ seed: 3 }, { seed: 4 })).toEqual({});
  });
});
