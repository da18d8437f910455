/** /metrics and /healthz, for whoever reaches the port: slow, many and huge requests cost it little, and end. */
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Telemetry } from '../telemetry.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

/** Connections at once; the oldest goes where one more comes, so that a probe always gets in. */
const CONNECTIONS = 64;
/** Seconds from the connection to the end of a request, and of silence. */
const SECONDS = 5;
/** Bytes of a request's headers. */
const HEADERS = 8192;

/** `healthy` says whether decisions are still taken, whatever comes of them. Refused in a sentence where it cannot listen. */
export async function serve(
  port: number,
  telemetry: Telemetry,
  healthy: () => boolean,
): Promise<Result<Server>> {
  const served = new WeakSet<Socket>();
  const server = createServer(
    {
      maxHeaderSize: HEADERS,
      headersTimeout: 1000 * SECONDS,
      requestTimeout: 1000 * SECONDS,
      connectionsCheckingInterval: 1000,
    },
    (request, response) => {
      // One request a connection: a thousand that come in one packet are one.
      if (served.has(request.socket)) {
        request.socket.destroy();
        return;
      }
      served.add(request.socket);
      response.shouldKeepAlive = false;
      const [pathname] = (request.url ?? '/').split('?', 1);
      const reads = request.method === 'GET' || request.method === 'HEAD';
      const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers;
      // A body is not wanted, and nobody waits for its end.
      if (!reads || length !== '0' || coding !== undefined) {
        response.writeHead(reads ? 400 : 405, {
          ...(reads ? {} : { allow: 'GET, HEAD' }),
        });
        response.end(() => request.socket.destroy());
      } else if (pathname === '/metrics') {
        response.setHeader('content-type', 'text/plain; version=0.0.4');
        response.end(telemetry.text());
      } else if (pathname === '/healthz') {
        response.statusCode = healthy() ? 200 : 503;
        response.end(healthy() ? 'ok\n' : 'no decision was taken for three intervals\n');
      } else {
        response.statusCode = 404;
        response.end();
      }
    },
  );
  server.setTimeout(1000 * SECONDS, (socket) => socket.destroy());
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (open.size > CONNECTIONS)
      for (const oldest of open) {
        oldest.destroy();
        open.delete(oldest);
        break;
      }
  });
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      const reasons: Readonly<Record<string, string>> = {
        EADDRINUSE: 'another program has taken it',
        EACCES: 'this user may not open it',
        EADDRNOTAVAIL: 'this machine has no such address',
      };
      const reason = reasons[error.code ?? ''] ?? error.code ?? error.message;
      resolve(
        refused(
          `Port ${String(port)} cannot be opened for /metrics and /healthz: ${reason}. Choose another with --port, or none with --port 0.`,
        ),
      );
    };
    server.once('error', failed);
    server.listen(port, () => {
      server.off('error', failed);
      // Such as too many open files: the next connection may do better.
      server.on('error', () => undefined);
      resolve(accepted(server));
    });
  });
}
