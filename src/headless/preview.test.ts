/** The preview server as a process: whatever is asked of it, it gives nothing from outside its folder and goes on. */
import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PATH = '/some/deep/path/';

function serve(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['scripts/serve.mjs', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

let place: string;
let server: ChildProcess;
let port: number;
let errors = '';
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'sluice-preview-'));
  const dist = join(place, 'dist');
  await mkdir(join(dist, 'assets'), { recursive: true });
  await mkdir(join(place, 'dist-secret'));
  await writeFile(join(place, 'secret.txt'), 'SECRET');
  await writeFile(join(place, 'dist-secret', 'a.txt'), 'SECRET');
  await writeFile(join(dist, 'index.html'), '<p>index</p>');
  await writeFile(join(dist, 'assets', 'ä b%.js'), 'script');
  await writeFile(join(dist, 'assets', 'large.wasm'), Buffer.alloc(20_000_000));
  await symlink(join(place, 'secret.txt'), join(dist, 'link.txt'));
  await symlink(place, join(dist, 'up'));
  await symlink(join(dist, 'index.html'), join(dist, 'within.html'));
  await symlink('circle', join(dist, 'circle'));
  execFileSync('mkfifo', [join(dist, 'pipe')]);
  server = serve('--port', '0', '--folder', dist);
  server.stderr!.on('data', (part: Buffer) => (errors += part.toString()));
  port = await new Promise((resolve, reject) => {
    server.stdout!.on('data', (part: Buffer) => {
      resolve(Number(/:(\d+)\//.exec(part.toString())![1]));
    });
    server.on('exit', () => {
      reject(new Error(errors));
    });
  });
}, 30_000);
afterAll(async () => {
  server.kill('SIGKILL');
  await rm(place, { recursive: true, force: true });
});

/** What comes back for exactly these bytes; '' where the connection is closed without an answer. `ends`: nothing more comes. */
function answer(bytes: string | Buffer, ends = false): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => (ends ? socket.end(bytes) : socket.write(bytes)));
    socket.on('data', (part) => (said += part.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(said);
    });
  });
}

const get = (address: string, method = 'GET', more = ''): Promise<string> =>
  answer(`${method} ${address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${more}\r\n`);

/** 0 without an answer. */
const statusOf = (said: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 0);

