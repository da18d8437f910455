/** ONNX models measured off the main thread by onnxruntime-web, which is fetched when the first model comes. */
import { expose } from 'comlink';
import { clock } from './alive.ts';
import type { ProfilerApi } from './profilerProtocol.ts';
import { telling } from './telling.ts';
import { yieldToMessages } from './yield.ts';
import { accepted, refused, type Result } from '../src/model/result.ts';
import { tickOf } from '../src/profiles/measure/bench.ts';
import { heapBytes, watchHeap } from '../src/profiles/measure/heap.ts';
import { inspect, measureModel } from '../src/profiles/measure/measureModel.ts';
import { ortRuntime } from '../src/profiles/measure/ort.ts';
import type { Runtime } from '../src/profiles/measure/session.ts';
import { tooLarge } from '../src/profiles/measure/troubles.ts';

let stopped = false;

async function runtimeOf(): Promise<Runtime> {
  watchHeap();
  return ortRuntime(await import('onnxruntime-web/wasm'), heapBytes);
}

async function bytesOf(file: File): Promise<Result<Uint8Array>> {
  const large = tooLarge(file.name, file.size);
  if (large !== undefined) return refused(large);
  try {
    return accepted(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return refused(`${file.name} could not be read; it was moved or changed, or there is no memory for it.`);
  }
}

const api: ProfilerApi = {
  inspect: async (file) => {
    const bytes = await bytesOf(file);
    return bytes.ok ? inspect(file.name, bytes.value, await runtimeOf()) : bytes;
  },
  measure: ({ file, ...asked }, listener) =>
    telling(listener, async (tell) => {
      stopped = false;
      const bytes = await bytesOf(file);
      if (!bytes.ok) return bytes;
      return measureModel(
        { name: file.name, bytes: bytes.value, ...asked },
        {
          ...{ runtime: await runtimeOf(), clock, tick: tickOf(clock), tell, yieldToMessages },
          stopped: () => stopped,
        },
      );
    }),
  stop: () => {
    stopped = true;
  },
};

expose(api);
