import { describe, expect, it } from 'vitest';
import { deviceLost, Guard } from './guard.ts';

const never = new Promise<never>(() => undefined);
const BRIEF = { firstMs: 10, hungMs: 10 };

describe('a guard', () => {
  it('hands on what the work came to', async () => {
    expect(await new Guard(never).wait(() => Promise.resolve(7))).toBe(7);
  });

  it('rejects when the device is lost, at once and ever after', async () => {
    let lose: (info: { message: string }) => void = () => undefined;
    const lost = new Promise<{ message: string }>((resolve) => (lose = resolve));
    const guard = new Guard(deviceLost({ lost }));
    const pending = guard.wait(() => never);
    lose({ message: 'unplugged' });
    await expect(pending).rejects.toThrow('the graphics device was lost: unplugged');
    await expect(guard.wait(() => Promise.resolve(1))).rejects.toThrow('the graphics device was lost');
  });

  it('says that the device is lost where its reads break off a moment before', async () => {
    const lost = new Promise<string>((resolve) => setTimeout(resolve, 20, 'the graphics device was lost'));
    const broken = (): Promise<never> => Promise.reject(new Error('unmapped'));
    await expect(new Guard(lost).wait(broken)).rejects.toThrow('the graphics device was lost');
    await expect(new Guard(never).wait(broken)).rejects.toThrow('unmapped');
  });

  it('gives up work that hangs, and its late failure disturbs nobody', async () => {
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_, reject) => (fail = reject));
    await expect(new Guard(never, BRIEF).wait(() => work)).rejects.toThrow('it did not answer for 0 s');
    fail(new Error('late'));
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('waits longer for the first answer than for those after', async () => {
    const guard = new Guard(never, { firstMs: 200, hungMs: 5 });
    const after = (ms: number) => (): Promise<number> =>
      new Promise((resolve) => setTimeout(resolve, ms, ms));
    expect(await guard.wait(after(40))).toBe(40);
    await expect(guard.wait(after(40))).rejects.toThrow('did not answer');
  });
});
