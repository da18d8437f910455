import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OptimaOfPipeline, type OptimaSource } from './optima.svelte.ts';
import { defaultLimits, defaultWeights } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Optima } from '../../../policies/optimum/overLoads.ts';

const [first, second] = presets as unknown as [(typeof presets)[0], (typeof presets)[0]];
const optima = { loads: Float64Array.of(1) } as Optima;

interface Asked {
  readonly id: string;
  readonly signal: AbortSignal;
  readonly told: (share: number) => void;
  readonly answer: (optima: Optima) => void;
  readonly refuse: (error: Error) => void;
}

let asked: Asked[];
let optimum: OptimaOfPipeline;
const follow = (pipeline = first) => optimum.follow(pipeline, defaultLimits, defaultWeights, 2);

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  const source: OptimaSource = {
    optima: ({ id }, _limits, _weights, _sla, told, signal) =>
      new Promise((answer, refuse) => {
        signal.addEventListener('abort', () => refuse(signal.reason as Error));
        asked.push({ id, signal, told, answer, refuse });
      }),
  };
  optimum = new OptimaOfPipeline(source);
});
afterEach(() => vi.useRealTimers());

describe('the optimum over the loads', () => {
  it('is asked for once whoever types rests, and shown', async () => {
    follow()();
    const end = follow();
    await vi.advanceTimersByTimeAsync(299);
    expect(asked).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect([asked.length, optimum.working]).toEqual([1, true]);
    asked[0]!.answer(optima);
    await vi.advanceTimersByTimeAsync(0);
    expect(optimum.found).toEqual({ pipeline: first, optima });
    expect(optimum.working).toBe(false);
    end();
  });

  it('ends what is asked when it changes, keeps the picture meanwhile, and hears no answer that comes late', async () => {
    const end = follow();
    await vi.advanceTimersByTimeAsync(300);
    asked[0]!.answer(optima);
    await vi.advanceTimersByTimeAsync(0);
    end();
    const endSecond = follow(second);
    await vi.advanceTimersByTimeAsync(300);
    endSecond();
    follow(first);
    expect(asked[1]!.signal.aborted).toBe(true);
    asked[1]!.answer({ ...optima });
    await vi.advanceTimersByTimeAsync(300);
    expect(optimum.found?.pipeline).toBe(first);
    expect(asked.map(({ id }) => id)).toEqual([first.id, second.id, first.id]);
  });

  it('says in a sentence why there is none', async () => {
    follow();
    await vi.advanceTimersByTimeAsync(300);
    asked[0]!.refuse(new Error('It was too much'));
    await vi.advanceTimersByTimeAsync(0);
    expect([optimum.error, optimum.found, optimum.working]).toEqual(['It was too much.', undefined, false]);
  });

  it('shows how far it is where it takes longer than a second, and can be stopped and asked for again', async () => {
    follow();
    await vi.advanceTimersByTimeAsync(300 + 999);
    expect(optimum.long).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    asked[0]!.told(0.4);
    expect([optimum.long, optimum.share]).toEqual([true, 0.4]);
    optimum.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect([optimum.long, optimum.working, optimum.stopped, optimum.error]).toEqual([false, false, true, '']);
    expect(asked).toHaveLength(1);
    optimum.again();
    asked[1]!.answer(optima);
    await vi.advanceTimersByTimeAsync(2000);
    expect([optimum.long, optimum.stopped, optimum.found]).toEqual([
      false,
      false,
      { pipeline: first, optima },
    ]);
  });

  it('is not stopped where something else is asked', async () => {
    const end = follow();
    await vi.advanceTimersByTimeAsync(2000);
    end();
    follow(second);
    await vi.advanceTimersByTimeAsync(299);
    expect([optimum.long, optimum.working, optimum.stopped]).toEqual([false, false, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect([asked.length, optimum.working]).toEqual([2, true]);
  });
});
