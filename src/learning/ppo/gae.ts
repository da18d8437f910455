/**
 * Generalised advantage estimation over an experience of [steps x lanes] (row = step * lanes + lane).
 * `ends[row]` is 1 where the episode was truncated after that step; `bootstrap[row]` is then the value of the state
 * it was truncated in, because truncation is not termination. `lastValues` are the values after the last step.
 */
export function advantages(
  steps: number,
  lanes: number,
  rewards: Float32Array,
  values: Float32Array,
  ends: Uint8Array,
  bootstrap: Float32Array,
  lastValues: Float32Array,
  gamma: number,
  lambda: number,
  advantagesOut: Float32Array,
  returnsOut: Float32Array,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    let running = 0;
    let next = lastValues[lane]!;
    for (let t = steps - 1; t >= 0; t--) {
      const row = t * lanes + lane;
      const ended = ends[row] === 1;
      const after = ended ? bootstrap[row]! : next;
      const delta = rewards[row]! + gamma * after - values[row]!;
      running = delta + (ended ? 0 : gamma * lambda * running);
      advantagesOut[row] = running;
      returnsOut[row] = running + values[row]!;
      next = values[row]!;
    }
  }
}
