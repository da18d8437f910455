/** What the visitor brought in: kept in the browser, found again, renamed, and deleted for good. */
import type { Comparison } from '../comparing/comparison.svelte.ts';
import { defaultExperiment } from '../../../scenario/experiment.ts';
import type { History } from '../experiment/history.svelte.ts';
import type { LabState } from '../labState.ts';
import type { ShapedLoads } from '../loads/shapedLoads.svelte.ts';
import type { FoundEarlier, Memory } from '../keeping/memory.svelte.ts';
import type { OwnPolicies } from '../policies/own/ownPolicies.svelte.ts';
import type { Predict } from '../training/predict.svelte.ts';
import { replayed } from './traces.ts';
import { presets } from '../../../model/presets/index.ts';
import type { ImportNote } from '../../../storage/records.ts';
import { isMadeOf } from '../../../workload/shaping/shaped.ts';
import { generators } from '../../../workload/generators.ts';

export type BroughtKind = 'trace' | 'pipeline';

/** What of the lab holds them. */
export interface Holder extends Pick<
  LabState,
  'experiment' | 'traces' | 'pipelines' | 'notes' | 'notice' | 'set'
> {
  readonly workload: { readonly name: string };
  readonly pipeline: { readonly name: string };
  readonly memory: Pick<Memory, 'change'>;
  readonly predict: Pick<Predict, 'keep' | 'whole' | 'recall'>;
  readonly own?: Pick<OwnPolicies, 'adopt'>;
}

/** What else may name an import that is deleted. */
interface Forgetful extends Holder {
  readonly history: Pick<History, 'without' | 'quietly'>;
  readonly comparison: Pick<Comparison, 'chosen'>;
  readonly loads: Pick<ShapedLoads, 'draft'>;
}

interface Identified {
  readonly id: string;
  readonly notes?: readonly ImportNote[];
}

const plain = <T extends Identified>({ notes: _, ...rest }: T): Omit<T, 'notes'> => rest;

/** Those of this visit are newer. */
function behind<T extends Identified>(found: readonly T[], here: readonly T[]): readonly T[] {
  return [...found.filter(({ id }) => !here.some((mine) => mine.id === id)), ...here];
}

/**
 * What a browser or an archive holds under an id that is the lab's `own` would be taken for it, and no list can show two
 * of one id: it stays in the storage and in exports, and is not offered.
 */
export function notTheLabs<T extends { readonly id: string }>(
  kept: readonly T[],
  own: readonly { readonly id: string }[],
): readonly T[] {
  return kept.filter(({ id }) => !own.some((one) => one.id === id));
}

/** Takes over what earlier visits left. */
export function adopt(lab: Holder, { pipelines, traces, policies, predictor, used }: FoundEarlier): void {
  lab.own?.adopt(policies);
  const noted = [...traces, ...pipelines].flatMap(({ id, notes }) => (notes ? [[id, notes] as const] : []));
  lab.notes = { ...Object.fromEntries(noted), ...lab.notes };
  const loads = notTheLabs(traces, generators).map(plain);
  for (const load of loads) lab.predict.keep(load.id, load);
  lab.traces = behind(loads.map(replayed), lab.traces);
  lab.pipelines = behind(notTheLabs(pipelines, presets).map(plain), lab.pipelines);
  if (predictor) lab.predict.recall(predictor, used);
}

/** Deletes an imported load or pipeline for good; where it was in use the lab takes its own first one. */
export async function forgetBrought(lab: Forgetful, kind: BroughtKind, id: string): Promise<void> {
  const done = await lab.memory.change((store) =>
    kind === 'trace' ? store.removeTrace(id) : store.removePipeline(id),
  );
  if (!done) return;
  const list: readonly { readonly id: string; readonly name: string }[] =
    kind === 'trace' ? lab.traces : lab.pipelines;
  const gone = list.find((one) => one.id === id);
  const field = kind === 'trace' ? 'workload' : 'pipeline';
  const used = isMadeOf(lab.experiment[field], id);
  if (used) lab.set({ [field]: defaultExperiment[field] }, 'forget');
  const { draft } = lab.loads;
  if (kind === 'trace' && draft !== undefined && isMadeOf(draft, id))
    lab.history.quietly(() => {
      lab.loads.draft = undefined;
    });
  lab.history.without(field, id, defaultExperiment[field], lab.experiment);
  const compared = kind === 'trace' ? 'workloads' : 'pipelines';
  const { chosen } = lab.comparison;
  if (chosen[compared]?.includes(id))
    lab.comparison.chosen = { ...chosen, [compared]: chosen[compared].filter((one) => one !== id) };
  if (kind === 'trace') lab.traces = lab.traces.filter((one) => one.id !== id);
  else lab.pipelines = lab.pipelines.filter((one) => one.id !== id);
  if (!gone) return;
  const instead = used ? `; the lab runs “${lab[field].name}”` : '';
  lab.notice = `“${gone.name}” was deleted${instead}.`;
}

/** Gives an imported load or pipeline another name; its id, which links hold, stays. */
export async function renameBrought(lab: Holder, kind: BroughtKind, id: string, name: string): Promise<void> {
  const notes = lab.notes[id];
  const noted = notes ? { notes } : {};
  if (kind === 'trace') {
    const trace = lab.traces.find((one) => one.id === id);
    if (!trace) return;
    const whole = { ...lab.predict.whole(trace), name };
    lab.predict.keep(id, whole);
    lab.traces = lab.traces.map((one) => (one.id === id ? { ...one, name } : one));
    await lab.memory.change((store) => store.putTrace({ ...whole, ...noted }));
  } else {
    lab.pipelines = lab.pipelines.map((one) => (one.id === id ? { ...one, name } : one));
    const pipeline = lab.pipelines.find((one) => one.id === id);
    if (pipeline) await lab.memory.change((store) => store.putPipeline({ ...pipeline, ...noted }));
  }
}
