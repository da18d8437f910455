/** Worlds as the device reads them: tables, loads by ten seconds, and for each of these what the optimum earns and orders. */
import { FeatureEncoder, NODE_FEATURES, type FeatureRanges } from '../../network/features.ts';
import type { TrainingWorld } from '../../task/trainingWorld.ts';
import {
  RECENT_INTERVALS,
  type EnvironmentOptions,
  type LoadTrack,
} from '../../../environment/environment.ts';
import { intervalsOf } from '../../../environment/results.ts';
import { thousandthsOf } from '../../../model/cores.ts';
import { smallestConfiguration, toAction, type Tables } from '../../../model/tables.ts';
import { DECISION_SECONDS, decisionsIn, HISTORY_SECONDS } from '../../../workload/workload.ts';

/** Bits of a head's choice in an order, which is a word a stage: variant, replicas - 1, batch index. */
export const CHOICE_BITS = 10;
/** In place of an order's first word: the lane keeps what it has. */
const KEEP = 0xffffffff;
/** Words of a track before its records: decisions of it and those before it, decisions, where its records begin. */
const TRACK_WORDS = 3;

/** Where in the words of a world everything lies, the same for all worlds of a training. */
export interface WorldLayout {
  readonly words: number;
  /** First words of the tables: per option, per variant, and per option and count. */
  readonly tables: Readonly<
    Record<'seconds' | 'rate' | 'accuracy' | 'cores' | 'units' | 'startup' | 'rank', number>
  >;
  /** The word that says where the world's own numbers begin among those of all. */
  readonly own: number;
  readonly directory: number;
  readonly tracks: number;
  /** Decisions of all tracks. */
  readonly decisions: number;
  /** Where the records of each track begin. */
  readonly records: readonly number[];
  /**
   * Words of a record of ten seconds: their rates, their maximum and sum, what the optimum earns under the maximum (r*), the
   * forecast at their beginning, the features of the device that follow from the load, the optimum under the forecast as an
   * order, and the expert's order.
   */
  readonly record: Readonly<
    Record<'maximum' | 'sum' | 'optimum' | 'forecast' | 'features' | 'best' | 'advice' | 'words', number>
  >;
}

export function worldLayout(tables: Tables, loads: readonly { readonly length: number }[]): WorldLayout {
  const options = tables.rate.length;
  const variants = tables.units.length;
  let next = 0;
  const take = (words: number): number => {
    const at = next;
    next += words;
    return at;
  };
  const first = {
    seconds: take(options),
    rate: take(options),
    accuracy: take(variants),
    cores: take(variants),
    units: take(variants),
    startup: take(variants),
    rank: take(options * (tables.limits.maxReplicas + 1)),
  };
  const own = take(1);
  const directory = take(TRACK_WORDS * loads.length);
  const features = DECISION_SECONDS + 4;
  const best = features + NODE_FEATURES - 1;
  const record = {
    ...{ maximum: DECISION_SECONDS, sum: DECISION_SECONDS + 1 },
    ...{ optimum: DECISION_SECONDS + 2, forecast: DECISION_SECONDS + 3 },
    ...{ features, best, advice: best + tables.stages, words: best + 2 * tables.stages },
  };
  // One more than a track has: an episode may end with it.
  const records = loads.map(({ length }) => take(record.words * (Math.ceil(length / DECISION_SECONDS) + 1)));
  return {
    ...{ words: next, tables: first, own, directory, tracks: loads.length },
    decisions: loads.reduce((sum, { length }) => sum + decisionsIn(length), 0),
    ...{ records, record },
  };
}

