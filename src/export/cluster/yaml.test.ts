import { describe, expect, it } from 'vitest';
import { readYaml, writeYaml } from './yaml.ts';

const values = (text: string): readonly unknown[] => {
  const read = readYaml(text);
  if (!read.ok) throw new Error(read.message);
  return read.value;
};
const sentence = (text: string): string => {
  const read = readYaml(text);
  return read.ok ? 'accepted' : read.message;
};

describe('what is written', () => {
  it('is read back as it was, text that looks like something else included', () => {
    const objects = [
      { a: 'yes', b: 'no', c: '1.0', d: '0x1f', e: 'null', f: '2026-11-24', g: '1e3', h: '~', i: '' },
      { 'key: with': ['- dash', '# hash', 'colon: inside', '"quoted"', "it's", '<b>&amp;</b>', '---\n...'] },
      { 検出: 'ünïcode 🚀', long: 'x y '.repeat(200), lines: 'one\n two\n\nthree\n', number: 4, off: false },
    ];
    expect(values(writeYaml(objects))).toEqual(objects);
  });

  it('repeats what stands twice and has no reference', () => {
    const same = { cpu: '4' };
    const text = writeYaml([{ requests: same, limits: same }]);
    expect(text).not.toMatch(/[&*]/);
  });
});

describe('what is read', () => {
  it('names the line of what is wrong', () => {
    expect(sentence('a: 1\nb: [1, 2\nc: 3\n')).toMatch(/^The YAML is wrong in line \d: .+\.$/);
    expect(sentence('a: 1\nb: 2\na: 3\n')).toMatch(/line 3.*unique/i);
  });

  it('refuses references that would grow beyond bounds, at once', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let i = 0; i < 12; i++) {
      const [from, to] = [String.fromCharCode(97 + i), String.fromCharCode(98 + i)];
      bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(', ')}]`);
    }
    const before = performance.now();
    expect(sentence(bomb.join('\n'))).toMatch(/refers to parts of itself so often/);
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('keeps keys of the prototype as mere keys', () => {
    const [value] = values('__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}\n');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
  });

  it('refuses what is too large', () => {
    expect(sentence('a'.repeat(2_000_001))).toMatch(/at most 2000000 are read/);
    expect(sentence('---\na: 1\n'.repeat(501))).toMatch(/at most 500 are read/);
  });
});
