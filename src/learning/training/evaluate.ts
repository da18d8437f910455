import { pipelineActions } from '../network/actions.ts';
import { Distribution } from '../network/distribution.ts';
import { FeatureEncoder, type FeatureRanges } from '../network/features.ts';
import type { Forward } from '../network/forward.ts';
import { COUNT_COLUMNS, entries } from '../../environment/columns.ts';
import type { Environment, LoadTrack } from '../../environment/environment.ts';
import { shareOf } from '../../environment/share.ts';
import { unwatched, type Watch } from '../../model/watch.ts';
import { shareInTime } from '../../scenario/measures.ts';
import { decisionsIn, HISTORY_SECONDS } from '../../workload/workload.ts';

/** What an agent comes to on a load. */
export interface Judgement {
  /** Mean J per decision. */
  readonly objective: number;
  /** Share of requests in time, 0..1; an estimate but where single requests are followed. */
  readonly inTime: number;
}

/** What the network's most probable choices come to over a whole track, from second 120 on. */
export function evaluateOn(
  environment: Environment,
  track: LoadTrack,
  forward: Forward,
  ranges: FeatureRanges,
  watch: Watch = unwatched,
): Judgement {
  const { tables } = environment.options;
  const encoder = new FeatureEncoder(tables, ranges);
  const distribution = new Distribution(pipelineActions(tables));
  const x = new Float32Array(encoder.size);
  const out = new Float32Array(distribution.offset.at(-1)! + 1);
  const action = new Int32Array(3 * tables.stages);
  const decisions = decisionsIn(track.rates.length);
  environment.reset(0, track, HISTORY_SECONDS);
  let sum = 0;
  const counts = entries(COUNT_COLUMNS, () => 0);
  const share = shareOf(environment.kind, track, decisions);
  for (let k = 0; k < decisions; k++) {
    watch.look(share(k));
    encoder.encodeLane(environment, 0, x, 0);
    forward.run(x, 1, out);
    distribution.best(out, 0, action, 0);
    environment.step(action);
    sum += environment.results.objective[0]!;
    for (const column of COUNT_COLUMNS) counts[column] += environment.results[column][0]!;
  }
  return { objective: sum / Math.max(1, decisions), inTime: shareInTime(counts) ?? NaN };
}
