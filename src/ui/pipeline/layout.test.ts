import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { along, laneLayout, queueSlot, type Box } from './layout.ts';

const inside = (box: Box, width: number, height: number): boolean =>
  box.x >= -0.5 && box.y >= -0.5 && box.x + box.width <= width + 0.5 && box.y + box.height <= height + 8.5;
const apart = (a: Box, b: Box): boolean =>
  a.x + a.width <= b.x + 1e-6 ||
  b.x + b.width <= a.x + 1e-6 ||
  a.y + a.height <= b.y + 1e-6 ||
  b.y + b.height <= a.y + 1e-6;

const lanes = fc.record({
  width: fc.integer({ min: 300, max: 1500 }),
  stages: fc.integer({ min: 1, max: 3 }),
  maxReplicas: fc.integer({ min: 1, max: 16 }),
});

describe('the geometry of a lane', () => {
  it('leaves names of variants whole where the lane is narrow: cells are smaller, not "1…2, 5…0"', () => {
    // Two stages of four cells a row; "152" takes 24 px with its rung, and 3 letters.
    for (let width = 465; width <= 1200; width += 5) {
      const lane = laneLayout(width, 2, 8, [43.2, 43.2]);
      expect(lane.stacked).toBe(false);
      for (const { ladder, cells } of lane.stages) {
        expect(ladder.width).toBeGreaterThanOrEqual(43);
        expect(cells[0]!.width).toBeGreaterThanOrEqual(16);
      }
    }
  });

  it('keeps all within its bounds, and no two things in the same place', () => {
    fc.assert(
      fc.property(lanes, ({ width, stages, maxReplicas }) => {
        const lane = laneLayout(width, stages, maxReplicas, [60, 60, 60]);
        const boxes = lane.stages.flatMap((stage) => [stage.basin, stage.chamber]);
        expect(lane.height).toBeGreaterThan(0);
        for (const box of boxes) expect(inside(box, width, lane.height)).toBe(true);
        boxes.forEach((box, i) => {
          for (const other of boxes.slice(i + 1)) expect(apart(box, other)).toBe(true);
        });
        for (const { cells, chamber } of lane.stages) {
          expect(cells).toHaveLength(maxReplicas);
          for (const cell of cells) {
            expect(cell.x + cell.width).toBeLessThanOrEqual(chamber.x + chamber.width);
            expect(cell.y + cell.height).toBeLessThanOrEqual(chamber.y + chamber.height);
          }
        }
      }),
    );
  });

  it('stacks where side by side would push the first queue over the edge by a pixel', () => {
    for (const [width, stages] of [
      [462, 2],
      [681, 3],
    ] as const) {
      const { x } = laneLayout(width, stages, 8, [60, 60, 60]).stages[0]!.basin;
      expect(x).toBeGreaterThanOrEqual(0);
    }
  });

  it('holds a queue of any length in its basin', () => {
    const { stages } = laneLayout(900, 2, 8, [40, 40]);
    for (const stage of stages) {
      for (let rank = 0; rank < 500; rank += 0.7) {
        const { x, y } = queueSlot(stage, rank);
        expect(x).toBeGreaterThanOrEqual(stage.basin.x);
        expect(x).toBeLessThanOrEqual(stage.basin.x + stage.basin.width);
        expect(y).toBeGreaterThanOrEqual(stage.basin.y);
        expect(y).toBeLessThanOrEqual(stage.basin.y + stage.basin.height);
      }
    }
  });

  it('moves a dot that advances in the queue without leaps', () => {
    const stage = laneLayout(900, 2, 8, [40, 40]).stages[0]!;
    for (let rank = 0; rank < 80; rank += 0.1) {
      const [p, q] = [queueSlot(stage, rank), queueSlot(stage, rank + 0.1)];
      expect(Math.hypot(p.x - q.x, p.y - q.y)).toBeLessThan(8);
    }
  });

  it('walks a polyline by its length', () => {
    const corner = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 30 },
    ];
    expect([0, 0.25, 0.625, 1, 7].map((at) => along(corner, at))).toEqual([
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 15 },
      { x: 10, y: 30 },
      { x: 10, y: 30 },
    ]);
  });
});
