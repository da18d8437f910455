/** `FeatureEncoder` (network/features.ts) in WGSL: what does not follow from the load alone; that the world's records hold. */
import { float } from './worldWords.ts';
import { MOST, NODE_FEATURES, type FeatureRanges } from '../../network/features.ts';
import type { RolloutLayout } from '../layout.ts';
import type { Tables } from '../../../model/tables.ts';

/** `write_features(row)`: the lane as it stands, into row `row` of `observations`. */
export function observingText(
  { limits, batches }: Tables,
  ranges: FeatureRanges,
  { inputs }: RolloutLayout,
): string {
  return /* wgsl */ `
const LOAD_RANGE = f32(${float(ranges.load)});
const LATENCY_RANGE = f32(${float(ranges.latency)});
const BACKLOG_RANGE = f32(${float(ranges.backlog)});
const MOST = f32(${float(MOST)});

fn write_features(row: u32) {
  var at = observations_of + row * ${String(inputs)}u;
  let k = u32(peek(TIME)) / 10u;
  let forecast = forecast_at(k);
  var units = 0.0;
  for (var n = 0u; n < STAGES; n++) { units += peek(n * STAGE_STRIDE + HELD); }
  observations[at] = (MAX_THOUSANDTHS - units * GRAIN) / 1000.0 / MAX_CORES;
  for (var i = 0u; i < ${String(NODE_FEATURES - 1)}u; i++) { observations[at + 1u + i] = node_feature(k, i); }
  at += NODE_FEATURES;
  for (var n = 0u; n < STAGES; n++) {
    let stage = n * STAGE_STRIDE;
    for (var z = 0u; z < VARIANTS[n]; z++) { observations[at + z] = 0.0; }
    observations[at + u32(peek(stage + VARIANT))] = 1.0;
    at += VARIANTS[n];
    let starting = peek(stage + STARTING);
    let capacity = peek(stage + CAPACITY);
    observations[at] = (peek(stage + READY) + starting) / ${float(limits.maxReplicas)};
    observations[at + 1u] = peek(stage + BATCH) / ${float(Math.max(1, batches.length - 1))};
    observations[at + 2u] = starting / ${float(limits.maxReplicas)};
    observations[at + 3u] = min(MOST, waiting(stage) / BACKLOG_RANGE);
    observations[at + 4u] = min(MOST, peek(stage + LATENCY) / LATENCY_RANGE);
    observations[at + 5u] = min(MOST, capacity / LOAD_RANGE);
    observations[at + 6u] = in_cores(peek(stage + HELD)) / MAX_CORES;
    observations[at + 7u] = max(-1.0, min(MOST, (capacity - forecast) / (forecast + 1.0)));
    at += 8u;
  }
}
`;
}
