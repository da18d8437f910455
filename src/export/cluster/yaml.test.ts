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

describe('merge keys', () => {
  const base = 'base: &base {image: a, cpu: 4}\n';
  it.each([
    ['one mapping', `${base}x: {<<: *base, image: b}`, { image: 'b', cpu: 4 }],
    ['over several lines', `${base}x:\n  <<: *base\n  name: two\n`, { image: 'a', cpu: 4, name: 'two' }],
    [
      'a list, of which the earlier wins',
      `${base}o: &o {cpu: 1, mem: 2}\nx: {<<: [*base, *o]}`,
      { image: 'a', cpu: 4, mem: 2 },
    ],
    ['two of them', `${base}o: &o {mem: 2}\nx:\n  <<: *base\n  <<: *o\n`, { image: 'a', cpu: 4, mem: 2 }],
    ['a mapping of its own', 'x: {<<: {a: 1}, b: 2}', { a: 1, b: 2 }],
    [
      'a merged one merged again',
      `${base}m: &m {<<: *base, name: m}\nx: {<<: *m}`,
      { image: 'a', cpu: 4, name: 'm' },
    ],
    [
      'below a field, over which it wins with kubectl',
      `${base}x: {image: b, <<: *base}`,
      { image: 'a', cpu: 4 },
    ],
    ['in quotes, which is a mere key', 'x: {"<<": {a: 1}}', { '<<': { a: 1 } }],
    [
      'with a key of the prototype',
      'x: {<<: {__proto__: {p: 1}}, b: 2}',
      JSON.parse('{"__proto__": {"p": 1}, "b": 2}') as object,
    ],
  ])('%s', (_, text, x) => {
    const [value] = values(text) as readonly [{ x: object }];
    expect(Object.entries(value.x)).toEqual(expect.arrayContaining(Object.entries(x)));
    expect(Object.keys(value.x)).toHaveLength(Object.keys(x).length);
  });

  it('of no mapping is refused with its line', () => {
    expect(sentence('a: 1\nb:\n  <<: word\n')).toMatch(/line 3: what is merged with << must be a mapping/);
  });

  it('of itself, and of thousands of fields thousands of times, are refused within a second', () => {
    const many = `a: &a {${Array.from({ length: 5000 }, (_, i) => `k${String(i)}: 1`).join(', ')}}\n`;
    const chain = ['a0: &a0 {x: 1}'];
    for (let i = 1; i < 400; i++)
      chain.push(
        `a${String(i)}: &a${String(i)} {<<: [${Array(9)
          .fill(`*a${String(i - 1)}`)
          .join(', ')}]}`,
      );
    for (const text of [
      'a: &a {<<: *a}',
      'a: &a {b: {<<: *a}}',
      many + Array.from({ length: 90 }, (_, i) => `m${String(i)}: {<<: *a}`).join('\n'),
      chain.join('\n'),
    ]) {
      const before = process.cpuUsage();
      expect(sentence(text)).toMatch(/refers to parts of itself so often|accepted/);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6).toBeLessThan(1);
    }
    expect(sentence('a: &a {b: {<<: *a}}')).not.toBe('accepted');
  });

  it('a mapping for a key, as a template leaves it, is refused with its line', () => {
    expect(sentence('a: 1\nname: {{ .Values.name }}\n')).toMatch(
      /line 2: a mapping or list stands where a key/,
    );
  });
});
