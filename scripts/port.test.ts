import { spawn } from 'node:child_process';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portComplaint } from './port.mjs';

let other: Server;
let taken: string;
beforeAll(async () => {
  other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  taken = String((other.address() as AddressInfo).port);
});
afterAll(() => other.close());

describe('npm start', () => {
  it('says in a sentence that the port is taken, before Vite is started', async () => {
    const child = spawn(process.execPath, ['scripts/start.mjs', '--strictPort', '--port', taken], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, out, err]).toEqual([
      2,
      '',
      `Port ${taken} is taken by another program: end that, name another with --port, or leave out --strictPort to take the next free one.\n`,
    ]);
  });

  it.each([
    ['=', (port: string) => [`--port=${port}`, '--strictPort']],
    ['a host', (port: string) => ['--host', '127.0.0.1', '--strictPort', '--port', port]],
    ['an equal host', (port: string) => ['--port', port, '--host=127.0.0.1', '--strictPort=true']],
    ['--open', (port: string) => ['--open', '--strictPort', '--port', port]],
    ['the last of two', (port: string) => ['--port', '0', '--strictPort', '--port', port]],
  ])('hears of it with %s', async (_, args) => {
    expect(await portComplaint(args(taken))).toMatch(
      new RegExp(`^Port ${taken} is taken by another program`),
    );
  });

  it('leaves to Vite what Vite can do', async () => {
    expect(await portComplaint(['--port', taken])).toBeUndefined();
    expect(await portComplaint(['--port', taken, '--strictPort=false'])).toBeUndefined();
    expect(await portComplaint(['--port', '0', '--strictPort'])).toBeUndefined();
    expect(await portComplaint(['--port', '0', '--strictPort', '--host'])).toBeUndefined();
  });

  it.each([
    [['--port', '70000'], '--port takes a whole number from 0 to 65,535; "70000" is none.'],
    [['--port', 'abc'], '--port takes a whole number from 0 to 65,535; "abc" is none.'],
    [['--port'], '--port takes a whole number from 0 to 65,535; "" is none.'],
    [['--port=-1'], '--port takes a whole number from 0 to 65,535; "-1" is none.'],
    [
      ['--host', '192.0.2.1', '--port', '0'],
      'Port 0 cannot be opened on 192.0.2.1 (EADDRNOTAVAIL); name another with --port, or another address with --host.',
    ],
  ])('refuses %j', async (args, sentence) => {
    expect(await portComplaint(args)).toBe(sentence);
  });
});
