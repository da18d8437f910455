import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { endGroups } from './groups.mjs';

/** A process in a group of its own that runs `code` and is ready; what it printed besides, and the signal it died of. */
async function started(code: string) {
  const child = spawn(
    process.execPath,
    ['-e', `${code}; setInterval(() => {}, 1000); console.log('ready')`],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let printed = '';
  child.stdout.on('data', (part: Buffer) => (printed += part.toString()));
  await expect.poll(() => printed).toContain('ready');
  return { pid: child.pid!, printed: () => printed, gone: once(child, 'exit') };
}
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it.skipIf(process.platform === 'win32')(
  'ends groups as Ctrl-C does, so that they end what runs in other groups, and by force only those that stay',
  async () => {
    // As Playwright and its web server.
    const runner = await started(
      `const server = require('node:child_process').spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
       console.log(server.pid);
       process.on('SIGINT', () => { server.on('exit', () => process.exit(0)); server.kill(); })`,
    );
    const deaf = await started(`process.on('SIGINT', () => {})`);
    const deafer = await started(`process.on('SIGINT', () => {}).on('SIGTERM', () => {})`);
    const server = parseInt(runner.printed(), 10);
    expect(alive(server)).toBe(true);
    await endGroups([runner.pid, deaf.pid, deafer.pid], 500);
    expect(alive(server)).toBe(false);
    expect(await Promise.all([runner, deaf, deafer].map(({ gone }) => gone))).toEqual([
      [0, null],
      [null, 'SIGTERM'],
      [null, 'SIGKILL'],
    ]);
    const from = performance.now();
    await endGroups([runner.pid], 10_000);
    expect(performance.now() - from).toBeLessThan(5000);
  },
);
