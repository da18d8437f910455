/** Schemas of bounded numbers. Apart from the bounds, which the page reads before it checks anything. */
import * as v from 'valibot';
import { BOUNDS, strayNumber } from './bounds.ts';
import { figure, holds, rangeWords, type Range } from './range.ts';

/** A number within `range`; `hint` may add what a number outside probably means. */
export function numberSchema(
  range: Range,
  hint?: (value: number) => string,
): v.GenericSchema<unknown, number> {
  return v.custom<number>(
    (value) => holds(range, value),
    ({ input }) => {
      const wanted = `must be ${rangeWords(range)}`;
      if (typeof input !== 'number') return wanted;
      return `${wanted}, not ${figure(input)}${hint?.(input) ?? ''}`;
    },
  );
}

type Numbers =
  Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** What `schema` takes, where each of its numbers lies within `range`. */
export const numbersIn = <S extends v.GenericSchema<unknown, Numbers>>(
  schema: S,
  range: Range,
): v.GenericSchema<unknown, v.InferOutput<S>> =>
  v.pipe(
    schema,
    v.rawCheck(({ dataset, addIssue }) => {
      const complaint = dataset.typed ? strayNumber(dataset.value, range) : undefined;
      if (complaint !== undefined) addIssue({ message: complaint });
    }),
  );

/** Single-precision numbers of a network. */
export const ParametersSchema = numbersIn(
  v.instance(Float32Array<ArrayBuffer>, 'must be numbers in single precision'),
  BOUNDS.parameter,
);
