/** /metrics and /healthz. */
import { createServer, type Server } from 'node:http';
import type { Telemetry } from '../telemetry.ts';

/** `healthy` says whether decisions are still taken, whatever comes of them. */
export function serve(port: number, telemetry: Telemetry, healthy: () => boolean): Server {
  return createServer((request, response) => {
    const [pathname] = (request.url ?? '/').split('?');
    if (pathname === '/metrics') {
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end(telemetry.text());
    } else if (pathname === '/healthz') {
      response.statusCode = healthy() ? 200 : 503;
      response.end(healthy() ? 'ok\n' : 'no decision was taken for three intervals\n');
    } else {
      response.statusCode = 404;
      response.end();
    }
  }).listen(port);
}
