/** What a labelled set is before a model is asked what it takes. */
import type { NumpyArray } from './npy.ts';

export interface NamedArray extends NumpyArray {
  readonly name: string;
}

export interface RawSet {
  /** The file's or the files': "set.npz", "x.npy and y.npy". */
  readonly name: string;
  readonly labels: NamedArray;
  readonly arrays: readonly NamedArray[];
  /** Whether a row has no shape of its own, as in a table: its numbers then fill the input's in their order. */
  readonly flat: boolean;
  /** Where a row stands: "line 7", "row 6". */
  readonly place: (row: number) => string;
  /** What was left out, sentences. */
  readonly notes: readonly string[];
}
