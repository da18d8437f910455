/**
 * The program of a sandbox's worker, which the build makes one text of (scripts/sandboxFrame.mjs). It is handed a port, shuts
 * its scope, and from then on answers what the port asks, one question at a time. A visitor's code runs here and nowhere else.
 */
import { countBytes, MOST_BYTES, type Purse } from './guestBytes.ts';
import { begin, faultOf, plainAnswer, type GuestRun } from './guest.ts';
import { harden } from './guestHarden.ts';
import type { Answered, GuestAsk, GuestReady, GuestReply, Question } from './guestProtocol.ts';

const clock = performance.now.bind(performance);

/** Milliseconds after which no further question of a message is begun: less than its answer's way may take. */
const BEGUN_MS = 5;

function serve(port: MessagePort): void {
  const post: (message: GuestReady | GuestReply) => void = port.postMessage.bind(port);
  const runs = new Map<number, { readonly run: GuestRun; readonly stages: number; readonly purse: Purse }>();
  const charge = countBytes(globalThis, MOST_BYTES);
  const start = ({ id, run, source, opening }: Extract<GuestAsk, { kind: 'start' }>): GuestReply => {
    const before = clock();
    try {
      const purse = { bytes: 0 };
      charge(purse);
      runs.set(run, { run: begin(source, opening), stages: opening.tables.stages.length, purse });
      return { id, kind: 'started', ms: clock() - before };
    } catch (thrown) {
      return { id, kind: 'fault', fault: faultOf(thrown), ms: clock() - before };
    }
  };
  const answerTo = (question: Question): Answered => {
    const before = clock();
    try {
      const { run, stages, purse } = runs.get(question.run)!;
      charge(purse);
      const answer = plainAnswer(run.decide(question.observation), stages);
      return { kind: 'answer', answer, ms: clock() - before };
    } catch (thrown) {
      return { kind: 'fault', fault: faultOf(thrown), ms: clock() - before };
    }
  };
  const answersTo = (questions: readonly Question[]): readonly Answered[] => {
    const answers: Answered[] = [];
    const before = clock();
    for (const question of questions) {
      answers.push(answerTo(question));
      if (clock() - before > BEGUN_MS) break;
    }
    return answers;
  };
  port.onmessage = ({ data: ask }: MessageEvent<GuestAsk>) => {
    if (ask.kind === 'end') {
      runs.delete(ask.run);
      return;
    }
    post(
      ask.kind === 'start' ? start(ask) : { id: ask.id, kind: 'answers', answers: answersTo(ask.questions) },
    );
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
