import { describe, expect, it } from 'vitest';
import type { Engine } from '../ppo/engine.ts';
import { guardedEngine } from './guardedEngine.ts';

const never = new Promise<never>(() => undefined);

/** Answers when told to. */
function slowEngine(answer: Promise<void>): Engine {
  return {
    name: 'slow',
    gradient: async (_parameters, _x, rows, loss, gradient) => {
      await answer;
      loss(new Float32Array(rows), new Float32Array(rows));
      gradient.fill(1);
    },
    dispose: () => undefined,
  };
}

const call = (engine: Engine, gradient: Float32Array, loss = (): void => undefined): Promise<void> =>
  engine.gradient(new Float32Array(2), new Float32Array(2), 1, loss, gradient);

describe('a guarded engine', () => {
  it('answers as the engine does', async () => {
    const gradient = new Float32Array(2);
    await call(guardedEngine(slowEngine(Promise.resolve()), never), gradient);
    expect([...gradient]).toEqual([1, 1]);
  });

  it('rejects when the device is lost, at once and ever after', async () => {
    let lose: (reason: string) => void = () => undefined;
    const lost = new Promise<string>((resolve) => (lose = resolve));
    const engine = guardedEngine(slowEngine(never), lost);
    const pending = call(engine, new Float32Array(2));
    lose('the graphics device was lost');
    await expect(pending).rejects.toThrow('the graphics device was lost');
    await expect(call(engine, new Float32Array(2))).rejects.toThrow('the graphics device was lost');
  });

  it('says that the device is lost where its reads break off a moment before', async () => {
    const lost = new Promise<string>((resolve) => setTimeout(resolve, 20, 'the graphics device was lost'));
    const engine = guardedEngine(slowEngine(Promise.reject(new Error('unmapped'))), lost);
    await expect(call(engine, new Float32Array(2))).rejects.toThrow('the graphics device was lost');
    const sound = guardedEngine(slowEngine(Promise.reject(new Error('unmapped'))), never);
    await expect(call(sound, new Float32Array(2))).rejects.toThrow('unmapped');
  });

  it('gives up a call that hangs, and its late answer changes nothing', async () => {
    let answer: () => void = () => undefined;
    const engine = guardedEngine(slowEngine(new Promise<void>((resolve) => (answer = resolve))), never, {
      firstMs: 10,
      hungMs: 10,
    });
    const gradient = new Float32Array(2);
    let losses = 0;
    await expect(call(engine, gradient, () => losses++)).rejects.toThrow('did not answer');
    answer();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([...gradient]).toEqual([0, 0]);
    expect(losses).toBe(0);
  });
});
