/** Runs classes in processes of their own, and counts: what hangs is killed and counted, and the next attempt follows. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { MOST_MS, type Attempted, type Verdict } from './attempt.ts';
import { cpuOf } from './processTime.ts';
import type { Order, Told } from './worker.ts';

/** An attempt that computes is killed at so many times what it may take: a shorter one tells its time itself. */
const KILLED_AT = 2;
/** An attempt that waits, and computes nothing meanwhile: servers and files that never end. Of the clock. */
const MOST_WAITING_MS = 30_000;
const LOOK_EVERY_MS = 100;
/** As finely as the system counts processor time. */
const TICK_MS = 10;
/** Failures of one kind that are kept with their inputs' numbers. */
const EXAMPLES = 3;

export interface Failure {
  readonly verdict: Exclude<Verdict, 'accepted' | 'refused'>;
  /** Of the first. */
  readonly said: string;
  readonly count: number;
  /** Numbers of the first attempts that failed so. */
  readonly examples: readonly number[];
}

export interface Tally {
  readonly name: string;
  readonly attempts: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly slowest: { readonly ms: number; readonly index: number };
  /** Largest resident size of a process that tried the class. */
  readonly peakBytes: number;
  readonly failures: readonly Failure[];
  /** Distinct refusals, figures and quotes taken out: how many doors said no. */
  readonly sentences: number;
}

/** Whether a tally is as it must be. */
export const isClean = ({ verdicts }: Tally): boolean =>
  verdicts.wrong + verdicts.unhandled + verdicts.late === 0;

class Count {
  readonly #name: string;
  readonly #verdicts: Record<Verdict, number> = { accepted: 0, refused: 0, wrong: 0, unhandled: 0, late: 0 };
  readonly #counts: Record<string, number> = {};
  readonly #failures = new Map<string, { first: Attempted; count: number; examples: number[] }>();
  readonly #sentences = new Set<string>();
  #slowest = { ms: 0, index: 0 };
  #peak = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(attempted: Attempted, peakBytes: number): void {
    const { index, verdict, said, ms, counts } = attempted;
    this.#verdicts[verdict]++;
    this.#peak = Math.max(this.#peak, peakBytes);
    if (ms > this.#slowest.ms) this.#slowest = { ms, index };
    for (const [key, n] of Object.entries(counts)) this.#counts[key] = (this.#counts[key] ?? 0) + n;
    const kind = kindOf(said);
    if (verdict === 'refused') this.#sentences.add(kind);
    if (verdict === 'accepted' || verdict === 'refused') return;
    const known = this.#failures.get(`${verdict} ${kind}`) ?? { first: attempted, count: 0, examples: [] };
    known.count++;
    if (known.examples.length < EXAMPLES) known.examples.push(index);
    this.#failures.set(`${verdict} ${kind}`, known);
  }

  tally(): Tally {
    return {
      name: this.#name,
      attempts: Object.values(this.#verdicts).reduce((a, b) => a + b, 0),
      verdicts: this.#verdicts,
      counts: this.#counts,
      slowest: this.#slowest,
      peakBytes: this.#peak,
      failures: [...this.#failures.values()]
        .sort((a, b) => b.count - a.count)
        .map(({ first, count, examples }) => ({
          verdict: first.verdict as Failure['verdict'],
          said: first.said,
          count,
          examples,
        })),
      sentences: this.#sentences.size,
    };
  }
}

/** A sentence without what the input put into it. */
function kindOf(said: string): string {
  return said
    .replace(/“[^”]*”|"[^"]*"/g, '“…”')
    .replace(/[-\d][\d,.:e+-]*/g, '#')
    .slice(0, 120);
}

/** Attempts [from, to) of a class, each given `mostMs` of the processor's time. */
export async function campaign(
  name: string,
  {
    seed,
    from = 0,
    to,
    mostMs = MOST_MS,
  }: { readonly seed: number; readonly from?: number; readonly to: number; readonly mostMs?: number },
): Promise<Tally> {
  const count = new Count(name);
  for (let next = from; next < to;) {
    next = await untilEnd({ name, seed, from: next, to, mostMs }, (attempted, peak) => {
      count.add(attempted, peak);
    });
  }
  return count.tally();
}

/** Runs a process until it ends, or is killed in an attempt; resolves to the number of the next attempt. */
function untilEnd(order: Order, onEnd: (attempted: Attempted, peakBytes: number) => void): Promise<number> {
  const child = fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(order)], {
    execArgv: ['--import', 'tsx', '--max-old-space-size=2048'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = `${errors}${chunk.toString()}`.slice(-2000);
  });
  let under: { index: number; cpu: number; since: number; idleSince: number; seen: number } | undefined;
  let peak = 0;
  let done = order.from;
  let killed = '';
  child.on('message', (told: Told) => {
    if (told.kind === 'begin')
      under = {
        index: told.index,
        cpu: told.cpu,
        since: performance.now(),
        idleSince: performance.now(),
        seen: told.cpu,
      };
    else {
      under = undefined;
      done = told.attempted.index + 1;
      peak = told.peakBytes;
      onEnd(told.attempted, peak);
    }
  });
  const watch = setInterval(() => {
    if (!under) return;
    const now = performance.now();
    if (now - under.since < order.mostMs) return;
    const cpu = cpuOf(child) ?? under.cpu;
    // On a busy machine a process may wait for its turn, and is not to be blamed.
    if (cpu > under.seen + TICK_MS) {
      under.seen = cpu;
      under.idleSince = now;
    }
    const spent = cpu - under.cpu;
    const waited = now - under.idleSince;
    if (spent < KILLED_AT * order.mostMs && waited < MOST_WAITING_MS) return;
    killed =
      spent < KILLED_AT * order.mostMs
        ? `it waited for ${(waited / 1000).toFixed(0)} s and was stopped`
        : `it computed for ${(spent / 1000).toFixed(1)} s and was stopped`;
    child.kill('SIGKILL');
  }, LOOK_EVERY_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      if (!under && killed === '' && code === 0) {
        resolve(order.to);
        return;
      }
      // It did not begin, or not end: what is left of the class is not tried.
      if (!under) {
        const said = `its process ended with ${String(signal ?? code)} outside of every attempt: ${lastError(errors)}`;
        onEnd({ index: done, verdict: 'unhandled', said, ms: 0, counts: {} }, peak);
        resolve(order.to);
        return;
      }
      const { index } = under;
      const said =
        killed === '' ? `its process died (${String(signal ?? code)}): ${lastError(errors)}` : killed;
      const verdict = killed === '' ? 'unhandled' : 'late';
      onEnd({ index, verdict, said, ms: KILLED_AT * order.mostMs, counts: {} }, peak);
      resolve(Math.max(done, index + 1));
    });
  });
}

const lastError = (errors: string): string => errors.trim().split('\n').slice(-6).join(' ').slice(-400);
