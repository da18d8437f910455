/**
 * `npm run preview`: serves dist/ as a static host would: files by name, with the headers of docs/hosting.md,
 * and under a deep path, so that an address starting with / would be missed.
 * Options: --port n (4173), --path /some/deep/path/, --folder dist, --bare (no headers: what GitHub Pages can do).
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './dependencies.mjs';
import { HEADERS } from './policy.mjs';

/** @type {Readonly<Record<string, string>>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4173' },
    path: { type: 'string', default: '/some/deep/path/' },
    folder: { type: 'string', default: 'dist' },
    bare: { type: 'boolean', default: false },
  },
});
const dist = resolve(root, values.folder);
const headers = values.bare ? {} : HEADERS;
if (!existsSync(join(dist, 'index.html'))) {
  console.error('There is no dist/index.html: run npm run build first.');
  process.exit(1);
}

/** The file an address names, or undefined. @param {string} address */
function fileOf(address) {
  const { pathname } = new URL(address, 'http://localhost');
  if (!pathname.startsWith(values.path)) return undefined;
  const relative = normalize(decodeURIComponent(pathname.slice(values.path.length)));
  if (relative.startsWith('..')) return undefined;
  const file = join(dist, relative === '.' ? 'index.html' : relative);
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}

createServer((request, response) => {
  const file = fileOf(request.url ?? '/');
  if (file === undefined) {
    response.writeHead(404, { ...headers, 'content-type': 'text/plain' }).end('Not found');
    return;
  }
  response.writeHead(200, { ...headers, 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
}).listen(Number(values.port), '127.0.0.1', () => {
  console.log(`Sluice: http://127.0.0.1:${values.port}${values.path}`);
});
