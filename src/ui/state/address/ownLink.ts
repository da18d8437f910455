/**
 * A link may name what only this browser holds: an imported trace or pipeline. It is written and read beside the fields
 * of link.ts, and believed before the storage has answered whether it is there.
 */
import { defaultExperiment } from '../experiment/experiment.ts';
import { parseLink, writeLink, type Parsed } from './link.ts';
import { isTraceId, type Linked, type Names } from './linked.ts';
import { presets } from '../../../model/presets/index.ts';
import { textComplaint } from '../../../model/text.ts';

const ownPipeline = (id: string): boolean =>
  textComplaint(id) === undefined && !presets.some((preset) => preset.id === id);

/** As `writeLink`, with the trace and the pipeline where they are the visitor's own. */
export function writeOwnLink(linked: Linked, own: { readonly pipeline: boolean }): string {
  const params = new URLSearchParams(writeLink(linked).slice(1));
  const { workload, pipeline } = linked.experiment;
  if (isTraceId(workload)) params.set('load', workload);
  if (own.pipeline && ownPipeline(pipeline)) params.set('pipeline', pipeline);
  const text = params.toString();
  return text === '' ? '' : `#${text}`;
}

export interface OwnLinked extends Parsed {
  /** Which ids must be looked up in the storage. */
  readonly wanted: readonly ('trace' | 'pipeline')[];
}

/** As `parseLink`; what may be here is believed, unless `holds` says that it is not. */
export function readOwnLink(
  hash: string,
  before?: Linked,
  holds: (kind: 'trace' | 'pipeline', id: string) => boolean = () => true,
  names: Partial<Names> = {},
): OwnLinked {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const workload = params.get('load') ?? '';
  const pipeline = params.get('pipeline') ?? '';
  const wanted: ('trace' | 'pipeline')[] = [];
  let own: Partial<Linked['experiment']> = {};
  // The fields of every link are read with something in their place that there always is.
  if (isTraceId(workload) && holds('trace', workload)) {
    own = { ...own, workload };
    wanted.push('trace');
    params.set('load', defaultExperiment.workload);
  }
  if (ownPipeline(pipeline) && holds('pipeline', pipeline)) {
    own = { ...own, pipeline };
    wanted.push('pipeline');
    params.set('pipeline', defaultExperiment.pipeline);
  }
  const linked = parseLink(params.toString(), before, names);
  return { ...linked, experiment: { ...linked.experiment, ...own }, wanted };
}
