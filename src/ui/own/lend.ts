import type { SandboxAsk } from '../../../workers/ownProtocol.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * Lends a worker sandboxes for a visitor's policies, as it asks for them (workers/lent.ts); they end with it. Nothing of it is
 * fetched before the first is asked for.
 */
export function lendSandboxes(worker: Worker): Worker {
  const { port1, port2 } = new MessageChannel();
  const lent = new Map<number, Promise<Sandbox>>();
  const close = (sandbox: number): void => {
    void lent.get(sandbox)?.then(
      (one) => {
        one.end();
      },
      () => undefined,
    );
    lent.delete(sandbox);
  };
  port1.onmessage = ({ data }: MessageEvent<SandboxAsk>) => {
    if (data.kind === 'close') close(data.sandbox);
    // Where it cannot be fetched, whoever asked says after a time that it does not open.
    else
      lent.set(
        data.sandbox,
        import('./sandbox.ts').then(({ Sandbox }) => new Sandbox(data.port)),
      );
  };
  worker.postMessage({ sandboxes: port2 }, [port2]);
  const terminate = worker.terminate.bind(worker);
  worker.terminate = () => {
    terminate();
    port1.close();
    for (const sandbox of lent.keys()) close(sandbox);
  };
  return worker;
}
