/** Inputs made by chance: how long a model takes depends on their shapes, hardly on their values. */
import { ELEMENTS, type Element, type Feed, type ModelInput, type Values } from './session.ts';
import { dimsOf, type Sizes } from './shapes.ts';
import type { Random } from '../../model/random.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { figure } from '../../model/range.ts';

/** Bytes that all inputs of one run may have. */
const MOST_BYTES = 2 ** 28;

const isElement = (type: string): type is Element => (ELEMENTS as readonly string[]).includes(type);

const BYTES: Readonly<Record<Element, number>> = {
  ...{ float64: 8, int64: 8, uint64: 8, float32: 4, int32: 4, uint32: 4 },
  ...{ float16: 2, int16: 2, uint16: 2, int8: 1, uint8: 1, bool: 1 },
};

/** The sentence on an input that cannot be made, undefined where all can. */
export function strangeInput(inputs: readonly ModelInput[]): string | undefined {
  if (inputs.length === 0) return 'it has no inputs, so there is nothing that could be asked of it';
  const stranger = inputs.find(({ type }) => !isElement(type));
  return (
    stranger &&
    `its input ${stranger.name} takes ${stranger.type}; inputs of ${ELEMENTS.join(', ')} can be made here`
  );
}

/** The inputs of one run with `batch` requests. */
export function feedsOf(
  inputs: readonly ModelInput[],
  sizes: Sizes,
  batchKey: string | undefined,
  batch: number,
  random: Random,
): Result<readonly Feed[]> {
  const dims = dimsOf(inputs, sizes, batchKey, batch);
  const counts = dims.map((of) => of.reduce((product, size) => product * size, 1));
  const types = inputs.map(({ type }) => {
    if (!isElement(type)) throw new Error(`${type} was let in`);
    return type;
  });
  const bytes = types.reduce((sum, type, i) => sum + BYTES[type] * counts[i]!, 0);
  if (bytes > MOST_BYTES)
    return refused(
      `its inputs at batch ${String(batch)} would have ${figure(Math.ceil(bytes / 2 ** 20))} MiB, more than the ${figure(MOST_BYTES / 2 ** 20)} MiB that are made here; give smaller sizes or fewer batches`,
    );
  return accepted(
    inputs.map(({ name }, i) => ({
      name,
      type: types[i]!,
      dims: dims[i]!,
      values: valuesOf(name, types[i]!, counts[i]!, random),
    })),
  );
}

/**
 * `count` numbers: fractions uniform in [0, 1), bytes uniform, all other whole numbers 0 or 1, which are indices of any
 * table; 1 for masks, which hide nothing then.
 */
function valuesOf(name: string, type: Element, count: number, random: Random): Values {
  const small = /mask/i.test(name) ? () => 1 : () => random.integer(2);
  switch (type) {
    case 'float32':
      return new Float32Array(count).map(() => random.uniform());
    case 'float64':
      return new Float64Array(count).map(() => random.uniform());
    case 'float16':
      // Bits of a number in [0.5, 1): the exponent of 1/2, and ten bits by chance.
      return new Uint16Array(count).map(() => 0x3800 | random.integer(1024));
    case 'int64':
      return new BigInt64Array(count).map(() => BigInt(small()));
    case 'uint64':
      return new BigUint64Array(count).map(() => BigInt(small()));
    case 'int32':
      return new Int32Array(count).map(small);
    case 'int16':
      return new Int16Array(count).map(small);
    case 'uint32':
      return new Uint32Array(count).map(small);
    case 'uint16':
      return new Uint16Array(count).map(small);
    case 'int8':
      return new Int8Array(count).map(() => random.integer(256) - 128);
    case 'uint8':
      return new Uint8Array(count).map(() => random.integer(256));
    case 'bool':
      return new Uint8Array(count).map(small);
  }
}
