import { latencySoFar, loadSoFar } from './soFarCharts.ts';
import { onSeries, testChart } from '../../../charts/chartTest.ts';
import type { SoFar } from '../../../state/learn/game/seen.ts';

const ground = { end: 420, slaSeconds: 2, environment: 'chance' } as const;

/** Ten seconds a value: the first 120 s are the history. */
function soFar(values: Float64Array): SoFar {
  const t = values.map((_, i) => i);
  const known = Math.max(0, Math.floor((values.length - 5) / 10));
  const at = Float64Array.from({ length: known }, (_, k) => 5 + 10 * k);
  return {
    t,
    load: values,
    capacity: values.map((v, i) => (i < 5 ? NaN : v + 3)),
    latency: values.map((v, i) => (i < 5 ? NaN : v / 10)),
    forecast: {
      t: Float64Array.from([...at, ...(known > 0 ? [at.at(-1)! + 20] : [])]),
      rate: Float64Array.from({ length: known > 0 ? known + 1 : 0 }, (_, k) => 8 + k),
    },
  };
}

testChart(
  'the load so far',
  onSeries(
    (values) => (width) => loadSoFar(soFar(values), { ...ground, end: Math.max(420, values.length) }, width),
  ),
);
testChart(
  'the latency so far',
  onSeries(
    (values) => (width) =>
      latencySoFar(soFar(values), { ...ground, end: Math.max(420, values.length) }, width),
  ),
);
