/** Fortio's JSON: times in seconds, a histogram of all calls and the quantiles that were asked for. */
import { pointOf, type FoundTest, type LoadFormat } from './format.ts';
import { dayIn, numberAt, numberIfAny } from './jsonNumbers.ts';
import { rounded } from '../quantiles.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import type { IntakeFile } from '../../workload/intake/file.ts';
import { listIn, objectIn, own } from '../../workload/intake/formats/json.ts';

/** Read off the histogram where Fortio was not asked for them. */
const WANTED = [0.5, 0.9, 0.95, 0.99] as const;

export const fortio: LoadFormat = {
  tool: 'fortio',
  recognises: ({ json }) => objectIn(own(json, 'DurationHistogram')) !== undefined,
  read: (file) => readReport(file),
};

function readReport({ name, json }: IntakeFile): Result<FoundTest> {
  const histogram = own(json, 'DurationHistogram');
  const place = `${name}, "DurationHistogram"`;
  const rate = numberAt(json, 'ActualQPS', name);
  if (!rate.ok) return rate;
  const mean = numberAt(histogram, 'Avg', place);
  if (!mean.ok) return mean;
  if (rate.value === undefined)
    return refused(`${name}: "ActualQPS" is missing; a whole result of Fortio was expected.`);
  const quantiles = new Map<number, number>();
  for (const one of listIn(own(histogram, 'Percentiles')) ?? []) {
    const [percent, value] = [numberAt(one, 'Percentile', place), numberAt(one, 'Value', place)];
    if (!percent.ok) return percent;
    if (!value.ok) return value;
    if (percent.value !== undefined && percent.value > 0 && percent.value < 100 && value.value !== undefined)
      quantiles.set(rounded(percent.value / 100), value.value);
  }
  const told = WANTED.filter((quantile) => !quantiles.has(quantile));
  const read = told.flatMap((quantile) => {
    const value = ofHistogram(listIn(own(histogram, 'Data')) ?? [], quantile);
    return value === undefined ? [] : [[quantile, value] as const];
  });
  for (const [quantile, value] of read) quantiles.set(quantile, value);
  if (quantiles.size === 0 && mean.value === undefined)
    return refused(`${place}: it holds neither quantiles nor a histogram.`);
  const count = numberIfAny(histogram, 'Count');
  const errors = errorsIn(json, count);
  const asked = Number(own(json, 'RequestedQPS'));
  const threads = numberIfAny(json, 'NumThreads');
  const date = dayIn(own(json, 'StartTime'));
  return accepted({
    ...(date === undefined ? {} : { date }),
    points: [
      {
        place,
        unit: 's',
        point: pointOf({
          file: name,
          concurrency: threads,
          // "max" and 0 and below: as fast as its connections can.
          offered: asked > 0 ? asked : undefined,
          perCall: true,
          throughput: rate.value * (1 - (errors ?? 0)),
          quantiles: new Map([...quantiles].sort(([a], [b]) => a - b)),
          mean: mean.value,
          errors,
          samples: count,
        }),
      },
    ],
    notes: [
      'Its times are taken as seconds, as Fortio writes them.',
      ...(read.length > 0
        ? [
            `Its quantiles ${read.map(([quantile]) => `p${String(rounded(100 * quantile))}`).join(', ')} are read off its histogram, evenly within a class, since Fortio was not asked for them (-p "50,90,95,99").`,
          ]
        : []),
      ...((errors ?? 0) > 0 ? ['Fortio counts the times of failed calls too.'] : []),
    ],
  });
}

/** Seconds below which so many of the calls lie, evenly within each class; undefined where there are no classes. */
function ofHistogram(classes: readonly unknown[], quantile: number): number | undefined {
  let below = 0;
  for (const one of classes) {
    const [start, end, percent] = ['Start', 'End', 'Percent'].map((key) => numberIfAny(one, key));
    if (start === undefined || end === undefined || percent === undefined || percent < below || end < start)
      return undefined;
    if (percent >= 100 * quantile)
      return percent === below ? end : start + ((100 * quantile - below) / (percent - below)) * (end - start);
    below = percent;
  }
  return undefined;
}

/** Share of failed calls: by their own histogram, or by the status codes of HTTP. */
function errorsIn(json: unknown, count: number | undefined): number | undefined {
  const failed = numberIfAny(own(json, 'ErrorsDurationHistogram'), 'Count');
  if (failed !== undefined && count !== undefined && count > 0) return failed / count;
  const codes = Object.entries(objectIn(own(json, 'RetCodes')) ?? {}).flatMap(([code, calls]) =>
    /^-?\d{1,3}$/.test(code) && typeof calls === 'number' ? [[code, calls] as const] : [],
  );
  const all = codes.reduce((sum, [, calls]) => sum + calls, 0);
  // gRPC's own codes are no status of HTTP.
  if (!codes.some(([code]) => code.length === 3) || !(all > 0)) return undefined;
  return codes.filter(([code]) => !/^[23]\d\d$/.test(code)).reduce((sum, [, calls]) => sum + calls, 0) / all;
}
