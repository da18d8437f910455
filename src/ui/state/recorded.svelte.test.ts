import { describe, expect, it } from 'vitest';
import { Recorded } from './recorded.svelte.ts';

describe('a recorded result', () => {
  it('is fetched once, when it is first wanted', async () => {
    let fetched = 0;
    const recorded = new Recorded(() => {
      fetched++;
      return Promise.resolve('figures');
    });
    expect(fetched).toBe(0);
    expect(recorded.value).toBeUndefined();
    recorded.want();
    recorded.want();
    await Promise.resolve();
    expect(fetched).toBe(1);
    expect([recorded.value, recorded.failed]).toEqual(['figures', false]);
  });

  it('is none where it cannot be fetched, and nobody hears of it', async () => {
    const recorded = new Recorded(() => Promise.reject(new Error('offline')));
    recorded.want();
    await new Promise((resolve) => setTimeout(resolve));
    expect([recorded.value, recorded.failed]).toEqual([undefined, true]);
  });
});
