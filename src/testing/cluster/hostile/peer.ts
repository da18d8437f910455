/**
 * A peer of the agent that means it ill, on the loopback: it understands a request as a server does, and answers with bytes
 * of its own. What the honest server would answer can be had, also after a write was carried out.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { tricks, whole, type TrickName } from './tricks.ts';

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Of the header `authorization`; empty where there is none. */
  readonly token: string;
  readonly contentType: string;
  readonly body: string;
}

export interface Honest {
  readonly status: number;
  readonly body: string;
}

export interface HostilePeer {
  readonly url: string;
  /** What is played to a request; undefined plays it honestly. */
  choose: (asked: Asked) => { readonly trick: TrickName; readonly carriedOut: boolean } | undefined;
  /** Requests that came to where the redirects point, and how many of them brought the token along. */
  readonly lured: { requests: number; tokens: number };
  readonly played: Map<TrickName, number>;
  close(): Promise<void>;
}

/** Reads one request of a connection that is closed after its answer; undefined where the client went away before. */
async function requestOf(socket: Socket): Promise<Asked | undefined> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += (chunk as Buffer).toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) continue;
    const head = text.slice(0, end);
    const field = (name: string): string =>
      new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
    const body = text.slice(end + 4);
    if (body.length < Number(field('content-length'))) continue;
    const [method = '', target = ''] = head.split(' ', 2);
    return {
      method,
      target,
      token: field('authorization').replace(/^Bearer /, ''),
      contentType: field('content-type'),
      body: Buffer.from(body, 'latin1').toString(),
    };
  }
  return undefined;
}

async function listening(
  answer: (socket: Socket) => Promise<void>,
): Promise<{ readonly server: Server; readonly port: number; readonly close: () => Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    // Who is cut off in the middle of an answer resets the connection.
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    answer(socket).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the peer has no port');
  return {
    server,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** `honest` is what the server that it stands in front of answers, and does. */
export async function startHostilePeer(honest: (asked: Asked) => Promise<Honest>): Promise<HostilePeer> {
  const lured = { requests: 0, tokens: 0 };
  const played = new Map<TrickName, number>();
  const lure = await listening(async (socket) => {
    const asked = await requestOf(socket);
    if (!asked) return;
    lured.requests++;
    if (asked.token !== '') lured.tokens++;
    socket.end(whole(200, (await honest(asked)).body));
  });
  const front = await listening(async (socket) => {
    const asked = await requestOf(socket);
    if (!asked) return;
    const chosen = peer.choose(asked);
    if (chosen) played.set(chosen.trick, (played.get(chosen.trick) ?? 0) + 1);
    // Where a write is not carried out, what is said of it is what would be said to a question.
    const question = { ...asked, method: 'GET', target: asked.target.replace(/\/scale\?|\?/, '?'), body: '' };
    const { status, body } = await honest(
      chosen && !chosen.carriedOut && asked.method !== 'GET' ? question : asked,
    );
    if (!chosen) {
      socket.end(whole(status, body));
      return;
    }
    await tricks[chosen.trick]({
      socket,
      body,
      token: asked.token,
      lure: `http://127.0.0.1:${String(lure.port)}${asked.target}`,
    });
  });
  const peer: HostilePeer = {
    url: `http://127.0.0.1:${String(front.port)}`,
    choose: () => undefined,
    lured,
    played,
    close: async () => {
      await Promise.all([front.close(), lure.close()]);
    },
  };
  return peer;
}
