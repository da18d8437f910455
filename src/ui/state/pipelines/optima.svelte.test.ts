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
    optima: ({ id }, _limits, _weights, _sla, signal) =>
      new Promise((answer, refuse) => void asked.push({ id, signal, answer, refuse })),
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
    expect([optimum.trouble, optimum.found, optimum.working]).toEqual(['It was too much.', undefined, false]);
  });
});
