/** A pipeline of the visitor's own inside a link: its JSON, compressed, as long as a link may be. */
import { draftOf, jsonOf } from './texts.ts';
import { CARRIED } from '../address/ownLink.ts';
import { keepPipeline, type Keepers } from '../intake/intakeKeep.ts';
import { freeName, twinOfPipeline } from '../intake/intakeNames.ts';
import type { LabState } from '../labState.ts';
import { chunksOf, readBounded } from '../../../model/bounded.ts';
import { widestLimits } from '../../../model/bounds.ts';
import { parsePipeline } from '../../../model/parse.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import { figure } from '../../../model/range.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

/** What everything on the way of an address takes, as RFC 9110 (4.1) asks of it; most take more. */
export const LONGEST_CARRIED = 8000;
/** The largest pipeline there is has a quarter of it. */
const MOST_BYTES = 2 ** 22;

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  way: TransformStream,
): Promise<Uint8Array | undefined> {
  const stream = new Blob([bytes]).stream().pipeThrough(way as TransformStream<Uint8Array, Uint8Array>);
  return readBounded(chunksOf(stream), MOST_BYTES);
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The pipeline as a text for links; refused in a sentence, without its point, where it is too long for one. */
export async function carriedText(pipeline: Pipeline): Promise<Result<string>> {
  const json = JSON.stringify(jsonOf(draftOf(pipeline), pipeline.id));
  const packed = await through(new TextEncoder().encode(json), new CompressionStream('deflate-raw'));
  const text = base64Of(packed ?? new Uint8Array(LONGEST_CARRIED));
  return text.length <= LONGEST_CARRIED
    ? accepted(text)
    : refused(
        `Its figures take ${figure(text.length)} characters, and a link is at most ${figure(LONGEST_CARRIED)} long`,
      );
}

/** What a link carries; refused in a sentence where that is no pipeline. */
export async function carriedPipeline(text: string): Promise<Result<Pipeline>> {
  try {
    if (text.length > LONGEST_CARRIED) throw new Error('too long');
    const packed = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const bytes = await through(packed, new DecompressionStream('deflate-raw'));
    if (!bytes) throw new Error('too much');
    const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return parsePipeline(json, 'The pipeline in the link', widestLimits);
  } catch {
    return refused('The pipeline in the link is damaged: part of the address may be missing.');
  }
}

/**
 * Brings what a link carries into the lab, and gives the id that it has here: of the same pipeline where that is here
 * already. Refused in a sentence.
 */
async function takeCarried(lab: Keepers & Pick<LabState, 'notice'>, text: string): Promise<Result<string>> {
  const read = await carriedPipeline(text);
  if (!read.ok) return read;
  const twin = twinOfPipeline(read.value, lab.pipelines);
  if (twin) return accepted(twin.id);
  const taken = [...presets, ...lab.pipelines].map(({ name }) => name);
  const kept = keepPipeline(
    lab,
    { pipeline: read.value, decisions: [], notes: [], choices: [], autoscalers: [] },
    freeName(read.value.name, taken),
  );
  lab.notice = `The link brought the pipeline “${kept.name}”, which is now kept in this browser.`;
  return accepted(kept.id);
}

/** The hash of a link without the pipeline that it carries, and with the id under which that is in the lab from then on. */
export async function unpacked(
  lab: Keepers & Pick<LabState, 'notice' | 'alert'>,
  hash: string,
): Promise<string> {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const taken = await takeCarried(lab, params.get(CARRIED) ?? '');
  params.delete(CARRIED);
  if (taken.ok) params.set('pipeline', taken.value);
  else lab.alert = taken.message;
  return `#${params.toString()}`;
}