/** The words of one world. Asks its adviser, if it has one, at every ten seconds of every track, on its lane 0. */
export function writeWorld(
  world: TrainingWorld,
  ranges: FeatureRanges,
  layout: WorldLayout,
  out: Uint32Array<ArrayBuffer>,
  at: number,
): void {
  const { options } = world.environment;
  const { tables } = options;
  const numbers = new Float32Array(out.buffer, out.byteOffset, out.length);
  const first = layout.tables;
  numbers.set(tables.seconds, at + first.seconds);
  numbers.set(tables.rate, at + first.rate);
  numbers.set(tables.accuracy, at + first.accuracy);
  numbers.set(tables.cores, at + first.cores);
  out.set(tables.units, at + first.units);
  // Whole seconds: what is ready is asked for at whole ones only.
  numbers.set(
    tables.startup.map((seconds) => Math.ceil(options.startupScale * seconds)),
    at + first.startup,
  );
  out.set(ranksOf(tables), at + first.rank);
  let before = 0;
  world.tracks.forEach((track, i) => {
    const decisions = decisionsIn(track.rates.length);
    before += decisions;
    out.set([before, decisions, layout.records[i]!], at + layout.directory + TRACK_WORDS * i);
    writeTrack(world, i, track, ranges, layout, out, at + layout.records[i]!);
  });
}

/**
 * Which of two groups of a stage's replicas serves more is told by these ranks, by option and count, as double precision has
 * it: where two serve nearly the same, single precision would not.
 */
function ranksOf({ rate, offset, stages, limits }: Tables): Uint32Array {
  const counts = limits.maxReplicas + 1;
  const ranks = new Uint32Array(rate.length * counts);
  for (let n = 0; n < stages; n++) {
    const all = Float64Array.from(
      { length: (offset[n + 1]! - offset[n]!) * counts },
      (_, i) => (i % counts) * rate[offset[n]! + Math.floor(i / counts)]!,
    );
    const rank = new Map([...new Set(all.slice().sort())].map((capacity, i) => [capacity, i]));
    all.forEach((capacity, i) => (ranks[offset[n]! * counts + i] = rank.get(capacity)!));
  }
  return ranks;
}

function writeTrack(
  world: TrainingWorld,
  index: number,
  track: LoadTrack,
  ranges: FeatureRanges,
  layout: WorldLayout,
  out: Uint32Array<ArrayBuffer>,
  at: number,
): void {
  const { frontier, environment } = world;
  const { tables } = environment.options;
  const { rates, forecasts } = track;
  const { maxima, sums } = intervalsOf(track);
  const numbers = new Float32Array(out.buffer, out.byteOffset, out.length);
  const { record } = layout;
  const encoder = new FeatureEncoder(tables, ranges);
  const features = new Float32Array(encoder.size);
  const idle = { ready: 0, starting: 0, backlog: 0, latency: 0, throughput: 0, cost: 0 };
  const stages = Array.from({ length: tables.stages }, () => idle);
  const action = new Int32Array(3 * tables.stages);
  const write = (from: number): void => {
    for (let n = 0; n < tables.stages; n++) out[from + n] = packed(action, 3 * n);
  };
  const advise = adviceOf(world, index, track);
  for (let k = 0; k <= maxima.length; k++, at += record.words) {
    const load = maxima[k] ?? 0;
    const predicted = forecasts[k] ?? 0;
    numbers.set(rates.subarray(DECISION_SECONDS * k, DECISION_SECONDS * (k + 1)), at);
    numbers[at + record.maximum] = load;
    numbers[at + record.sum] = sums[k] ?? 0;
    numbers[at + record.forecast] = predicted;
    const recent = Array.from({ length: RECENT_INTERVALS }, (_, back) => maxima[k - 1 - back] ?? 0);
    const seen = { time: DECISION_SECONDS * k, load: recent[0]!, predicted, recent, freeCores: 0 };
    encoder.encode({ ...seen, action, stages }, features, 0);
    numbers.set(features.subarray(1, NODE_FEATURES), at + record.features);
    // Episodes decide between the history and the end of the last whole ten seconds.
    if (k < HISTORY_SECONDS / DECISION_SECONDS || DECISION_SECONDS * (k + 1) > rates.length) continue;
    numbers[at + record.optimum] = frontier.rewardAt(load);
    toAction(frontier.best(predicted), action);
    write(at + record.best);
    if (!advise) continue;
    if (advise(k, action)) write(at + record.advice);
    else out[at + record.advice] = KEEP;
  }
}

