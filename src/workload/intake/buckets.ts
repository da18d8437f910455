/** Buckets of histograms: each counts what the smaller ones count too, so that only the largest of a set is the load. */
import { counted } from './steps.ts';

/** As a label says it, whatever format wrote it: le="0.5", le=+Inf. */
const LE = /(^|[{,\s(])le\s*=\s*"?([^",}\s]+)"?/;
const PARTS = /, ?| /;

interface Bucket {
  /** Upper bound; Infinity counts everything. */
  readonly le: number;
  /** What it shares with the buckets of its own histogram. */
  readonly set: string;
}

export interface Sifted {
  /** Indices of those that stay. */
  readonly kept: readonly number[];
  /** Undefined where nothing had to be said. */
  readonly leftOut?: string;
  /** Where a histogram lacks its last bucket. */
  readonly assumed?: string;
}

/** Which of the series stay: of each histogram its largest bucket, and all that are no buckets. */
export function withoutBuckets(series: readonly { readonly label: string; readonly name: string }[]): Sifted {
  const buckets = bucketsOf(series);
  const largest = new Map<string, number>();
  for (const bucket of buckets)
    if (bucket) largest.set(bucket.set, Math.max(bucket.le, largest.get(bucket.set) ?? 0));
  const kept = [...series.keys()].filter((i) => {
    const bucket = buckets[i];
    return !bucket || bucket.le === largest.get(bucket.set);
  });
  const out = series.length - kept.length;
  const open = [...largest.values()].filter((le) => le !== Infinity);
  return {
    kept,
    ...(out > 0
      ? {
          leftOut: `Buckets of a histogram are cumulative: each counts what the smaller ones count too, so only the largest counts${open.length > 0 ? '' : ', le="+Inf"'}; ${counted(out, 'smaller bucket', ['is', 'are'])} left out.`,
        }
      : {}),
    ...(open.length > 0
      ? {
          assumed: `The bucket le="+Inf", which counts all requests, is missing, so those above le="${String(Math.max(...open))}" are not counted.`,
        }
      : {}),
  };
}

function bucketsOf(
  series: readonly { readonly label: string; readonly name: string }[],
): readonly (Bucket | undefined)[] {
  const said = series.map(({ label, name }) => {
    const text = LE.test(label) ? label : name;
    const match = LE.exec(text);
    const le = match ? boundOf(match[2]!) : NaN;
    return Number.isNaN(le) ? undefined : { le, set: `${name.replace(LE, '$1')} ${text.replace(LE, '$1')}` };
  });
  return said.some((bucket) => bucket !== undefined) ? said : bare(series.map(({ label }) => label));
}

/** Bounds that stand alone, as in legends and in columns: 0.1, 0.5, +Inf. Beside a +Inf numbers are bounds. */
function bare(labels: readonly string[]): readonly (Bucket | undefined)[] {
  const parts = labels.map((label) => label.split(PARTS));
  const at = parts.map((of) => of.findIndex((part) => boundOf(part) === Infinity)).find((i) => i >= 0);
  if (at === undefined) return labels.map(() => undefined);
  const found = parts.map((of) => {
    const le = boundOf(of[at] ?? '');
    return Number.isNaN(le) ? undefined : { le, set: of.filter((_, i) => i !== at).join(' ') };
  });
  const whole = new Set(found.flatMap((one) => (one?.le === Infinity ? [one.set] : [])));
  return found.map((one) => (one && whole.has(one.set) ? one : undefined));
}

/** NaN for what is no bound. */
function boundOf(text: string): number {
  if (/^\+?Inf$/i.test(text)) return Infinity;
  return /^[\d.]+(?:e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : NaN;
}
