/** One command in its thread; all that it says goes to the first thread as messages. */
import { workerData } from 'node:worker_threads';
import { beatIn, TIME_LIMIT } from './clock.ts';
import { commands } from './commands.ts';
import { optionsHelp, type CommandName } from './help.ts';
import type { ThreadData, ThreadMessage } from './messages.ts';
import { Notes } from './notes.ts';
import { HelpAsked, UsageError } from './options.ts';
import { Stopped, stopOf } from './stop.ts';
import { TooMuch } from '../model/watch.ts';

const { name, args, flag, beats, port } = workerData as ThreadData;
beatIn(beats);
const say = (message: ThreadMessage): void => {
  port.postMessage(message);
};

function told(error: unknown, command: CommandName): ThreadMessage {
  if (error instanceof HelpAsked) return { kind: 'result', text: optionsHelp(command, error) };
  if (error instanceof UsageError) return { kind: 'refused', sentence: error.message };
  if (error instanceof TooMuch)
    return {
      kind: 'refused',
      sentence: `${error.message} Where it is worth the wait, --${TIME_LIMIT} gives each single run more seconds.`,
    };
  if (error instanceof Stopped) return { kind: 'stopped', sentence: error.message };
  return error instanceof Error
    ? { kind: 'bug', error: `${error.name}: ${error.message}`, stack: error.stack ?? '' }
    : { kind: 'bug', error: String(error), stack: '' };
}

const notes = new Notes((sentence) => {
  say({ kind: 'note', sentence });
});
const stop = stopOf(
  flag,
  (phase) => {
    say({ kind: 'phase', phase });
  },
  (path, done) => {
    say({ kind: 'draft', path, done });
  },
);
try {
  const result = await commands[name](args, notes, stop);
  say({
    kind: 'result',
    text: `${JSON.stringify({ notes: notes.sentences, ...result }, undefined, 2)}\n`,
  });
} catch (error) {
  say(told(error, name));
}
