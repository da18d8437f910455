/**
 * Attempts to break out of the sandbox or to harm whoever runs it, each the body of a function in a visitor's policy. What
 * reaches something returns it; `HOST` is an address of a server that counts who asks it.
 */

/** A policy that makes the attempt at every decision: two replicas a stage where it reached something, one where not. */
export const policyOf = (attempt: string): string => `export default {
  name: 'Hostile',
  decide(observation, tables, memory, random) {
    let reached;
    try {
      reached = (() => { ${attempt} })();
    } catch {}
    return tables.stages.map(() => ({ variant: 0, replicas: reached === undefined ? 1 : 2, batch: 1 }));
  },
};`;

/** A policy that answers with what stands there at decision 3, and orders the least before and after. */
export const answering = (answer: string): string => `let k = 0;
export default {
  name: 'Hostile',
  decide(observation, tables, memory, random) {
    k += 1;
    if (k === 3) { ${answer} }
    return tables.stages.map(() => ({ variant: 0, replicas: 1, batch: 1 }));
  },
};`;

/** Nothing is reached, and the run goes on to its end. */
export const BLOCKED: Readonly<Record<string, string>> = {
  fetch: `return fetch('HOST/fetch')`,
  XMLHttpRequest: `const x = new XMLHttpRequest(); x.open('GET', 'HOST/xhr'); x.send(); return x`,
  WebSocket: `return new WebSocket('HOST/socket'.replace('http', 'ws'))`,
  EventSource: `return new EventSource('HOST/events')`,
  'a beacon': `return navigator.sendBeacon('HOST/beacon', 'x')`,
  WebTransport: `return new WebTransport('HOST/transport'.replace('http', 'https'))`,
  WebRTC: `return new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:9' }] })`,
  'a script by importScripts': `return importScripts('HOST/script.js')`,
  'a module by code made of text': `return eval("import('HOST/module.js')")`,
  'a module by a function made of text': `return (() => {}).constructor("return import('HOST/module.js')")()`,
  'a module by an asynchronous function': `return (async () => {}).constructor("return import('HOST/m.js')")()`,
  'a module by a generator': `return (function* () {}).constructor("yield import('HOST/m.js')")().next()`,
  'a module by an asynchronous generator': `return (async function* () {}).constructor("yield 1")()`,
  'a font': `return new FontFace('x', 'url(HOST/font)').load()`,
  'a picture': `return createImageBitmap(new Blob(['x']))`,
  IndexedDB: `return indexedDB.open('sluice')`,
  'the cache of requests': `return caches.open('x')`,
  'files of its own': `return navigator.storage.getDirectory()`,
  'local storage and cookies': `return globalThis.localStorage ?? globalThis.cookieStore`,
  locks: `return navigator.locks.request('x', () => 1)`,
  'a channel to other pages': `return new BroadcastChannel('sluice')`,
  'its parent': `return globalThis.parent ?? globalThis.top ?? globalThis.opener ?? globalThis.window`,
  'its own port': `postMessage('x'); return 1`,
  'another port': `return new MessageChannel()`,
  'messages to it': `addEventListener('message', () => 1); return 1`,
  'a handler of messages': `onmessage = () => 1; return 1`,
  'where it is': `return globalThis.location ?? globalThis.origin ?? globalThis.name`,
  'the page’s address': `location.href = 'HOST/away'; return 1`,
  'a window': `return open('HOST/window')`,
  'a worker in the worker': `return new Worker(URL.createObjectURL(new Blob(['0'])))`,
  'a shared worker': `return new SharedWorker('HOST/shared.js')`,
  'a service worker': `return navigator.serviceWorker.register('HOST/sw.js')`,
  'the graphics device': `return navigator.gpu.requestAdapter()`,
  'a canvas': `return new OffscreenCanvas(1, 1).getContext('2d')`,
  'a note on the screen': `return new Notification('x')`,
  WebAssembly: `return new WebAssembly.Memory({ initial: 1 })`,
  'shared memory': `return new SharedArrayBuffer(8)`,
  waiting: `return Atomics.wait(new Int32Array(8), 0, 0, 1000)`,
  'a timer': `return setTimeout(() => 1)`,
  'an interval': `return setInterval(() => 1, 0)`,
  'a task of its own': `return queueMicrotask(() => 1)`,
  'the time': `return performance.now()`,
  'the date': `return new Date()`,
  'the time zone': `return Intl.DateTimeFormat().resolvedOptions()`,
  chance: `return Math.random()`,
  'secrets of the machine': `return crypto.getRandomValues(new Uint8Array(1))`,
  'what was let go': `return new WeakRef({})`,
  'the console': `console.log('hostile'); return 1`,
  'a name for all': `globalThis.left = 1; return 1`,
  'a name for all, unsaid': `left = 1; return 1`,
  'an array’s methods': `Array.prototype.map = () => []; return 1`,
  'every object': `Object.prototype.replicas = 9; return 1`,
  'an object’s prototype': `({}).__proto__.toString = () => 'x'; return 1`,
  promises: `Promise.prototype.then = () => 1; return 1`,
  iterators: `Object.getPrototypeOf([][Symbol.iterator]()).next = () => 1; return 1`,
  generators: `Object.getPrototypeOf(function* () {}).prototype.next = () => 1; return 1`,
  'JSON and Reflect': `JSON.stringify = () => ''; Reflect.get = () => 1; return 1`,
  numbers: `Number.isInteger = () => true; return 1`,
  'the stack of calls': `Error.prepareStackTrace = (_, sites) => sites; return new Error().stack[0]`,
  'whoever called it': `return (function () { return arguments.callee.caller })()`,
  'a global scope by this': `return (function () { return this })()`,
  'a sloppy scope': `return [].concat.call()`,
  'its observation': `observation.stages.length = 0; observation.load = NaN; tables.maxReplicas = 99; return undefined`,
};

