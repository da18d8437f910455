/** A visitor's networks, run by onnxruntime-web for `own.ts`, which ends this worker where one overruns its time. */
import { networkRuns } from '../src/export/onnx/networkRuns.ts';
import { answering, type Numbered } from '../src/policies/own/thread.ts';
import { heapBytes, watchHeap } from '../src/profiles/measure/heap.ts';
import { ortRuntime } from '../src/profiles/measure/ort.ts';

watchHeap();
const runtime = ortRuntime(await import('onnxruntime-web/wasm'), heapBytes);
// Loaded before it says that it hears: that is no network's time.
await runtime.ready(new Uint8Array(0));
const answer = answering(
  networkRuns(() => Promise.resolve(runtime)),
  (reply) => {
    postMessage(reply);
  },
);
addEventListener('message', ({ data }: MessageEvent<Numbered>) => void answer(data));
postMessage('ready');
