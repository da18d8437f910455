/**
 * The sandbox's frame with a worker that is not shut: what its policy alone forbids. Run in the frame as text; `HOST` as in
 * attempts.ts. Each attempt that reaches something tells so.
 */

const WORKER = `
const tried = {};
const attempts = {
  fetch: () => fetch('HOST/fetch'),
  xhr: () => new Promise((done, failed) => {
    const x = new XMLHttpRequest(); x.open('GET', 'HOST/xhr'); x.onload = done; x.onerror = () => failed(new Error('xhr')); x.send();
  }),
  socket: () => new Promise((done, failed) => {
    const s = new WebSocket('HOST/socket'.replace('http', 'ws')); s.onopen = done; s.onerror = () => failed(new Error('socket'));
  }),
  events: () => new Promise((done, failed) => {
    const e = new EventSource('HOST/events'); e.onopen = done; e.onerror = () => failed(new Error('events'));
  }),
  importScripts: () => importScripts('HOST/script.js'),
  importOfBlob: () => importScripts(URL.createObjectURL(new Blob(['self.reached = 1']))),
  module: () => import('HOST/module.js'),
  moduleOfBlob: () => import(URL.createObjectURL(new Blob(['export default 1'], { type: 'text/javascript' }))),
  indexedDB: () => new Promise((done, failed) => {
    const asked = indexedDB.open('sluice'); asked.onsuccess = done; asked.onerror = () => failed(asked.error);
  }),
  files: () => navigator.storage.getDirectory(),
  caches: () => caches.open('x'),
  rtc: () => new RTCPeerConnection(),
  transport: () => new WebTransport('https://127.0.0.1:9/').ready,
  inner: () => new Promise((done, failed) => {
    const text = "fetch('HOST/inner').then(() => postMessage('reached'), () => postMessage('blocked'))";
    const inner = new Worker(URL.createObjectURL(new Blob([text])));
    inner.onmessage = ({ data }) => data === 'reached' ? done() : failed(new Error(data));
    inner.onerror = () => failed(new Error('no worker'));
  }),
  beacon: () => { if (!navigator.sendBeacon('HOST/beacon', 'x')) throw new Error('beacon'); },
};
(async () => {
  for (const [name, attempt] of Object.entries(attempts)) {
    try { await attempt(); tried[name] = 'reached'; } catch (error) { tried[name] = 'blocked'; }
  }
  postMessage(tried);
})();
`;

/** A file in the sandbox's place. `flood` has its worker post without end. */
export function firstWall(host: string, flood: boolean): string {
  const program = flood ? `for (;;) postMessage('x'.repeat(1000));` : WORKER.replaceAll('HOST', host);
  const script = `const program = ${JSON.stringify(program)};
const worker = new Worker(URL.createObjectURL(new Blob([program], { type: 'text/javascript' })));
worker.onmessage = ({ data }) => parent.postMessage(data, '*');`;
  return `<!doctype html><meta charset="utf-8"><title>First wall</title><script>${script}</script>`;
}
