/** A pipeline of the visitor's own inside a link: its JSON, compressed, as long as a link may be. */
import { LONGEST_CARRIED, packed, unpackedText } from './packed.ts';
import { draftOf, jsonOf } from './texts.ts';
import { CARRIED } from '../address/ownLink.ts';
import { keepPipeline, type Keepers } from '../intake/intakeKeep.ts';
import { freeName, twinOfPipeline } from '../intake/intakeNames.ts';
import type { LabState } from '../labState.ts';
import { widestLimits } from '../../../model/bounds.ts';
import { parsePipeline } from '../../../model/parse.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import { figure } from '../../../model/range.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

/** The pipeline as a text for links; refused in a sentence, without its point, where it is too long for one. */
export async function carriedText(pipeline: Pipeline): Promise<Result<string>> {
  const text = await packed(JSON.stringify(jsonOf(draftOf(pipeline), pipeline.id)));
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
    return parsePipeline(await unpackedText(text), 'The pipeline in the link', widestLimits);
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
