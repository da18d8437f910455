/**
 * Triton's perf_analyzer, `-f file.csv`: one line a concurrency or request rate, times in microseconds (integers). Its
 * "Inferences/Second" counts the requests in a batch, each alone. Columns as its report_writer.cc writes them; versions before
 * 2020 have one "Server Compute", and people prepend the batch size, the model and the instances by script.
 */
import { known, pointOf, type Found, type FoundTest, type LoadFormat } from './format.ts';
import { headerNames, loadTable, quantileColumns, type LoadTable } from './table.ts';
import type { Parts } from '../point.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { timeUnitOf } from '../../workload/intake/columnWords.ts';
import type { TimeUnit } from '../../workload/intake/source.ts';
import { inSeconds, UNIT_NAMES } from '../../workload/intake/units.ts';

const THROUGHPUT = /^inferences\/second/;
const EXPECTED =
  'perf_analyzer’s columns were expected, "Concurrency" or "Request Rate", "Inferences/Second" and "p99 latency"';

export const perfAnalyzer: LoadFormat = {
  tool: 'perfAnalyzer',
  recognises: (file) => headerNames(file).some((name) => THROUGHPUT.test(name)),
  read(file) {
    const table = loadTable(file, EXPECTED);
    return table.ok ? pointsOf(table.value, file.name) : table;
  },
};

function pointsOf(table: LoadTable, file: string): Result<FoundTest> {
  const { find } = table;
  const column = {
    throughput: find(THROUGHPUT),
    concurrency: find(/^concurrency/),
    rate: find(/^request rate/),
    batch: find(/^batch(?:[ _]?size)?$/),
    replicas: find(/^(?:instances?|instance[ _]count|replicas|model instances)$/),
  };
  const variant = find(/^model(?:[ _]?name)?$/);
  const latencies = quantileColumns(table.names);
  const mean = find(/^avg latency/);
  const parts = partColumns(table);
  if (column.throughput === undefined)
    return refused(`${file}, line 1: the column "Inferences/Second" is missing; ${EXPECTED}.`);
  if (latencies.length === 0 && !parts.infer)
    return refused(`${file}, line 1: it has neither latencies nor the server's times; ${EXPECTED}.`);
  const unit = unitOf(table.names);
  const points: Found[] = [];
  for (let row = 0; row < table.rows.length; row++) {
    const figures = table.figures(row, { ...column, mean, ...parts });
    if (!figures.ok) return figures;
    const quantiles = table.quantiles(row, latencies, unit);
    if (!quantiles.ok) return quantiles;
    const cells: Partial<Record<string, number>> = figures.value;
    const place = table.place(row);
    if (cells['throughput'] === undefined)
      return refused(`${place}: its "Inferences/Second" is empty; a number was expected.`);
    const read = partsOf(cells, unit);
    const { batch } = cells;
    points.push({
      place,
      unit,
      closed: cells['concurrency'] !== undefined,
      point: pointOf({
        file,
        line: table.line(row),
        variant: table.text(row, variant),
        batch,
        concurrency: cells['concurrency'],
        replicas: cells['replicas'],
        // A rate of calls: how many requests that is, only the batch says.
        offered: cells['rate'] === undefined || batch === undefined ? undefined : cells['rate'] * batch,
        throughput: cells['throughput'],
        quantiles: quantiles.value,
        mean: cells['mean'] === undefined ? read && sumOf(read) : inSeconds(cells['mean'], unit),
        parts: read,
      }),
    });
  }
  return accepted({
    points,
    notes: [
      `Its times are taken as ${UNIT_NAMES[unit]}${timeUnitIn(table.names) === undefined ? ', as perf_analyzer writes them' : ', as its header says'}.`,
      ...(parts.compute === undefined
        ? []
        : [
            'It has one time "Server Compute", as versions before 2020 have: what is input, inference and output cannot be told apart, nor need be.',
          ]),
      ...(column.rate === undefined || column.batch !== undefined
        ? []
        : [
            'Its "Request Rate" counts calls of one batch each and it names no batch size, so that what was asked for is left out.',
          ]),
      ...(parts.cache === undefined
        ? []
        : [
            'Answers out of the response cache count in its latencies; "Server Cache Hit" and "Server Cache Miss" are left out.',
          ]),
      ...table.notes,
    ],
  });
}

/** The unit where a name has one in brackets, as reports made from these files have. */
const timeUnitIn = (names: readonly string[]): TimeUnit | undefined => {
  const bracketed = names
    .map((name) => /[([]([^)\]]+)[)\]]\s*$/.exec(name)?.[1])
    .find((word) => word !== undefined && timeUnitOf(word) !== undefined);
  return bracketed === undefined ? undefined : timeUnitOf(bracketed);
};
const unitOf = (names: readonly string[]): TimeUnit => timeUnitIn(names) ?? 'us';

function partColumns({ find }: LoadTable): Partial<Record<string, number>> {
  return known({
    send: find(/^client send/),
    network: find(/^network\+server send\/recv/),
    queue: find(/^server queue/),
    input: find(/^server compute input/),
    infer: find(/^server compute infer/) ?? find(/^server compute(?: \(|$)/),
    compute: find(/^server compute(?: \(|$)/),
    output: find(/^server compute output/),
    cache: find(/^server cache hit/),
    receive: find(/^client recv/),
  });
}

/** The parts where the server told them; microseconds that are all 0 are those of a service that tells nothing. */
function partsOf(cells: Partial<Record<string, number>>, unit: TimeUnit): Parts | undefined {
  const { send = 0, network = 0, queue = 0, input = 0, infer, output = 0, receive = 0 } = cells;
  if (infer === undefined || input + infer + output === 0) return undefined;
  return {
    queue: inSeconds(queue, unit),
    input: inSeconds(input, unit),
    infer: inSeconds(infer, unit),
    output: inSeconds(output, unit),
    network: inSeconds(send + network + receive, unit),
  };
}

/** perf_analyzer makes "Network" what is left of the mean latency, so that the parts sum up to it. */
const sumOf = ({ queue, input, infer, output, network }: Parts): number =>
  queue + input + infer + output + network;
