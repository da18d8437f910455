/**
 * AIPerf and its forerunner GenAI-Perf: `profile_export_aiperf.json` and `profile_export_genai_perf.json`, of each metric its
 * unit and its quantiles (the unit counts, whatever the metric), and AIPerf's `profile_export.jsonl`, a request a line.
 */
import { NEAREST_RANK, summed, type Timed } from './requests.ts';
import { pointOf, type FoundTest, type LoadFormat } from './format.ts';
import { dayIn, numberAt, numberIfAny, quantilesAt } from './jsonNumbers.ts';
import { headerNames } from './table.ts';
import { unitNamed } from '../seconds.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import type { IntakeFile } from '../../workload/intake/file.ts';
import { listIn, objectIn, own } from '../../workload/intake/formats/json.ts';
import { eachJsonLine } from '../../workload/intake/formats/jsonLines.ts';
import { quoted } from '../../workload/intake/text.ts';
import { inSeconds, UNIT_NAMES } from '../../workload/intake/units.ts';

const LATENCY = 'request_latency';
const THROUGHPUT = 'request_throughput';
const isCsv = (file: IntakeFile): boolean => {
  const names = headerNames(file);
  return names[0] === 'metric' && names[1] === 'avg' && names.includes('p99');
};

export const aiperf: LoadFormat = {
  tool: 'aiperf',
  recognises: (file) =>
    metricsIn(file.json) !== undefined || isRecord(file.firstJsonLine ?? file.json) || isCsv(file),
  read(file) {
    if (isCsv(file))
      return refused(
        `${file.name}: it is AIPerf’s table for spreadsheets, whose units stand within names; take the file of the same name that ends in .json.`,
      );
    const metrics = metricsIn(file.json);
    return metrics === undefined ? readRecords(file) : readSummary(file, metrics);
  },
};

/** The object that holds the metrics by name: the top, or `records` in it. */
function metricsIn(json: unknown): unknown {
  const records = own(json, 'records');
  const named = listIn(records)
    ? Object.fromEntries(listIn(records)!.map((one) => [String(own(one, 'tag')), one]))
    : objectIn(records);
  return [json, named].find((one) =>
    [LATENCY, THROUGHPUT].some((key) => own(own(one, key), 'unit') !== undefined),
  );
}

const isRecord = (line: unknown): boolean =>
  objectIn(own(line, 'metadata')) !== undefined &&
  own(own(line, 'metadata'), 'request_start_ns') !== undefined;

function readSummary({ name, json }: IntakeFile, metrics: unknown): Result<FoundTest> {
  const latency = objectIn(own(metrics, LATENCY));
  const place = `${name}, "${LATENCY}"`;
  if (!latency)
    return refused(`${name}: it has no "${LATENCY}"; a run that measures whole requests was expected.`);
  const unit = unitNamed(String(own(latency, 'unit')));
  if (unit === undefined)
    return refused(
      `${place}: its unit is ${quoted(own(latency, 'unit'))}, and one of time was expected, as ms.`,
    );
  const read = quantilesAt(latency, unit, place);
  if (!read.ok) return read;
  const quantiles = read.value;
  const mean = numberAt(latency, 'avg', place);
  if (!mean.ok) return mean;
  if (quantiles.size === 0 && mean.value === undefined)
    return refused(`${place}: it holds neither quantiles nor a mean.`);
  const rate = numberAt(own(metrics, THROUGHPUT), 'avg', `${name}, "${THROUGHPUT}"`);
  if (!rate.ok) return rate;
  if (rate.value === undefined)
    return refused(`${name}: it has no "${THROUGHPUT}"; a whole summary of AIPerf was expected.`);
  const answered = numberIfAny(own(metrics, 'request_count'), 'avg');
  const failed =
    numberIfAny(own(metrics, 'error_request_count'), 'avg') ?? (answered === undefined ? undefined : 0);
  const config = own(json, 'input_config');
  const date = dayIn(own(json, 'start_time'));
  const hardware = hardwareIn(own(json, 'telemetry_data'));
  return accepted({
    ...(date === undefined ? {} : { date }),
    ...(hardware === undefined ? {} : { hardware }),
    points: [
      {
        place,
        unit,
        point: pointOf({
          file: name,
          variant: modelIn(config),
          concurrency: setting(config, 'concurrency'),
          offered: setting(config, 'request_rate'),
          perCall: true,
          throughput: rate.value,
          quantiles,
          mean: mean.value === undefined ? undefined : inSeconds(mean.value, unit),
          errors:
            answered === undefined || failed === undefined || answered + failed === 0
              ? undefined
              : failed / (answered + failed),
          samples: answered === undefined ? undefined : answered + (failed ?? 0),
        }),
      },
    ],
    notes: [
      `Its times are taken as ${UNIT_NAMES[unit]}, as its unit says.`,
      ...(own(json, 'was_cancelled') === true ? ['The run was interrupted before its end.'] : []),
      'A request’s latency is that of its whole answer; times to the first token are left out.',
    ],
  });
}

