/** One command from its words to its last message, in whatever thread. */
import { TIME_LIMIT } from './clock.ts';
import { commands } from './commands.ts';
import type { CommandName } from './help.ts';
import type { ThreadMessage } from './messages.ts';
import { Notes } from './notes.ts';
import { HelpAsked, UsageError } from './options.ts';
import type { Progress } from './progress.ts';
import { Stopped, stopOf } from './stop.ts';
import { spoken } from '../model/text.ts';
import { isOfTime, TooMuch } from '../model/watch.ts';

async function told(error: unknown, command: CommandName): Promise<ThreadMessage> {
  if (error instanceof HelpAsked) {
    const { optionsHelp } = await import('./optionsHelp.ts');
    return { kind: 'result', text: optionsHelp(command, error) };
  }
  if (error instanceof UsageError) return { kind: 'refused', sentence: error.message };
  if (error instanceof TooMuch)
    return {
      kind: 'refused',
      sentence: spoken(
        isOfTime(error)
          ? `${error.message} Where it is worth the wait, --${TIME_LIMIT} gives each single run more seconds.`
          : error.message,
      ),
    };
  if (error instanceof Stopped) return { kind: 'stopped', sentence: error.message };
  return error instanceof Error
    ? { kind: 'bug', error: spoken(`${error.name}: ${error.message}`), stack: error.stack ?? '' }
    : { kind: 'bug', error: String(error), stack: '' };
}

/** `flag` is not 0 as soon as the command should end; `say` hears notes and progress, and at the end the result or why there is none. */
export async function carryOut(
  name: CommandName,
  args: readonly string[],
  flag: Int32Array,
  say: (message: ThreadMessage) => void,
): Promise<void> {
  const notes = new Notes((sentence) => {
    // Files have their say in it: what they hold must not move the terminal's cursor. JSON shows it as it is.
    say({ kind: 'note', sentence: spoken(sentence) });
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
  const progress: Progress = {
    begins: (sentence) => {
      say({ kind: 'begins', sentence });
    },
    reached: (reached) => {
      say({ kind: 'reached', reached });
    },
  };
  try {
    const command = await commands[name]();
    const result = await command(args, notes, stop, progress);
    say({
      kind: 'result',
      text:
        result === undefined
          ? ''
          : `${JSON.stringify({ notes: notes.sentences, ...result }, undefined, 2)}\n`,
    });
  } catch (error) {
    say(await told(error, name));
  }
}
