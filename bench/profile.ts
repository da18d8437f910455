/** Where the time of a run goes, by the engine's own sampling profiler. */
import { Session, type Profiler } from 'node:inspector';
import { Arena } from '../src/learning/engines/simd/kernel.ts';

/** Microseconds between samples. */
const INTERVAL = 500;

/** Names of the kernel's functions by the number under which the profiler knows them. */
function kernelNames(): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, value] of Object.entries(new Arena().kernel as unknown as Record<string, unknown>))
    if (typeof value === 'function') names.set(`wasm-function[${value.name}]`, name);
  return names;
}

/**
 * Shares of the time of `run` by rules: a sample counts for the first rule, in their order, that a frame of its stack
 * meets, innermost frame first. A frame reads `file function`; what meets none is `other`, what waits is left out.
 */
export async function profiled(
  run: () => Promise<unknown>,
  rules: readonly (readonly [string, RegExp])[],
): Promise<Map<string, { share: number; milliseconds: number }>> {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
  session.post('Profiler.start');
  await run();
  const profile = await new Promise<Profiler.Profile>((resolve, reject) => {
    session.post('Profiler.stop', (error, result) => {
      if (error) reject(error);
      else resolve(result.profile);
    });
  });
  session.disconnect();
  const kernel = kernelNames();
  const frames = new Map<number, string>();
  const parents = new Map<number, number>();
  for (const { id, callFrame, children } of profile.nodes) {
    const name = kernel.get(callFrame.functionName) ?? callFrame.functionName;
    frames.set(id, `${callFrame.url} ${name}`);
    for (const child of children ?? []) parents.set(child, id);
  }
  const partOf = (leaf: number): string => {
    for (let id: number | undefined = leaf; id !== undefined; id = parents.get(id)) {
      const rule = rules.find(([, what]) => what.test(frames.get(id)!));
      if (rule) return rule[0];
    }
    return 'other';
  };
  const times = new Map<string, number>(rules.map(([part]) => [part, 0]));
  profile.samples!.forEach((id, i) => {
    if (/\((idle|root)\)$/.test(frames.get(id)!)) return;
    const part = partOf(id);
    times.set(part, (times.get(part) ?? 0) + profile.timeDeltas![i]!);
  });
  const total = [...times.values()].reduce((a, b) => a + b, 0);
  return new Map(
    [...times].map(([part, us]) => [part, { share: us / total, milliseconds: us / 1000 }] as const),
  );
}
