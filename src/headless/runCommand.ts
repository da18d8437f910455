/** Runs one command in a thread, and ends it where the user or the system asks for that. */
import { rmSync } from 'node:fs';
import { constants } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { CommandName } from './help.ts';
import type { ThreadData, ThreadMessage } from './messages.ts';
import { Lines } from './progress.ts';
import { UNTOUCHED, type Phase } from './stop.ts';
import { SILENCE } from '../model/timeLimits.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm and tsx pass on what the terminal has sent already: the same key, heard again. Milliseconds. */
const SAME_KEY = 400;
/** How long files may take their places after somebody asked twice, milliseconds. */
const MOMENT = 3000;
/** A thread that is in a call of the system may not end; the process does. Milliseconds. */
const DEATH = 1000;
/** How often it is looked whether the thread lives, milliseconds. */
const ASK = 5000;

const REPORT =
  'This is a fault of the program, not of what was typed: please report it with the whole command line; with --debug the command also prints where it happened.';

/**
 * Prints what the command says and its result, and sets the exit code: 0, 2 for what was refused, 1 for a fault of the
 * program, 128 and the signal's number where it was stopped.
 */
export function runCommand(name: CommandName, args: readonly string[]): void {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const data: ThreadData = { name, args, flag, beats, port: port2 };
  const thread = new Worker(new URL('./thread.mjs', import.meta.url), {
    workerData: data,
    transferList: [port2],
  });
  const quiet = args.includes('--quiet');
  const lines = quiet
    ? undefined
    : new Lines(name, (line) => {
        if (asked === undefined) console.error(line);
      });
  const drafts = new Set<string>();
  let phase: Phase = { end: 'at once', sentence: UNTOUCHED };
  let asked: { readonly at: number; readonly code: number } | undefined;
  let ended = false;
  const over = (): boolean => ended;

  const end = (code: number): void => {
    ended = true;
    lines?.end();
    process.exitCode = asked?.code ?? code;
    port1.close();
    void thread.terminate();
  };
  const fault = (error: string, stack: string): void => {
    console.error(`${name} ended with an error: ${error.replace(/[.\s]*$/, '')}. ${REPORT}`);
    if (args.includes('--debug')) console.error(stack);
    end(1);
  };
  const hear = (message: ThreadMessage): void => {
    if (ended && message.kind !== 'draft') return;
    switch (message.kind) {
      case 'note':
        console.error(message.sentence);
        break;
      case 'begins':
        if (!quiet) console.error(message.sentence);
        break;
      case 'reached':
        lines?.hear(message.reached);
        break;
      case 'phase':
        phase = message.phase;
        break;
      case 'draft':
        if (message.done) drafts.delete(message.path);
        else drafts.add(message.path);
        break;
      case 'result':
        process.stdout.write(message.text);
        end(0);
        break;
      case 'refused':
      case 'stopped':
        console.error(message.sentence);
        end(2);
        break;
      case 'bug':
        fault(message.error, message.stack);
        break;
    }
  };
  const hearAll = (): void => {
    for (;;) {
      const next = receiveMessageOnPort(port1) as { readonly message: ThreadMessage } | undefined;
      if (!next) return;
      hear(next.message);
    }
  };

  const leave = async (sentence: string, code: number): Promise<void> => {
    ended = true;
    lines?.end();
    console.error(sentence);
    const late = new Promise((resolve) => setTimeout(resolve, DEATH).unref());
    await Promise.race([thread.terminate(), late]);
    hearAll();
    for (const draft of drafts) rmSync(draft, { recursive: true, force: true });
    process.exit(code);
  };
  const onSignal = (signal: (typeof SIGNALS)[number]): void => {
    if (ended) return;
    const code = 128 + constants.signals[signal];
    const now = performance.now();
    if (asked) {
      const soon = phase.end === 'in a moment' && now - asked.at < MOMENT;
      if (now - asked.at > SAME_KEY && !soon)
        void leave('Ended at once; what was in the making was removed.', code);
      return;
    }
    asked = { at: now, code };
    // Raised before the messages are read: stopOf tells, and then looks.
    Atomics.store(flag, 0, 1);
    hearAll();
    if (over()) return;
    if (phase.end === 'at once') void leave(phase.sentence, code);
    else console.error(`${phase.sentence}${phase.end === 'by itself' ? ' Once more ends at once.' : ''}`);
  };
  for (const signal of SIGNALS) {
    // In the place of what start.mjs put there before anything was loaded.
    process.removeAllListeners(signal);
    process.on(signal, onSignal);
  }

  let heard = 0;
  let silent = 0;
  let before = performance.now();
  // It has hung in something that neither ends nor reads the clock, so that it cannot say so itself.
  setInterval(() => {
    const beat = Atomics.load(beats, 0);
    const now = performance.now();
    silent = beat === heard ? silent + Math.min(now - before, ASK) : 0;
    heard = beat;
    before = now;
    if (silent < 1000 * SILENCE.command || over()) return;
    void leave(
      `${name} gave no sign of life for ${String(SILENCE.command)} s and was stopped; nothing was written. What it was given is more than can be computed here: use fewer stages or variants, lower limits, a shorter load or another policy.`,
      2,
    );
  }, ASK).unref();

  port1.on('message', hear);
  thread.on('error', (error: Error & { readonly code?: string }) => {
    if (ended) return;
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
      console.error(
        `${name} needs more memory than Node.js may take here; make it smaller (a shorter load, a smaller network, fewer seeds), or allow more with NODE_OPTIONS=--max-old-space-size=8000 (MB) before the command.`,
      );
      end(2);
    } else fault(`${error.name}: ${error.message}`, error.stack ?? '');
  });
  thread.on('exit', () => {
    hearAll();
    if (!ended) fault('its thread ended without a result', '');
  });
}
