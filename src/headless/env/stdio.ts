/** Standard input and output of a command that speaks with another program, as the command's own thread holds them. */
import { createReadStream, createWriteStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import { NobodyReads } from './serve.ts';
import { codeOf, whyOf } from '../fileWords.ts';
import { UsageError } from '../options.ts';

/** Pipes and sockets are waited for; a file never lets wait. */
const waits = (fd: number): boolean => {
  const stats = fstatSync(fd);
  return stats.isFIFO() || stats.isSocket();
};

/** Throws UsageError where it cannot be read: a folder, a disk or a terminal that fails. */
export async function* standardInput(): AsyncGenerator<Uint8Array, void> {
  try {
    yield* opened();
  } catch (error) {
    throw new UsageError(`Standard input cannot be read: ${whyOf(error)}.`);
  }
}

function opened(): AsyncIterable<Uint8Array> {
  // The thread stays alive for signs of life while it waits: a read that blocks a thread could not be left.
  if (isatty(0)) return new ReadStream(0);
  return waits(0) ? new Socket({ fd: 0, readable: true, writable: false }) : createReadStream('', { fd: 0 });
}

/** What the system says where the other end is closed. */
const CLOSED: readonly (string | undefined)[] = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

/** Resolves when the reply has been taken; rejects with `NobodyReads` where nobody will, and with UsageError on a full disk. */
export function standardOutput(): (reply: Uint8Array) => Promise<void> {
  const out: Writable = waits(1)
    ? new Socket({ fd: 1, readable: false, writable: true })
    : createWriteStream('', { fd: 1, autoClose: false });
  // Each write hears of its own.
  out.on('error', () => undefined);
  return (reply) =>
    new Promise((resolve, reject) => {
      out.write(reply, (error?: Error | null) => {
        if (!error) resolve();
        else if (CLOSED.includes(codeOf(error))) reject(new NobodyReads(error.message));
        else reject(new UsageError(`An answer cannot be written to standard output: ${whyOf(error)}.`));
      });
    });
}
