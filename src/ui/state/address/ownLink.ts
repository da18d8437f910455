/**
 * A link may name what only this browser holds, an imported trace or pipeline, and a load by its steps. These are written
 * and read beside the fields of link.ts, and believed before the storage has answered whether they are there, and before
 * the code that makes the load is.
 */
import { defaultExperiment } from '../../../scenario/experiment.ts';
import { hashOf, openingOf, paramsOf, parseLink, type Parsed } from './link.ts';
import type { Holds } from './linkField.ts';
import { isTraceId, type Linked, type Names } from './linked.ts';
import { presets } from '../../../model/presets/index.ts';
import { textComplaint } from '../../../model/text.ts';
import { isOwn } from '../../../policies/own/program.ts';
import { generators } from '../../../workload/generators.ts';
import { baseOf, FLAT, importsOf, isShaped, LONGEST_LOAD } from '../../../workload/shaping/shaped.ts';

const ownPipeline = (id: string): boolean =>
  textComplaint(id) === undefined && !presets.some((preset) => preset.id === id);

/** Whether a text may be a load with steps; what is wrong within it is said when it is made. */
const mayBeShaped = (text: string): boolean => {
  if (!isShaped(text) || textComplaint(text, LONGEST_LOAD) !== undefined) return false;
  const base = baseOf(text);
  return base.startsWith(FLAT) || isTraceId(base) || generators.some(({ id }) => id === base);
};

/** The parameter that holds a pipeline of the visitor's own, compressed; `carried.ts` writes and reads it. */
export const CARRIED = 'own';
export const carries = (hash: string): boolean => hash.includes(`&${CARRIED}=`);

/** The parameter that holds policies of the visitor's own, compressed; `policies/own/carried.ts` writes and reads it. */
export const CODE = 'code';
export const carriesCode = (hash: string): boolean => hash.includes(`&${CODE}=`);

/** Lists of what Compare compares, which may hold imports too. */
const LISTS = [
  { param: 'c-pipelines', key: 'pipelines', kind: 'pipeline', may: ownPipeline },
  { param: 'c-loads', key: 'workloads', kind: 'trace', may: isTraceId },
] as const;
/** Imports of one list that a link is believed to name; whoever wrote more of them meant none. */
const MOST_LISTED = 60;

/** As `writeLink` of link.ts, with the trace and the pipeline where they are the visitor's own. */
export function writeOwnLink(linked: Linked, own: { readonly pipeline: boolean }): string {
  const params = paramsOf(linked);
  const { workload, pipeline } = linked.experiment;
  if (isTraceId(workload) || isShaped(workload)) params.set('load', workload);
  if (own.pipeline && ownPipeline(pipeline)) params.set('pipeline', pipeline);
  for (const { param, key, may } of LISTS) {
    // A comma parts the ids, so that an id with one cannot be named.
    const mine = linked.view.compared[key]?.filter((id) => may(id) && !id.includes(',')) ?? [];
    const others = params.get(param)?.split(',') ?? [];
    if (mine.length > 0) params.set(param, [...others, ...mine].join());
  }
  return hashOf(params);
}

export interface OwnLinked extends Parsed {
  /** Which ids must be looked up in the storage. */
  readonly wanted: readonly ('trace' | 'pipeline' | 'policy')[];
}

/** As `parseLink`; what may be here is believed, unless `holds` says that it is not. */
export function readOwnLink(
  hash: string,
  before?: Linked,
  holds: Holds = () => true,
  names: Partial<Names> = {},
): OwnLinked {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  params.delete(CARRIED);
  params.delete(CODE);
  const workload = params.get('load') ?? '';
  const pipeline = params.get('pipeline') ?? '';
  const wanted: ('trace' | 'pipeline' | 'policy')[] = [];
  let own: Partial<Linked['experiment']> = {};
  // The fields of every link are read with something in their place that there always is.
  const imports = importsOf(workload);
  if ((isTraceId(workload) || mayBeShaped(workload)) && imports.every((id) => holds('trace', id))) {
    own = { ...own, workload };
    if (imports.length > 0) wanted.push('trace');
    params.set('load', defaultExperiment.workload);
  }
  const drawn = importsOf(params.get('shape') ?? '');
  if (drawn.length > 0 && drawn.every((id) => holds('trace', id)) && !wanted.includes('trace'))
    wanted.push('trace');
  if (ownPipeline(pipeline) && holds('pipeline', pipeline)) {
    own = { ...own, pipeline };
    wanted.push('pipeline');
    params.set('pipeline', defaultExperiment.pipeline);
  }
  const listed: Partial<Record<'pipelines' | 'workloads', readonly string[]>> = {};
  for (const { param, key, kind, may } of LISTS) {
    const ids = params.get(param)?.split(',') ?? [];
    const mine = ids.filter((id) => may(id) && holds(kind, id)).slice(0, MOST_LISTED);
    if (mine.length === 0) continue;
    listed[key] = mine;
    if (!wanted.includes(kind)) wanted.push(kind);
    const others = ids.filter((id) => !mine.includes(id));
    if (others.length > 0) params.set(param, others.join());
    else params.delete(param);
  }
  const linked = parseLink(params.toString(), before, names, openingOf(hash), holds);
  const { compared, policy } = linked.view;
  const { a, b } = linked.experiment;
  if ([a, b, policy, ...compared.policies].some(isOwn)) wanted.push('policy');
  const view = {
    ...linked.view,
    compared: {
      ...compared,
      ...(listed.pipelines && { pipelines: withMine(compared.pipelines, listed.pipelines) }),
      ...(listed.workloads && { workloads: withMine(compared.workloads, listed.workloads) }),
    },
  };
  return { ...linked, experiment: { ...linked.experiment, ...own }, view, wanted };
}

function withMine(others: readonly string[] | undefined, mine: readonly string[]): readonly string[] {
  return [...(others ?? []).filter((id) => !mine.includes(id)), ...new Set(mine)];
}