/** A setting of the load: where AIPerf of 2025 and of 2026 and GenAI-Perf keep it. */
function setting(config: unknown, key: 'concurrency' | 'request_rate'): number | undefined {
  const phases = listIn(own(config, 'phases')) ?? [];
  const profiling = phases.find((phase) => own(phase, 'name') === 'profiling') ?? phases.at(-1);
  const stimulus = own(own(config, 'perf_analyzer'), 'stimulus');
  const found = [own(config, 'loadgen'), profiling, stimulus, config]
    .map(
      (place) => numberIfAny(place, key) ?? (key === 'request_rate' ? numberIfAny(place, 'rate') : undefined),
    )
    .find((value) => value !== undefined && value > 0);
  return found;
}

function modelIn(config: unknown): string | undefined {
  const items = own(own(config, 'models'), 'items');
  const names = [
    own(own(config, 'endpoint'), 'model_names'),
    own(config, 'model_names'),
    own(config, 'models'),
    own(config, 'model'),
    items,
  ]
    .map((one) => listIn(one))
    .find((one) => one !== undefined && one.length > 0);
  // Several models were tested at once, and none of them is the variant.
  if (names?.length !== 1) return undefined;
  const [first] = names;
  const named = typeof first === 'string' ? first : own(first, 'name');
  return typeof named === 'string' && named !== '' ? named : undefined;
}

/** "2 x NVIDIA H100", of the accelerators that were watched. */
function hardwareIn(telemetry: unknown): string | undefined {
  const counts = new Map<string, number>();
  for (const endpoint of Object.values(objectIn(own(telemetry, 'endpoints')) ?? {}))
    for (const gpu of Object.values(objectIn(own(endpoint, 'gpus')) ?? {})) {
      const name = own(gpu, 'gpu_name');
      if (typeof name === 'string') counts.set(name.slice(0, 80), (counts.get(name.slice(0, 80)) ?? 0) + 1);
    }
  const words = [...counts].map(([name, count]) => (count > 1 ? `${String(count)} x ${name}` : name));
  return words.length > 0 ? words.join(', ') : undefined;
}

function readRecords({ name, text }: IntakeFile): Result<FoundTest> {
  const requests: Timed[] = [];
  let passed = 0;
  for (const { line, read } of eachJsonLine({ name, text })) {
    if (!read.ok) return read;
    const place = `${name}, line ${String(line)}`;
    const metadata = own(read.value, 'metadata');
    const phase = own(metadata, 'benchmark_phase');
    if (phase !== undefined && phase !== 'profiling') {
      passed++;
      continue;
    }
    const [start, end] = [
      numberAt(metadata, 'request_start_ns', place),
      numberAt(metadata, 'request_end_ns', place),
    ];
    if (!start.ok) return start;
    if (!end.ok) return end;
    if (start.value === undefined || end.value === undefined)
      return refused(`${place}: "request_start_ns" and "request_end_ns" were expected under "metadata".`);
    const latency = own(own(read.value, 'metrics'), LATENCY);
    const value = numberAt(latency, 'value', place);
    if (!value.ok) return value;
    const word = own(latency, 'unit');
    const unit = unitNamed(typeof word === 'string' ? word : 'ms');
    if (unit === undefined)
      return refused(
        `${place}: the unit of its latency is ${quoted(own(latency, 'unit'))}, and one of time was expected.`,
      );
    const error = own(read.value, 'error');
    const failed = (error !== undefined && error !== null) || value.value === undefined;
    requests.push({
      start: start.value / 1e9,
      seconds:
        value.value === undefined ? Math.max(0, end.value - start.value) / 1e9 : inSeconds(value.value, unit),
      failed,
    });
  }
  const sum = summed(requests);
  if (!sum)
    return refused(
      `${name}: none of its ${requests.length.toLocaleString('en')} requests was answered; AIPerf’s profile_export.jsonl was expected.`,
    );
  return accepted({
    points: [{ place: name, unit: 'ms', point: { file: name, perCall: true, ...sum } }],
    notes: [
      'Its times are taken in the units that stand beside them.',
      NEAREST_RANK,
      ...(passed > 0
        ? [`${passed.toLocaleString('en')} of its requests are of the warm-up and left out.`]
        : []),
    ],
  });
}
