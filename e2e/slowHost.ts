/** A host behind a slow line, in front of the preview server: what workers load passes it too, which DevTools' own line spares. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export interface Line {
  /** Of all connections together. */
  readonly bytesPerSecond: number;
  /** Milliseconds there and back: before each answer, and once more before the first on a connection. */
  readonly roundTrip: number;
  /** Text and code are sent gzipped, as docs/hosting.md has it. */
  readonly compresses: boolean;
}

export interface SlowHost {
  readonly address: string;
  /** Bytes of bodies that went over the line. */
  sent(): number;
  close(): void;
}

/** About what one packet carries. */
const PACKET = 1400;
const TEXT = /^(text\/|application\/(wasm|json|manifest)|image\/svg)/;
const packed = promisify(gzip);

/** `behind` is the address of what it serves. */
export async function slowHost(
  behind: string,
  { bytesPerSecond, roundTrip, compresses }: Line,
): Promise<SlowHost> {
  let bytes = 0;
  /** When the line has sent all that was put on it so far. */
  let free = 0;
  const known = new WeakSet<object>();

  async function fetched(asked: IncomingMessage): Promise<{ answer: IncomingMessage; body: Buffer }> {
    const answer = await new Promise<IncomingMessage>((heard, failed) => {
      const ask = request(new URL(asked.url ?? '/', behind), { headers: asked.headers }, heard);
      ask.on('error', failed).end();
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { answer, body: Buffer.concat(chunks) };
  }

  async function serve(asked: IncomingMessage, reply: ServerResponse): Promise<void> {
    const trips = known.has(asked.socket) ? 1 : 2;
    known.add(asked.socket);
    const [{ answer, body }] = await Promise.all([fetched(asked), sleep(trips * roundTrip)]);
    const { headers } = answer;
    const packs = compresses && TEXT.test(headers['content-type'] ?? '');
    const sent = packs ? await packed(body) : body;
    reply.writeHead(answer.statusCode ?? 500, {
      ...headers,
      ...(packs ? { 'content-encoding': 'gzip' } : {}),
    });
    for (let at = 0; at < sent.length && !reply.destroyed; at += PACKET) {
      const packet = sent.subarray(at, at + PACKET);
      free = Math.max(free, performance.now()) + (1000 * packet.length) / bytesPerSecond;
      bytes += packet.length;
      // Timers are whole milliseconds: what is late here is made up for by the next.
      const wait = free - performance.now();
      if (wait >= 1) await sleep(wait);
      reply.write(packet);
    }
    reply.end();
  }

  const server = createServer((asked, reply) => {
    serve(asked, reply).catch(() => reply.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${String(port)}${new URL(behind).pathname}`,
    sent: () => bytes,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
