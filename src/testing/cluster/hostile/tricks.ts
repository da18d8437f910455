/** What a hostile server can answer: slow, endless, huge, lying, packed, elsewhere, telling, malformed. */
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';

export interface Played {
  readonly socket: Socket;
  /** What the honest server says. */
  readonly body: string;
  readonly token: string;
  /** An address elsewhere that answers as the honest server does. */
  readonly lure: string;
}

/** Headers and body of a whole answer. */
export function whole(
  status: number | string,
  body: string | Buffer,
  headers: readonly string[] = [],
): Buffer {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${String(status)} Said`, 'content-type: application/json', ...headers];
  return Buffer.concat([
    Buffer.from(
      `${[...head, `content-length: ${String(bytes.length)}`, 'connection: close'].join('\r\n')}\r\n\r\n`,
    ),
    bytes,
  ]);
}

type Trick = (played: Played) => void | Promise<void>;

const CRLF = '\r\n';
const head = (...lines: readonly string[]): string =>
  [`HTTP/1.1 ${lines[0]!}`, ...lines.slice(1), 'content-type: application/json', '', ''].join(CRLF);
const chunked = head('200 OK', 'transfer-encoding: chunked');
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}${CRLF}${text}${CRLF}`;

/** Writes `make()` again and again, as fast as the other side takes it, until that has had enough. */
async function forEver(socket: Socket, make: () => string | Buffer): Promise<void> {
  while (!socket.destroyed) {
    if (!socket.write(make()))
      await new Promise<void>((resolve) => {
        socket.once('drain', resolve);
        socket.once('close', resolve);
      });
  }
}

/** Bytes of `text` one by one, `ms` apart. */
async function dripping(socket: Socket, text: string, ms: number): Promise<void> {
  for (const char of text) {
    if (socket.destroyed) return;
    socket.write(char);
    await sleep(ms);
  }
}

const says =
  (
    status: number | string,
    body: (played: Played) => string | Buffer,
    ...headers: readonly string[]
  ): Trick =>
  (played) =>
    void played.socket.end(whole(status, body(played), headers));
const sends =
  (bytes: (played: Played) => string | Buffer, end = true): Trick =>
  (played) => {
    played.socket.write(bytes(played));
    if (end) played.socket.end();
  };
const redirects =
  (status: number, location: (lure: string) => string | undefined): Trick =>
  ({ socket, lure }) => {
    const to = location(lure);
    socket.end(whole(status, '', to === undefined ? [] : [`location: ${to}`]));
  };

/** A gigabyte of nothing: ten million bytes a member, a hundred members. */
const nothing = Buffer.alloc(10_000_000, 0x20);
const bombs = {
  gzip: Buffer.concat(new Array<Buffer>(100).fill(gzipSync(nothing))),
  deflate: deflateSync(nothing),
  br: brotliCompressSync(nothing, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
};
const many = (count: number, one: string): string => `[${`${one},`.repeat(count - 1)}${one}]`;
const percent = (text: string): string =>
  Array.from(text, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const escaped = (text: string): string =>
  Array.from(text, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const status = (message: string): string => JSON.stringify({ kind: 'Status', status: 'Failure', message });
const matrix = (values: string): string =>
  `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":${values}}]}}`;

export const tricks = {
  // Time.
  silent: () => undefined,
  'silent after the head': sends(() => head('200 OK', 'content-length: 100'), false),
  'a byte every 100 ms': async ({ socket, body }) => {
    socket.write(head('200 OK', `content-length: ${String(body.length)}`));
    await dripping(socket, body, 100);
  },
  'a byte of the head every 100 ms': ({ socket }) =>
    dripping(socket, `HTTP/1.1 200 OK${CRLF}x: ${'y'.repeat(1000)}`, 100),
  'a no, a byte every 100 ms': async ({ socket }) => {
    socket.write(head('500 No', 'content-length: 10000'));
    await dripping(socket, 'n'.repeat(10_000), 100);
  },
  // Bytes.
  'a chunk for each byte': ({ socket, body }) =>
    void socket.end(`${chunked}${Array.from(body, chunk).join('')}0${CRLF}${CRLF}`),
  'endless spaces': ({ socket }) => {
    socket.write(chunked);
    return forEver(socket, () => chunk(' '.repeat(65_536)));
  },
  'an endless list': ({ socket }) => {
    socket.write(`${chunked}${chunk('[')}`);
    return forEver(socket, () => chunk('0,'.repeat(32_768)));
  },
  'endless without a length': ({ socket }) => {
    socket.write(head('200 OK'));
    return forEver(socket, () => Buffer.alloc(65_536, 0x5b));
  },
  'an endless no': ({ socket }) => {
    socket.write(head('500 No', 'transfer-encoding: chunked'));
    return forEver(socket, () => chunk('no '.repeat(20_000)));
  },
  'endless headers': ({ socket }) => {
    socket.write(`HTTP/1.1 200 OK${CRLF}`);
    return forEver(socket, () => `x-${'a'.repeat(60)}: ${'b'.repeat(1000)}${CRLF}`.repeat(20));
  },
  'one header of a megabyte': sends(() => head('200 OK', `x: ${'y'.repeat(1_000_000)}`)),
  'a hundred thousand headers': sends(() => head('200 OK', ...Array.from({ length: 100_000 }, () => 'a: b'))),
  'endless preliminary answers': ({ socket }) =>
    forEver(socket, () => `HTTP/1.1 103 Early Hints${CRLF}link: a${CRLF}${CRLF}`.repeat(500)),
  'endless extensions of a chunk': ({ socket }) => {
    socket.write(`${chunked}5;`);
    return forEver(socket, () => 'a=b;'.repeat(10_000));
  },
  'endless trailers': ({ socket }) => {
    socket.write(`${chunked}${chunk('{}')}0${CRLF}`);
    return forEver(socket, () => `x: ${'y'.repeat(1000)}${CRLF}`.repeat(20));
  },
  // Lengths that lie.
  'a length that is too long, then the end': ({ socket, body }) =>
    void socket.end(`${head('200 OK', `content-length: ${String(body.length + 1000)}`)}${body}`),
  'a length that is too long, then nothing': ({ socket, body }) =>
    void socket.write(`${head('200 OK', `content-length: ${String(body.length + 1000)}`)}${body}`),
  'a length that is too short': ({ socket, body }) =>
    void socket.end(`${head('200 OK', `content-length: ${String(body.length >> 1)}`)}${body}`),
  'a length below nothing': sends(({ body }) => `${head('200 OK', 'content-length: -1')}${body}`),
  'a length of 9 PB': sends(
    ({ body }) => `${head('200 OK', 'content-length: 9007199254740991')}${body}`,
    false,
  ),
  'a length beyond all numbers': sends(
    ({ body }) => `${head('200 OK', `content-length: ${'9'.repeat(40)}`)}${body}`,
  ),
  'two lengths': sends(({ body }) => `${head('200 OK', 'content-length: 2', 'content-length: 20')}${body}`),
  'a length and chunks': sends(
    ({ body }) =>
      `${head('200 OK', 'content-length: 2', 'transfer-encoding: chunked')}${chunk(body)}0${CRLF}${CRLF}`,
  ),
  'a chunk of 4 GB': sends(({ body }) => `${chunked}FFFFFFFF${CRLF}${body}`, false),
  'a chunk of zz bytes': sends(() => `${chunked}zz${CRLF}{}`),
  // Packed.
  'a bomb of gzip': says(200, () => bombs.gzip, 'content-encoding: gzip'),
  'a bomb of deflate': says(200, () => bombs.deflate, 'content-encoding: deflate'),
  'a bomb of brotli': says(200, () => bombs.br, 'content-encoding: br'),
  'a no that is a bomb': says(500, () => bombs.gzip, 'content-encoding: gzip'),
  'packed 1,500 times': says(
    200,
    () => bombs.gzip,
    `content-encoding: ${Array.from({ length: 1500 }, () => 'gzip').join(',')}`,
  ),
  'packed, and not said': says(200, ({ body }) => gzipSync(body)),
  // Elsewhere.
  'redirect 300': redirects(300, (lure) => lure),
  'redirect 301': redirects(301, (lure) => lure),
  'redirect 302': redirects(302, (lure) => lure),
  'redirect 303': redirects(303, (lure) => lure),
  'redirect 304': redirects(304, (lure) => lure),
  'redirect 307': redirects(307, (lure) => lure),
  'redirect 308': redirects(308, (lure) => lure),
  'redirect to nowhere': redirects(307, () => undefined),
  'redirect by a path': redirects(307, () => '/elsewhere'),
  'redirect to a file': redirects(302, () => 'file:///etc/passwd'),
  'redirect to no address': redirects(302, () => 'http://['),
  // Telling the token.
  'the token in plain words': says(500, ({ token }) => `what is ${token}?`),
  'the token in a status': says(403, ({ token }) => status(`Bearer ${token} is forbidden`)),
  'the token escaped': says(403, ({ token }) => status(escaped(token))),
  'the token escaped by JSON': says(403, ({ token }) => `{"message":"${escaped(token)}"}`),
  'the token in percent': says(403, ({ token }) => status(percent(token))),
  'the token in percent twice': says(403, ({ token }) => status(percent(token).replaceAll('%', '%25'))),
  'the token in base64': says(403, ({ token }) => status(Buffer.from(`Bearer ${token}`).toString('base64'))),
  'the token in hexadecimal': says(403, ({ token }) => status(Buffer.from(token).toString('hex'))),
  'the token letter by letter': says(403, ({ token }) => status(Array.from(token).join(' '))),
  'the token in pieces': says(403, ({ token }) => status((token.match(/.{1,16}/g) ?? []).join(' and '))),
  'the token in capitals': says(403, ({ token }) => status(token.toUpperCase())),
  'the token backwards': says(403, ({ token }) => status(Array.from(token).reverse().join(''))),
  'the token in the first line': sends(
    ({ token }) => `HTTP/1.1 500 ${token}${CRLF}content-length: 0${CRLF}${CRLF}`,
  ),
  'the token in a header': ({ socket, token }) =>
    void socket.end(whole(500, '', [`x-token: ${token}`, `www-authenticate: Bearer ${token}`])),
  'the token as a redirect': ({ socket, token }) =>
    void socket.end(
      whole(307, '', [
        `location: http://${token
          .slice(0, 60)
          .toLowerCase()
          .replaceAll(/[^a-z0-9]/g, '')}.example/${token}`,
      ]),
    ),
  'the token in no HTTP': sends(({ token }) => `${token}${CRLF}${CRLF}`),
  'the token in what is ordered': says(200, ({ token, body }) =>
    body.replace(/("name":"MODEL_VARIANT","value":)"[^"]*"/, `$1${JSON.stringify(token)}`),
  ),
  // No JSON, or no answer to what was asked.
  'half of it': says(200, ({ body }) => body.slice(0, body.length >> 1)),
  empty: says(200, () => ''),
  'status 204': sends(() => head('204 No Content')),
  'status 202, empty': says(202, () => ''),
  null: says(200, () => 'null'),
  'an empty object': says(200, () => '{}'),
  'a list': says(200, () => '[]'),
  'a text': says(200, () => '"taken"'),
  'a page': says(200, () => '<!doctype html><title>Sign in</title>'),
  'a status that fails': says(200, () => status('it was not done')),
  'not UTF-8': says(200, () => Buffer.from([0x22, 0xff, 0xfe, 0xc0, 0x22])),
  'UTF-16': says(200, ({ body }) => Buffer.from(`\ufeff${body}`, 'utf16le')),
  'zero bytes': says(200, () => Buffer.alloc(100_000)),
  'a hundred thousand levels': says(200, () => '['.repeat(100_000) + ']'.repeat(100_000)),
  'a hundred thousand objects inside each other': says(
    200,
    () => '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000),
  ),
  'a million items': says(200, () => `{"metadata":{},"items":${many(1_000_000, '0')}}`),
  'a million empty objects': says(200, () => `{"items":${many(1_000_000, '{}')}}`),
  'pods as many as may be': says(200, () => `{"items":${many(199_000, '{}')}}`),
  'fields as many as may be': says(200, () => `{"items":${many(60_000, '{"a":[]}')}}`),
  'names as many as may be': says(
    200,
    () => `{"items":[${Array.from({ length: 60_000 }, (_, i) => `{"k${String(i)}":1}`).join()}]}`,
  ),
  'a million samples': says(200, () => matrix(many(1_000_000, '[1,"1"]'))),
  'wrong samples as many as may be': says(200, () => matrix(many(90_000, '{}'))),
  'samples as many as may be': says(200, () => matrix(many(30_000, '[1,"1"]'))),
  'a text of 400 KiB': says(200, ({ body }) =>
    body.replace(/("name":"MODEL_VARIANT","value":)"[^"]*"/, `$1"${'v'.repeat(400_000)}"`),
  ),
  'wrong types': says(200, ({ body }) => body.replaceAll(/:"[^"]*"/g, ':[1]').replaceAll(/:\d+/g, ':"many"')),
  'numbers beyond all': says(200, ({ body }) =>
    body.replaceAll(/:\d+/g, ':1e400').replaceAll(/"\d+(\.\d+)?"/g, '"1e400"'),
  ),
  'a prototype': says(200, () => '{"__proto__":{"items":[]},"constructor":{"prototype":1}}'),
  // No.
  'a plain 500': says(
    500,
    () => 'the database\nis \u001b[31mdown\u0007 {"outcome":"applied"}\r\n{"outcome":"applied"}',
  ),
  'a page of 502': says(502, () => '<html>bad gateway</html>'),
  'status 999': says(999, () => 'so it is'),
  'only "taken"': says(422, () => status('it would be taken')),
  'another protocol': sends(
    () => `HTTP/1.1 101 Switching${CRLF}upgrade: h2c${CRLF}connection: upgrade${CRLF}${CRLF}`,
    false,
  ),
  'no HTTP': sends(() => Buffer.from([0x16, 0x03, 0x03, 0x00, 0x7a, 0x02, 0x00])),
  'nothing, and the end': ({ socket }) => void socket.end(),
  'a reset': ({ socket }) => void socket.resetAndDestroy(),
  'a reset in the middle': ({ socket, body }) => {
    socket.write(`${head('200 OK', `content-length: ${String(body.length)}`)}${body.slice(0, 10)}`, () =>
      socket.resetAndDestroy(),
    );
  },
} as const satisfies Readonly<Record<string, Trick>>;

export type TrickName = keyof typeof tricks;
export const trickNames = Object.keys(tricks) as readonly TrickName[];
