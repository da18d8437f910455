/**
 * Trainings side by side in the same buffers, a part each, at `member` times its words: the third dimension of a dispatch are
 * those that take part in it, in the order of their schedules. How many there are no kernel knows, so that a member
 * computes what it would compute alone, to the last bit.
 */

/** Words of a schedule. The processor writes one of each member that takes part before each update; the first six are whole numbers, the others f32. */
export const SCHEDULE = {
  member: 0,
  seed: 1,
  /** Updates before this one. */
  update: 2,
  /** 1 where the expert is asked. */
  guided: 3,
  /** 1 where all lanes begin. */
  begins: 4,
  /** Bit i: world i is another one from now on, and its lanes begin anew. */
  renewed: 5,
  learningRate: 6,
  entropyCoefficient: 7,
  imitation: 8,
} as const;
export const SCHEDULE_WORDS = 9;

export const SCHEDULE_STRUCT = /* wgsl */ `
struct Schedule {
  member: u32,
  seed: u32,
  update: u32,
  guided: u32,
  begins: u32,
  renewed: u32,
  learning_rate: f32,
  entropy_coefficient: f32,
  imitation: f32,
}
`;

/** As a binding is declared, behind its `var`. */
export const SCHEDULES = '<storage, read> schedules: array<Schedule>';

/**
 * `meet(turn)`: the member of schedule `turn`, which `schedule` then is; `NAME_of` is where its part of the buffer begins, in
 * elements. `meet_member(member)` without a schedule. `parts`: buffers, and elements of a member in them; 0 where all have the same.
 */
export function membersText(parts: readonly (readonly [name: string, elements: number])[]): string {
  return /* wgsl */ `${SCHEDULE_STRUCT}
var<private> schedule: Schedule;
${parts.map(([name]) => `var<private> ${name}_of: u32;`).join('\n')}
fn meet_member(member: u32) {
${parts.map(([name, elements]) => `  ${name}_of = member * ${String(elements)}u;`).join('\n')}
}
fn meet(turn: u32) {
  schedule = schedules[turn];
  meet_member(schedule.member);
}
`;
}

/** Words of the first member in a buffer, as `Device.read` takes them; `each` words further are those of the next. */
export interface Words {
  readonly buffer: GPUBuffer;
  readonly at: number;
  readonly words: number;
  readonly each: number;
}

export const partOf = ({ buffer, at, words, each }: Words, member: number): Words => ({
  ...{ buffer, words, each },
  at: at + member * each,
});
