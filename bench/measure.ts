/** Measuring a model: its medians beside those of a plain loop in the same run, in Node and in Chromium, and of both. */
import * as ort from 'onnxruntime-web';
import { inChromium, NO_CHROMIUM } from './inChromium.ts';
import { BATCHES, medians, type Medians } from './measure/medians.ts';
import { more, said, type BenchRow } from './row.ts';
import { middle } from './time.ts';

/** Each takes its turn, since a machine is slower at one time than at another. */
const ROUNDS = 3;

function rows(where: string, of: readonly Medians[]): readonly BenchRow[] {
  return BATCHES.map((batch, i) =>
    more(
      `median of batch ${String(batch)} in ${where}`,
      1000 * middle(of.map(({ measured }) => measured[i]!)),
      ...(['ms', 'a plain loop there, ms'] as const),
      1000 * middle(of.map(({ plain }) => plain[i]!)),
    ),
  );
}

export async function benchMeasure(): Promise<BenchRow[]> {
  ort.env.wasm.numThreads = 1;
  const node: Medians[] = [];
  const there: Medians[] = [];
  const found = await inChromium(new URL('measure/page.ts', import.meta.url), [], async (page) => {
    for (let round = 0; round < ROUNDS; round++) {
      node.push(await medians(ort));
      there.push(await page.evaluate<Medians>('medians()'));
    }
    return true;
  });
  if (found === undefined) return [...rows('Node', [await medians(ort)]), said('in Chromium', NO_CHROMIUM)];
  const median = (of: readonly Medians[], i: number): number =>
    1000 * middle(of.map(({ measured }) => measured[i]!));
  return [
    ...rows('Node', node),
    ...rows('Chromium', there),
    ...BATCHES.map((batch, i) =>
      more(
        `median of batch ${String(batch)} in Chromium`,
        median(there, i),
        'ms',
        'in Node, ms',
        median(node, i),
      ),
    ),
  ];
}
