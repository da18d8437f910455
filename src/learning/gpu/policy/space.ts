/**
 * Action spaces in WGSL: what a head may choose, given the choices of the heads before it; the same as `mask` of
 * network/actions.ts. A space's code declares `struct Room`, `room_of(head, action) -> Room`, which is computed once a head,
 * and `allowed(room, choice) -> bool`.
 */
import type { Tables } from '../../../model/tables.ts';

export interface DeviceSpace {
  /** Choices of each head. */
  readonly heads: readonly number[];
  readonly code: string;
}

/** Constants of a space's heads: HEADS, LOGITS, `CHOICES` and `FIRST`, the first logit of each. */
export function headConstants(heads: readonly number[]): string {
  let first = 0;
  const firsts = heads.map((n) => (first += n) - n);
  return /* wgsl */ `
const HEADS = ${String(heads.length)}u;
const LOGITS = ${String(first)}u;
const CHOICES = ${words(heads)};
const FIRST = ${words(firsts)};
`;
}

function words(values: readonly number[], type = 'u32'): string {
  return `array<${type}, ${String(values.length)}>(${values.join(', ')})`;
}

/** Heads without restrictions, or with fixed ones. */
export function freeSpace(heads: readonly number[], fixed?: readonly Uint8Array[]): DeviceSpace {
  if (!fixed)
    return {
      heads,
      code: /* wgsl */ `
struct Room { head: u32 }
fn room_of(head: u32, action: ptr<private, array<u32, HEADS>>) -> Room { return Room(head); }
fn allowed(room: Room, choice: u32) -> bool { return true; }
`,
    };
  const each = Math.ceil(Math.max(...heads) / 32);
  const bits = heads.flatMap((n, h) => {
    const own = new Array<number>(each).fill(0);
    for (let j = 0; j < n; j++) if (fixed[h]![j]) own[j >> 5] = (own[j >> 5]! | (1 << (j & 31))) >>> 0;
    return own;
  });
  return {
    heads,
    code: /* wgsl */ `
const BITS = ${words(bits)};
struct Room { head: u32 }
fn room_of(head: u32, action: ptr<private, array<u32, HEADS>>) -> Room { return Room(head); }
fn allowed(room: Room, choice: u32) -> bool {
  return ((BITS[room.head * ${String(each)}u + (choice >> 5u)] >> (choice & 31u)) & 1u) == 1u;
}
`,
  };
}

/** Three heads a stage under sequential capacity masks, as `pipelineActions`. */
export function pipelineSpace(tables: Tables): DeviceSpace {
  const { capacity, units, reserve, variantOffset, variants, stages, limits, batches } = tables;
  const heads = Array.from({ length: stages }, (_, n) => [
    variants[n]!,
    limits.maxReplicas,
    batches.length,
  ]).flat();
  return {
    heads,
    code: /* wgsl */ `
const UNITS = ${words([...units], 'i32')};
const VARIANT = ${words([...variantOffset].slice(0, stages))};
const RESERVE = ${words([...reserve], 'i32')};
/** Choices below \`most\` whose units, where they are variants (\`first\` is theirs), are no more than \`room\`. */
struct Room { most: u32, variants: bool, first: u32, room: i32 }
fn room_of(head: u32, action: ptr<private, array<u32, HEADS>>) -> Room {
  let knob = head % 3u;
  if (knob == 2u) { return Room(0xffffffffu, false, 0u, 0); }
  let stage = head / 3u;
  var room = ${String(capacity)} - RESERVE[stage];
  for (var m = 0u; m < stage; m++) {
    room -= i32((*action)[3u * m + 1u] + 1u) * UNITS[VARIANT[m] + (*action)[3u * m]];
  }
  let first = VARIANT[stage];
  if (knob == 0u) { return Room(0xffffffffu, true, first, room); }
  return Room(u32(max(room, 0) / UNITS[first + (*action)[3u * stage]]), false, 0u, 0);
}
fn allowed(room: Room, choice: u32) -> bool {
  if (room.variants) { return UNITS[room.first + choice] <= room.room; }
  return choice < room.most;
}
`,
  };
}
