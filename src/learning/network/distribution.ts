import type { ActionSpace } from './actions.ts';
import type { Random } from '../../model/random.ts';

/** Masked categorical heads over one row of logits. Buffers are reused: one instance, one thread of use. */
export class Distribution {
  readonly space: ActionSpace;
  /** First logit of each head. */
  readonly offset: Int32Array;
  /** Probabilities of the last row read, masked choices 0. */
  readonly probabilities: Float64Array;
  /** Log-probabilities of the last row read, masked choices -Infinity. */
  readonly logProbabilities: Float64Array;
  /** Entropy of each head of the last row read, nats; masked choices contribute nothing. */
  readonly entropies: Float64Array;
  readonly #mask: Uint8Array;

  constructor(space: ActionSpace) {
    this.space = space;
    this.offset = new Int32Array(space.heads.length + 1);
    space.heads.forEach((n, h) => (this.offset[h + 1] = this.offset[h]! + n));
    const logits = this.offset[space.heads.length]!;
    this.probabilities = new Float64Array(logits);
    this.logProbabilities = new Float64Array(logits);
    this.entropies = new Float64Array(space.heads.length);
    this.#mask = new Uint8Array(Math.max(...space.heads));
  }

  /** Draws an action from logits[from..] into action[at..]; returns its log-probability. */
  sample(logits: Float32Array, from: number, random: Random, action: Int32Array, at: number): number {
    let logProbability = 0;
    for (let h = 0; h < this.space.heads.length; h++) {
      this.#head(h, logits, from, action, at);
      const first = this.offset[h]!;
      const end = this.offset[h + 1]!;
      let u = random.uniform();
      let chosen = -1;
      for (let j = first; j < end; j++) {
        const p = this.probabilities[j]!;
        if (p === 0) continue;
        chosen = j;
        u -= p;
        if (u < 0) break;
      }
      action[at + h] = chosen - first;
      logProbability += this.logProbabilities[chosen]!;
    }
    return logProbability;
  }

  /** The most probable choice of each head in turn: the allowed one with the highest logit, the first of equals. */
  best(logits: Float32Array, from: number, action: Int32Array, at: number): void {
    const mask = this.#mask;
    for (let h = 0; h < this.space.heads.length; h++) {
      this.space.mask(h, action, at, mask);
      const first = from + this.offset[h]!;
      let chosen = -1;
      let highest = -Infinity;
      for (let j = 0; j < this.space.heads[h]!; j++) {
        const logit = logits[first + j]!;
        if (!mask[j] || !(logit > highest)) continue;
        highest = logit;
        chosen = j;
      }
      if (chosen < 0) throw new Error(`head ${String(h)} has no finite allowed choice`);
      action[at + h] = chosen;
    }
  }

  /** Reads a row for a given action: fills probabilities, entropies; returns the action's log-probability. */
  read(logits: Float32Array, from: number, action: Int32Array, at: number): number {
    let logProbability = 0;
    for (let h = 0; h < this.space.heads.length; h++) {
      this.#head(h, logits, from, action, at);
      logProbability += this.logProbabilities[this.offset[h]! + action[at + h]!]!;
    }
    return logProbability;
  }

  #head(h: number, logits: Float32Array, from: number, action: Int32Array, at: number): void {
    const mask = this.#mask;
    this.space.mask(h, action, at, mask);
    const first = this.offset[h]!;
    const count = this.space.heads[h]!;
    let max = -Infinity;
    for (let j = 0; j < count; j++)
      if (mask[j] && logits[from + first + j]! > max) max = logits[from + first + j]!;
    if (max === -Infinity) throw new Error(`head ${String(h)} has no finite allowed choice`);
    let sum = 0;
    for (let j = 0; j < count; j++) {
      const e = mask[j] ? Math.exp(logits[from + first + j]! - max) : 0;
      this.probabilities[first + j] = e;
      sum += e;
    }
    const log = max + Math.log(sum);
    let entropy = 0;
    for (let j = 0; j < count; j++) {
      const i = first + j;
      if (mask[j]) {
        const p = this.probabilities[i]! / sum;
        const logP = logits[from + i]! - log;
        this.probabilities[i] = p;
        this.logProbabilities[i] = logP;
        entropy -= p * logP;
      } else this.logProbabilities[i] = -Infinity;
    }
    this.entropies[h] = entropy;
  }
}
