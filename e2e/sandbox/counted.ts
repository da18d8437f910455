/** A server that counts what reaches it, of another origin than the lab's. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Counted {
  readonly address: string;
  /** What was asked, connections without a request among them. */
  readonly asked: string[];
  close(): void;
}

export async function countedHost(): Promise<Counted> {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    asked.push(request.url ?? '');
    answer.setHeader('access-control-allow-origin', '*').end('');
  });
  server.on('upgrade', (request, socket) => {
    asked.push(`upgrade ${request.url ?? ''}`);
    socket.destroy();
  });
  server.on('connection', () => asked.push('a connection'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${String(port)}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
