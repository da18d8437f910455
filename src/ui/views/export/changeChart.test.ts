import { describe, expect, it } from 'vitest';
import { changeChart, type ToldChanges } from './changeChart.ts';
import { onSeries, testChart } from '../../charts/chartTest.ts';
import { markRows } from '../../state/exporting/changeRows.ts';
import { knobs, type Change } from '../../../export/cluster/changes.ts';
import type { Knob } from '../../../model/pipeline.ts';

const changeAt = (decision: number, turned: readonly Knob[]): Change => ({
  ...{ decision, t: 120 + 10 * decision, cores: { from: 12, to: 12 + (decision % 3) } },
  stages: [
    { stage: 'crop', title: 'Detect (crop)', knobs: turned.map((knob) => ({ knob, from: 1, to: 2 })) },
  ],
});

/** A run with that load, in which every third decision changes something; each knob in its turn. */
function toldOf(load: Float64Array, step = 3): ToldChanges {
  const changes = Array.from({ length: Math.floor(Math.max(0, load.length - 1) / step) }, (_, k) =>
    changeAt(step * k + 1, [knobs[k % 3]!]),
  );
  return {
    series: { t: load.map((_, k) => 120 + 10 * k), load },
    changes,
    rows: markRows(changes),
    layout: 'seldon-per-stage',
    policy: 'hpa',
    name: 'HPA',
  };
}

testChart(
  'changes over time',
  onSeries((load) => (width) => changeChart(toldOf(load), width)),
);

describe('the changes over time', () => {
  const told: ToldChanges = { ...toldOf(new Float64Array(30).fill(8), 1) };
  const changes = [
    changeAt(1, ['batch']),
    changeAt(2, ['batch']),
    changeAt(3, ['variant']),
    changeAt(4, ['batch']),
  ];
  const chart = changeChart({ ...told, changes, rows: markRows(changes) }, 600);
  const { at, x, box } = chart.crosshair;

  it('are found by time, in the row that is pointed at', () => {
    const batches = 85;
    expect(chart.pick(x(1) + 0.2, batches)).toBe(1);
    // The third turns a variant: of the batches, the fourth is nearest.
    expect(chart.pick(x(2) + 0.2, batches)).toBe(3);
    expect(chart.pick(x(2) + 0.2, 63)).toBe(2);
    expect(chart.pick(1e9, batches)).toBe(3);
  });

  it('are found among all where no row is, and where a row is empty', () => {
    expect(chart.pick(x(2), 10)).toBe(2);
    expect(chart.pick(x(2), 107)).toBe(2);
    expect(chart.pick(x(2), box.bottom)).toBe(2);
    expect(changeChart({ ...told, changes: [], rows: markRows([]) }, 600).pick(300, 63)).toBeUndefined();
  });

  it('have one that stands out, in the row of its dearest knob', () => {
    const rowOf = (index: number): readonly (number | string)[] =>
      chart.chosen(index).flatMap((mark) => (mark.kind === 'circle' ? [mark.x, mark.y] : []));
    expect(at).toHaveLength(4);
    expect(rowOf(1)).toEqual([Math.round(10 * x(1)) / 10, 85]);
    expect(rowOf(2)).toEqual([Math.round(10 * x(2)) / 10, 63]);
  });

  it('are told in words, each with what it restarts', () => {
    expect(chart.rows[2]).toEqual([
      '02:30',
      'Detect (crop): variant 1 → 2',
      '12 cores, as before',
      'The stage Detect (crop) restarts.',
    ]);
    expect(chart.sentence).toBe('HPA changes something in 4 of 30 decisions; 1 of them restarts a stage.');
  });
});
