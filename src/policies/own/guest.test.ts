import { describe, expect, it } from 'vitest';
import { answerOf, begin, evaluate, faultOf, plainAnswer } from './guest.ts';
import { examples } from './examples.ts';
import { bodyOf } from './moduleText.ts';
import type { OwnObservation, Opening } from './contract.ts';

const opening = { tables: {}, seed: 7 } as unknown as Opening;
const seen = {} as OwnObservation;

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('a module’s text', () => {
  it.each([
    ['an object', 'export default { name: "a", decide() { return 1 } }'],
    [
      'an object after a statement without a semicolon',
      'const a = 1\nexport default { name: "a", decide: () => a }',
    ],
    ['a name', 'const it = { name: "a", decide: () => 1 };\nexport default it'],
    ['a name in braces', 'const it = { name: "a", decide: () => 1 };\nexport { it as default };'],
    ['others exported beside it', 'export const one = 1;\nexport default { name: "a", decide: () => one };'],
    [
      'what stands below it',
      'export default { name: "a", decide: () => f() };\nfunction f() { return 1 } // last',
    ],
    ['a made object', 'export default make(1)\nfunction make(x) { return { name: "a", decide: () => x } }'],
    ['a text with brackets', 'export default { name: "a", decide: () => ("})".length, 1) } // })'],
    ['lines that end otherwise', '// one\r\nexport default {\r\nname: "a", decide: () => 1 }'],
    ['an object in parentheses', 'export default (/* one */ { name: "a", decide: () => 1 } /* two */);'],
    ['a list in parentheses', 'export default ((0), ({ name: "a", decide: () => 1 }))'],
    ['a line for a shell', '#!/usr/bin/env node\nexport default { name: "a", decide: () => 1 }'],
    [
      'names exported between statements without semicolons',
      'const a = () => 2\nlet b = a\nexport { b }\n(b = 1)\nexport default { name: "a", decide: () => b }',
    ],
    [
      'what looks like a comment of HTML',
      'export default { name: "a", decide: () => "<!--".length - `<!--`.length + 1 }',
    ],
    ['`this`', 'export default { name: "a", one: 1, decide() { return this.one } }'],
  ])('is evaluated with %s as its default', (_, source) => {
    expect(begin(source, opening).decide(seen)).toBe(1);
  });

  it.each(examples.map(({ name, source }) => [name, source]))('is that of the example %s', (name, source) => {
    expect(evaluate(source).name).toBe(name);
  });

  it.each([
    ['export default {\n  name: "a",\n  decide( { }\n}', 'Unexpected token', { line: 4, column: 1 }],
    ['const x = 1;\nimport y from "y";\nexport default y', 'nothing can be imported', { line: 2, column: 1 }],
    [
      'export default { name: "a", decide: () => import("y") }',
      'nothing can be imported',
      { line: 1, column: 43 },
    ],
    ['\nexport default import.meta', 'nothing can be imported', { line: 2, column: 16 }],
    ['export * from "y"', 'nothing can be imported', { line: 1, column: 1 }],
    ['export { y } from "y"', 'nothing can be imported', { line: 1, column: 1 }],
    ['export default await 1', 'awaited outside', { line: 1, column: 16 }],
    // Where it is evaluated, the first line would be a comment from `<!--` on, and the second would be code.
    [
      'const n = 1; n<!--n /*\nimport("y")\n//*/\nexport default { name: "a", decide: () => 1 }',
      'is no comment in a module',
      { line: 1, column: 15 },
    ],
    ['const a = 1', 'no default export', undefined],
    ['export default 3', 'not an object', undefined],
    ['export default { name: "a" }', 'no function decide', undefined],
    ['export default { decide() {} }', 'no name', undefined],
    [`export default ${'['.repeat(50_000)}`, 'nested too deeply', undefined],
    [' '.repeat(500_000), 'longer than', undefined],
  ])('%j is refused where it is wrong', (source, what, place) => {
    const fault = faultOf(thrownBy(() => evaluate(source)));
    expect(fault.what).toContain(what);
    expect(fault.place).toEqual(place);
  });

  it('keeps every line and column', () => {
    const source =
      'let n = 0\n\nexport default {\n  name: "a",\n  decide() { n++; if (n > 2) nowhere.far() } }';
    const run = begin(source, opening);
    run.decide(seen);
    run.decide(seen);
    const fault = faultOf(thrownBy(() => run.decide(seen)));
    expect(fault).toEqual({
      what: 'ReferenceError: nowhere is not defined',
      place: { line: 5, column: 30 },
    });
    const [first] = bodyOf(source).split('\n');
    expect(first).toBe('let n = 0');
  });

  it('finds a fault within the line of the export', () => {
    const fault = faultOf(
      thrownBy(() => begin('export default { name: "a", decide: () => x }', opening).decide(seen)),
    );
    expect(fault.place).toEqual({ line: 1, column: 43 });
  });
});

