import { describe, expect, it } from 'vitest';
import { nothingFilled } from './filled.ts';
import { FilledIn } from './filledIn.svelte.ts';
import { MOST_PIPELINES } from './texts.ts';

/** The local storage of one browser, which several tabs share. */
function shelf() {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  };
}

describe('what is filled in for a cluster', () => {
  it('outlives a reload for every pipeline, not only for the one on screen', () => {
    const browser = shelf();
    const filled = new FilledIn(browser);
    filled.images = { video: ['a', 'b'], constructor: ['c'] };
    filled.modelUris = { video: ['s3://m', ''] };
    const later = new FilledIn(browser);
    expect([later.images, later.modelUris]).toEqual([filled.images, filled.modelUris]);
    // A link that names none of the pipeline's shows their default, and does not cost the visitor his own.
    later.take(nothingFilled, 'video');
    expect(later.of('video').images).toBeUndefined();
    expect(later.of('constructor').images).toEqual(['c']);
    expect(new FilledIn(browser).of('video').images).toEqual(['a', 'b']);
  });

  it('is gone for good where it was taken back', () => {
    const browser = shelf();
    const filled = new FilledIn(browser);
    const { all } = filled;
    filled.images = { video: ['a'] };
    filled.put(all);
    expect(new FilledIn(browser).images).toEqual({});
  });

  it('of two tabs stays that of both', () => {
    const browser = shelf();
    const [one, other] = [new FilledIn(browser), new FilledIn(browser)];
    one.images = { video: ['a'] };
    other.images = { nlp: ['b'] };
    expect(new FilledIn(browser).images).toEqual({ video: ['a'], nlp: ['b'] });
  });

  it('is not taken from what is damaged, nor without end', () => {
    const browser = shelf();
    browser.texts.set('sluice-filled', '{"images":{"a":["x y"],"b":[1],"c":["fine"],"d":"e"},"modelUris":7}');
    const filled = new FilledIn(browser);
    expect([filled.images, filled.modelUris]).toEqual([{ c: ['fine'] }, {}]);
    browser.texts.set('sluice-filled', 'nonsense');
    expect(new FilledIn(browser).images).toEqual({});
    for (let i = 0; i < 80; i++) filled.images = { ...filled.images, [`p${String(i)}`]: ['x'] };
    expect(Object.keys(new FilledIn(browser).images).length).toBe(MOST_PIPELINES);
  });

  it('tells before each change, and a link is one', () => {
    const filled = new FilledIn(undefined);
    const stood: unknown[] = [];
    filled.beforeChange = () => void stood.push(filled.load);
    filled.load = 3;
    filled.take({ ...nothingFilled, load: 5, images: ['a'] }, 'video');
    expect([stood, filled.load]).toEqual([[undefined, 3], 5]);
    const before = filled.all;
    filled.inTime = 99;
    expect([stood.length, filled.inTime, filled.of('video').inTime]).toEqual([3, 99, 99]);
    filled.put(before);
    expect(filled.inTime).toBeUndefined();
  });
});
