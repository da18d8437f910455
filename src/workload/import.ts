import { readCsv } from './csv.ts';
import { looksLikePrometheus, readPrometheus } from './prometheus.ts';
import type { Resampled } from './series.ts';
import { accepted, refused, type Result } from '../model/result.ts';
import type { IntakeChoices, IntakeReport } from './intake/report.ts';
import type { Workload } from './workload.ts';

export interface Imported {
  readonly workload: Workload;
  /** What was filled, summed or resampled, as sentences. */
  readonly notes: readonly string[];
  readonly report: IntakeReport;
}

/** Text longer than this is not parsed as JSON: a Prometheus reply holds at most 11,000 points a series. */
const MOST_JSON_BYTES = 100_000_000;

/** A workload from a file's bytes, CSV or Prometheus JSON, told apart by content. */
export function importWorkload(
  bytes: Uint8Array,
  fileName: string,
  _asked: IntakeChoices = {},
): Result<Imported> {
  const json = startsLikeJson(bytes);
  const read = json ? readJson(bytes, fileName) : readCsv(bytes, fileName);
  if (!read.ok) return read;
  const { rates, notes } = read.value;
  const name = fileName.replace(/\.[^.]*$/, '') || fileName;
  return accepted({
    workload: { id: `import:${digest(rates)}`, name, rates, source: `Imported from ${fileName}.` },
    notes,
    report: {
      format: json ? 'Prometheus range query' : 'CSV',
      decisions: notes.map((sentence) => ({ step: 'resample', sentence, weight: 'assumed' })),
      choices: [],
      requests: rates.reduce((sum, rate) => sum + rate, 0),
      seconds: rates.length,
    },
  });
}

function startsLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 32 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  return first === 0x7b || first === 0x5b;
}

function readJson(bytes: Uint8Array, fileName: string): Result<Resampled> {
  if (bytes.length > MOST_JSON_BYTES) {
    return refused(
      `${fileName}: ${Math.round(bytes.length / 1e6).toLocaleString('en')} MB of JSON; the lab takes at most ${String(MOST_JSON_BYTES / 1e6)} MB.`,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    return refused(
      `${fileName}: it begins like JSON and is not (${error instanceof Error ? error.message : String(error)}).`,
    );
  }
  if (!looksLikePrometheus(json)) {
    return refused(
      `${fileName}: this JSON is not a Prometheus reply; expected the answer of /api/v1/query_range, or its list of series.`,
    );
  }
  return readPrometheus(json, fileName);
}

/** FNV-1a over the rates, eight hexadecimal digits: equal traces get equal ids. */
function digest(rates: Float64Array): string {
  let h = 0x811c9dc5;
  for (const byte of new Uint8Array(rates.buffer, rates.byteOffset, rates.byteLength))
    h = Math.imul(h ^ byte, 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}
