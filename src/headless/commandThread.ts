/** One command in its thread; all that it says goes to the first thread as messages. */
import { workerData } from 'node:worker_threads';
import { carryOut } from './carryOut.ts';
import { beatIn } from './clock.ts';
import type { ThreadData } from './messages.ts';

const { name, args, flag, beats, port } = workerData as ThreadData;
beatIn(beats);
await carryOut(name, args, flag, (message) => {
  port.postMessage(message);
});
