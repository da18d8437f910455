/** What the panel that measures models says. */
import { quantileName, secondsWords } from './figures.ts';
import { fixed, plural, whole } from '../../format.ts';
import type { BroughtModel, ModelStatus, Scoring } from '../../state/pipelines/measuring.svelte.ts';
import type { Measurement } from '../../../profiles/measure/measureModel.ts';
import { mebibytes, medianOf } from '../../../profiles/measure/variant.ts';

/** What measured, as `Provenance.source` has it. */
export const sourceOf = ({ graphics }: Pick<Measurement, 'graphics'>): string =>
  graphics === undefined ? 'this browser, WASM, one thread' : 'this browser, WebGPU';

/** "91.2 %". */
export const percentWords = (share: number): string => `${fixed(100 * share, 1)} %`;

/** "Accuracy 91.2 %, 95 % interval 90.7 to 91.8 %: 9,123 of 10,000 rows of set.npz." */
export function scoringWords(scoring: Scoring): string {
  switch (scoring.kind) {
    case 'none':
      return '';
    case 'refused':
      return scoring.why;
    case 'running':
      return scoring.progress === undefined
        ? `${scoring.set} is being read.`
        : `${whole(scoring.progress.done)} of ${whole(scoring.progress.of)} rows of ${scoring.set} asked.`;
    case 'scored': {
      const { set, rows, right, accuracy, low, high } = scoring.scored;
      return `Accuracy ${percentWords(accuracy)}, 95 % interval ${fixed(100 * low, 1)} to ${percentWords(high)}: ${whole(right)} of ${plural(rows, 'row')} of ${set} right.`;
    }
  }
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\/(\d+)/, 'Edge'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/Chrome\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).* Safari/, 'Safari'],
];

/** All that a browser tells of the machine: "Linux x86_64, 8 cores, Chrome 131". No page learns which processor it is. */
export function hardwareOf(userAgent: string, cores: number): string {
  const platform = /\(([^)]*)\)/.exec(userAgent)?.[1]?.split(/;\s*/) ?? [];
  const system = platform.filter((part) => !/^(X11|U|compatible|rv:.*|Win64|x64)$/.test(part))[0];
  const browser = BROWSERS.flatMap(([pattern, name]) => {
    const version = pattern.exec(userAgent)?.[1];
    return version === undefined ? [] : [`${name} ${version}`];
  })[0];
  return [system, plural(cores, 'core'), browser].filter((part) => part !== undefined).join(', ');
}

/** "3.2 MB". */
export const sizeWords = (bytes: number): string =>
  bytes < 1e6 ? `${whole(Math.ceil(bytes / 1000))} kB` : `${fixed(bytes / 1e6, bytes < 1e7 ? 1 : 0)} MB`;

/** How far a model is, one sentence. */
export function statusWords(status: ModelStatus, missing: readonly string[]): string {
  switch (status.kind) {
    case 'looking':
      return 'Being looked at; the first model fetches the runtime, 14 MB.';
    case 'refused':
      return status.why;
    case 'asked':
      return missing.length === 0 ? 'Ready to be measured.' : `Say how large ${missing.join(' and ')} is.`;
    case 'waiting':
      return 'Waits for its turn.';
    case 'running':
      return progressWords(status.progress);
    case 'measured':
      return measuredWords(status.measurement);
  }
}

function progressWords(progress: Extract<ModelStatus, { kind: 'running' }>['progress']): string {
  if (!progress) return 'Being loaded.';
  const { doing, batch, samples, secondsLeft } = progress;
  const left =
    secondsLeft < 1
      ? 'its time is spent, the least runs go on'
      : `at most ${whole(Math.ceil(secondsLeft))} s left`;
  if (doing === 'starting') return `Start-up ${String(samples + 1)} is timed; ${left}.`;
  if (doing === 'warming') return `Batch ${String(batch)} warms up; ${left}.`;
  return `Batch ${String(batch)}: ${plural(samples, 'run')} timed; ${left}.`;
}

/** What came of a measurement, its headline. */
export function measuredWords({ batches, quantile, startups, heapBytes, graphics }: Measurement): string {
  const [first] = batches;
  if (!first) return '';
  const last = batches.at(-1)!;
  const more = last === first ? '' : `, ${secondsWords(last.seconds)} at ${String(last.batch)}`;
  const memory =
    heapBytes === undefined || graphics !== undefined ? '' : `; memory ${whole(mebibytes(heapBytes))} MiB`;
  return `${quantileName(quantile)} ${secondsWords(first.seconds)} at batch ${String(first.batch)}${more}; start-up ${secondsWords(medianOf(startups))}${memory}.`;
}

/** "8.1 to 9.4 ms"; from the least to the greatest seen where the interval is open. */
export const intervalWords = (low: number, high: number): string =>
  `${secondsWords(low)} – ${secondsWords(high)}`;

/** "sequence_length (input_ids, attention_mask)". */
export function dimensionLabel(label: string, places: readonly { readonly input: string }[]): string {
  const inputs = [...new Set(places.map(({ input }) => input))];
  return label.includes(' of ') || inputs.length === 0 ? label : `${label} of ${inputs.join(', ')}`;
}

export const isBusy = ({ status, scoring }: BroughtModel): boolean =>
  status.kind === 'running' || status.kind === 'waiting' || scoring.kind === 'running';