describe('an episode', () => {
  it('has its variables, its memory and its draws for itself', () => {
    const source =
      'let n = 0\nexport default { name: "a", decide: (o, t, memory, random) => [++n, (memory.k = (memory.k ?? 0) + 1), random()] }';
    const [one, other] = [begin(source, opening), begin(source, opening)];
    const first = one.decide(seen) as number[];
    const second = one.decide(seen) as number[];
    expect(first.slice(0, 2)).toEqual([1, 1]);
    expect(second.slice(0, 2)).toEqual([2, 2]);
    expect(second[2]).not.toBe(first[2]);
    expect(other.decide(seen)).toEqual(first);
    expect(begin(source, { ...opening, seed: 8 }).decide(seen)).not.toEqual(first);
    expect(first[2]).toBeGreaterThanOrEqual(0);
    expect(first[2]).toBeLessThan(1);
  });
});

describe('what is thrown', () => {
  it.each([
    [() => 3, 'it threw 3'],
    [
      () => ({
        toString() {
          throw new Error('again');
        },
      }),
      'cannot be told',
    ],
    [
      () =>
        Object.defineProperty(new Error('x'), 'stack', {
          get() {
            throw new Error('again');
          },
        }),
      'cannot be told',
    ],
    [() => new Error('y'.repeat(10_000)), 'Error: yyy'],
  ])('is told in a short clause: %#', (make, what) => {
    const fault = faultOf(make());
    expect(fault.what).toContain(what);
    expect(fault.what.length).toBeLessThanOrEqual(200);
  });
});

describe('an answer', () => {
  it.each([
    [[{ variant: 1, replicas: 2, batch: 4 }]],
    [[{ variant: 1, replicas: 2 }]],
    [[{ variant: NaN, replicas: Infinity, batch: -0.5 }]],
    [[null]],
    [[undefined]],
    [[]],
    [[1, 2]],
    [undefined],
    [NaN],
    [null],
    [false],
    [{}],
  ])('crosses as what it is read by: %j', (answer) => {
    expect(answerOf(structuredClone(plainAnswer(answer, 1)))).toEqual(
      Array.isArray(answer) && answer.length !== 1 ? answer.map(() => undefined) : answer,
    );
  });

  it('crosses small, however large it is', () => {
    const large = Object.assign(
      [{ variant: 'x'.repeat(1e6), replicas: [1e6], batch: () => 1, more: new Array(1e6).fill(1) }],
      {
        more: 'x'.repeat(1e6),
      },
    );
    const crossing = JSON.stringify(plainAnswer(large, 1));
    expect(crossing.length).toBeLessThan(200);
    expect(answerOf(plainAnswer(large, 1))).toEqual([
      { variant: '', replicas: [], batch: expect.any(Function) },
    ]);
    expect(plainAnswer(new Array(4e9), 3)).toEqual({ kind: 'length', stages: 4e9 });
    expect(answerOf({ kind: 'length', stages: 4e9 })).toHaveLength(1000);
    expect(plainAnswer(Promise.resolve([]), 1)).toEqual({ kind: 'value', value: 'promise' });
  });
});
