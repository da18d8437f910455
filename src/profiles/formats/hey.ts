/** hey: its summary as text (seconds), and `-o csv`, one request a line (seconds). */
import { blocksOf, lineIn, pointsOfBlocks, type Block } from './blocks.ts';
import { ofRequests, type Timed } from './requests.ts';
import { pointOf, type Found, type FoundTest, type LoadFormat } from './format.ts';
import { headerNames, loadTable } from './table.ts';
import { quantileNamed } from '../quantiles.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import type { IntakeFile } from '../../workload/intake/file.ts';

const SUMMARY = /^\s*Summary:\s*$/;
const SECONDS = 'Its times are taken as seconds, as hey writes them.';
const CLIENTS = 'hey does not write down how many clients it had (-c) nor at which rate they asked (-q).';

export const hey: LoadFormat = {
  tool: 'hey',
  recognises: (file) =>
    isCsv(file) ||
    (file.head.some((line) => SUMMARY.test(line)) && /Requests\/sec:/.test(file.text.slice(0, 16_384))),
  read: (file) => (isCsv(file) ? readCsv(file) : readText(file)),
};

const isCsv = (file: IntakeFile): boolean => {
  const names = headerNames(file);
  return names[0] === 'response-time' && names.includes('response-delay');
};

function readText({ name, text }: IntakeFile): Result<FoundTest> {
  const points = pointsOfBlocks(blocksOf(text, SUMMARY), (block) => pointIn(block, name));
  return points.ok ? accepted({ points: points.value, notes: [SECONDS, CLIENTS] }) : points;
}

function pointIn(block: Block, name: string): Result<Found> {
  const at = `${name}, line ${String(block.line)}`;
  const rate = lineIn(block, /^\s*Requests\/sec:\s+([\d.]+)/);
  if (!rate) return refused(`${at}: its summary has no "Requests/sec:"; a whole report of hey was expected.`);
  const quantiles = new Map<number, number>();
  let place = at;
  for (const [i, line] of block.lines.entries()) {
    // Some versions print the per cent sign twice.
    const found = /^\s*(\d{1,2}(?:\.\d+)?)%%? in ([\d.]+) secs?/.exec(line.slice(0, 200));
    const quantile = found && quantileNamed(`${found[1]!}%`);
    if (!found || typeof quantile !== 'number') continue;
    if (quantiles.size === 0) place = `${name}, line ${String(block.line + i)}`;
    quantiles.set(quantile, Number(found[2]));
  }
  const average = lineIn(block, /^\s*Average:\s+([\d.]+) secs?/);
  if (quantiles.size === 0 && !average)
    return refused(
      `${at}: its summary has no latencies; a whole report of hey was expected, with "Latency distribution:".`,
    );
  const { answered, failed, unanswered } = outcomes(block);
  const all = answered + unanswered;
  return accepted({
    place,
    unit: 's',
    point: pointOf({
      file: name,
      line: block.line,
      perCall: true,
      throughput: Number(rate.match[1]) * (answered > 0 ? 1 - failed / answered : 1),
      quantiles,
      mean: average ? Number(average.match[1]) : undefined,
      errors: all > 0 ? (failed + unanswered) / all : undefined,
      samples: all > 0 ? all : undefined,
    }),
  });
}

/** Requests that were answered, those among them whose status says that they failed, and those that were not answered. */
function outcomes({ lines }: Block): {
  readonly answered: number;
  readonly failed: number;
  readonly unanswered: number;
} {
  let [answered, failed, unanswered] = [0, 0, 0];
  let errors = false;
  for (const line of lines) {
    if (/^Error distribution:/.test(line)) errors = true;
    const status = /^\s*\[(\d{3})\]\s+(\d{1,12}) responses/.exec(line.slice(0, 200));
    const error = errors ? /^\s*\[(\d{1,12})\]\s/.exec(line.slice(0, 200)) : null;
    if (error) unanswered += Number(error[1]);
    else if (status) {
      answered += Number(status[2]);
      if (!/^[23]/.test(status[1]!)) failed += Number(status[2]);
    }
  }
  return { answered, failed, unanswered };
}

function readCsv(file: IntakeFile): Result<FoundTest> {
  const { name } = file;
  const read = loadTable(file, 'hey’s -o csv was expected', Infinity);
  if (!read.ok) return read;
  const table = read.value;
  const [time, status, offset] = [/^response-time$/, /^status-code$/, /^offset$/].map(table.find);
  if (offset === undefined)
    return refused(
      `${name}, line 1: it has no column "offset", so that its rate is not known; take the text that hey prints, or -o csv of a later version.`,
    );
  const requests: Timed[] = [];
  for (let row = 0; row < table.rows.length; row++) {
    const [seconds, start, code] = [
      table.number(row, time),
      table.number(row, offset),
      table.number(row, status),
    ] as const;
    if (!seconds.ok) return seconds;
    if (!start.ok) return start;
    if (!code.ok) return code;
    if (seconds.value === undefined || start.value === undefined)
      return refused(`${table.place(row)}: its response time or offset is empty; seconds were expected.`);
    requests.push({
      start: start.value,
      seconds: seconds.value,
      failed: code.value !== undefined && !(code.value >= 200 && code.value < 400),
    });
  }
  return ofRequests(name, requests, 's', [SECONDS, CLIENTS]);
}
