/** One question over HTTP as the agent asks it, and all that can come back; `node/transport.ts` asks. */

export interface Question {
  readonly method: 'GET' | 'PATCH';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes of the answer that are read at most. */
  readonly bytes: number;
  /** From the first packet to the last byte. */
  readonly seconds: number;
}

export interface Reply {
  /** 0 where no answer came. */
  readonly status: number;
  /** What arrived; all of the answer where `fault` is undefined. Of an answer that says no, the beginning. */
  readonly bytes: Uint8Array;
  /** Why there is no answer, or why it was not read to its end: a phrase. */
  readonly fault?: string;
  /** Where a redirect points to. */
  readonly location?: string;
}

/**
 * Asks once. Never rejects for what the other side does; follows no redirect, unpacks nothing, reads no further than
 * `bytes` and waits no longer than `seconds`, after which the connection is closed at once.
 */
export type Transport = (question: Question) => Promise<Reply>;

/** A redirect in words: the agent follows none, wherever it points. `host` is who answered. */
export function redirected(host: string, { status, location }: Reply): string {
  let to = 'nowhere';
  if (location !== undefined) {
    const url = URL.canParse(location, `http://${host}`) ? new URL(location, `http://${host}`) : undefined;
    // The host alone: a path may repeat what was asked, or hold what is nobody's business.
    to = url && url.host !== '' ? url.host.slice(0, 100) : 'an address that is none';
  }
  return `${host} answered with a redirect (${String(status)}) to ${to}; the agent follows none`;
}

export const isRedirect = ({ status }: Pick<Reply, 'status'>): boolean => status >= 300 && status < 400;
export const isGood = ({ status }: Pick<Reply, 'status'>): boolean => status >= 200 && status < 300;
