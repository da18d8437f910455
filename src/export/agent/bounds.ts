/**
 * What the agent reads at most. Together, with every peer answering at the bound at once, they stay far below the memory of
 * its pod (cluster/agent.ts: 256 MiB); docs/agent.md says how much was measured.
 */

const KIB = 1024;

/** Of one answer: bytes as they arrive, and values of its JSON (each costs some 20 to 300 bytes once parsed). */
export interface AnswerBounds {
  readonly bytes: number;
  readonly values: number;
}

/** One resource: a SeldonDeployment of twelve stages has some 150 KiB, its managed fields included. */
export const RESOURCE: AnswerBounds = { bytes: 512 * KIB, values: 20_000 };
/** All pods of the pipeline: some 400 of 10 KiB each. */
export const PODS: AnswerBounds = { bytes: 4096 * KIB, values: 200_000 };
/** The counter of arrivals: some 200 series of two minutes, a sample a second. */
export const ARRIVALS: AnswerBounds = { bytes: 1024 * KIB, values: 100_000 };
/** One number. */
export const NUMBER: AnswerBounds = { bytes: 64 * KIB, values: 2000 };

/** Bytes read of an answer that says no. */
export const REFUSAL_BYTES = 16 * KIB;
/** Levels of lists and objects inside each other. */
export const DEPTH = 64;
/** Bytes of an answer's headers. */
export const HEADER_BYTES = 16 * KIB;
/** Answers of the kind 1xx before the real one. */
export const PRELIMINARY = 10;
/** Seconds without a byte once an answer has begun; all of it has its own time beside. */
export const IDLE_SECONDS = 2;
/** Characters of a peer's own words in a message. */
export const WORDS = 200;