const packed = (action: Int32Array, at: number): number =>
  action[at]! | (action[at + 1]! << CHOICE_BITS) | (action[at + 2]! << (2 * CHOICE_BITS));

/** Writes what the expert orders at the `k`-th ten seconds; false where it keeps what there is. Nothing where nobody advises. */
function adviceOf(
  { environment, adviser, frontier }: TrainingWorld,
  index: number,
  track: LoadTrack,
): ((k: number, action: Int32Array) => boolean) | undefined {
  if (!adviser) return undefined;
  const { tables } = environment.options;
  const width = 3 * tables.stages;
  const held = new Int32Array(width);
  toAction(smallestConfiguration(tables), held);
  const other = held.slice();
  for (let i = 0; i < frontier.size && equal(other, held); i++) toAction(frontier.configuration(i), other);
  const again = new Int32Array(width);
  const ask = (k: number, action: Int32Array, order: Int32Array): void => {
    environment.reset(0, track, DECISION_SECONDS * k, action);
    adviser.order(0, index, order, 0);
  };
  return (k, action) => {
    ask(k, held, action);
    if (!equal(action, held)) return true;
    // Who orders what it finds may only keep it.
    ask(k, other, again);
    return equal(again, action);
  };
}

const equal = (a: Int32Array, b: Int32Array): boolean => a.every((choice, i) => choice === b[i]);

/**
 * Readers of the lane's world in the buffer `worlds: array<u32>`, those of its member from `worlds_of` on; which world and which track are set by `meet_world` and
 * `meet_track`. And the constants of what is the same in every world.
 */
