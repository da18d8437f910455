/** What crosses between the lab and a visitor's code in its sandbox. Types only: no runtime code. */
import type { OwnObservation, Opening } from './contract.ts';
import type { Fault, PlainAnswer } from './guest.ts';

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
      readonly run: number;
      readonly observation: OwnObservation;
    }
  | { readonly id: number; readonly kind: 'end'; readonly run: number };

/** From it: `ms` it took by its own clock. To `end` there is none. */
export type GuestReply = { readonly id: number; readonly ms: number } & (
  | { readonly kind: 'started' }
  | { readonly kind: 'answer'; readonly answer: PlainAnswer }
  | { readonly kind: 'fault'; readonly fault: Fault }
);

/** Its first word: shut, but for `left`, which should be nothing. */
export interface GuestReady {
  readonly ready: true;
  readonly left: readonly string[];
}
