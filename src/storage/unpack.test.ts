import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpack } from './unpack.ts';
import { directoryOf, MOST_BYTES, MOST_ENTRIES } from './zipDirectory.ts';
import { wellFormed } from '../model/text.ts';
import { accept } from '../testing/runs.ts';

interface Forged {
  readonly name?: string;
  readonly bytes: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** What the directory says; else what is true. */
  readonly size?: number;
  readonly packed?: number;
  /** Of the local header; else its own. */
  readonly local?: number;
}

interface End {
  readonly count?: number;
  readonly disk?: number;
  readonly start?: number;
}

/** A .zip that says what it is told to: each entry's own header and bytes, then the directory. */
function forge(entries: readonly Forged[], end: End = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [k, entry] of entries.entries()) {
    const { name = `file-${String(k)}`, bytes, method = 0, flags = 0, size = bytes.length } = entry;
    const packed = entry.packed ?? bytes.length;
    const text = strToU8(name);
    const own = new Uint8Array(30 + text.length);
    const head = new DataView(own.buffer);
    head.setUint32(0, 0x04034b50, true);
    head.setUint16(8, method, true);
    head.setUint16(26, text.length, true);
    own.set(text, 30);
    const listed = new Uint8Array(46 + text.length);
    const view = new DataView(listed.buffer);
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(8, flags, true);
    view.setUint16(10, method, true);
    view.setUint32(20, packed, true);
    view.setUint32(24, size, true);
    view.setUint16(28, text.length, true);
    view.setUint32(42, entry.local ?? at, true);
    listed.set(text, 46);
    directory.push(listed);
    if (entry.local !== undefined) continue;
    parts.push(own, bytes);
    at += own.length + bytes.length;
  }
  const tail = new Uint8Array(22);
  const view = new DataView(tail.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(4, end.disk ?? 0, true);
  view.setUint16(8, end.count ?? entries.length, true);
  view.setUint16(10, end.count ?? entries.length, true);
  view.setUint32(
    12,
    directory.reduce((sum, one) => sum + one.length, 0),
    true,
  );
  view.setUint32(16, end.start ?? at, true);
  return new Uint8Array(Buffer.concat([...parts, ...directory, tail]));
}

const refusalOf = (zip: Uint8Array): string => {
  const result = unpack(zip, 'x.zip');
  return result.ok ? `accepted ${String(result.value.size)}` : result.message;
};

/** Bytes that this process holds for arrays, and in its heap. */
const memory = (): number => {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
};

const some = strToU8('some bytes that are stored');
const zeros = new Uint8Array(2 ** 22);
/** `bytes` as zipSync packs them: the entry's own. */
function deflated(bytes: Uint8Array): Uint8Array {
  const zip = zipSync({ a: bytes });
  const [entry] = accept(directoryOf(zip, 'made'));
  return zip.slice(entry!.from, entry!.to);
}

