/**
 * A link may name what only this browser holds: an imported trace or pipeline. It is written and read beside the fields
 * of link.ts, and believed before the storage has answered whether it is there.
 */
import { readLink, writeLink, type Linked } from './link.ts';
import { presets } from '../../model/presets/index.ts';

const TRACE = /^import:[0-9a-f]{8}$/;
const MOST_LETTERS = 80;

const ownPipeline = (id: string): boolean =>
  id !== '' && id.length <= MOST_LETTERS && !presets.some((preset) => preset.id === id);

/** As `writeLink`, with the trace and the pipeline where they are the visitor's own. */
export function writeOwnLink(linked: Linked, own: { readonly pipeline: boolean }): string {
  const params = new URLSearchParams(writeLink(linked).slice(1));
  const { workload, pipeline } = linked.experiment;
  if (TRACE.test(workload)) params.set('load', workload);
  if (own.pipeline && ownPipeline(pipeline)) params.set('pipeline', pipeline);
  const text = params.toString();
  return text === '' ? '' : `#${text}`;
}

/** As `readLink`, and which ids must be looked up in the storage. */
export function readOwnLink(hash: string): Linked & { readonly wanted: readonly ('trace' | 'pipeline')[] } {
  const linked = readLink(hash);
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const trace = params.get('load') ?? '';
  const pipeline = params.get('pipeline') ?? '';
  let { experiment } = linked;
  const wanted: ('trace' | 'pipeline')[] = [];
  if (TRACE.test(trace)) {
    experiment = { ...experiment, workload: trace };
    wanted.push('trace');
  }
  if (ownPipeline(pipeline)) {
    experiment = { ...experiment, pipeline };
    wanted.push('pipeline');
  }
  return { ...linked, experiment, wanted };
}
