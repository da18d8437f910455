/**
 * Servers as docs/hosting.md sets them up, each started with the very text that stands there: only the port and the folder
 * are put in, and around it what a machine's own configuration would say.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from '../scripts/browser.mjs';
import { root } from '../scripts/dependencies.mjs';

const docs = readFileSync(join(root, 'docs/hosting.md'), 'utf8');

/** The first block of code below a heading. */
function block(heading: string): string {
  const section = docs.split(`### ${heading}\n`)[1] ?? '';
  const text = /```\w+\n([^]*?)```/.exec(section)?.[1];
  if (text === undefined) throw new Error(`docs/hosting.md says nothing to run under “${heading}”.`);
  return text;
}

/** A folder that holds `sluice/`, and a free port. */
interface Place {
  readonly folder: string;
  readonly port: number;
}

/** The docs' configuration for this place. Throws where it names none. */
function configured(heading: string, { folder, port }: Place): string {
  const text = block(heading);
  if (!text.includes('8080') || !text.includes('/srv/www'))
    throw new Error(`${heading} names no port or folder.`);
  return text.replaceAll('8080', String(port)).replaceAll('/srv/www', join(folder, 'www'));
}

interface Server {
  readonly program: string;
  /** What its start below takes from this machine: Debian's places. */
  readonly needs: readonly string[];
  /** Where the lab is then. */
  readonly path: string;
  readonly start: (program: string, place: Place) => ChildProcess;
}

function run(program: string, options: readonly string[], cwd: string): ChildProcess {
  const env = { ...process.env, XDG_CONFIG_HOME: cwd, XDG_DATA_HOME: cwd };
  return spawn(program, options, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
}

function saved(folder: string, name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** The first four hold a server together, the others are what the docs ask for. */
const APACHE = ['mpm_event', 'authz_core', 'dir', 'mime', 'headers', 'filter', 'deflate'];

export const servers = {
  Python: {
    program: 'python3',
    needs: [],
    path: '/',
    start: (program, { folder, port }) => {
      const [, options] = /^python3 (-m http\.server .*)$/m.exec(block('One command')) ?? [];
      if (options === undefined) throw new Error('docs/hosting.md names no command of Python.');
      return run(program, options.replace('8000', String(port)).split(' '), join(folder, 'www/sluice'));
    },
  },
  nginx: {
    program: 'nginx',
    needs: ['/etc/nginx/mime.types'],
    path: '/sluice/',
    start: (program, place) => {
      const { folder } = place;
      const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((name) => `${name}_temp_path ${join(folder, name)};`)
        .join('\n');
      const text = `daemon off;\npid ${join(folder, 'pid')};\nerror_log stderr;\nevents {}\nhttp {\ninclude /etc/nginx/mime.types;\naccess_log off;\n${kept}\n${configured('nginx', place)}}\n`;
      return run(program, ['-p', folder, '-c', saved(folder, 'nginx.conf', text)], folder);
    },
  },
  Caddy: {
    program: 'caddy',
    needs: [],
    path: '/sluice/',
    start: (program, place) => {
      const text = `{\nadmin off\n}\n${configured('Caddy', place)}`;
      const file = saved(place.folder, 'Caddyfile', text);
      return run(program, ['run', '--config', file, '--adapter', 'caddyfile'], place.folder);
    },
  },
  Apache: {
    program: 'apache2',
    needs: ['/usr/lib/apache2/modules'],
    path: '/sluice/',
    start: (program, { folder, port }) => {
      saved(join(folder, 'www/sluice'), '.htaccess', block('Apache'));
      // An old list of types: what it lacks, the docs' lines have to bring.
      const types = saved(folder, 'mime.types', 'text/html html\ntext/css css\nimage/svg+xml svg\n');
      const modules = APACHE.map(
        (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
      );
      const text = `${modules.join('\n')}\nServerName localhost\nListen 127.0.0.1:${String(port)}\nPidFile ${join(folder, 'pid')}\nErrorLog ${join(folder, 'errors')}\nDefaultRuntimeDir ${folder}\nTypesConfig ${types}\nDirectoryIndex index.html\nDocumentRoot ${join(folder, 'www')}\n<Directory ${join(folder, 'www')}>\nAllowOverride FileInfo\nRequire all granted\n</Directory>\n`;
      return run(program, ['-f', saved(folder, 'apache.conf', text), '-DFOREGROUND'], folder);
    },
  },
} satisfies Readonly<Record<string, Server>>;

export type ServerName = keyof typeof servers;

/** The server's program, where this machine has it and what it needs. */
export function programOf(name: ServerName): string | undefined {
  const { program, needs }: Server = servers[name];
  return needs.every((file) => existsSync(file)) ? onPath(program) : undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Serves dist/ by it and tells where; `close` ends it. Rejects with what it said where it does not answer. */
export async function hosted(
  name: ServerName,
  program: string,
): Promise<{ readonly address: string; readonly close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-host-'));
  // Started by root, some servers read as somebody else.
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'www'));
  cpSync(join(root, 'dist'), join(folder, 'www/sluice'), { recursive: true });
  const port = await freePort();
  const child = servers[name].start(program, { folder, port });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit');
  const close = async (): Promise<void> => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true });
  };
  const address = `http://127.0.0.1:${String(port)}${servers[name].path}`;
  for (const until = performance.now() + 20_000; ;) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok === true) return { address, close };
    if (child.exitCode !== null || performance.now() > until) {
      await close();
      throw new Error(`${name} does not serve the lab (${String(answer?.status)}): ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
