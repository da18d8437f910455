import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askToPersist, usageOf } from './persist.ts';

const never = (): Promise<never> => new Promise<never>(() => undefined);
const rejects = (): Promise<never> => Promise.reject(new Error('x'));
const throws = (): never => {
  throw new Error('x');
};
const full = {
  estimate: () => Promise.resolve({ usage: 5e6, quota: 1e9 }),
  persisted: () => Promise.resolve(true),
};

beforeEach(() => {
  vi.useFakeTimers();
  // A page over plain http has none.
  vi.stubGlobal('navigator', {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('what the browser says of its storage', () => {
  const usage = async (manager: Partial<StorageManager> | undefined): Promise<unknown> => {
    const asked = usageOf(manager);
    await vi.advanceTimersByTimeAsync(2000);
    return asked;
  };

  it('is told where it says it', async () => {
    expect(await usage(full)).toEqual({ used: 5e6, quota: 1e9, persisted: true });
  });

  it('is not told where it rejects, throws, never answers, is absent or says nothing of use', async () => {
    const silent: readonly (Partial<StorageManager> | undefined)[] = [
      undefined,
      {},
      { ...full, estimate: rejects },
      { ...full, estimate: throws },
      { ...full, estimate: never },
      { ...full, estimate: () => Promise.resolve({}) },
      { ...full, estimate: () => Promise.resolve({ usage: 5 }) },
      { ...full, estimate: () => Promise.resolve({ usage: NaN, quota: 1e9 }) },
      { ...full, estimate: () => Promise.resolve({ usage: 5, quota: 0 }) },
      { ...full, estimate: () => Promise.resolve(undefined as never) },
    ];
    for (const manager of silent) expect(await usage(manager)).toBeUndefined();
  });

  it('is taken for no promise to keep it where only that is not answered', async () => {
    for (const persisted of [rejects, throws, never])
      expect(await usage({ ...full, persisted })).toEqual({ used: 5e6, quota: 1e9, persisted: false });
    expect(await usage({ estimate: full.estimate })).toMatchObject({ persisted: false });
  });

  it('is asked once to be kept, and nothing comes of a refusal', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const persist = vi.fn(rejects);
    askToPersist({ persist });
    askToPersist({ persist });
    await vi.advanceTimersByTimeAsync(5000);
    vi.useRealTimers();
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', unhandled);
    expect(persist).toHaveBeenCalledTimes(1);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
