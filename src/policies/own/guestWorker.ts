/**
 * The program of a sandbox's worker, which the build makes one text of (scripts/sandboxFrame.mjs). It is handed a port, shuts
 * its scope, and from then on answers what the port asks, one question at a time. A visitor's code runs here and nowhere else.
 */
import { countBytes, MOST_BYTES, type Purse } from './guestBytes.ts';
import { begin, faultOf, plainAnswer, type GuestRun } from './guest.ts';
import { harden } from './guestHarden.ts';
import type { GuestAsk, GuestReady, GuestReply } from './guestProtocol.ts';

const clock = performance.now.bind(performance);

/** A reply without its number and its time. */
type Answer = GuestReply extends infer Reply
  ? Reply extends GuestReply
    ? Omit<Reply, 'id' | 'ms'>
    : never
  : never;

function serve(port: MessagePort): void {
  const post: (message: GuestReady | GuestReply) => void = port.postMessage.bind(port);
  const runs = new Map<number, { readonly run: GuestRun; readonly stages: number; readonly purse: Purse }>();
  const charge = countBytes(globalThis, MOST_BYTES);
  const answerTo = (ask: Exclude<GuestAsk, { kind: 'end' }>): Answer => {
    try {
      if (ask.kind === 'start') {
        const { source, opening } = ask;
        const purse = { bytes: 0 };
        charge(purse);
        runs.set(ask.run, { run: begin(source, opening), stages: opening.tables.stages.length, purse });
        return { kind: 'started' };
      }
      const { run, stages, purse } = runs.get(ask.run)!;
      charge(purse);
      return { kind: 'answer', answer: plainAnswer(run.decide(ask.observation), stages) };
    } catch (thrown) {
      return { kind: 'fault', fault: faultOf(thrown) };
    }
  };
  port.onmessage = ({ data: ask }: MessageEvent<GuestAsk>) => {
    if (ask.kind === 'end') {
      runs.delete(ask.run);
      return;
    }
    const before = clock();
    const answer = answerTo(ask);
    post({ ...answer, id: ask.id, ms: clock() - before });
  };
  post({ ready: true, left: harden(globalThis) });
}

// A promise that a policy forgets is not the page's trouble.
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
});
addEventListener(
  'message',
  ({ ports: [port] }: MessageEvent) => {
    if (port) serve(port);
  },
  { once: true },
);
