/** Names and ids of imported things: several stay side by side, and none is taken for another. */
import type { Pipeline } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import { LONGEST_NAME, nameFrom, shortened, textComplaint } from '../../../model/text.ts';
import type { Workload } from '../../../workload/workload.ts';

/** `name` as a name can be, or the first of `name (2)`, `name (3)`, ... that is not taken; never longer than `LONGEST_NAME`. */
export function freeName(name: string, taken: readonly string[]): string {
  const plain = nameFrom(name) || 'imported';
  if (!taken.includes(plain)) return plain;
  for (let n = 2; ; n++) {
    const end = ` (${String(n)})`;
    const next = shortened(plain, LONGEST_NAME - end.length) + end;
    if (!taken.includes(next)) return next;
  }
}

/** What is wrong with a name for something new; '' where nothing is. */
export function nameTrouble(name: string, taken: readonly string[]): string {
  if (name.trim() === '') return 'It needs a name.';
  const complaint = textComplaint(name.trim());
  if (complaint !== undefined) return `A name ${complaint}.`;
  return taken.includes(name.trim()) ? 'Another import has this name.' : '';
}

export const sameRates = (a: Workload, b: Workload): boolean =>
  a.rates.length === b.rates.length && a.rates.every((rate, t) => rate === b.rates[t]);

/** The trace with the same data that is here already; `wholeOf` gives a trace beyond what the lab replays of it. */
export function twinOfTrace(
  trace: Workload,
  here: readonly Workload[],
  wholeOf: (trace: Workload) => Workload,
): Workload | undefined {
  return here.find((one) => sameRates(wholeOf(one), trace));
}

/** The id made of its data, or the next where that one names other data. Links know ids of this form. */
export function freeTraceId(id: string, here: readonly Workload[]): string {
  let free = id;
  while (here.some((one) => one.id === free)) {
    const next = (Number.parseInt(free.slice('import:'.length), 16) + 1) >>> 0;
    free = `import:${next.toString(16).padStart(8, '0')}`;
  }
  return free;
}

const content = ({ stages, slaSeconds }: Pipeline): string => JSON.stringify([stages, slaSeconds]);

export function twinOfPipeline(pipeline: Pipeline, here: readonly Pipeline[]): Pipeline | undefined {
  return here.find((one) => content(one) === content(pipeline));
}

export function freePipelineId(id: string, here: readonly Pipeline[]): string {
  const own = presets.some((preset) => preset.id === id) ? `import:${id}` : id;
  const plain = shortened(own, LONGEST_NAME - 4);
  let free = shortened(own, LONGEST_NAME);
  for (let n = 2; here.some((one) => one.id === free); n++) free = `${plain}-${String(n)}`;
  return free;
}
