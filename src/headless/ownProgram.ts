/** The thread of one program: hears decisions to take, and replies. */
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { codeRuns } from '../policies/own/codeRuns.ts';
import { OwnExcess } from '../policies/own/failure.ts';
import { MOST_BYTES } from '../policies/own/guestBytes.ts';
import type { OwnProgram } from '../policies/own/program.ts';
import type { OwnRuns } from '../policies/own/runs.ts';
import { answering, type Numbered } from '../policies/own/thread.ts';
import { figure } from '../model/range.ts';

const port = parentPort!;

function ofCode(): OwnRuns {
  // Of promises that a program leaves behind: its answer, a promise, is refused already.
  process.on('unhandledRejection', () => undefined);
  return codeRuns(({ name }) => {
    // No limit of a thread counts arrays of bytes.
    if (getHeapStatistics().external_memory > MOST_BYTES)
      throw new OwnExcess(`${name} keeps more than the ${figure(MOST_BYTES / 2 ** 20)} MB that it may.`);
  });
}

/** Loaded before it says that it hears: that is no network's time. */
async function ofNetworks(): Promise<OwnRuns> {
  const [{ networkRuns }, { ortRuntime }, ort] = await Promise.all([
    import('../export/onnx/networkRuns.ts'),
    import('../profiles/measure/ort.ts'),
    import('onnxruntime-web'),
  ]);
  const runtime = ortRuntime(ort, () => undefined);
  await runtime.ready(new Uint8Array(0));
  return networkRuns(() => Promise.resolve(runtime));
}

const runs = (workerData as OwnProgram['kind']) === 'code' ? ofCode() : await ofNetworks();
const answer = answering(runs, (reply) => {
  port.postMessage(reply);
});
port.on('message', (message: Numbered) => void answer(message));
port.postMessage('ready');
