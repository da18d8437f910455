/** The command line: `npm run -s headless -- <command> [options] --json` prints one JSON document. */
import { whyOf } from './fileWords.ts';
import { commandNames, commandsHelp, isCommand } from './help.ts';
import { runCommand } from './runCommand.ts';
import { nearest } from '../model/near.ts';
import { shortened, spoken } from '../model/text.ts';

/** What could not be done as asked, by whoever's doing. */
const REFUSED = 2;

/** Whoever reads may have enough of it (`| head -1`): the command then ends, without a word. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  console.error(`The result could not be written to standard output: ${whyOf(error)}.`);
  process.exit(REFUSED);
});
// Nobody is left to be told.
process.stderr.on('error', () => undefined);
// A file that grows beyond what the shell allows is an error of the write, and no reason to die.
if (process.platform !== 'win32') process.on('SIGXFSZ', () => undefined);

const [name, ...args] = process.argv.slice(2);
if (name === '--help' || name === '-h' || name === 'help') {
  process.stdout.write(commandsHelp());
} else if (name === undefined || !isCommand(name)) {
  const [meant] = name === undefined ? [] : nearest(name, commandNames);
  console.error(
    `${name === undefined ? 'No command given.' : spoken(`There is no command "${shortened(name, 80)}"${meant === undefined ? '' : `; did you mean ${meant}`}${meant === undefined ? '.' : '?'}`)} Commands: ${commandNames.join(', ')}; --help says what they do.`,
  );
  process.exitCode = REFUSED;
} else {
  runCommand(name, args);
}
