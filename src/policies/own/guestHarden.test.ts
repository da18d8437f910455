import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** `harden` shuts the scope that it is called in for good: so a thread's, which then evaluates what it is sent. */
const THREAD = `
const { parentPort } = require('node:worker_threads');
const post = parentPort.postMessage.bind(parentPort);
const evaluate = globalThis.eval;
const { harden } = ((exports) => { CODE
  return exports;
})({});
const left = harden(globalThis);
parentPort.on('message', (code) => {
  post(evaluate('(() => { "use strict"; try { return (() => { ' + code + ' })(); } catch (e) { return e.name } })()'));
});
post(left);
`;

let thread: Worker;
/** The next word of the thread. */
const word = (): Promise<unknown> => new Promise((resolve) => thread.once('message', resolve));

/** What strict code in the shut scope comes to, or the name of what it throws. */
function outcome(code: string): Promise<unknown> {
  thread.postMessage(code);
  return word();
}

let left: unknown;
beforeAll(async () => {
  const source = readFileSync(join(import.meta.dirname, 'guestHarden.ts'), 'utf8');
  const { outputText } = transpileModule(source, {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2023 },
  });
  thread = new Worker(
    THREAD.replace('CODE', () => outputText),
    { eval: true },
  );
  left = await word();
});
afterAll(() => thread.terminate());

describe('a shut scope', () => {
  it('is shut', () => {
    expect(left).toEqual([]);
  });

  it.each([
    'fetch',
    'performance',
    'Worker',
    'postMessage',
    'self',
    'Date',
    'WebAssembly',
    'Atomics',
    'SharedArrayBuffer',
    'WeakRef',
    'FinalizationRegistry',
    'eval',
    'Function',
    'Intl',
    'console',
  ])('has no %s', async (name) => {
    expect(await outcome(`return typeof ${name}`)).toBe('undefined');
  });

  it.each([
    ['Math.random()', 'Error'],
    ['(() => {}).constructor("return 1")()', 'EvalError'],
    ['(async () => {}).constructor("return 1")', 'EvalError'],
    ['(function* () {}).constructor("return 1")', 'EvalError'],
    ['(async function* () {}).constructor("return 1")', 'EvalError'],
    ['Array.prototype.map = 1', 'TypeError'],
    ['Object.prototype.x = 1', 'TypeError'],
    ['Object.prototype.toString = 1', 'TypeError'],
    ['({}).__proto__.x = 1', 'TypeError'],
    ['Object.setPrototypeOf(Array.prototype, null)', 'TypeError'],
    ['Object.getPrototypeOf([].values()).next = 1', 'TypeError'],
    ['Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())).x = 1', 'TypeError'],
    ['Object.getPrototypeOf("a".matchAll(/a/g)).next = 1', 'TypeError'],
    ['Object.getPrototypeOf(Int8Array).x = 1', 'TypeError'],
    ['Promise.prototype.then = 1', 'TypeError'],
    ['JSON.parse = 1', 'TypeError'],
    ['Error.prepareStackTrace = 1', 'TypeError'],
    ['Array = 1', 'TypeError'],
  ])('refuses %s', async (code, error) => {
    expect(await outcome(`${code}; return 'done'`)).toBe(error);
  });

  it.each([
    ['[3, 1, 2].sort().map((x) => 2 * x).join()', '2,4,6'],
    ['[...new Map([[1, 2]]).values(), ...new Set([3])].join()', '2,3'],
    ['Math.max(...new Float64Array([1, 2]))', 2],
    ['JSON.stringify({ a: [1] })', '{"a":[1]}'],
    ['class A { toString() { return "a" } } return String(new A())', 'a'],
    ['const o = {}; o.toString = () => "own"; return String(o)', 'own'],
    ['const o = {}; o.constructor = 1; return Object.keys(o).join()', 'constructor'],
    ['class E extends Error { constructor(m) { super(m); this.name = "E" } } return `${new E("x")}`', 'E: x'],
    ['const { a = 1, ...rest } = { b: 2 }; return `${a}${rest.b}`', '12'],
    ['let n = 0; for (const x of (function* () { yield 1; yield 2 })()) n += x; return n', 3],
    ['return Object.prototype.toString.call([])', '[object Array]'],
    ['return "a-b".replace(/-(.)/, (_, x) => x.toUpperCase())', 'aB'],
  ])('runs %s', async (code, result) => {
    expect(await outcome(code.includes('return') ? code : `return ${code}`)).toBe(result);
  });

  it('tells nothing of what was matched before', async () => {
    await outcome('return /secret/.test("a secret")');
    expect(await outcome('return RegExp.lastMatch ?? RegExp.$_ ?? RegExp.$1 ?? "nothing"')).toBe('nothing');
  });
});
