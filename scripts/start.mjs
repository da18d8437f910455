/** `npm start [vite options]`: opens the lab from a fresh clone. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDependencies, root } from './dependencies.mjs';
import { portComplaint } from './port.mjs';

ensureDependencies();

const complaint = await portComplaint(process.argv.slice(2));
if (complaint !== undefined) {
  console.error(complaint);
  process.exit(2);
}

const display =
  process.platform === 'darwin' ||
  process.platform === 'win32' ||
  Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const open = display && process.env.CI === undefined && process.env.SSH_CONNECTION === undefined;

const vite = spawn(
  process.execPath,
  [join(root, 'node_modules/vite/bin/vite.js'), ...(open ? ['--open'] : []), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => vite.kill(signal));
vite.on('exit', (code) => {
  process.exitCode = code ?? 0;
});
