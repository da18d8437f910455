/**
 * `npm run preview`: serves dist/ as a static host would: files by name, with the headers of docs/hosting.md,
 * and under a deep path, so that an address starting with / would be missed. Whatever is asked, nothing outside
 * the folder is given, and the server goes on.
 * Options: --port n (4173), --path /some/deep/path/, --folder dist, --bare (no headers: what GitHub Pages can do).
 */
import { createReadStream, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { parseArgs } from 'node:util';
import { root } from './dependencies.mjs';
import { HEADERS, headersOf } from './policy.mjs';
import { portFault } from './port.mjs';

/** @type {Readonly<Record<string, string>>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** Ends with a sentence. @param {string} sentence @returns {never} */
function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}

function optionsGiven() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '4173' },
        path: { type: 'string', default: '/some/deep/path/' },
        folder: { type: 'string', default: 'dist' },
        bare: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return refuse(
      `${error instanceof Error ? error.message : String(error)} Options here: --port, --path, --folder, --bare.`,
    );
  }
}

const values = optionsGiven();
const fault = portFault(values.port);
if (fault !== undefined) refuse(fault);
const port = Number(values.port);
const headers = values.bare ? {} : HEADERS;
const path = `/${values.path}/`.replace(/\/+/g, '/');

/** Where the folder really is. */
function folderGiven() {
  try {
    const folder = realpathSync(resolve(root, values.folder));
    if (statSync(join(folder, 'index.html')).isFile()) return folder;
  } catch {
    // Told below.
  }
  return refuse(`There is no index.html in ${values.folder}: run npm run build first.`);
}

const folder = folderGiven();

/** The file an address names, links followed, where it lies in the folder; else undefined. @param {string} address */
function fileOf(address) {
  try {
    const [asked = ''] = address.split(/[?#]/);
    // Throws for a percent sign that begins no character.
    const name = decodeURIComponent(asked);
    // A backslash would be a slash on Windows.
    if (!name.startsWith(path) || /[\0\\]/.test(name)) return undefined;
    const relative = normalize(name.slice(path.length));
    if (relative === '..' || relative.startsWith(`..${sep}`)) return undefined;
    const file = realpathSync(join(folder, relative === '.' ? 'index.html' : relative));
    return file.startsWith(folder + sep) && statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

/** As docs/hosting.md has it: the page and its service worker are asked for each time. @param {string} file */
const keepFor = (file) =>
  file.startsWith(join(folder, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache';

const server = createServer((request, response) => {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response
      .writeHead(405, { ...headers, 'content-type': 'text/plain', allow: 'GET, HEAD' })
      .end('Only GET and HEAD');
    return;
  }
  const file = fileOf(request.url ?? '');
  if (file === undefined) {
    // Whoever types the port alone is led to the site. The site itself is not: an address of its own that starts with a
    // slash would be wrong on another host, and has to be missed here too.
    if (/^\/(\?|$)/.test(request.url ?? '') && request.headers['sec-fetch-site'] !== 'same-origin') {
      response.writeHead(302, { ...headers, location: `.${path}` }).end();
      return;
    }
    response
      .writeHead(404, { ...headers, 'content-type': 'text/plain' })
      .end(`Not found. The site is at ${path}`);
    return;
  }
  response.writeHead(200, {
    ...(values.bare ? {} : headersOf(file)),
    ...(values.bare ? {} : { 'cache-control': keepFor(file) }),
    'content-type': types[extname(file)] ?? 'application/octet-stream',
  });
  if (request.method === 'HEAD') response.end();
  // A client that leaves, or a file that goes away meanwhile, ends this answer and nothing else.
  else pipeline(createReadStream(file), response, () => undefined);
});
server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  refuse(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken by another program: end that, or name another with --port.`
      : `Port ${port} cannot be opened (${error.code ?? error.message}); name another with --port.`,
  );
});
server.listen(port, '127.0.0.1', () => {
  const address = server.address();
  const opened = typeof address === 'object' && address ? address.port : port;
  console.log(`Sluice: http://127.0.0.1:${opened}${path}`);
});
