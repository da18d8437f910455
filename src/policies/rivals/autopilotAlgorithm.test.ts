import { describe, expect, it } from 'vitest';
import { AutopilotController, type AutopilotSpec } from './autopilotAlgorithm.ts';

const spec: AutopilotSpec = {
  target: 0.5,
  windowSeconds: 30,
  quantile: 1,
  holdSeconds: 30,
  decayShare: 0.25,
  ignoreShare: 0.1,
};

describe('Autopilot', () => {
  it('use over target, rounded up; no more starting than serving', () => {
    expect(new AutopilotController(spec).recommend(0, 1.2, 2, 2)).toBe(3); // 1.2/0.5 = 2.4
    expect(new AutopilotController(spec).recommend(0, 5, 2, 2)).toBe(4); // 10, at most 2 x 2
    expect(new AutopilotController(spec).recommend(0, 5, 5, 2)).toBe(5); // three start: wait
  });

  it('ignores changes below a tenth', () => {
    expect(new AutopilotController(spec).recommend(0, 5.4, 10, 10)).toBe(10); // 10.8, 8 % off
    expect(new AutopilotController(spec).recommend(0, 5.5, 10, 10)).toBe(11); // 11, a tenth
  });

  it('holds the peak for use and advice, then gives back a quarter at a time', () => {
    const controller = new AutopilotController(spec);
    expect(controller.recommend(0, 4, 8, 8)).toBe(8);
    expect(controller.recommend(10, 0.5, 8, 8)).toBe(8);
    expect(controller.recommend(20, 0.5, 8, 8)).toBe(8);
    // Use of 4 left the window; the advice of 20 was still 8 and holds until it is 30 s old.
    expect(controller.recommend(30, 0.5, 8, 8)).toBe(8);
    expect(controller.recommend(40, 0.5, 8, 8)).toBe(8);
    expect(controller.recommend(50, 0.5, 8, 8)).toBe(6); // 8 - floor(8/4)
    expect(controller.recommend(60, 0.5, 6, 6)).toBe(5); // 6 - floor(6/4)
    expect(controller.recommend(70, 0.5, 2, 2)).toBe(1);
  });

  it('the quantile by nearest rank: of four samples the second counts for 0.5', () => {
    const controller = new AutopilotController({
      ...spec,
      windowSeconds: 100,
      holdSeconds: 1,
      quantile: 0.5,
    });
    for (const [k, use] of [4, 1, 3].entries()) controller.recommend(10 * k, use, 4, 4);
    expect(controller.recommend(30, 2, 2, 2)).toBe(4); // 1 2 3 4: 2/0.5
  });
});
