/** What the files of the journey say in numbers: any two browsers must say the same. */
import { strFromU8, unzipSync } from 'fflate';
import { readArchive } from '../src/storage/archiveRead.ts';
import { accept } from '../src/testing/runs.ts';

/** What clocks say, and ids that were drawn: no two runs alike. */
const OWN = /\/(decisionMs|elapsedSeconds|stepsPerSecond)(\/|$)|\/(created|updated|id|run)$/;
/** Parts of a bundle that hold digests of the others, or a run with its clock (which is compared by itself). */
const DIGESTS = /(run\.zip|bundle\.json|settings\.json|agent\.yaml)$/;
/** Engines differ in the last digits of exp and log: 2e-16 where this was measured. */
const ALIKE = 1e-12;

/** A saved file as plain values without clocks: what is text stays text, what is a number is one. */
export function valuesOf(name: string, file: Uint8Array): unknown {
  // A copy that is no Buffer of Node's, whose slices are not aligned as the archive's numbers are.
  const bytes = new Uint8Array(file);
  const text = (): string => strFromU8(bytes);
  switch (name.split('.').at(-1)) {
    case 'json':
      return JSON.parse(text());
    case 'jsonl':
      return text()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    case 'csv':
      return text()
        .split('\n')
        .map((line) => line.split(',').map((cell) => (Number.isNaN(Number(cell)) ? cell : Number(cell))));
    case 'zip': {
      const entries = unzipSync(bytes);
      if ('manifest.json' in entries) {
        const archive = accept(readArchive(bytes, name));
        // What lies between was kept when a clock said so.
        const last = archive.runs.map((one) => ({
          ...one,
          checkpoints: one.checkpoints.filter(({ slot }) => slot === 'latest'),
        }));
        return { ...archive, runs: last };
      }
      return Object.fromEntries(
        Object.entries(entries)
          .filter(([entry]) => !DIGESTS.test(entry))
          .map(([entry, content]) => [entry, valuesOf(entry, content)]),
      );
    }
    default:
      // Bytes as they are: the networks.
      return name.endsWith('.onnx') ? Buffer.from(bytes).toString('base64') : text();
  }
}

export interface Likeness {
  /** Values that were compared. */
  readonly count: number;
  /** Largest difference of two numbers, over the larger one. */
  readonly furthest: number;
  /** Where they are not alike: paths with both values. */
  readonly unlike: readonly string[];
}

/** Sets two values side by side, to their leaves. */
export function likeness(one: unknown, other: unknown): Likeness {
  let [count, furthest] = [0, 0];
  const unlike: string[] = [];
  const walk = (a: unknown, b: unknown, path: string): void => {
    if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
      const [left, right] = [a, b] as readonly Readonly<Record<string, unknown>>[];
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        walk(left![key], right![key], `${path}/${key}`);
      return;
    }
    if (OWN.test(path)) return;
    count++;
    // 0 is -0 here: which of them comes out is a matter of the engine's order of operations.
    if (a === b || Object.is(a, b)) return;
    const apart =
      typeof a === 'number' && typeof b === 'number'
        ? Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b))
        : Infinity;
    if (apart <= ALIKE) furthest = Math.max(furthest, apart);
    else unlike.push(`${path}: ${String(a).slice(0, 60)}, ${String(b).slice(0, 60)}`);
  };
  walk(one, other, '');
  return { count, furthest, unlike };
}

/** Decisions a second of the one training in an archive, its first update left out: what is loaded then. */
export function decisionsPerSecond(archive: Uint8Array): number {
  const { points } = accept(readArchive(new Uint8Array(archive), 'archive.zip')).runs[0]!;
  const [first, last] = [points[0]!, points.at(-1)!];
  return (last.steps - first.steps) / (last.elapsedSeconds - first.elapsedSeconds);
}
