/** The settings of one policy that a search may choose, around those of a key. */
import { boundsOf, keyWithin, type Bounds } from './bounds.ts';
import type { Free } from './free.ts';
import { laddersOf, type Ladder, type Tuned } from './ladders.ts';
import type { Limits, Pipeline } from '../../model/pipeline.ts';
import type { Random } from '../../model/random.ts';
import {
  fieldsOf,
  parsePolicyKey,
  policyKey,
  settingsOfStage,
  type Settings,
  type SettingValue,
  type Values,
} from '../../policies/settings/key.ts';

/** Per ladder, the value of each stage, or the one value of all. */
type Point = readonly (readonly SettingValue[])[];

/** Chance that a drawn setting is alike in all stages. */
const ALIKE = 0.5;
/** A child differs from its parent in about this many fields. */
const CHANGES = 2;
/** Chance that a child takes each field from one of two parents. */
const CROSSED = 0.4;
/** Standard deviation of a step along a ladder, in its length. */
const STEP = 0.12;
/** Draws of a child before its place is given up: near a small space's end most are known. */
const TRIES = 20;

export class Space {
  readonly id: Tuned;
  readonly #base: Settings;
  readonly #bounds: readonly Bounds[];
  readonly #stages: number;
  readonly #metric: string;
  readonly #metrics: ReadonlyMap<string, readonly Ladder[]>;
  readonly #pipeline: Pipeline;

