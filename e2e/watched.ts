/** A host in front of the preview server that hears what browsers report of its policy, from pages and from workers. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base } from './fixtures.ts';

const REPORTS = '/reports';

export interface Watched {
  readonly address: string;
  /** What broke the policy, as the browser reported it. */
  readonly reports: string[];
  close(): void;
}

/** `behind` is what it serves; `withheld` is left out of the policy of every answer. */
export async function watchedHost(behind: string, withheld: string): Promise<Watched> {
  const reports: string[] = [];
  const serve = (asked: IncomingMessage, answer: ServerResponse): void => {
    if (asked.method === 'POST') {
      let body = '';
      asked.on('data', (chunk: Buffer) => (body += chunk.toString()));
      asked.on('end', () => {
        reports.push(body);
        answer.writeHead(204).end();
      });
      return;
    }
    request(new URL(asked.url ?? '/', behind), { method: asked.method ?? 'GET' }, (given) => {
      const { headers } = given;
      const own = headers['content-security-policy'];
      if (typeof own === 'string')
        headers['content-security-policy'] = `${own.replace(withheld, '')}; report-uri ${REPORTS}`;
      answer.writeHead(given.statusCode ?? 500, headers);
      given.pipe(answer);
    }).end();
  };
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${String(port)}${new URL(behind).pathname}`,
    reports,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The preview server behind a host that hears what browsers report; `withheld` is left out of every answer's policy. */
export const test = base.extend<{ readonly withheld: string; readonly host: Watched }>({
  withheld: ['', { option: true }],
  host: async ({ withheld }, use, info) => {
    const host = await watchedHost(info.project.use.baseURL!, withheld);
    await use(host);
    host.close();
  },
  baseURL: async ({ host }, use) => use(host.address),
});

/** Something that the policy forbids. */
export const BREACH = "document.body.setAttribute('style', 'color: red'); undefined";
