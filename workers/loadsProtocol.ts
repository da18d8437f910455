/** What crosses the boundary of `workers/loads.ts`. Types only. */
import type { Misfit } from '../src/workload/shaping/shape.ts';
import type { Load } from '../src/workload/shaping/steps.ts';
import type { Sketch } from '../src/workload/sketch.ts';
import type { Workload } from '../src/workload/workload.ts';

/** A load to be made of its text. */
export interface ShapeRequest {
  readonly text: string;
  readonly seed: number;
  /** Imports that it is made of, whole. */
  readonly imports: readonly Pick<Workload, 'id' | 'name' | 'rates'>[];
}

/** What a text comes to. */
export interface ShapedLoad {
  readonly load: Load;
  readonly workload: Workload;
  /** Seconds before each step, then those of the whole. */
  readonly lengths: readonly number[];
  /** Of what it begins with, and of what it comes to. */
  readonly base: Sketch;
  readonly sketch: Sketch;
}

/** Why a text comes to no load; where the text can be read, what it says. */
export interface Unshaped extends Misfit {
  readonly load: Load | undefined;
  readonly base: Sketch | undefined;
}

/** `workers/loads.ts`. */
export interface LoadsApi {
  /** The load that a text says, or why there is none. */
  shape(request: ShapeRequest): Promise<ShapedLoad | Unshaped>;
  /** A load as a CSV file. */
  csv(rates: Float64Array): Promise<Blob>;
}
