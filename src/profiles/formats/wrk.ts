/** wrk and wrk2, the text that they print, with --latency: times with their units; wrk2 adds a detailed spectrum in milliseconds. */
import { blocksOf, lineIn, pointsOfBlocks, type Block } from './blocks.ts';
import { pointOf, type Found, type LoadFormat } from './format.ts';
import { quantileNamed } from '../quantiles.ts';
import { durationIn } from '../seconds.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { quoted } from '../../workload/intake/text.ts';

const RUNNING = /^\s*Running \S+ test @ /;
const CORRECTED = /Latency Distribution \(HdrHistogram - Recorded Latency\)/;

export const wrk: LoadFormat = {
  tool: 'wrk',
  recognises: ({ head, text }) =>
    head.some((line) => RUNNING.test(line)) && /Requests\/sec:|Thread Stats/.test(text.slice(0, 65_536)),
  read({ name, text }) {
    const blocks = blocksOf(text, RUNNING);
    const read = pointsOfBlocks(blocks, (block) => pointIn(block, name));
    if (!read.ok) return read;
    const points = read.value;
    const second = blocks.some(({ lines }) => lines.some((line) => CORRECTED.test(line)));
    const silent = points.some(({ point }) => point.quantiles.size === 0);
    const threads = points.some(({ point }) => point.concurrency === undefined);
    return accepted({
      points,
      notes: [
        'Its times have their units with them.',
        ...(second
          ? [
              'wrk2 counts from when a request should have been sent: its latencies hold the wait for the client too. The rate that was asked for (-R) is not written down.',
            ]
          : []),
        ...(silent ? ['It has no quantiles; wrk prints them with --latency.'] : []),
        ...(threads ? ['How many connections it had is not in it.'] : []),
      ],
    });
  },
};

function pointIn(block: Block, name: string): Result<Found> {
  const at = `${name}, line ${String(block.line)}`;
  const rate = lineIn(block, /^\s*Requests\/sec:\s+([\d.]+)/);
  if (!rate) return refused(`${at}: no line "Requests/sec:" follows; a whole report of wrk was expected.`);
  const average = lineIn(block, /^\s*Latency\s+([\d.]+[a-zµ]{1,2})\s/);
  const latencies = quantilesIn(block, name);
  if (!latencies.ok) return latencies;
  const { quantiles, line } = latencies.value;
  const mean = average ? durationIn(average.match[1]!) : undefined;
  if (quantiles.size === 0 && mean === undefined)
    return refused(`${at}: it has no latencies; a whole report of wrk was expected.`);
  const connections = lineIn(block, /^\s*\d+ threads? and (\d{1,7}) connections?/);
  const answered = Number(lineIn(block, /^\s*(\d{1,12}) requests in /)?.match[1] ?? 0);
  const failed = Number(lineIn(block, /^\s*Non-2xx or 3xx responses:\s+(\d{1,12})/)?.match[1] ?? 0);
  const sockets = lineIn(block, /^\s*Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/);
  const lost = sockets ? sockets.match.slice(1).reduce((sum, text) => sum + Number(text), 0) : 0;
  const all = answered + lost;
  return accepted({
    place: line === undefined ? at : `${name}, line ${String(line)}`,
    unit: 's',
    point: pointOf({
      file: name,
      line: block.line,
      concurrency: connections ? Number(connections.match[1]) : undefined,
      perCall: true,
      throughput: Number(rate.match[1]) * (answered > 0 ? Math.max(0, 1 - failed / answered) : 1),
      quantiles,
      mean,
      errors: all > 0 ? Math.min(1, (failed + lost) / all) : undefined,
      samples: all > 0 ? all : undefined,
    }),
  });
}

/** The first distribution: wrk2 may print a second one, without the wait for the client, behind it. */
function quantilesIn(
  { line, lines }: Block,
  name: string,
): Result<{ readonly quantiles: Map<number, number>; readonly line: number | undefined }> {
  const quantiles = new Map<number, number>();
  const from = lines.findIndex((one) => /^\s*Latency Distribution/.test(one));
  let first: number | undefined;
  for (let i = from + 1; from >= 0 && i < lines.length; i++) {
    const text = lines[i]!.slice(0, 200);
    if (/^\s*Latency Distribution|requests in /.test(text)) break;
    const told = /^\s*(\d{1,3}(?:\.\d+)?)%\s+(\S+)\s*$/.exec(text);
    // Of the spectrum, milliseconds, the quantiles that the list above it lacks.
    const spectrum = /^\s*(\d+\.\d+)\s+(0\.950000)\s+\d+\s/.exec(text);
    if (told) {
      const seconds = durationIn(told[2]!);
      const quantile = quantileNamed(`${told[1]!}%`);
      if (seconds === undefined)
        return refused(
          `${name}, line ${String(line + i)}: ${quoted(told[2])} stands for ${told[1]!}%, and a time such as 12.30ms was expected.`,
        );
      first ??= line + i;
      if (quantile !== undefined) quantiles.set(quantile, seconds);
    } else if (spectrum && !quantiles.has(Number(spectrum[2])))
      quantiles.set(Number(spectrum[2]), Number(spectrum[1]) / 1000);
  }
  return accepted({ quantiles, line: first });
}
