/** A visitor's code in its sandbox, in the built site: a decision, and a comparison of five policies, beside the lab's own in the same run. */
import { more, said, type BenchRow } from './row.ts';
import { middle } from './time.ts';

/** Of e2e/sandbox/times.ts, which belongs to another TypeScript project. */
interface Times {
  readonly least: readonly number[];
  readonly greedy: readonly number[];
  readonly runs: number;
  readonly own: readonly number[];
  readonly builtIn: readonly number[];
  readonly decisions: number;
}

export async function benchOwn(): Promise<BenchRow[]> {
  const measured = new URL('../e2e/sandbox/times.ts', import.meta.url).href;
  const { sandboxTimes } = (await import(measured)) as {
    readonly sandboxTimes: () => Promise<Times | string>;
  };
  const times = await sandboxTimes();
  if (typeof times === 'string') return [said('policies of one’s own', times)];
  const { least, greedy, runs, own, builtIn, decisions } = times;
  return [
    more(
      'a decision in the sandbox, median of episodes',
      1000 * middle(least),
      'us',
      'Greedy, us',
      1000 * middle(greedy),
    ),
    more(
      'a decision in a comparison, beyond one of the lab’s',
      (1000 * (middle(own) - middle(builtIn))) / decisions,
      'us',
      'by itself, us',
      1000 * middle(least),
    ),
    more(
      `five of one’s own, ${String(runs)} runs`,
      middle(own) / 1000,
      's',
      'five of the lab’s, s',
      middle(builtIn) / 1000,
    ),
  ];
}
