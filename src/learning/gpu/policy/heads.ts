/** Masked categorical heads over a row of logits in WGSL; the same as network/distribution.ts. */
import { headConstants, type DeviceSpace } from './space.ts';

/** After `logit(j)`; `head_of` reads a head under a mask, `drawn` draws from it. */
export function headsCode(space: DeviceSpace): string {
  return /* wgsl */ `
${headConstants(space.heads)}
${space.code}
var<private> action: array<u32, HEADS>;
/** The highest allowed logit, and of e^(logit - most) the sum, and the sum weighed with the exponent. */
struct Head { most: f32, sum: f32, weighed: f32 }
fn head_of(head: u32, room: Room) -> Head {
  let first = FIRST[head];
  var most = -3.4e38;
  for (var j = 0u; j < CHOICES[head]; j++) {
    if (allowed(room, j)) { most = max(most, logit(first + j)); }
  }
  var read = Head(most, 0.0, 0.0);
  for (var j = 0u; j < CHOICES[head]; j++) {
    if (allowed(room, j)) {
      let below = logit(first + j) - most;
      let e = exp(below);
      read.sum += e;
      read.weighed += e * below;
    }
  }
  return read;
}
fn log_sum(head: Head) -> f32 { return head.most + log(head.sum); }
fn entropy_of(head: Head) -> f32 { return log(head.sum) - head.weighed / head.sum; }
/** The choice at \`u\` in [0, 1) of the head's probabilities, laid side by side. */
fn drawn(head: u32, room: Room, read: Head, u: f32) -> u32 {
  var left = u * read.sum;
  var chosen = 0xffffffffu;
  for (var j = 0u; j < CHOICES[head]; j++) {
    if (!allowed(room, j)) { continue; }
    let e = exp(logit(FIRST[head] + j) - read.most);
    if (!(e > 0.0) && chosen != 0xffffffffu) { continue; }
    chosen = j;
    left -= e;
    if (left < 0.0) { break; }
  }
  return chosen;
}
`;
}
