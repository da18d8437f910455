import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from './codec.ts';
import { accept, checkpointOf, runRecord } from '../testing/runs.ts';

const bytesOf = (json: string): Uint8Array => {
  const text = new TextEncoder().encode(json);
  // With room for a few numbers behind it.
  const bytes = new Uint8Array(Math.ceil((4 + text.length) / 8) * 8 + 64);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  return bytes;
};

describe('a record as bytes', () => {
  it('comes back exactly', () => {
    for (const record of [runRecord(), checkpointOf('r1', 'best', [256, 512])]) {
      expect(accept(decode(encode(record), 'it'))).toStrictEqual(record);
    }
    const odds = Int32Array.of(1, 3);
    const odd = {
      a: [NaN, -0, Infinity, undefined, null, ''],
      b: Float64Array.of(NaN, -0, 5e-324),
      c: new Uint8Array(),
      // Twice the same array, and keys that look like marks.
      d: [odds, odds],
      $: 'Float64Array',
      $at: { $: 'undefined', $$: { $: NaN } },
      'half \ud800': '\udc00',
    };
    expect(accept(decode(encode(odd), 'it'))).toStrictEqual(odd);
  });

  it('comes back bit by bit, whatever its numbers', () => {
    fc.assert(
      fc.property(
        fc.float32Array(),
        fc.float64Array(),
        fc.int32Array(),
        fc.uint8Array(),
        fc.double(),
        fc.string(),
        (a, b, c, d, e, f) => {
          // A view into the middle of a buffer too.
          const record = { a: a.subarray(a.length >> 1), b, nested: [{ c }, d], e, f };
          expect(accept(decode(encode(record), 'it'))).toStrictEqual({ ...record, a: record.a.slice() });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is refused in a sentence where it is cut off, hostile or none at all', () => {
    const whole = encode(checkpointOf('r1', 'best', [256]));
    for (let cut = 0; cut < whole.length - 8; cut += 7)
      expect(decode(whole.subarray(0, cut), 'It').ok).toBe(false);
    const refusals: readonly (readonly [string, RegExp])[] = [
      ['{"__proto__":{"admin":true}}', /^It has a field named “__proto__”\.$/],
      ['{"a":[{"constructor":1}]}', /^It has a field named “constructor”\.$/],
      ['{"$":"Float64Array","at":0,"length":1e9}', /does not hold/],
      ['{"$":"Float64Array","at":-8,"length":1}', /does not hold/],
      ['{"$":"Function"}', /does not hold/],
      ['{"$":"toString"}', /does not hold/],
      [`${'['.repeat(5000)}${']'.repeat(5000)}`, /nested too deeply/],
      ['{', /not a record/],
      // One array of 64 bytes, named over and over.
      [
        `[${Array(6000).fill('{"$":"Float64Array","at":0,"length":8}').join()}]`,
        /^It names the same numbers twice\.$/,
      ],
      [
        `{"a":{"$":"Uint8Array","at":0,"length":64},"b":{"$":"Float32Array","at":56,"length":2}}`,
        /the same numbers twice/,
      ],
      [
        `{"a":{"$":"Int32Array","at":8,"length":1},"b":{"$":"Int32Array","at":0,"length":1}}`,
        /the same numbers twice/,
      ],
      [`[${'[],'.repeat(2 ** 19)}0]`, /^It holds more values than a record of the lab’s can\.$/],
      [`"${'x'.repeat(2 ** 25)}"`, /^It holds more than a record of the lab’s can\.$/],
    ];
    for (const [json, sentence] of refusals) {
      const result = decode(bytesOf(json), 'It');
      expect(result.ok ? 'accepted' : result.message).toMatch(sentence);
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    expect(() => encode({ f: () => 1 })).toThrow();
    expect(() => encode(new Map())).toThrow(/plain data/);
    const holder: { self?: unknown } = {};
    holder.self = [holder];
    expect(() => encode(holder)).toThrow(/^it is nested too deeply, or holds itself$/);
  });
});
