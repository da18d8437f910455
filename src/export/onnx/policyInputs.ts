/** Observations as the tensors that the policy's ONNX file takes. */
import { NODE_SIGNALS, STAGE_SIGNALS } from './policyFeatures.ts';
import { RECENT_INTERVALS, type Observation } from '../../environment/environment.ts';

/** Row-major; shapes as `policyOnnx` says. */
export interface PolicyInputs {
  /** [N, 14]. */
  readonly node: Float64Array;
  /** [N, stages, 5]. */
  readonly stages: Float64Array;
  /** [N, stages, 3]. */
  readonly ordered: Int32Array;
}

/** N observations of a pipeline of `stages` stages. Throws where one has other stages or other intervals. */
export function policyInputs(stages: number, observations: readonly Observation[]): PolicyInputs {
  const count = observations.length;
  const node = new Float64Array(count * NODE_SIGNALS);
  const signals = new Float64Array(count * stages * STAGE_SIGNALS);
  const ordered = new Int32Array(count * stages * 3);
  observations.forEach((seen, row) => {
    if (seen.stages.length !== stages || seen.action.length !== 3 * stages) {
      throw new Error(`observation ${String(row)} is not of ${String(stages)} stages`);
    }
    if (seen.recent.length !== RECENT_INTERVALS || seen.recent[0] !== seen.load) {
      throw new Error(
        `observation ${String(row)} needs the ${String(RECENT_INTERVALS)} recent loads, its own first`,
      );
    }
    node.set([seen.freeCores, seen.predicted, ...seen.recent], row * NODE_SIGNALS);
    seen.stages.forEach(({ starting, backlog, latency, throughput, cost }, n) => {
      signals.set([starting, backlog, latency, throughput, cost], (row * stages + n) * STAGE_SIGNALS);
    });
    ordered.set(seen.action, row * stages * 3);
  });
  return { node, stages: signals, ordered };
}
