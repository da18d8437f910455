/**
 * Who runs policies of one's own on the command line: a thread each. Node.js is no sandbox, and this makes none: code from a
 * file may do what any other program of this user may. The thread is there so that a program that never ends is ended; what
 * ends the whole process (`process.kill`, a list larger than the engine can make) ends the command with it.
 */
import { Worker } from 'node:worker_threads';
import { answerIn, replyIn } from './ownReplies.ts';
import { answerOf, type PlainAnswer } from '../policies/own/guest.ts';
import type { OwnPolicy } from '../policies/own/program.ts';
import type { OwnRuns } from '../policies/own/runs.ts';
import { threadRuns, type Thread } from '../policies/own/thread.ts';
import { DECISION_MS, FIRST_MS, START_MS } from '../policies/own/times.ts';
import { figure } from '../model/range.ts';

const NO_ANSWER = 'its thread says what is no answer';
/** MB of objects that code may keep. */
const MOST_KEPT = 256;

export type EndedRuns = OwnRuns & { end(): void };

/** `end` ends all threads. */
export function ownRuns(): EndedRuns {
  const threads = threadRuns(threadOf, {
    ...{ start: START_MS, first: FIRST_MS, decision: DECISION_MS, spent },
  });
  return {
    start: async (own, opening, tables) => {
      const run = await threads.start(own, opening, tables);
      return own.program.kind === 'network'
        ? run
        : { ...run, decide: async (seen) => answerOf((await run.decide(seen)) as PlainAnswer) };
    },
    end: () => {
      threads.end();
    },
  };
}

/** Milliseconds that the processor gave this process: a machine that is busy with others must not end a program. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function threadOf({ program }: OwnPolicy): Thread {
  const worker = new Worker(new URL('./ownThread.mjs', import.meta.url), {
    workerData: program.kind,
    // What code writes into the console must not stand in the document.
    stdout: true,
    ...(program.kind === 'code' ? { resourceLimits: { maxOldGenerationSizeMb: MOST_KEPT } } : {}),
  });
  worker.stdout.on('data', (text: Uint8Array) => process.stderr.write(text));
  const ready = new Promise<void>((resolve) => {
    worker.once('message', () => {
      resolve();
    });
    worker.once('exit', () => {
      resolve();
    });
  });
  /** What code is asked to decide. */
  const asked = new Set<number>();
  return {
    ready,
    post: (message) => {
      if (program.kind === 'code' && message.ask.kind === 'decide') asked.add(message.id);
      worker.postMessage(message);
    },
    listen: (hear, ended) => {
      worker.on('message', (message: unknown) => {
        if (message === 'ready') return;
        const reply = replyIn(message);
        if (!reply || (asked.delete(reply.id) && reply.ok && !answerIn(reply.answer))) ended(NO_ANSWER);
        else hear(reply);
      });
      // Of what it says, something cannot be taken over.
      worker.on('messageerror', () => {
        ended(NO_ANSWER);
      });
      worker.on('error', (error: Error & { readonly code?: string }) => {
        ended(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? `it needs more than the ${figure(MOST_KEPT)} MB that it may keep`
            : `its thread failed (${error.message})`,
        );
      });
      worker.on('exit', () => {
        ended('it ended its thread');
      });
    },
    end: () => void worker.terminate(),
  };
}