export function worldText(
  options: EnvironmentOptions,
  { words, tables: first, own, directory, tracks, decisions, record }: WorldLayout,
  each: number,
): string {
  const { tables, weights } = options;
  const { limits } = tables;
  const whole: [string, number][] = [
    ['EACH', each],
    ['WORLD_WORDS', words],
    ['TRACKS', tracks],
    ['DECISIONS', decisions],
    ['BATCHES', tables.batches.length],
    ['UNITS_MAX', tables.capacity],
    ['RECORD', record.words],
    ['NODE_FEATURES', NODE_FEATURES],
  ];
  const numbers: [string, number][] = [
    ['SLA_SECONDS', options.slaSeconds],
    ['DROP_SECONDS', options.dropAfterSla * options.slaSeconds],
    ['BATCH_TIMEOUT', options.batchTimeoutSeconds],
    // Whole seconds, as the start-ups.
    ['BATCH_RESTART', Math.ceil(options.batchRestartSeconds)],
    ['MAX_CORES', limits.maxCores],
    ['MAX_THOUSANDTHS', thousandthsOf(limits.maxCores)],
    ['GRAIN', tables.grain],
    ['ACCURACY_WEIGHT', weights.accuracyWeight],
    ['THROUGHPUT_WEIGHT', weights.throughputWeight],
    ['UNMET_WEIGHT', weights.unmetWeight],
    ['SPARE_WEIGHT', weights.spareWeight],
    ['COST_WEIGHT', weights.costWeight],
    ['BATCH_WEIGHT', weights.batchWeight],
    ['LATE_WEIGHT', weights.lateWeight],
  ];
  const table = (name: keyof typeof first): string => `bitcast<f32>(word(${String(first[name])}u + i))`;
  const counts = limits.maxReplicas + 1;
  return /* wgsl */ `
${whole.map(([name, value]) => `const ${name} = ${String(value)}u;`).join('\n')}
${numbers.map(([name, value]) => `const ${name} = f32(${float(value)});`).join('\n')}
const MAY_RESTART = ${String(options.batchRestartSeconds > 0)};
const RECREATES = ${String(options.rollout === 'recreate')};
const VARIANTS = ${array(tables.variants)};
const FIRST_OPTION = ${array(tables.offset.subarray(0, tables.stages))};
const FIRST_VARIANT = ${array(tables.variantOffset.subarray(0, tables.stages))};
const RESERVE = ${array(tables.reserve)};

var<private> world_at: u32;
var<private> records_at: u32;
var<private> own_at: u32;

fn word(i: u32) -> u32 { return worlds[world_at + i]; }

fn meet_world() {
  world_at = worlds_of + (lane / EACH) * WORLD_WORDS;
  own_at = word(${String(own)}u);
}
fn meet_track(track: u32) { records_at = word(${String(directory)}u + ${String(TRACK_WORDS)}u * track + 2u); }

fn decisions_until(track: u32) -> u32 { return word(${String(directory)}u + ${String(TRACK_WORDS)}u * track); }
fn decisions_of(track: u32) -> u32 { return word(${String(directory)}u + ${String(TRACK_WORDS)}u * track + 1u); }

fn option_of(n: u32, variant: u32, batch: u32) -> u32 { return FIRST_OPTION[n] + variant * BATCHES + batch; }
fn variant_of(n: u32, variant: u32) -> u32 { return FIRST_VARIANT[n] + variant; }
fn table_seconds(i: u32) -> f32 { return ${table('seconds')}; }
fn table_rate(i: u32) -> f32 { return ${table('rate')}; }
fn table_accuracy(i: u32) -> f32 { return ${table('accuracy')}; }
fn table_cores(i: u32) -> f32 { return ${table('cores')}; }
fn table_startup(i: u32) -> f32 { return ${table('startup')}; }
fn table_units(i: u32) -> u32 { return word(${String(first.units)}u + i); }
// Among all that the stage can have: which of two groups of replicas serves more.
fn table_rank(option: u32, count: u32) -> u32 { return word(${String(first.rank)}u + option * ${String(counts)}u + count); }

fn record_number(k: u32, i: u32) -> f32 { return bitcast<f32>(word(records_at + k * RECORD + i)); }
fn rate_at(t: u32) -> f32 { return record_number(t / ${String(DECISION_SECONDS)}u, t % ${String(DECISION_SECONDS)}u); }
fn interval_max(k: u32) -> f32 { return record_number(k, ${String(record.maximum)}u); }
fn interval_sum(k: u32) -> f32 { return record_number(k, ${String(record.sum)}u); }
fn optimum_at(k: u32) -> f32 { return record_number(k, ${String(record.optimum)}u); }
fn forecast_at(k: u32) -> f32 { return record_number(k, ${String(record.forecast)}u); }
fn node_feature(k: u32, i: u32) -> f32 { return record_number(k, ${String(record.features)}u + i); }

struct Order { variant: u32, more: u32, batch: u32 }

fn unpacked(order: u32) -> Order {
  const most = ${String((1 << CHOICE_BITS) - 1)}u;
  return Order(order & most, (order >> ${String(CHOICE_BITS)}u) & most, (order >> ${String(2 * CHOICE_BITS)}u) & most);
}
fn best_order(k: u32, n: u32) -> Order { return unpacked(word(records_at + k * RECORD + ${String(record.best)}u + n)); }
fn is_advised(k: u32) -> bool { return word(records_at + k * RECORD + ${String(record.advice)}u) != ${String(KEEP)}u; }
fn advised_order(k: u32, n: u32) -> Order { return unpacked(word(records_at + k * RECORD + ${String(record.advice)}u + n)); }

fn in_cores(units: f32) -> f32 { return units * GRAIN / 1000.0; }

fn qos_of(accuracy: f32, throughput: f32, latency: f32, excess: f32) -> f32 {
  let gap = select(-SPARE_WEIGHT * excess, UNMET_WEIGHT * excess, excess >= 0.0);
  return ACCURACY_WEIGHT * accuracy + THROUGHPUT_WEIGHT * throughput - latency - gap;
}
`;
}

/** A number as WGSL writes it, in single precision. */
export function float(value: number): string {
  const text = String(Math.fround(value));
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const array = (values: Int32Array): string =>
  `array<u32, ${String(values.length)}>(${Array.from(values, (value) => `${String(value)}u`).join(', ')})`;
