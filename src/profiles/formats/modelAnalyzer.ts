/**
 * Triton Model Analyzer's `metrics-model-inference.csv`: one line a configuration and load, times in milliseconds. Columns
 * after its record types ("Model", "Batch", "Throughput (infer/sec)", "p99 Latency (ms)") or by the names of its options
 * (model_name, batch_size, perf_throughput, perf_latency_p99).
 */
import { pointOf, type Found, type FoundTest, type LoadFormat } from './format.ts';
import { headerNames, loadTable, quantileColumns, type LoadTable } from './table.ts';
import { quantileNamed } from '../quantiles.ts';
import type { Parts } from '../point.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Milliseconds in a second. */
const MS = 1000;
const MODEL = /^model(?:_name)?$/;
const THROUGHPUT = /^(?:throughput \(infer\/sec\)|perf_throughput)/;
const OWN =
  /^(?:model config path|model_config_path|instance group|instance_group|satisfies constraints|satisfies_constraints|perf_throughput)$/;
const EXPECTED =
  'Model Analyzer’s metrics-model-inference.csv was expected, with "Model", "Batch", "Throughput (infer/sec)" and "p99 Latency (ms)"';

export const modelAnalyzer: LoadFormat = {
  tool: 'modelAnalyzer',
  recognises(file) {
    const names = headerNames(file);
    return (
      names.some((name) => MODEL.test(name)) &&
      names.some((name) => OWN.test(name) || /^gpu (?:uuid|id)$|^gpu_uuid$/.test(name))
    );
  },
  read(file) {
    const names = headerNames(file);
    if (!names.some((name) => THROUGHPUT.test(name)))
      return refused(
        `${file.name}, line 1: it holds what Model Analyzer says of ${names.some((name) => name.startsWith('gpu')) ? 'the GPU' : 'other things'} and no throughput; take its metrics-model-inference.csv.`,
      );
    const table = loadTable(file, EXPECTED);
    return table.ok ? pointsOf(table.value, file.name) : table;
  },
};

function pointsOf(table: LoadTable, file: string): Result<FoundTest> {
  const { find } = table;
  const column = {
    throughput: find(THROUGHPUT),
    batch: find(/^batch(?:_size)?$/),
    concurrency: find(/^concurrency$/),
    rate: find(/^request[ _]rate$/),
    queue: find(/server[ _]queue/),
    input: find(/server[ _]compute[ _]input/),
    infer: find(/server[ _]compute[ _]infer/),
    output: find(/server[ _]compute[ _]output/),
    mean: find(/^(?:avg latency|perf_latency_avg)/),
  };
  const model = find(MODEL)!;
  const group = find(/^instance[ _]group$/);
  const merging = find(/^(?:preferred batch sizes|dynamic_batch_sizes|max batch size|max_batch_size)$/);
  const latencies = quantileColumns(table.names, (name) =>
    quantileNamed(name.replace(/^perf_latency_(?=p\d)/i, '')),
  );
  // perf_latency was the p99 before the quantiles had columns of their own.
  const only = latencies.length === 0 ? find(/^perf_latency$/) : undefined;
  if (only !== undefined) latencies.push({ quantile: 0.99, at: only });
  if (latencies.length === 0 && column.mean === undefined)
    return refused(`${file}, line 1: it has no latencies; ${EXPECTED}.`);
  const points: Found[] = [];
  let several = 0;
  let merges = 0;
  const groups = new Set<string>();
  for (let row = 0; row < table.rows.length; row++) {
    const name = table.text(row, model);
    if (name?.includes(',') === true) {
      several++;
      continue;
    }
    const read = table.figures(row, column);
    if (!read.ok) return read;
    const quantiles = table.quantiles(row, latencies, 'ms');
    if (!quantiles.ok) return quantiles;
    const cells = read.value;
    const place = table.place(row);
    const { throughput, batch, rate } = cells;
    if (throughput === undefined) return refused(`${place}: its throughput is empty; a number was expected.`);
    const instances = instancesIn(table.text(row, group));
    if (instances) groups.add(instances.kind);
    if (mergesBatches(table.text(row, merging), batch ?? 1)) merges++;
    points.push({
      place,
      unit: 'ms',
      closed: cells.concurrency !== undefined,
      point: pointOf({
        file,
        line: table.line(row),
        variant: name,
        batch,
        concurrency: cells.concurrency,
        replicas: instances?.count,
        offered: rate === undefined || batch === undefined ? undefined : rate * batch,
        throughput,
        quantiles: quantiles.value,
        mean: cells.mean === undefined ? undefined : cells.mean / MS,
        parts: partsOf(cells),
      }),
    });
  }
  if (points.length === 0)
    return refused(
      `${file}: each of its lines is of several models at once, of which none can be told apart; profile each model by itself.`,
    );
  const kinds = [...groups].filter((kind) => kind !== '').sort();
  return accepted({
    points,
    ...(kinds.length > 0 ? { hardware: kinds.join(' and ') } : {}),
    notes: [
      'Its times are taken as milliseconds, as Model Analyzer writes them; they are rounded to 0.1 ms.',
      ...(group === undefined ? [] : ['Instances of a model are taken for replicas.']),
      ...(several > 0
        ? [
            `${several.toLocaleString('en')} of its lines ${several === 1 ? 'is' : 'are'} of several models at once and left out.`,
          ]
        : []),
      ...(merges > 0
        ? [
            `In ${merges.toLocaleString('en')} of its lines the server may merge requests to larger batches than "Batch" says.`,
          ]
        : []),
      ...table.notes,
    ],
  });
}

/** "2:GPU", "1/GPU" or "4:CPU": how many instances of a model, on what. */
function instancesIn(
  text: string | undefined,
): { readonly count: number; readonly kind: string } | undefined {
  const found = /^(\d{1,4})\s*[:/x]\s*([A-Za-z]{0,10})/.exec(text ?? '');
  return found ? { count: Number(found[1]), kind: found[2]!.toUpperCase() } : undefined;
}

/** The model takes larger batches than the client sends. */
const mergesBatches = (text: string | undefined, batch: number): boolean =>
  Math.max(0, ...(text?.match(/\d+/g) ?? []).map(Number)) > batch;

function partsOf({
  queue = 0,
  input = 0,
  infer,
  output = 0,
}: Partial<Record<string, number>>): Parts | undefined {
  if (infer === undefined || input + infer + output === 0) return undefined;
  return { queue: queue / MS, input: input / MS, infer: infer / MS, output: output / MS, network: 0 };
}