describe('a zip', () => {
  it('comes back as it was packed, stored or deflated, whatever its names', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.tuple(
            fc.oneof(
              fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
              fc.constantFrom('..', 'a/../b', 'constructor', 'CON', 'a\\b', 'folder/'),
            ),
            fc.uint8Array({ maxLength: 3000 }),
          ),
          // fflate packs an object, whose keys these are.
          { selector: ([name]) => name, maxLength: 8 },
        ),
        fc.constantFrom(0, 6, 9),
        (files, level) => {
          const proper = files.filter(([name]) => name !== '__proto__' && wellFormed(name));
          const zip = zipSync(Object.fromEntries(proper), { level });
          expect(
            new Map([...accept(unpack(zip, 'x.zip'))].map(([name, bytes]) => [name, [...bytes]])),
          ).toEqual(new Map(proper.map(([name, bytes]) => [name, [...bytes]])));
        },
      ),
      { numRuns: 300 },
    );
    expect(refusalOf(forge([{ name: '__proto__', bytes: some }]))).toBe('accepted 1');
  });

  it('is judged by its directory before anything is unpacked', () => {
    const half = new Uint8Array(3 * 2 ** 20);
    const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
      [
        'a stored entry that claims to be empty',
        forge([{ bytes: some, size: 0 }]),
        /says two sizes of “file-0”, 0 and 26 bytes/,
      ],
      [
        'a stored entry that claims more',
        forge([{ bytes: some, size: 900 }]),
        /says two sizes of “file-0”, 900 and 26/,
      ],
      [
        '600 entries over the same bytes',
        forge([
          { bytes: half },
          ...Array.from({ length: 599 }, (_, k) => ({
            name: `n${String(k)}`,
            bytes: half,
            local: 0,
            size: 0,
          })),
        ]),
        /says two sizes/,
      ],
      [
        '600 entries over the same bytes, honest about their size',
        forge([
          { bytes: half },
          ...Array.from({ length: 599 }, (_, k) => ({ name: `n${String(k)}`, bytes: half, local: 0 })),
        ]),
        /unpacks to more than 512 MB/,
      ],
      [
        'two entries over the same bytes',
        forge([
          { name: 'a', bytes: some },
          { name: 'b', bytes: some, local: 0 },
        ]),
        /two files that lie in the same bytes, “a” and “b”/,
      ],
      [
        'an entry within another',
        forge([
          { name: 'outer', bytes: forge([{ name: 'inner', bytes: some }]) },
          { name: 'inner', bytes: some, local: 35 },
        ]),
        /two files that lie in the same bytes, “outer” and “inner”/,
      ],
      [
        'two entries of one name',
        forge([
          { name: 'a', bytes: some },
          { name: 'a', bytes: some },
        ]),
        /two files named “a”/,
      ],
      [
        'encryption',
        forge([{ bytes: some, flags: 1 }]),
        /is encrypted \(“file-0”\); unpack it with its password first/,
      ],
      ['strong encryption', forge([{ bytes: some, flags: 65 }]), /is encrypted/],
      ['bzip2', forge([{ bytes: some, method: 12 }]), /a method that the lab does not read \(number 12\)/],
      ['AES', forge([{ bytes: some, method: 99 }]), /number 99/],
      ['Zstandard', forge([{ bytes: some, method: 93 }]), /number 93/],
      ['an entry of ZIP64', forge([{ bytes: some, size: 0xffffffff, packed: 0xffffffff }]), /ZIP64/],
      ['a directory of ZIP64', forge([{ bytes: some }], { start: 0xffffffff }), /ZIP64/],
      ['so many entries that ZIP64 counts them', forge([], { count: 0xffff }), /ZIP64/],
      ['a part of several', forge([{ bytes: some }], { disk: 3 }), /one part of a \.zip that was split/],
      [
        'more entries than there are',
        forge([{ bytes: some }], { count: 7 }),
        /a \.zip that is cut off or damaged/,
      ],
      [
        'fewer entries than there are',
        forge([{ bytes: some }, { bytes: some }], { count: 1 }),
        /a \.zip that is cut off or damaged/,
      ],
      [
        'too many entries',
        forge([{ bytes: some }], { count: MOST_ENTRIES + 1 }),
        /more than 20,000 files \(20,001\)/,
      ],
      [
        'an entry beyond the end',
        forge([{ bytes: some, local: 9999 }]),
        /a \.zip that is cut off or damaged/,
      ],
      [
        'bytes that reach into the directory',
        forge([{ bytes: some, packed: 40, size: 40 }]),
        /a \.zip that is cut off or damaged/,
      ],
      [
        'a deflated entry that claims 4 GB',
        forge([{ bytes: deflated(zeros), method: 8, size: 0xfffffffe }]),
        /unpacks to more than 512 MB/,
      ],
      [
        'a name of control characters',
        forge([{ name: 'a\u0000\u001b[2Jb', bytes: some, flags: 1 }]),
        /\(“a��\[2Jb”\)/,
      ],
    ];
    for (const [what, zip, sentence] of cases) {
      const [before, begun] = [memory(), performance.now()];
      expect(refusalOf(zip), what).toMatch(sentence);
      expect(memory() - before, what).toBeLessThan(2 ** 24);
      expect(performance.now() - begun, what).toBeLessThan(5000);
    }
  });

  it('takes no more memory and time than what lies in it, whatever a deflated entry says', () => {
    const packed = deflated(zeros);
    const rubbish = new Uint8Array(2 ** 26).fill(0xa5);
    const ended = new Uint8Array(rubbish.length + packed.length);
    ended.set(packed);
    ended.set(rubbish, packed.length);
    const cases: readonly (readonly [string, Forged])[] = [
      ['less than it claims', { bytes: packed, size: MOST_BYTES - 1 }],
      ['more than it claims', { bytes: packed, size: 10 }],
      ['nothing', { bytes: new Uint8Array(), size: 5 }],
      ['rubbish', { bytes: rubbish.subarray(0, 2 ** 20), size: 2 ** 20 }],
      ['something, and rubbish after its end', { bytes: ended, size: 2 ** 27 }],
      ['a part of it', { bytes: packed.subarray(0, packed.length >> 1), size: zeros.length }],
      // 1,032 times as much is the most that the format can; what is claimed is within bounds, and not there.
      ['a bomb that claims little', { bytes: deflated(new Uint8Array(2 ** 27)), size: 2 ** 20 }],
    ];
    for (const [what, entry] of cases) {
      const zip = forge([{ ...entry, method: 8 }]);
      const [before, begun] = [memory(), performance.now()];
      expect(refusalOf(zip), what).toMatch(
        /^x\.zip: a part of it is damaged, “file-0” \(it does not unpack to the [\d,]+ bytes.*; copy or download/,
      );
      expect(memory() - before, what).toBeLessThan(2 ** 26);
      expect(performance.now() - begun, what).toBeLessThan(5000);
    }
    const right = accept(unpack(forge([{ bytes: packed, method: 8, size: zeros.length }]), 'x.zip'));
    expect(right.get('file-0')).toHaveLength(zeros.length);
  });

  it('is refused in a sentence wherever it is cut off or changed', () => {
    const zip = zipSync({ 'a/b': some, c: zeros.subarray(0, 5000) });
    for (let cut = 0; cut < zip.length; cut++)
      expect(refusalOf(zip.subarray(0, cut))).toMatch(
        cut === 0
          ? /^x\.zip: it is empty; copy or download it again, or export it anew\.$/
          : cut === 1
            ? /^x\.zip: it is no \.zip file; expected one that the lab exported\.$/
            : /^x\.zip: it is a \.zip that is cut off or damaged; copy or download it again, or export it anew\.$/,
      );
    fc.assert(
      fc.property(fc.nat(zip.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = zip.slice();
        changed[at]! ^= change;
        expect(refusalOf(changed)).toMatch(/^(accepted \d|x\.zip: (it|a part of it is damaged, “).*\.)$/s);
      }),
      { numRuns: 2000 },
    );
  });
});
