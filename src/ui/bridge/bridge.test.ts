import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bridge, isTooMuch, reading, Unanswered, WorkerCrash } from './bridge.ts';
import { SILENCE } from '../../model/timeLimits.ts';

interface Api {
  work(): Promise<number>;
}

type Manner =
  /** Never says anything. */
  | 'hung'
  /** Answers the watchdog, and never a call: something that it waits for does not come. */
  | 'waiting'
  /** Gives signs by itself, and never answers a call: it computes. */
  | 'computing'
  /** Answers calls. */
  | 'well';

/** A worker's double, as comlink and the watchdog know one. */
class Double extends EventTarget {
  readonly asked: unknown[] = [];
  terminated = false;
  readonly #manner: Manner;
  readonly #timer: ReturnType<typeof setInterval> | undefined;

  constructor(manner: Manner) {
    super();
    this.#manner = manner;
    if (manner === 'computing')
      this.#timer = setInterval(() => {
        this.say({ alive: true });
      }, 1000);
  }

  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage(data: object): void {
    this.asked.push(data);
    if ('areYouAlive' in data && this.#manner === 'waiting') this.say({ alive: true });
    if ('id' in data && this.#manner === 'well')
      queueMicrotask(() => {
        this.say({ id: data.id, type: 'RAW', value: 7 });
      });
  }

  terminate(): void {
    this.terminated = true;
    clearInterval(this.#timer);
  }
}

/** A bridge whose workers behave so, one after the other; the last as long as there are more. */
function bridgeTo(...manners: readonly Manner[]): { bridge: Bridge<Api>; workers: Double[] } {
  const workers: Double[] = [];
  const bridge = new Bridge<Api>('simulation', () => {
    const worker = new Double(manners[Math.min(workers.length, manners.length - 1)]!);
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { bridge, workers };
}

const work = (bridge: Bridge<Api>, options = {}): Promise<number> =>
  bridge.call((remote) => remote.work(), options);

/** What became of a call: its value or its error, undefined while it is open. */
function outcome(call: Promise<unknown>): { settled: unknown } {
  const found: { settled: unknown } = { settled: undefined };
  call.then(
    (value) => (found.settled = value),
    (error: unknown) => (found.settled = error),
  );
  return found;
}

describe('a worker that hangs', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is ended after a minute of silence, in a sentence, and the next call finds a fresh one', async () => {
    const { bridge, workers } = bridgeTo('hung', 'well');
    const first = outcome(work(bridge, { doing: 'The replay of HPA' }));
    const second = outcome(work(bridge, { doing: 'The check of the weights' }));
    await vi.advanceTimersByTimeAsync(1000 * SILENCE.work - 1000);
    expect(first.settled).toBeUndefined();
    await vi.advanceTimersByTimeAsync(5000);
    const sentence =
      'The replay of HPA gave no sign of life for 60 s and was stopped: what it was given is more than can be computed here, so choose another pipeline, policy or load, or lower limits; it starts anew with your next change.';
    for (const { settled } of [first, second]) {
      expect(settled).toBeInstanceOf(Unanswered);
      expect((settled as Error).message).toBe(sentence);
      expect(isTooMuch(settled)).toBe(true);
    }
    expect(workers[0]!.terminated).toBe(true);
    await expect(work(bridge)).resolves.toBe(7);
    expect(workers).toHaveLength(2);
  });

  it.each(['waiting', 'computing'] as const)('is left alone while it is %s, for an hour', async (manner) => {
    const { bridge, workers } = bridgeTo(manner);
    const call = outcome(work(bridge));
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(call.settled).toBeUndefined();
    expect(workers[0]!.terminated).toBe(false);
    bridge.terminate();
  });

  it.each(['waiting', 'computing'] as const)(
    'is ended where it is %s for longer than a call may take',
    async (manner) => {
      const { bridge, workers } = bridgeTo(manner);
      const call = outcome(work(bridge, { doing: 'The other future', within: 900 }));
      await vi.advanceTimersByTimeAsync(899_000);
      expect(call.settled).toBeUndefined();
      await vi.advanceTimersByTimeAsync(1000);
      expect((call.settled as Error).message).toMatch(
        /^The other future had not answered after 900 s and was stopped:/,
      );
      expect(workers[0]!.terminated).toBe(true);
    },
  );

  it('is asked nothing, and not ended, while it owes nothing', async () => {
    const { bridge, workers } = bridgeTo('well');
    await work(bridge);
    const asked = workers[0]!.asked.length;
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(workers[0]!.asked).toHaveLength(asked);
    expect(workers[0]!.terminated).toBe(false);
  });

  it('is given the time in which the page itself stood still', async () => {
    const { bridge, workers } = bridgeTo('hung');
    const call = outcome(work(bridge));
    await vi.advanceTimersByTimeAsync(20_000);
    // A computer that slept: hours pass between two ticks, and the timer fires once.
    const before = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => before + 8 * 3_600_000);
    await vi.advanceTimersByTimeAsync(5000);
    vi.restoreAllMocks();
    expect(call.settled).toBeUndefined();
    expect(workers[0]!.terminated).toBe(false);
    bridge.terminate();
  });

  it('over a file has longer, and the sentence speaks of the file', async () => {
    const bridge = new Bridge<Api>(
      'archive',
      () => new Double('hung') as unknown as Worker,
      'nothing was changed',
      reading,
    );
    const call = outcome(work(bridge));
    await vi.advanceTimersByTimeAsync(1000 * SILENCE.work + 10_000);
    expect(call.settled).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1000 * SILENCE.reading);
    expect((call.settled as Error).message).toBe(
      'The archive gave no sign of life for 180 s and was stopped: the file is more than can be read here; nothing was changed.',
    );
  });

  it('can be left: whoever terminates or aborts is answered at once', async () => {
    const { bridge, workers } = bridgeTo('hung');
    const ended = outcome(work(bridge));
    bridge.terminate();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended.settled).toBeInstanceOf(WorkerCrash);
    expect(ended.settled).not.toBeInstanceOf(Unanswered);
    const stop = new AbortController();
    const aborted = outcome(work(bridge, { signal: stop.signal }));
    const reason = new DOMException('left', 'AbortError');
    stop.abort(reason);
    await vi.advanceTimersByTimeAsync(0);
    expect(aborted.settled).toBe(reason);
    await expect(work(bridge, { signal: stop.signal })).rejects.toBe(reason);
    expect(workers).toHaveLength(2);
    bridge.terminate();
  });

  it('ends its worker with the signal where that is wanted, and whoever asks next is not ended with it', async () => {
    const { bridge, workers } = bridgeTo('well');
    const stop = new AbortController();
    const first = outcome(work(bridge, { signal: stop.signal, ends: true }));
    stop.abort(new DOMException('left', 'AbortError'));
    // At once, as an effect does that is run again.
    const next = outcome(work(bridge, { signal: new AbortController().signal, ends: true }));
    await vi.advanceTimersByTimeAsync(10);
    expect((first.settled as Error).message).toBe('left');
    expect(next.settled).not.toBeInstanceOf(Error);
    expect(workers).toHaveLength(2);
    bridge.terminate();
  });
});