  /**
   * `from` is a key of the policy `id`: what is not searched stays as it says. Throws where it does not parse, which is
   * checked where keys come in.
   */
  constructor(id: Tuned, from: string, pipeline: Pipeline, limits: Limits, free: readonly Free[]) {
    const read = parsePolicyKey(from);
    if (!read.ok) throw new Error(read.message);
    this.id = id;
    this.#base = read.value.id === id ? read.value.settings : { all: {}, stages: {} };
    this.#stages = pipeline.stages.length;
    this.#bounds = boundsOf(from, this.#stages, free);
    this.#pipeline = pipeline;
    const metricsOf = pipeline.stages.map((_, n) => String(settingsOfStage(this.#base, id, n)['metric']));
    this.#metric = metricsOf.join();
    const options = fieldsOf(id)
      .find(({ key }) => key === 'metric')!
      .options.map(String);
    this.#metrics = new Map([
      [this.#metric, laddersOf(id, pipeline, limits, metricsOf, free, this.#bounds)],
      ...(free.includes('metric')
        ? options.map((metric): [string, readonly Ladder[]] => [
            metric,
            laddersOf(
              id,
              pipeline,
              limits,
              pipeline.stages.map(() => metric),
              free,
              this.#bounds,
            ),
          ])
        : []),
    ]);
  }

  /** A setting as it may be tried: its replicas within what the present one states. */
  within(key: string): string {
    return keyWithin(key, this.#bounds);
  }

  /** A setting drawn evenly over the ladders; drawn again where its values contradict one another. */
  draw(random: Random): string {
    for (let tries = 0; tries < TRIES; tries++) {
      const key = this.#draw(random);
      if (parsePolicyKey(key).ok) return key;
    }
    return policyKey(this.id, this.#base);
  }

  #draw(random: Random): string {
    const all = [...this.#metrics.keys()];
    const metric = all[random.integer(all.length)]!;
    const ladders = this.#metrics.get(metric)!;
    const point = ladders.map(({ steps }) => {
      const at = random.uniform();
      const alike = random.uniform() < ALIKE;
      return steps.map((values) => values[Math.floor((alike ? at : random.uniform()) * values.length)]!);
    });
    return this.#keyOf(metric, point);
  }

  /**
   * A setting near `parent`: each field from it or, now and then, from `other`, and about two of them moved. Undefined where
   * only settings in `known` are found.
   */
  child(parent: string, other: string, random: Random, known: ReadonlySet<string>): string | undefined {
    const first = this.#pointOf(parent);
    const second = this.#pointOf(other);
    const mate = second.metric === first.metric && random.uniform() < CROSSED ? second.point : first.point;
    const ladders = this.#metrics.get(first.metric)!;
    const places = ladders.reduce((sum, { steps }) => sum + steps.length, 0);
    for (let tries = 0; tries < TRIES; tries++) {
      const point = ladders.map(({ steps }, i) => {
        const from = (random.uniform() < 0.5 ? first.point : mate)[i]!;
        const together = random.uniform() < ALIKE;
        const moved = steps.map(() => random.uniform() < CHANGES / places);
        const any = moved.some(Boolean);
        const move = random.normal();
        return steps.map((values, n) =>
          (together ? any : moved[n]!)
            ? stepped(values, from[n]!, together ? move : random.normal())
            : from[n]!,
        );
      });
      const key = this.#keyOf(first.metric, point);
      if (!known.has(key) && parsePolicyKey(key).ok) return key;
    }
    return undefined;
  }

  /** Settings that people choose by hand: targets from low to high, with short and long stabilisation. */
  handPicked(): readonly string[] {
    const ladders = this.#metrics.get(this.#metric)!;
    const targets = ladders.find(({ field }) => field === 'target')!;
    const calm = this.id === 'kpa' ? 'downDelay' : 'stabilisation';
    const { point } = this.#pointOf(policyKey(this.id, this.#base));
    const picked = [0.2, 0.35, 0.5, 0.65, 0.8].flatMap((share) =>
      [60, 300].map((seconds) =>
        this.#keyOf(
          this.#metric,
          ladders.map((ladder, i) => {
            if (ladder === targets)
              return ladder.steps.map((values) => values[Math.floor(share * values.length)]!);
            return ladder.field === calm ? [seconds] : point[i]!;
          }),
        ),
      ),
    );
    return picked.filter((key) => parsePolicyKey(key).ok);
  }

  #pointOf(key: string): { readonly metric: string; readonly point: Point } {
    const read = parsePolicyKey(key);
    if (!read.ok) throw new Error(read.message);
    const values = this.#pipeline.stages.map((_, n) => settingsOfStage(read.value.settings, this.id, n));
    const own = values.map((one) => String(one['metric'])).join();
    const metric = this.#metrics.has(own) ? own : String(values[0]!['metric']);
    const ladders = this.#metrics.get(metric) ?? this.#metrics.get(this.#metric)!;
    return {
      metric: this.#metrics.has(metric) ? metric : this.#metric,
      point: ladders.map(({ field, steps }) => steps.map((_, n) => values[n]![field]!)),
    };
  }

  #keyOf(metric: string, point: Point): string {
    const ladders = this.#metrics.get(metric)!;
    const searched = ladders.map(({ field }) => field);
    // Rules are searched as such, whatever selected among those before.
    const dropped = new Set([
      ...searched,
      ...(searched.includes('up') ? ['upSelect'] : []),
      ...(searched.includes('down') ? ['downSelect'] : []),
      ...(metric === this.#metric ? [] : ['metric']),
    ]);
    const kept = (values: Values): Record<string, SettingValue> =>
      Object.fromEntries(Object.entries(values).filter(([field]) => !dropped.has(field)));
    const all = kept(this.#base.all);
    const stages = Array.from({ length: this.#stages }, (_, n) => kept(this.#base.stages[n] ?? {}));
    if (metric !== this.#metric) all['metric'] = metric;
    const least = point[searched.indexOf('min')]!;
    ladders.forEach(({ field, steps }, i) => {
      // A most below the least is raised to it.
      const values = point[i]!.map((value, n) =>
        field === 'max' && typeof value === 'number' ? Math.max(value, Number(least[n])) : value,
      );
      const alike = values.every((value) => value === values[0]);
      if (steps.length === 1 || alike) all[field] = values[0]!;
      else stages.forEach((stage, n) => (stage[field] = values[n]!));
    });
    // Where every stage has a value of its own, none holds for all: the default would, and may contradict a least or most.
    return policyKey(this.id, { all, stages: Object.fromEntries(stages.entries()) });
  }
}

/** `value` moved by `amount` standard steps along its ladder; a value that is not on it begins at the nearest. */
function stepped(values: readonly SettingValue[], value: SettingValue, amount: number): SettingValue {
  const at = nearest(values, value);
  const by = Math.trunc(amount * STEP * values.length) || (amount < 0 ? -1 : 1);
  return values[Math.max(0, Math.min(values.length - 1, at + by))]!;
}

function nearest(values: readonly SettingValue[], value: SettingValue): number {
  const at = values.indexOf(value);
  if (at >= 0) return at;
  // What the lab chooses by itself ('auto' for the most replicas) lies at the end; a rule of one's own in the middle.
  if (typeof value !== 'number')
    return typeof values[0] === 'number' ? values.length - 1 : values.length >> 1;
  let best = 0;
  values.forEach((other, i) => {
    if (Math.abs(Number(other) - value) < Math.abs(Number(values[best]) - value)) best = i;
  });
  return best;
}
