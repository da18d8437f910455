/** A load with steps, `fluctuating~x1.5` or `trace.csv~window:3600,7200`, made of built-in loads and files. */
import { UsageError } from './options.ts';
import { generators } from '../workload/generators.ts';
import { namesOfBases, shapedWorkload } from '../workload/shaping/shape.ts';
import { FLAT } from '../workload/shaping/shaped.ts';
import { isCompose, type Load } from '../workload/shaping/steps.ts';
import { parseLoad } from '../workload/shaping/text.ts';
import type { Workload } from '../workload/workload.ts';

/** The load that a text says; `read` reads its files, each once. Throws UsageError for what it refuses. */
export async function shapedLoad(
  text: string,
  seed: number,
  read: (name: string) => Promise<Workload>,
): Promise<Workload> {
  const parsed = parseLoad(text);
  if (!parsed.ok) throw new UsageError(`The workload “${text}”: ${parsed.message}`);
  const files = new Map<string, Workload>();
  for (const base of filesOf(parsed.value)) if (!files.has(base)) files.set(base, await read(base));
  const made = shapedWorkload(
    parsed.value,
    {
      rates: (base) => files.get(base)?.rates,
      nameOf: namesOfBases((base) => files.get(base)?.name),
    },
    seed,
  );
  if (!made.ok) throw new UsageError(`The workload “${text}”: ${made.message}`);
  return made.value;
}

/** The files that the text of a load with steps names. Throws UsageError for what is no such text. */
export function filesOfLoad(text: string): readonly string[] {
  const parsed = parseLoad(text);
  if (!parsed.ok) throw new UsageError(`The workload “${text}”: ${parsed.message}`);
  return filesOf(parsed.value);
}

/** What is no load of the lab's own. */
function filesOf({ base, steps }: Load): readonly string[] {
  const own = base.startsWith(FLAT) || generators.some(({ id }) => id === base);
  return [...(own ? [] : [base]), ...steps.flatMap((step) => (isCompose(step) ? filesOf(step.load) : []))];
}

/** Loads of a list separated by commas, where the numbers of a step are too: a bare number belongs to the load before it. */
export function loadNames(parts: readonly string[]): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  for (const part of parts) {
    const before = names.at(-1);
    const within = before !== undefined && (before.includes('~') || before.startsWith(FLAT));
    if (within && (depth > 0 || /^[+-]?\d*\.?\d+(?=$|[~)])/.test(part)))
      names[names.length - 1] = `${before},${part}`;
    else names.push(part);
    const last = names.at(-1)!;
    depth = last.split('(').length - last.split(')').length;
  }
  return names;
}
