/** What was measured of a graphics device, as rows: each beside the SIMD kernel or the device's own products in the same run. */
import { MULTIPLYING } from './arithmetic.ts';
import type { Figures } from './figures.ts';
import { secondsTo, type Curve, type Rate } from './trainings.ts';
import { figure, less, more, said, type BenchRow } from '../row.ts';

const IN_SOFTWARE = 'in software: says nothing of a GPU';
/** Share of the processor's J that counts as near. */
const NEAR = 0.95;

/** In software every row says so, wherever it is copied to. */
export const rowsOf = (figures: Figures): BenchRow[] =>
  figures.inSoftware
    ? measuredRows(figures).map((row) => ({ ...row, name: `${row.name} (${IN_SOFTWARE})` }))
    : measuredRows(figures);

function measuredRows(figures: Figures): BenchRow[] {
  const { where, device, inSoftware, simd, rates, seeds, matrix, failures } = figures;
  const best = matrix.reduce((most, { tflops }) => Math.max(most, tflops), 0);
  return [
    said(`device, by ${where}`, device),
    ...rates.map((rate) =>
      more(
        `decisions a second with updates, ${shapeOf(rate)}${inSoftware ? ', small network' : ''}`,
        rate.decisionsPerSecond,
        '/s',
        `SIMD kernel, ${shapeOf(simd)}, one core`,
        simd.decisionsPerSecond,
      ),
    ),
    ...seeds.map((one) =>
      more(
        `decisions a second of ${String(one.seeds)} seeds at once, ${String(one.lanes)} lanes each`,
        one.decisionsPerSecond,
        '/s',
        'one seed on the device',
        rates.find(({ lanes }) => lanes === one.lanes)!.decisionsPerSecond,
      ),
    ),
    ...matrix.map(({ side, tflops, by }) =>
      said(`matrix product of ${String(side)} rows and columns`, `${figure(tflops)} TFLOP/s by ${by}`),
    ),
    ...rates.flatMap((rate) => kernelRows(rate, best)),
    ...reachRows(figures),
    ...failures.map((failure) => said('failed', failure)),
  ];
}

const shapeOf = ({ lanes, horizon }: Rate): string =>
  `${String(lanes)} lanes of ${String(horizon)} decisions`;

function kernelRows(rate: Rate, tflops: number): BenchRow[] {
  const { updateMs, kernels } = rate;
  const of = shapeOf(rate);
  if (!kernels) return [said(`time by kernel, ${of}`, 'not measured: the device writes no timestamps')];
  const sum = kernels.times.reduce((total, { ms }) => total + ms, 0);
  const multiplying = kernels.times.filter(({ gigaflop }) => gigaflop !== undefined);
  const gflop = multiplying.reduce((total, { gigaflop }) => total + gigaflop!, 0);
  const ms = multiplying.reduce((total, one) => total + one.ms, 0);
  return [
    ...kernels.times.map((one) =>
      said(
        `time of ${one.kernel}, ${of}`,
        `${figure(one.ms)} ms an update, ${figure((100 * one.ms) / sum)} %, ${figure(one.dispatches)} dispatches` +
          (one.gigaflop === undefined
            ? ''
            : `, ${figure(one.gigaflop / one.ms)} TFLOP/s in its matrix products`),
      ),
    ),
    said(
      `all kernels, ${of}`,
      `${figure(sum)} ms an update; the update takes ${figure(updateMs)} ms, ${figure(kernels.updateMs)} while its kernels are timed in passes of their own`,
    ),
    more(
      `matrix products of ${MULTIPLYING.join(', ')}, ${of}`,
      gflop / ms,
      'TFLOP/s',
      'the device’s own product',
      tflops,
    ),
  ];
}

function reachRows({ reach, inSoftware, simd }: Figures): BenchRow[] {
  const name = 'seconds to the processor’s J';
  if (!reach) return [said(name, inSoftware ? 'not run; --seconds 20 runs it all the same' : 'not run')];
  const { budgetSeconds, points, decisions } = reach.simd;
  const final = points.at(-1)?.best ?? -Infinity;
  const own = `the SIMD kernel, ${String(budgetSeconds)} s, s`;
  const to = (share: number, what: string, curve: Curve): BenchRow => {
    const trained = `${what}, trained within ${String(curve.budgetSeconds)} s, ${String(curve.lanes)} lanes`;
    const seconds = secondsTo(share * final, curve);
    const processors = secondsTo(share * final, reach.simd)!;
    if (seconds !== undefined) return less(`seconds to ${trained}`, seconds, 's', own, processors);
    const most = curve.points.at(-1)?.best ?? -Infinity;
    return said(
      `seconds to ${trained}`,
      `never: its best J is ${figure(most)}, after ${figure(curve.decisions)} decisions`,
    );
  };
  return [
    said(
      `J of the SIMD kernel’s ${String(budgetSeconds)} s on the held-out load`,
      `${figure(final)}, after ${figure(decisions)} decisions at ${figure(simd.decisionsPerSecond)} a second before it`,
    ),
    ...reach.device.flatMap((curve) => [
      // A share of a negative J would be above it.
      ...(final > 0 ? [to(NEAR, `${String(100 * NEAR)} % of it`, curve)] : []),
      to(1, 'the whole of it', curve),
    ]),
  ];
}
