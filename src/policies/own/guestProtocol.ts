/** What crosses between the lab and a visitor's code in its sandbox. Types only: no runtime code. */
import type { OwnObservation, Opening } from './contract.ts';
import type { Fault, PlainAnswer } from './guest.ts';

/** What an episode is to decide. */
export interface Question {
  readonly run: number;
  readonly observation: OwnObservation;
}

/** To the sandbox. `id` tells a question's reply, `run` an episode. */
export type GuestAsk =
  | {
      readonly id: number;
      readonly kind: 'start';
      readonly run: number;
      readonly source: string;
      readonly opening: Opening;
    }
  | {
      readonly id: number;
      readonly kind: 'decide';
      /** Of as many episodes as wait, each once: most of a decision's time is the way there and back. */
      readonly questions: readonly Question[];
    }
  | { readonly id: number; readonly kind: 'end'; readonly run: number };

/** What came of a question: `ms` it took by the sandbox's clock. */
export type Answered = { readonly ms: number } & (
  | { readonly kind: 'answer'; readonly answer: PlainAnswer }
  | { readonly kind: 'fault'; readonly fault: Fault }
);

/** From it. To `end` there is none. */
export type GuestReply = { readonly id: number } & (
  | { readonly kind: 'started'; readonly ms: number }
  | { readonly kind: 'fault'; readonly ms: number; readonly fault: Fault }
  /** To the first of the questions, at least one; where they took long, the others are asked again. */
  | { readonly kind: 'answers'; readonly answers: readonly Answered[] }
);

/** Its first word: shut, but for `left`, which should be nothing. */
export interface GuestReady {
  readonly ready: true;
  readonly left: readonly string[];
}
