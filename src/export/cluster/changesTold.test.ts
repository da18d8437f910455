import { expect, it } from 'vitest';
import { restarting, toldOfChanges } from './changesTold.ts';
import type { Change } from './changes.ts';

const change = (...knobs: readonly ('variant' | 'batch' | 'replicas')[]): Change => ({
  decision: 1,
  t: 130,
  stages: [{ stage: 'detect', title: 'Detect', knobs: knobs.map((knob) => ({ knob, from: 1, to: 2 })) }],
  cores: { from: 2, to: 4 },
});
const changes = [change('replicas'), change('batch', 'replicas'), change('variant')];
const ran = (latency: readonly number[]) => ({
  series: { t: Float64Array.from(latency, (_, k) => 120 + 10 * k), latency: Float64Array.from(latency) },
  slaSeconds: 1,
});

it('counts what changes restart, which hangs on the layout', () => {
  const told = toldOfChanges({ layout: 'seldon-per-stage', changes, at: 1, ...ran([0, 0]) });
  expect(told).toMatchObject({
    ...{ 'changes.decisions': 2, 'changes.count': 3, 'changes.stage': 1, 'changes.queue': 1 },
    ...{ 'changes.nothing': 1, 'changes.at-kind': 'queue', 'changes.at-stages': 0 },
  });
  expect(toldOfChanges({ layout: 'kserve', changes, at: undefined, ...ran([0]) })).toMatchObject({
    ...{ 'changes.stage': 2, 'changes.queue': 0, 'changes.nothing': 1 },
  });
  expect(changes.map((one) => restarting('seldon-graph', one))).toEqual(['stage', 'stage', 'stage']);
});

it('goes back after six late decisions in a row, and not after five', () => {
  const late = (times: number): readonly number[] => [0, ...Array.from({ length: times }, () => 2), 0, 0];
  const told = (times: number) =>
    toldOfChanges({ layout: 'kserve', changes: [], at: undefined, ...ran(late(times)) });
  expect(told(5)).toMatchObject({ 'changes.longest': 5, 'changes.reverts': 0 });
  expect(told(6)).toMatchObject({ 'changes.longest': 6, 'changes.reverts': 1 });
});
