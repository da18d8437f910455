/**
 * Shuts a global scope before a visitor's code is in it: what is left is the language itself, frozen, without clock, chance or
 * code from text. It is the second wall; the first is the sandboxed frame, whose policy allows no request (docs/own-policies.md).
 */

const ERRORS = [
  ...(['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError'] as const),
  ...(['SyntaxError', 'TypeError', 'URIError'] as const),
];

/** Arrays of bytes. */
export const BYTE_ARRAYS: readonly string[] = [
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array'],
  ...['Uint32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
];

/** The names that stay. Not among them: whatever tells the time, draws, waits, spawns, posts, fetches, keeps or compiles. */
const ALLOWED: ReadonlySet<PropertyKey> = new Set([
  ...['Object', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Math', 'JSON', 'Reflect'],
  ...['Proxy', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'RegExp', 'Iterator'],
  ...['ArrayBuffer', 'DataView', ...BYTE_ARRAYS, ...ERRORS],
  ...['NaN', 'Infinity', 'undefined', 'globalThis', 'parseInt', 'parseFloat', 'isNaN', 'isFinite'],
  ...['encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent'],
]);

/** Of `RegExp`: others tell what was matched last, by whomever. */
const OF_REGEXP: ReadonlySet<PropertyKey> = new Set([
  'length',
  'name',
  'prototype',
  'escape',
  Symbol.species,
]);

/** What no name leads to. */
const HIDDEN = `(() => {
  const functions = [function () {}, async function () {}, function* () {}, async function* () {}];
  const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ''[Symbol.iterator](), 'a'.matchAll(/a/g)];
  const made = [functions[2](), functions[3](), [].values().map?.((x) => x), globalThis.Iterator?.from({ next() {} })];
  return { functions, others: [...iterators, ...made] };
})()`;

interface Hidden {
  readonly functions: readonly object[];
  readonly others: readonly unknown[];
}

/** A global scope, of this realm or another. */
export type Scope = typeof globalThis;

/** Shuts `scope`; returns what would not be shut, by name: nothing, in the browsers that the lab is for. */
export function harden(scope: Scope): readonly string[] {
  const hidden = scope.eval(HIDDEN) as Hidden;
  const left = shutAll(scope);
  const prototypes = hidden.functions.map((one) => Reflect.getPrototypeOf(one)!);
  for (const prototype of prototypes) fix(prototype, 'constructor', noCode);
  fix(scope.Math, 'random', noChance);
  for (const key of Reflect.ownKeys(scope.RegExp))
    if (!OF_REGEXP.has(key)) Reflect.deleteProperty(scope.RegExp, key);
  for (const key of ['captureStackTrace', 'prepareStackTrace']) Reflect.deleteProperty(scope.Error, key);
  letOverride(scope);
  const others = hidden.others.flatMap((one) =>
    typeof one === 'object' && one !== null ? [Reflect.getPrototypeOf(one)!] : [],
  );
  freezeAll(scope, [...prototypes, ...others]);
  return [...left, ...closed(scope)];
}

function noCode(): never {
  throw new EvalError('code cannot be made of text here');
}

function noChance(): never {
  throw new Error('Math.random is not seeded: take random, the fourth argument of decide');
}

/** What a property is, without the `any` of its library's type. */
interface Described {
  readonly value?: unknown;
  readonly get?: unknown;
  readonly set?: unknown;
  readonly configurable?: boolean;
}

function described(owner: object, key: PropertyKey): Described {
  return (Reflect.getOwnPropertyDescriptor(owner, key) ?? {}) as Described;
}

function fix(owner: object, key: PropertyKey, value: unknown): void {
  Reflect.defineProperty(owner, key, { value, writable: false, configurable: false, enumerable: false });
}

/** Takes away every name of the scope and of what it inherits, up to what every object does. */
function shutAll(scope: Scope): readonly string[] {
  const left: string[] = [];
  const end = scope.Object.prototype;
  for (let owner: object | null = scope; owner && owner !== end; owner = Reflect.getPrototypeOf(owner)) {
    for (const key of Reflect.ownKeys(owner)) {
      if (owner === scope && ALLOWED.has(key)) continue;
      if (Reflect.deleteProperty(owner, key)) continue;
      if (Reflect.defineProperty(owner, key, { value: undefined, writable: false })) continue;
      const { value, get } = described(owner, key);
      // A number that stays, as PERSISTENT of an old interface, does nothing.
      if (get || (typeof value === 'object' && value !== null) || typeof value === 'function')
        left.push(String(key));
    }
  }
  return left;
}

/**
 * Where a prototype's property is frozen, an object that inherits it cannot be assigned one of its own. For what people do
 * assign (`toString`, the `name` of an error) an accessor stands in its place, which lets objects have their own.
 */
function letOverride(scope: Scope): void {
  for (const prototype of [scope.Object.prototype, ...ERRORS.map((name) => scope[name].prototype as object)])
    for (const key of Reflect.ownKeys(prototype)) {
      const { value, configurable } = described(prototype, key);
      if (value === undefined || configurable !== true) continue;
      Reflect.defineProperty(prototype, key, {
        get: () => value,
        set(this: object, own: unknown) {
          if (this === prototype) throw new TypeError(`${String(key)} of a prototype cannot be changed here`);
          Reflect.defineProperty(this, key, {
            value: own,
            writable: true,
            configurable: true,
            enumerable: true,
          });
        },
        configurable: false,
        enumerable: false,
      });
    }
}

/** Freezes all that the names of the scope lead to, and `more`. */
function freezeAll(scope: Scope, more: readonly object[]): void {
  const waiting: unknown[] = [...more];
  for (const key of Reflect.ownKeys(scope)) waiting.push(described(scope, key).value);
  const seen = new Set<unknown>([scope]);
  while (waiting.length > 0) {
    const one = waiting.pop();
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null || seen.has(one)) continue;
    seen.add(one);
    for (const key of Reflect.ownKeys(one)) {
      const { value, get, set } = described(one, key);
      waiting.push(value, get, set);
    }
    waiting.push(Reflect.getPrototypeOf(one));
    Object.freeze(one);
  }
}

/** No name of the scope changes any more, and none comes to it. */
function closed(scope: Scope): readonly string[] {
  const open = Reflect.ownKeys(scope).filter(
    (key) => !Reflect.defineProperty(scope, key, { writable: false, configurable: false }),
  );
  const extensible = !Reflect.preventExtensions(scope) && Reflect.isExtensible(scope);
  return [...open.map(String), ...(extensible ? ['new names'] : [])];
}
