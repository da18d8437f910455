import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { drawSingles } from './drawSingles.ts';
import { DOT, laneLayout, queueSlot } from './layout.ts';
import { LINGERING, Singles } from './singles.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { presetById } from '../../model/presets/index.ts';
import { policyById } from '../../policies/registry.ts';
import { generateWorkload } from '../../workload/generators.ts';

/** Notes the circles and the lines of a path. */
class Path {
  readonly circles: { x: number; y: number; radius: number }[] = [];
  lines = 0;

  moveTo(): void {
    // A circle names its centre, and of a line only the number counts.
  }

  lineTo(): void {
    this.lines++;
  }

  arc(x: number, y: number, radius: number): void {
    this.circles.push({ x, y, radius });
  }
}

beforeAll(() => vi.stubGlobal('Path2D', Path));
afterAll(() => vi.unstubAllGlobals());

const scenario = {
  ...defaultScenario(presetById('video')!, generateWorkload('bursty', 7, 420)),
  environment: 'discrete' as const,
};
const { journal, ticks, series } = await runEpisode(prepare(scenario), policyById('ipa-exact')!, {
  clock: () => 0,
  record: true,
  journal: true,
});
const layout = laneLayout(900, 2, scenario.limits.maxReplicas, [40, 40]);

interface Drawn {
  readonly count: number;
  readonly calm: Path['circles'];
  readonly late: Path['circles'];
  readonly crosses: number;
}

function draw(t: number, moving: boolean, every = 1): Drawn {
  const many = { ...ticks!, arrivals: ticks!.arrivals.map((count) => (every === 1 ? count : 20 * count)) };
  const singles = new Singles(journal!, many, series, scenario.slaSeconds);
  const filled: Path[] = [];
  let crosses = 0;
  const context = {
    clearRect: () => undefined,
    fill: (path: Path) => filled.push(path),
    stroke: (path: Path) => (crosses += path.lines / 2),
  };
  const colours = { dot: 'calm', late: 'late' };
  const count = drawSingles(
    context as unknown as CanvasRenderingContext2D,
    layout,
    singles,
    singles.moments.at(t, LINGERING),
    t,
    1,
    moving,
    colours,
  );
  return { count, calm: filled[0]!.circles, late: filled[1]!.circles, crosses };
}

it('stands every request still in its place while time stands, red beyond the objective, a cross where dropped', () => {
  const { moments, every } = new Singles(journal!, ticks!, series, scenario.slaSeconds);
  expect(every).toBe(1);
  let dropped = 0;
  for (let t = 121; t < 415; t += 3.3) {
    const { sights } = moments.at(t, LINGERING);
    const inside = sights.filter(({ place }) => place === 'queue' || place === 'service');
    const { count, calm, late, crosses } = draw(t, false);
    expect(count).toBe(inside.length);
    expect(crosses).toBe(sights.filter(({ place }) => place === 'dropped').length);
    dropped += crosses;
    const old = inside.filter(({ id }) => t - journal!.arrival[id]! > scenario.slaSeconds).length;
    // Those on the way out besides.
    const out = ({ x }: { x: number }): boolean => x >= layout.outlet[0]!.x;
    expect(late.filter((dot) => !out(dot))).toHaveLength(old);
    const all = [...calm, ...late];
    expect(all.filter((dot) => !out(dot))).toHaveLength(inside.length);
    for (const { place, stage, rank } of inside)
      if (place === 'queue')
        expect(all).toContainEqual({ ...queueSlot(layout.stages[stage]!, rank), radius: DOT });
  }
  expect(dropped).toBeGreaterThan(20);
});

it('draws as many while time runs, and the same ones at every n-th', () => {
  for (let t = 121; t < 415; t += 7.7) {
    expect(draw(t, true).count).toBe(draw(t, false).count);
    const { count } = draw(t, true, 20);
    const { moments, every } = new Singles(
      journal!,
      { ...ticks!, arrivals: ticks!.arrivals.map((n) => 20 * n) },
      series,
      scenario.slaSeconds,
    );
    expect(every).toBeGreaterThan(1);
    const sampled = moments.at(t).sights.filter(({ id }) => id % every === 0);
    expect(count).toBe(sampled.length);
  }
});
