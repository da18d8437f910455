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
import type { Device, Runtime } from '../src/profiles/measure/session.ts';
import { tooLarge } from '../src/profiles/measure/troubles.ts';

let stopped = false;

async function runtimeOf(device: Device = 'processor'): Promise<Runtime> {
  watchHeap();
  // The build with WebGPU that waits by JSPI: 17 MB, where the one that waits by rewound stacks has 27.
  return device === 'graphics'
    ? ortRuntime(await import('onnxruntime-web/jspi'), heapBytes, device)
    : ortRuntime(await import('onnxruntime-web/wasm'), heapBytes);
}

/** `large`: the sentence on a file of that size, where it is not read. */
async function bytesOf(
  file: File,
  large: (name: string, bytes: number) => string | undefined = tooLarge,
): Promise<Result<Uint8Array>> {
  const why = large(file.name, file.size);
  if (why !== undefined) return refused(why);
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
  measure: ({ file, device, ...asked }, listener) =>
    telling(listener, async (tell) => {
      stopped = false;
      const bytes = await bytesOf(file);
      if (!bytes.ok) return bytes;
      return measureModel(
        { name: file.name, bytes: bytes.value, ...asked },
        {
          ...{ runtime: await runtimeOf(device), clock, tick: tickOf(clock), tell, yieldToMessages },
          stopped: () => stopped,
        },
      );
    }),
  score: ({ file, set, ...asked }, listener) =>
    telling(listener, async (tell) => {
      stopped = false;
      const [{ readSet, setTooLarge }, { scoreModel }, { unpack }] = await Promise.all([
        import('../src/profiles/labelled/rawSet.ts'),
        import('../src/profiles/labelled/score.ts'),
        import('../src/storage/unpack.ts'),
      ]);
      const bytes = await bytesOf(file);
      if (!bytes.ok) return bytes;
      const all = set.reduce((sum, { size }) => sum + size, 0);
      const read = [];
      for (const one of set) {
        const content = await bytesOf(one, (name) => setTooLarge(name, all));
        if (!content.ok) return content;
        read.push({ name: one.name, bytes: content.value });
      }
      const raw = readSet(read, unpack);
      if (!raw.ok) return raw;
      return scoreModel(
        { name: file.name, bytes: bytes.value, ...asked, set: raw.value },
        { runtime: await runtimeOf(), clock, tell, yieldToMessages, stopped: () => stopped },
      );
    }),
  stop: () => {
    stopped = true;
  },
};

expose(api);
