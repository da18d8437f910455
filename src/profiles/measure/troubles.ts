/** What a runtime says of a model that it cannot load or run, as a clause for whoever brought it. */
import { shortened } from '../../model/text.ts';

/** Of onnxruntime 1.30, by what they contain; the first that fits. */
const KNOWN: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [
    /No Op registered for (\S+)|Could not find an implementation for (\w+)|(\S+) is not a registered function\/op/,
    ([, unknown, missing, unregistered]) =>
      `it needs the operator ${unknown ?? missing ?? unregistered ?? ''}, which onnxruntime-web lacks${missing === undefined ? '' : ' for these types'}`,
  ],
  [
    /Type Error: Type '([^']+)' of input parameter \(\S*\) of operator \((\w+)\)/,
    ([, type, operator]) =>
      `it gives its operator ${operator ?? ''} a ${type ?? ''}, which that operator does not take`,
  ],
  [
    /webgpu[^]*?(?:not available|no available adapter|failed to get .*adapter)|(?:GPU|WebGPU) (?:adapter|device)\b[^]*?(?:lost|fail|not)|Failed to get a? ?WebGPU/i,
    () => 'the browser gives no graphics card for it; measure it on the processor',
  ],
  [
    /protobuf parsing failed|No graph was found|ModelProto does not have a graph/i,
    () => 'it is damaged, or no ONNX model',
  ],
  [
    /external data|ext_data|external_data/i,
    () =>
      'it keeps its weights in another file, and only models in one file are read; save it with its weights inside',
  ],
  [
    /(?:IR version|opset)\D*(\d+)/i,
    ([, version]) => `it is written in version ${version ?? ''} of the format, newer than the runtime knows`,
  ],
  [
    /bad_alloc|out of memory|allocation failed|failed to allocate|could not allocate|memory access out of bounds|Invalid typed array length|Maximum call stack/i,
    () => MEMORY,
  ],
  [
    /invalid dimensions for input: (\S+)[^]*?index: (\d+) Got: (\d+) Expected: (\d+)/,
    ([, input, axis, got, expected]) =>
      `its input ${input ?? ''} takes ${expected ?? ''} at axis ${axis ?? ''}, not ${got ?? ''}`,
  ],
  [
    /while running (\w+) node\.[^]*?Status Message: (.*)/,
    ([, operator, why]) =>
      `it cannot be run with these sizes: at its operator ${operator ?? ''} it fails (${shortened((why ?? '').trim(), 160)})`,
  ],
];

const MEMORY =
  'it needs more memory than WebAssembly may take here; measure it alone, with smaller batches, or with the command line on a larger machine';

/** Largest model that is read, bytes: loading one takes up to four times as much of the 4 GiB that WebAssembly has. */
export const MOST_MODEL_BYTES = 2 ** 29;

/** The sentence on a file that is not read for its size; undefined where it is. */
export function tooLarge(name: string, bytes: number): string | undefined {
  return bytes > MOST_MODEL_BYTES
    ? `${name} is larger than ${String(MOST_MODEL_BYTES / 2 ** 20)} MB, more than the runtime can load here; measure it where it will run, and bring the load test’s file.`
    : undefined;
}

/** A Git LFS pointer stands where the file itself was not fetched. */
const POINTER = 'version https://git-lfs';

/** Completes "model.onnx: ..". */
export function troubleOf(error: unknown, bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, POINTER.length));
  if (start === POINTER) return 'it is a pointer of Git LFS; fetch the file itself with "git lfs pull"';
  if (bytes.length === 0) return 'it is empty';
  // What C++ throws comes through as the address of an exception.
  if (typeof error === 'number' || error instanceof RangeError) return MEMORY;
  const message = error instanceof Error ? error.message : String(error);
  for (const [pattern, say] of KNOWN) {
    const found = pattern.exec(message);
    if (found) return say(found);
  }
  const own = message
    .replace(/^.*ERROR_MESSAGE: /, '')
    .trim()
    .replace(/\.$/, '');
  return `the runtime does not take it (${shortened(own, 200)})`;
}
