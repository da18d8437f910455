/**
 * A visitor's policies, run for a worker of the lab: code in sandboxes that the page lends, one a program, each ended where it
 * takes too long or says what it was not asked for; networks in workers of their own, ended in the same way. The worker that
 * asks keeps the clock: it is free while it waits.
 */
import { Gate } from './gate.ts';
import type { SandboxAsk } from './ownProtocol.ts';
import { Sandboxed } from './sandboxed.ts';
import './trusted.ts';
import type { OwnRuns } from '../src/policies/own/runs.ts';
import { threadRuns, type Reply, type Thread } from '../src/policies/own/thread.ts';
import { DECISION_MS, START_MS } from '../src/policies/own/times.ts';

/** Sandboxes whose episodes were played to their end: kept for the next one up to so many. */
const MOST_IDLE = 6;
/** None is kept that was asked nothing for so long: not every episode is played to its end. */
const IDLE_MS = 60_000;

/** `control` is the page's (ownProtocol.ts). */
export function ownRuns(control: MessagePort, clock: () => number): OwnRuns {
  const sandboxes = new Map<string, Sandboxed>();
  const gate = new Gate();
  let count = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = (key: string, sandbox: Sandboxed): void => {
    sandbox.end('it was ended');
    if (sandboxes.get(key) === sandbox) sandboxes.delete(key);
  };
  const released = (): void => {
    const idle = [...sandboxes].filter(([, { users }]) => users === 0);
    // The oldest stand first.
    for (const [key, sandbox] of idle.slice(0, Math.max(0, idle.length - MOST_IDLE))) close(key, sandbox);
  };
  const look = (): void => {
    timer = undefined;
    for (const [key, sandbox] of sandboxes) if (sandbox.idleMs > IDLE_MS) close(key, sandbox);
    if (sandboxes.size > 0) timer = setTimeout(look, IDLE_MS);
  };
  const sandboxFor = (source: string): Sandboxed => {
    const known = sandboxes.get(source);
    // The latest stands last.
    sandboxes.delete(source);
    const sandbox = known?.lives === true ? known : opened();
    sandboxes.set(source, sandbox);
    timer ??= setTimeout(look, IDLE_MS);
    return sandbox;
  };
  const opened = (): Sandboxed => {
    const { port1, port2 } = new MessageChannel();
    const sandbox = ++count;
    const ask = (message: SandboxAsk, ports: MessagePort[] = []): void => {
      control.postMessage(message, ports);
    };
    ask({ kind: 'open', sandbox, port: port2 }, [port2]);
    return new Sandboxed(port1, clock, gate, () => {
      ask({ kind: 'close', sandbox });
    });
  };
  const networks = threadRuns(networkThread, { start: START_MS, decision: DECISION_MS, spent: clock });
  return {
    start: (own, opening, tables) =>
      own.program.kind === 'code'
        ? sandboxFor(own.program.source).start(own.name, own.program.source, opening, released)
        : networks.start(own, opening, tables),
  };
}

/** A worker for networks: they compute and do nothing else, but may do so for ever. */
function networkThread(): Thread {
  const worker = new Worker(new URL('./network.ts', import.meta.url), { type: 'module', name: 'network' });
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  return {
    ready,
    post: (message) => {
      worker.postMessage(message);
    },
    listen: (hear, ended) => {
      worker.onmessage = ({ data }: MessageEvent<Reply | 'ready'>) => {
        if (data === 'ready') isReady();
        else hear(data);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        isReady();
        ended('what runs networks could not be fetched, or failed');
      };
    },
    end: () => {
      worker.terminate();
    },
  };
}