describe('work that is asked to end', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const ask = async (remote: { work(): Promise<number> }): Promise<void> => {
    await remote.work();
  };

  it('is left to end by itself, and its worker ended where it has not five seconds after the answer', async () => {
    for (const inTime of [true, false]) {
      const { bridge, workers } = bridgeTo('well');
      const ended = new Promise<void>((resolve) => setTimeout(resolve, inTime ? 4900 : 5100));
      const stopped = outcome(bridge.stop(ask, ended).then(() => 'over'));
      await vi.advanceTimersByTimeAsync(5001);
      expect([stopped.settled, workers[0]!.terminated]).toEqual(['over', !inTime]);
      bridge.terminate();
    }
  });

  it('is ended from outside where a worker does not hear, and then came to nothing', async () => {
    const { bridge, workers } = bridgeTo('waiting');
    const stop = new AbortController();
    const found = outcome(bridge.stoppable(ask, stop.signal, () => work(bridge)).then((value) => [value]));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(found.settled).toBeUndefined();
    stop.abort();
    await vi.advanceTimersByTimeAsync(4999);
    expect([found.settled, workers[0]!.terminated]).toEqual([undefined, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect([found.settled, workers[0]!.terminated]).toEqual([[undefined], true]);
  });

  it('keeps what it came to in time, or why it failed', async () => {
    const { bridge, workers } = bridgeTo('well');
    const stop = new AbortController();
    const found = bridge.stoppable(ask, stop.signal, () => Promise.resolve(3));
    stop.abort();
    expect(await found).toBe(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers.filter(({ terminated }) => terminated)).toEqual([]);
    const broken = bridge.stoppable(ask, new AbortController().signal, () =>
      Promise.reject(new Error('it broke')),
    );
    await expect(broken).rejects.toThrow('it broke');
  });
});
