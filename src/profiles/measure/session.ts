/** What measuring needs of a runtime that runs models; onnxruntime-web is one (ort.ts), a test's is another. */

/** Types of elements whose inputs can be made, as onnxruntime names them. */
export const ELEMENTS = [
  'float32',
  'float16',
  'float64',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint64',
  'uint32',
  'uint16',
  'uint8',
  'bool',
] as const;
export type Element = (typeof ELEMENTS)[number];

/** An input as the model declares it. */
export interface ModelInput {
  readonly name: string;
  /** Of its elements, in the runtime's words; not always one of `ELEMENTS`. */
  readonly type: string;
  /** A number is fixed, a name is free, '' is free and has no name. Empty: a single number, or a shape that is not declared. */
  readonly dims: readonly (number | string)[];
}

/** The numbers of an input, row-major: float16 as bits, bool as 0 and 1. */
export type Values =
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array;

export interface Feed {
  readonly name: string;
  readonly type: Element;
  readonly dims: readonly number[];
  readonly values: Values;
}

/** An output of one run. */
export interface Answer {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly number[];
  readonly values: Values;
}

/** One prepared run: its inputs are made already, so that only the model is timed. */
export type Run = () => Promise<void>;

/** What runs models: one core of the processor, or the graphics card. */
export type Device = 'processor' | 'graphics';

/** A model that is loaded. */
export interface ModelSession {
  readonly inputs: readonly ModelInput[];
  /** How much of it runs on the graphics card: all operators, some, or (undefined) none. */
  readonly graphics: 'whole' | 'partly' | undefined;
  prepare(feeds: readonly Feed[]): Run;
  /** One run whose outputs are looked at; they are the caller's. */
  answer(feeds: readonly Feed[]): Promise<readonly Answer[]>;
  release(): Promise<void>;
}

/** Rejects with errors in its own words, which troubles.ts turns into sentences. */
export interface Runtime {
  /** Loads the runtime itself, which no model's start-up shall contain. What then fails, fails at `open`. */
  ready(bytes: Uint8Array): Promise<void>;
  open(bytes: Uint8Array): Promise<ModelSession>;
  /** Bytes of the runtime's memory at its largest by now (heap.ts); undefined where nobody can see. */
  heapBytes(): number | undefined;
}