/** Refused before it runs. */
export const REFUSED: Readonly<Record<string, readonly [source: string, why: string]>> = {
  'an import': [
    `import x from 'HOST/module.js'; export default x`,
    'a policy is one text, at line 1, column 1',
  ],
  'an import when it runs': [answering(`return import('HOST/m.js')`), 'nothing can be imported'],
  'a module again exported': [`export { default } from 'HOST/module.js'`, 'nothing can be imported'],
  'its own address': [answering(`return import.meta.url`), 'nothing can be imported'],
  'no program': ['let x = ;', 'Unexpected token, at line 1, column 9'],
  'a bracket that ends what is around it': [
    `})();self.postMessage('x');(function(){export default {}`,
    'at line 1',
  ],
  'what never ends when it is read': [`for (;;); export default {}`, 'it took more than the 2000 ms'],
};

/** Ended at decision 3, in a sentence that holds this. */
export const ENDED: Readonly<Record<string, readonly [act: string, why: string]>> = {
  'a loop without end': ['for (;;);', 'it took more than the 50 ms'],
  'a loop that catches': ['for (;;) { try { throw 1 } catch {} }', 'it took more than the 50 ms'],
  'a microtask after the other': [
    'const again = () => { Promise.resolve().then(again) }; again();',
    'it took more than the 50 ms',
  ],
  'a pattern without end': [`/^(a+)+$/.test('a'.repeat(40) + 'b')`, 'it took more than the 50 ms'],
  'a number without end': ['let n = 3n; for (;;) n *= n;', 'at decision 3: '],
  'a text without end': [`let s = 'x'; for (;;) s += s;`, 'at decision 3: '],
  'calls without end': ['(function again() { again() })()', 'failed at decision 3: '],
  '4 GB at once': [
    'for (let i = 0; i < 4; i++) (memory.kept ??= []).push(new Uint8Array(2 ** 30).fill(1));',
    'at decision 3: ',
  ],
  '4 GB in small parts': [
    'for (let i = 0; ; i++) (memory.kept ??= []).push(new Array(1e4).fill(i));',
    'it took more than the 50 ms',
  ],
  'a throw': [`throw new TypeError('on purpose')`, 'failed at decision 3: TypeError: on purpose, at line 6'],
  'a throw of what throws': [`throw { toString() { throw 1 } }`, 'failed at decision 3: it threw something'],
  'an answer that throws when it is read': [
    `return [{ get variant() { throw new Error('read') } }, {}]`,
    'failed at decision 3: Error: read',
  ],
  'an answer that never ends when it is read': [`return new Proxy([], { get() { for (;;); } })`, '50 ms'],
};

/** No order: what ran goes on, it is counted and the run goes to its end. */
export const NO_ORDER: Readonly<Record<string, readonly [answer: string, why: string]>> = {
  nothing: ['return undefined', 'its answer is nothing'],
  NaN: ['return NaN', 'its answer is NaN'],
  'a promise': ['return (async () => [])()', 'its answer is'],
  'a text': [`return 'two'`, 'its answer is a text'],
  '100 MB of text': [`return 'x'.repeat(1e8)`, 'its answer is a text'],
  '100 MB in an order': [
    `return tables.stages.map(() => ({ variant: 0, replicas: 'x'.repeat(1e8), batch: new ArrayBuffer(1e8) }))`,
    'replicas of stage 1 is a text',
  ],
  'a list of 4,000,000,000': ['return new Array(4e9)', 'stages'],
  'a function': ['return () => 1', 'its answer is a function'],
  'NaN replicas': [`return tables.stages.map(() => ({ variant: 0, replicas: NaN, batch: 1 }))`, 'is NaN'],
};
