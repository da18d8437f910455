import { spawn, type ChildProcess } from 'node:child_process';
import { root } from '../scripts/dependencies.mjs';

/** A built site, served as the browser tests have it; port 0 is the system's choice. The caller ends the server. */
export async function serve(
  site: string,
  port = 0,
): Promise<{ readonly server: ChildProcess; readonly address: string }> {
  const server = spawn(process.execPath, ['scripts/serve.mjs', '--port', String(port), '--folder', site], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((heard, failed) => {
    server.stdout.on('data', (chunk: Buffer) => {
      const told = /http:\S+/.exec(chunk.toString());
      if (told) heard(told[0]);
    });
    server.on('exit', () => failed(new Error('The site is not served.')));
  });
  return { server, address };
}
