// What the kernel and its host both count on; `npm run kernels` writes the same into simdKernel.ts.

/** What `multiply` makes of its sums: x w + bias, its positive part, added to `act`, or kept where `act` is positive. */
export enum Product {
  LINEAR = 0,
  RELU = 1,
  ADD = 2,
  GATE = 3,
}

/** What `loss` leaves out: nothing, the surrogate (distil), or the surrogate of the expert's rows, which are imitated (cloning). */
export enum LossMode {
  WHOLE = 0,
  DISTIL = 1,
  CLONING = 2,
}

/** Places in `settings` of `loss`, single numbers; count is the minibatch's rows, and SIZE how many there are. */
export enum Setting {
  CLIP = 0,
  /** 2 valueCoefficient / count. */
  VALUE = 1,
  /** -entropyCoefficient / (heads count). */
  ENTROPY = 2,
  /** imitation / count. */
  IMITATION = 3,
  /** 1 / count. */
  EACH = 4,
  DUAL_CLIP = 5,
  SIZE = 6,
}

/** Places in `statistics` of `loss`, four partial sums each; each head's entropy follows from HEADS on. */
export enum Sum {
  POLICY_LOSS = 0,
  KL = 1,
  CLIPPED = 2,
  IMITATION_LOSS = 3,
  VALUE_LOSS = 4,
  /** Rows that the surrogate, the value and the imitation learn from. */
  LEARNING = 5,
  VALUED = 6,
  IMITATING = 7,
  HEADS = 8,
}

/** Bytes that a head's softmax leaves for four rows: ln of the sum, 1 / sum, entropy. */
export const FIELDS: usize = 48;
