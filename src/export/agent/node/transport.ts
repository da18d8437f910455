/** Questions over HTTP with nothing but Node's own client: it follows no redirect and unpacks nothing by itself. */
import * as http from 'node:http';
import * as https from 'node:https';
import { HEADER_BYTES, IDLE_SECONDS, PRELIMINARY, REFUSAL_BYTES } from '../bounds.ts';
import { isGood, isRedirect, type Reply, type Transport } from '../transport.ts';
import { readBounded } from '../../../model/bounded.ts';

/** One connection a question: whatever an answer leaves behind cannot be taken for the next one. */
const agents = { 'http:': new http.Agent({ keepAlive: false }), 'https:': new https.Agent() };
const EMPTY = new Uint8Array(0);

const kib = (bytes: number): string => `${(bytes / 1024).toLocaleString('en')} KiB`;

/** A failure in words; those of Node name the address at most. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'HPE_HEADER_OVERFLOW') return `its headers are longer than ${kib(HEADER_BYTES)}`;
  if (code?.startsWith('HPE_')) return `its answer is no HTTP (${code})`;
  if (code === 'ECONNRESET') return 'it cut the connection';
  // A host of several addresses fails with all their errors, and a message of its own that is empty.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return first instanceof Error ? wordsOf(first) : error.message || (code ?? error.name);
}

/** The chunks of a source, `came` called at each. */
async function* each(source: AsyncIterable<Uint8Array>, came: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    came();
    yield chunk;
  }
}

/** The first `most` bytes of a source. */
async function* upTo(source: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let left = most;
  for await (const chunk of source) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

export const ask: Transport = ({ method, url, headers, body, bytes, seconds }) =>
  new Promise((resolve) => {
    let status = 0;
    /** What stopped it here, which is not what the connection then says. */
    let stopped: string | undefined;
    let idle: NodeJS.Timeout | undefined;
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method,
      agent: agents[url.protocol === 'https:' ? 'https:' : 'http:'],
      maxHeaderSize: HEADER_BYTES,
      headers: {
        ...headers,
        'accept-encoding': 'identity',
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
    });
    const stop = (why: string): void => {
      stopped ??= why;
      request.destroy();
    };
    const total = setTimeout(() => stop(`it took longer than ${String(seconds)} s`), 1000 * seconds);
    const done = (reply: Omit<Reply, 'status'>): void => {
      clearTimeout(total);
      clearTimeout(idle);
      request.destroy();
      resolve({ status, ...reply });
    };
    const wake = (): void => {
      clearTimeout(idle);
      idle = setTimeout(
        () => stop(`it fell silent for ${String(IDLE_SECONDS)} s in the middle`),
        1000 * IDLE_SECONDS,
      );
    };
    let preliminary = 0;
    request.on('information', () => {
      if (++preliminary > PRELIMINARY) stop(`it sends preliminary answers without end`);
    });
    // Later ones too: a connection may break after all was read.
    request.on('error', (error) => done({ bytes: EMPTY, fault: stopped ?? wordsOf(error) }));
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      done({ bytes: EMPTY, fault: 'it wants to speak another protocol' });
    });
    request.on('response', (response) => {
      status = response.statusCode ?? 0;
      const { location, 'content-encoding': coding = 'identity' } = response.headers;
      if (isRedirect({ status })) {
        done({ bytes: EMPTY, ...(location === undefined ? {} : { location }) });
        return;
      }
      if (coding !== 'identity') {
        done({ bytes: EMPTY, fault: 'it is compressed, which was not asked for' });
        return;
      }
      wake();
      const chunks = each(response, wake);
      const good = isGood({ status });
      readBounded(good ? chunks : upTo(chunks, REFUSAL_BYTES), good ? bytes : REFUSAL_BYTES).then(
        (read) => done(read ? { bytes: read } : { bytes: EMPTY, fault: `it is longer than ${kib(bytes)}` }),
        (error: unknown) => done({ bytes: EMPTY, fault: stopped ?? wordsOf(error) }),
      );
    });
    request.end(body);
  });
