import { pipelineActions } from '../network/actions.ts';
import { Distribution } from '../network/distribution.ts';
import { FeatureEncoder, type FeatureRanges } from '../network/features.ts';
import type { Forward } from '../network/forward.ts';
import type { Environment, LoadTrack } from '../../environment/environment.ts';
import { shareOf } from '../../environment/share.ts';
import { unwatched, type Watch } from '../../model/watch.ts';
import { decisionsIn, HISTORY_SECONDS } from '../../workload/workload.ts';

/** Mean objective J of the network's most probable choices over a whole track, from second 120 on. */
export function evaluateOn(
  environment: Environment,
  track: LoadTrack,
  forward: Forward,
  ranges: FeatureRanges,
  watch: Watch = unwatched,
): number {
  const { tables } = environment.options;
  const encoder = new FeatureEncoder(tables, ranges);
  const distribution = new Distribution(pipelineActions(tables));
  const x = new Float32Array(encoder.size);
  const out = new Float32Array(distribution.offset.at(-1)! + 1);
  const action = new Int32Array(3 * tables.stages);
  const decisions = decisionsIn(track.rates.length);
  environment.reset(0, track, HISTORY_SECONDS);
  let sum = 0;
  const share = shareOf(environment.kind, track, decisions);
  for (let k = 0; k < decisions; k++) {
    watch.look(share(k));
    encoder.encodeLane(environment, 0, x, 0);
    forward.run(x, 1, out);
    distribution.best(out, 0, action, 0);
    environment.step(action);
    sum += environment.results.objective[0]!;
  }
  return sum / Math.max(1, decisions);
}
