/** Where the command line begins: signals are heard before anything is loaded, since until then nothing is there to keep. */
import process from 'node:process';

const ENDS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
// runCommand.ts puts its own in their place.
for (const [signal, code] of Object.entries(ENDS))
  process.on(signal, () => {
    process.stderr.write('Stopped; nothing was written.\n');
    process.exit(code);
  });

const { register } = await import('tsx/esm/api');
register();
await import('./main.ts');
