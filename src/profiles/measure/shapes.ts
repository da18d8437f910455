/** The free dimensions of a model: which one counts the requests of a batch, and what is to be asked. */
import type { ModelInput } from './session.ts';

/** A dimension that the model leaves open. Those of one name are one, wherever they stand; without a name each is its own. */
export interface FreeDimension {
  readonly key: string;
  /** Its name, or "axis 2 of images". */
  readonly label: string;
  readonly places: readonly { readonly input: string; readonly axis: number }[];
  /** A size that is usual for its name, to begin with. */
  readonly usual?: number;
}

export interface Shapes {
  readonly free: readonly FreeDimension[];
  /** Key of the dimension that counts requests; undefined where the model's batch is fixed. */
  readonly batch: string | undefined;
  /** Whether its name says so, or nothing else could be meant; otherwise the visitor is asked. */
  readonly sure: boolean;
}

/** Names of batch dimensions as exporters give them: PyTorch's "batch_size", TensorFlow's "unk__6", "N" of NCHW. */
const BATCH = /batch|^(n|b|bs|unk_*\d*)$/i;

/** What a model of that kind is usually given. */
const USUAL: readonly (readonly [RegExp, number])[] = [
  [/seq|length|tokens?$/i, 128],
  [/^(h|w)$|height|width/i, 224],
  [/channel/i, 3],
];

/** Sizes that can be asked for one dimension. */
export const DIMENSION = { min: 1, max: 1_000_000, whole: true } as const;

const keyOf = (name: string, input: string, axis: number): string =>
  name === '' ? `${input}[${String(axis)}]` : name;

export function shapesOf(inputs: readonly ModelInput[]): Shapes {
  const free = new Map<string, FreeDimension>();
  for (const { name, dims } of inputs)
    for (const [axis, dim] of dims.entries()) {
      if (typeof dim === 'number') continue;
      const key = keyOf(dim, name, axis);
      const usual = USUAL.find(([pattern]) => pattern.test(dim))?.[1];
      free.set(key, {
        key,
        label: dim === '' ? `axis ${String(axis)} of ${name}` : dim,
        places: [...(free.get(key)?.places ?? []), { input: name, axis }],
        ...(usual === undefined ? {} : { usual }),
      });
    }
  const all = [...free.values()];
  const leading = all.filter(({ places }) => places.some(({ axis }) => axis === 0));
  const named = leading.find(({ label, key }) => label === key && BATCH.test(label));
  const batch = named ?? leading[0];
  return {
    free: all,
    batch: batch?.key,
    sure: named !== undefined || all.length <= 1,
  };
}

/** Sizes by key. */
export type Sizes = Readonly<Record<string, number>>;

/** The dimensions of every input; `batch` counts at the dimension `batchKey`. Throws where a size is missing. */
export function dimsOf(
  inputs: readonly ModelInput[],
  sizes: Sizes,
  batchKey: string | undefined,
  batch: number,
): readonly (readonly number[])[] {
  return inputs.map(({ name, dims }) =>
    dims.map((dim, axis) => {
      if (typeof dim === 'number') return dim;
      const key = keyOf(dim, name, axis);
      const size = key === batchKey ? batch : sizes[key];
      if (size === undefined) throw new Error(`nobody said how large ${key} is`);
      return size;
    }),
  );
}

/** The batch of a model whose every dimension is fixed: the first of its inputs, where they agree; otherwise 1. */
export function fixedBatchOf(inputs: readonly ModelInput[], sizes: Sizes): number {
  const firsts = new Set(dimsOf(inputs, sizes, undefined, 1).flatMap((dims) => dims.slice(0, 1)));
  const [first = 1] = firsts;
  return firsts.size === 1 ? first : 1;
}

/** Free dimensions that still have no size. */
export function unasked(
  { free }: Shapes,
  sizes: Sizes,
  batchKey: string | undefined,
): readonly FreeDimension[] {
  return free.filter(({ key }) => key !== batchKey && sizes[key] === undefined);
}

/** "[N, 3, 224, 224]"; without a name "?". */
export function shapeWords(dims: ModelInput['dims']): string {
  return dims.length === 0
    ? 'a single number'
    : `[${dims.map((dim) => (dim === '' ? '?' : String(dim))).join(', ')}]`;
}
