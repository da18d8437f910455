/** The agent's peers over a real socket: redirects, endless and lying answers, bombs, silence, and echoes of the token. */
import { createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import { hostile, Wrong, type Outcome } from '../class.ts';
import { hostileText, hostileValue, jsonText, NUMBERS, pick } from '../values.ts';
import { kubernetesAt } from '../../../export/agent/kubernetes.ts';
import { ask } from '../../../export/agent/node/transport.ts';
import { prometheusAt } from '../../../export/agent/prometheus.ts';
import { Secrets } from '../../../export/agent/secrets.ts';
import { accepted } from '../../../model/result.ts';
import type { Random } from '../../../model/random.ts';

/** What the agent must never say. */
const TOKEN = 'eyJhbGciOiJSUzI1NiIsImtpZCI6Imhvc3RpbGUifQ.c2VjcmV0.MEUCIQDkZmVkY2Jh';
/** Of the answers: the real ones have five times as many. */
const SECONDS = 0.4;
/** Bytes that an endless answer sends before it is the agent that has failed. */
const ENDLESS = 256 * 2 ** 20;

interface Given {
  readonly peer: 'kubernetes' | 'prometheus' | 'pods' | 'write';
  readonly status: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array;
  /** What comes after the body. */
  readonly then: 'end' | 'endless' | 'silence' | 'trickle' | 'cut' | 'reset';
  /** Before the first byte. */
  readonly delay: boolean;
}

const text = (body: string): Uint8Array => new TextEncoder().encode(body);

function bodyOf(random: Random): Uint8Array {
  switch (random.integer(12)) {
    case 0:
      return text('');
    case 1:
      return text(jsonText(hostileValue(random)));
    case 2:
      return text('['.repeat(20_000));
    case 3:
      return text(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    case 4:
      return new Uint8Array(gzipSync(new Uint8Array(2 ** (16 + random.integer(9)))));
    case 5:
      return text(`{"message":${JSON.stringify(`you said Bearer ${TOKEN}`)}}`);
    case 6:
      return text(
        `you said ${random.uniform() < 0.5 ? encodeURIComponent(TOKEN) : btoa(`Bearer ${TOKEN}`)} ${hostileText(random)}`,
      );
    case 7:
      return text(`{"message":${JSON.stringify(hostileText(random))},"__proto__":{"x":1}}`);
    case 8:
      return text(
        JSON.stringify({
          status: 'success',
          data: { resultType: 'scalar', result: [0, pick(NUMBERS, random)] },
        }),
      );
    case 9:
      return text(`[${'0,'.repeat(300_000)}0]`);
    case 10:
      return new Uint8Array(3000).map((_, i) => (i * 7919) % 256);
    default:
      return text('x'.repeat(1000 * random.integer(3000)));
  }
}

function given(random: Random): Given {
  const body = bodyOf(random);
  const status = pick(
    [
      '200 OK',
      '200 OK',
      '200 OK',
      '204 No Content',
      '301 Moved',
      '302 Found',
      '307 Temporary Redirect',
      '308 Permanent Redirect',
      '401 Unauthorized',
      '403 Forbidden',
      '404 Not Found',
      '409 Conflict',
      '422 Unprocessable',
      '429 Too Many',
      '500 Internal',
      '503 Unavailable',
      '999 What',
      '0 None',
      '-1 x',
      'abc',
    ],
    random,
  );
  const length = pick(
    [String(body.length), String(body.length), '0', '1', '99999999999', '-1', 'x', String(2 ** 40)],
    random,
  );
  const headers = [
    pick(
      [`content-length: ${length}`, `content-length: ${length}`, 'transfer-encoding: chunked', 'x-none: 1'],
      random,
    ),
    pick(
      [
        'content-type: application/json',
        'content-type: text/plain',
        'content-encoding: gzip',
        'content-encoding: br',
        'content-encoding: nonsense',
      ],
      random,
    ),
    pick(
      [
        'location: http://127.0.0.1:{other}/elsewhere',
        'location: //127.0.0.1:{other}/x',
        `location: http://h/${TOKEN}`,
        'location: file:///etc/passwd',
        'location: \u0001',
        'x-none: 2',
      ],
      random,
    ),
    ...(random.uniform() < 0.1 ? [`x-echo: ${TOKEN}`] : []),
    ...(random.uniform() < 0.05
      ? Array.from({ length: 2000 }, (_, i) => `x-${String(i)}: ${'y'.repeat(60)}`)
      : []),
    ...(random.uniform() < 0.05 ? ['bad header', ': none', 'a\u0000b: c'] : []),
  ];
  const draw = random.uniform();
  return {
    peer: pick(['kubernetes', 'prometheus', 'pods', 'write'], random),
    status,
    headers,
    body,
    then:
      draw < 0.6
        ? 'end'
        : draw < 0.75
          ? 'endless'
          : draw < 0.8
            ? 'silence'
            : draw < 0.85
              ? 'trickle'
              : draw < 0.93
                ? 'cut'
                : 'reset',
    delay: random.uniform() < 0.03,
  };
}

let current: Given | undefined;
let sent = 0;
let visited = 0;
let servers: Promise<readonly [Server, Server]> | undefined;

function answer(socket: Socket, other: number): void {
  const now = current;
  socket.on('error', () => undefined);
  socket.once('data', () => {
    if (!now || now.delay) return;
    const head = [`HTTP/1.1 ${now.status}`, ...now.headers].join('\r\n').replaceAll('{other}', String(other));
    socket.write(`${head}\r\n\r\n`);
    socket.write(
      now.headers[0] === 'transfer-encoding: chunked' ? `${now.body.length.toString(16)}\r\n` : '',
    );
    socket.write(now.body);
    sent += now.body.length;
    switch (now.then) {
      case 'end':
        socket.end(now.headers[0] === 'transfer-encoding: chunked' ? '\r\n0\r\n\r\n' : '');
        break;
      case 'endless':
        endless(socket);
        break;
      case 'trickle': {
        const timer = setInterval(() => socket.write(' '), 50);
        socket.on('close', () => {
          clearInterval(timer);
        });
        break;
      }
      case 'cut':
        socket.destroy();
        break;
      case 'reset':
        socket.resetAndDestroy();
        break;
      case 'silence':
        break;
    }
  });
}

const CHUNK = text(' '.repeat(65_536));

function endless(socket: Socket): void {
  const more = (): void => {
    while (!socket.destroyed && sent < ENDLESS) {
      sent += CHUNK.length;
      if (!socket.write(CHUNK)) {
        socket.once('drain', more);
        return;
      }
    }
    socket.end();
  };
  more();
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function open(): Promise<readonly [Server, Server]> {
  const other = createServer((socket) => {
    visited++;
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const peer = createServer((socket) => {
    answer(socket, portOf(other));
  });
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  return [peer, other];
}

export const peers = hostile<Given>({
  make: given,
  async meet(input): Promise<Outcome> {
    const [peer] = await (servers ??= open());
    current = input;
    sent = 0;
    const before = visited;
    const begun = performance.now();
    const secrets = new Secrets();
    secrets.add(TOKEN);
    const url = `http://127.0.0.1:${String(portOf(peer))}`;
    const said = await question(input.peer, url, secrets);
    const seconds = (performance.now() - begun) / 1000;
    if (visited !== before) throw new Wrong('the agent followed a redirect');
    if (sent >= ENDLESS) throw new Wrong(`the agent read ${String(sent)} bytes`);
    // Twice the time and some, for a machine that is busy elsewhere.
    if (seconds > 2 * SECONDS + 2)
      throw new Wrong(
        `the agent waited ${seconds.toFixed(1)} s for an answer that is given ${String(SECONDS)} s`,
      );
    if (said === undefined) return { kind: 'accepted' };
    if (
      said.replaceAll(/[^\w.-]/g, '').includes(TOKEN.slice(0, 20)) ||
      said.includes(btoa(`Bearer ${TOKEN}`).slice(0, 30))
    )
      throw new Wrong('the agent says its token');
    // A peer's own words may end without a point.
    return { kind: 'refused', sentences: [said.endsWith('.') ? said : `${said}.`] };
  },
  async end() {
    for (const server of servers ? await servers : []) server.close();
  },
});

/** What the agent says of the answer; undefined where it takes it. */
async function question(peer: Given['peer'], url: string, secrets: Secrets): Promise<string | undefined> {
  if (peer === 'prometheus') {
    const answered = await prometheusAt(url, SECONDS, ask, secrets)('up', 0, 'number');
    return answered.ok ? undefined : answered.message;
  }
  const api = kubernetesAt({
    url,
    token: () => Promise.resolve(accepted(TOKEN)),
    seconds: SECONDS,
    ask,
    secrets,
  });
  const answered = await api(
    peer === 'write'
      ? { method: 'PATCH', path: '/apis/x/y', contentType: 'application/merge-patch+json', body: { a: 1 } }
      : { method: 'GET', path: peer === 'pods' ? '/api/v1/namespaces/opd/pods' : '/apis/x/y' },
  );
  // As the agent's record says it.
  return answered.ok
    ? undefined
    : `The pods could not be read: ${String(answered.status)} ${answered.message}.`;
}