describe('the preview server', () => {
  it('serves what is in its folder', async () => {
    expect(await get(PATH)).toMatch(/^HTTP\/1\.1 200[^]*<p>index<\/p>/);
    expect(await get(`${PATH}?x=%#y`)).toMatch(/^HTTP\/1\.1 200/);
    expect(await get(`${PATH}assets/%C3%A4%20b%25.js`)).toMatch(/text\/javascript[^]*script/);
    expect(await get(`${PATH}assets/../index.html`)).toMatch(/^HTTP\/1\.1 200/);
    expect(await get(`${PATH}within.html`)).toMatch(/<p>index<\/p>/);
    expect(await get(PATH, 'HEAD')).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n$/);
    expect(await get(PATH, 'GET', 'Range: bytes=0-3\r\n')).toMatch(/^HTTP\/1\.1 200[^]*<p>index<\/p>/);
    expect(await get(PATH, 'GET', 'Range: bytes=9-1,x\r\n')).toMatch(/^HTTP\/1\.1 200/);
  });

  it.each([
    ['a wrong percent sign', `${PATH}%`],
    ['half a percent sign', `${PATH}%2`],
    ['no character behind percent signs', `${PATH}%c3%28`],
    ['bytes beyond UTF-8', `${PATH}%ff%fe`],
    ['an overlong slash', `${PATH}..%c0%af..%c0%afsecret.txt`],
    ['a NUL', `${PATH}index.html%00`],
    ['dots', `${PATH}../../../../secret.txt`],
    ['dots past the folder', `${PATH}assets/../../secret.txt`],
    ['encoded dots', `${PATH}%2e%2e/secret.txt`],
    ['encoded slashes', `${PATH}..%2fsecret.txt`],
    ['encoded backslashes', `${PATH}..%5csecret.txt`],
    ['twice encoded', `${PATH}%252e%252e%252fsecret.txt`],
    ['a folder whose name begins alike', `${PATH}../dist-secret/a.txt`],
    ['a link to a file outside', `${PATH}link.txt`],
    ['a link to a folder outside', `${PATH}up/secret.txt`],
    ['a link in a circle', `${PATH}circle`],
    ['a pipe', `${PATH}pipe`],
    ['a folder', `${PATH}assets`],
    ['a file as a folder', `${PATH}index.html/x`],
    ['a long name', `${PATH}${'a'.repeat(5000)}`],
    ['another path', '/index.html'],
    ['two slashes', '//evil/some/deep/path/index.html'],
    ['an absolute address', `http://evil${PATH}../secret.txt`],
    ['an absolute address that is none', 'http://[::1/'],
    ['an asterisk', '*'],
  ])('gives nothing for %s', async (_, address) => {
    const said = await get(address);
    expect([404, 400]).toContain(statusOf(said));
    expect(said).not.toContain('SECRET');
  });

  it.each(['/', '/?x=1'])('leads who asks for %s to the site, on the same host', async (address) => {
    for (const method of ['GET', 'HEAD']) {
      const said = await get(address, method, 'Sec-Fetch-Site: none\r\n');
      expect(statusOf(said)).toBe(302);
      const [, location] = /^location: (.*)\r$/im.exec(said)!;
      expect(location).toBe(`.${PATH}`);
      expect(new URL(location!, `http://somewhere${address}`).href).toBe(`http://somewhere${PATH}`);
    }
    expect(statusOf(await get(address))).toBe(302);
    // An address of the site itself that starts with a slash is missed, as under the path of any other host.
    expect(statusOf(await get(address, 'GET', 'Sec-Fetch-Site: same-origin\r\n'))).toBe(404);
    expect(statusOf(await get(address, 'POST'))).toBe(405);
  });

  it('says where the site is to who asks for anything else', async () => {
    for (const address of ['/index.html', '/some/', '//', '/%2f', '/some/deep/path'])
      expect(await get(address), address).toMatch(
        /^HTTP\/1\.1 404[^]*\r\nNot found\. The site is at \/some\/deep\/path\/\r\n/,
      );
  });

  it('refuses other methods, and what is no HTTP', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])
      expect(statusOf(await get(PATH, method)), method).toBe(405);
    expect(statusOf(await get(`${PATH}${'a'.repeat(100_000)}`))).toBe(431);
    for (const bytes of ['\0\0\0\0', 'GET', 'x'.repeat(100_000), '\x16\x03\x01\x02', ''])
      expect([400, 431, 0]).toContain(statusOf(await answer(bytes, true)));
    // A request as HTTP 0.9 had it: the page, or nothing where the client's end is read before the file is.
    expect([200, 0]).toContain(statusOf(await answer(`GET ${PATH}\r\n\r\n`, true)));
    expect(await answer(`GET ${PATH}../secret.txt\r\n\r\n`, true)).not.toContain('SECRET');
    expect([400, 404]).toContain(
      statusOf(
        await answer(
          Buffer.from(`GET ${PATH}\xff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 'latin1'),
        ),
      ),
    );
  });

  it('outlives clients that leave in the middle of an answer', async () => {
    const leave = (): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(`GET ${PATH}assets/large.wasm HTTP/1.1\r\nHost: x\r\n\r\n`),
        );
        socket.once('data', () => {
          socket.resetAndDestroy();
        });
        socket.on('error', () => undefined);
        socket.on('close', () => {
          resolve();
        });
      });
    await Promise.all(Array.from({ length: 20 }, leave));
    expect(statusOf(await get(PATH))).toBe(200);
  });

  it('has said nothing of all that, and still runs', async () => {
    expect(statusOf(await get(PATH))).toBe(200);
    expect(server.exitCode).toBe(null);
    expect(errors).toBe('');
  });

  it.each([
    [['--port', 'abc'], /--port takes a whole number from 0 to 65,535; "abc" is none/],
    [['--port', '99999'], /"99999" is none/],
    [['--port=-1'], /"-1" is none/],
    [['--prot', '1'], /Unknown option '--prot'.* Options here: --port/],
    [['--folder', '/nowhere'], /There is no index\.html in \/nowhere: run npm run build first/],
  ])('ends with a sentence for %j', async (args, sentence) => {
    const { code, err } = await ended(serve('--port', '0', '--folder', join(place, 'dist'), ...args));
    expect(err).toMatch(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  it('ends with a sentence where its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const taken = String((other.address() as AddressInfo).port);
    const { code, err } = await ended(serve('--port', taken, '--folder', join(place, 'dist')));
    expect([code, err]).toEqual([
      2,
      `Port ${taken} is taken by another program: end that, or name another with --port.\n`,
    ]);
    other.close();
  });
});

function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly err: string }> {
  let err = '';
  child.stderr!.on('data', (part: Buffer) => (err += part.toString()));
  return new Promise((resolve) =>
    child.on('close', (code) => {
      resolve({ code, err });
    }),
  );
}
