/** A WebSocket client for text: Node 20 has none of its own. RFC 6455, as far as a browser's debugger speaks it. */
import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import type { Duplex } from 'node:stream';

const CONTINUED = 0;
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export class Socket {
  readonly #stream: Duplex;
  readonly #hear: (text: string) => void;
  #waiting = Buffer.alloc(0);
  #parts: Buffer[] = [];

  private constructor(stream: Duplex, hear: (text: string) => void) {
    this.#stream = stream;
    this.#hear = hear;
    stream.on('data', (chunk: Buffer) => {
      this.#waiting = Buffer.concat([this.#waiting, chunk]);
      while (this.#take());
    });
    // Told by whoever waits for an answer.
    stream.on('error', () => undefined);
  }

  /** Opens `address` (ws://host:port/path); `hear` is given every message. */
  static open(address: string, hear: (text: string) => void): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const request = get(address.replace(/^ws:/, 'http:'), {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': randomBytes(16).toString('base64'),
        },
      });
      request.on('upgrade', (_response, stream, head) => {
        const socket = new Socket(stream, hear);
        if (head.length > 0) stream.unshift(head);
        resolve(socket);
      });
      request.on('response', (response) => {
        reject(new Error(`${address} answered ${String(response.statusCode)}`));
      });
      request.on('error', reject);
    });
  }

  send(text: string): void {
    this.#write(TEXT, Buffer.from(text));
  }

  close(): void {
    this.#stream.destroy();
  }

  #write(kind: number, body: Buffer): void {
    const { length } = body;
    const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
    head[0] = 0x80 | kind;
    // A client masks what it sends.
    head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
    if (head.length === 4) head.writeUInt16BE(length, 2);
    if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
    const mask = randomBytes(4);
    this.#stream.write(Buffer.concat([head, mask, body.map((byte, i) => byte ^ mask[i % 4]!)]));
  }

  /** One frame, if it is there as a whole. */
  #take(): boolean {
    const buffer = this.#waiting;
    if (buffer.length < 2) return false;
    const short = buffer[1]! & 0x7f;
    const start = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (buffer.length < start) return false;
    const length =
      short < 126 ? short : short === 126 ? buffer.readUInt16BE(2) : Number(buffer.readBigUInt64BE(2));
    if (buffer.length < start + length) return false;
    const body = buffer.subarray(start, start + length);
    this.#waiting = buffer.subarray(start + length);
    const kind = buffer[0]! & 0x0f;
    if (kind === PING) this.#write(PONG, body);
    else if (kind === CLOSE) this.close();
    else if (kind === TEXT || kind === CONTINUED) {
      this.#parts.push(body);
      if ((buffer[0]! & 0x80) !== 0) {
        const text = Buffer.concat(this.#parts).toString();
        this.#parts = [];
        this.#hear(text);
      }
    }
    return true;
  }
}
