/** The command line: `npm run -s headless -- <command> [options] --json` prints one JSON document. */
import { compare } from './compare.ts';
import { exportManifests } from './export.ts';
import { forecast } from './forecast.ts';
import { commandsHelp, optionsHelp, type CommandName } from './help.ts';
import { Notes } from './notes.ts';
import { optimum } from './optimum.ts';
import { HelpAsked, UsageError } from './options.ts';
import { predictor } from './predictor.ts';
import { simulate } from './simulate.ts';
import { train } from './train.ts';
import { tune } from './tune.ts';

/** Each fills `notes` with what it assumed, filled, summed or left out. */
const commands: Readonly<Record<CommandName, (args: readonly string[], notes: Notes) => Promise<object>>> = {
  simulate,
  optimum,
  train,
  forecast,
  predictor,
  compare,
  export: exportManifests,
  tune,
};

/** Whoever reads may have enough of it (`| head -1`): the command then ends, without a word. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);

const [name, ...args] = process.argv.slice(2);
if (name === '--help' || name === '-h' || name === 'help') {
  process.stdout.write(commandsHelp());
} else if (name === undefined || !isCommand(name)) {
  console.error(
    `${name === undefined ? 'No command given.' : `There is no command "${name}".`} Commands: ${Object.keys(commands).join(', ')}; --help says what they do.`,
  );
  process.exitCode = 2;
} else {
  try {
    const notes = new Notes((sentence) => {
      console.error(sentence);
    });
    const result = await commands[name](args, notes);
    process.stdout.write(`${JSON.stringify({ notes: notes.sentences, ...result }, undefined, 2)}\n`);
  } catch (error) {
    if (error instanceof HelpAsked) process.stdout.write(optionsHelp(name, error));
    else {
      if (error instanceof UsageError) console.error(error.message);
      else console.error(error);
      process.exitCode = error instanceof UsageError ? 2 : 1;
    }
  }
}
