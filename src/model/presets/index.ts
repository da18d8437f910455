import { audioQa } from './audioQa.ts';
import { audioSent } from './audioSent.ts';
import { nlp } from './nlp.ts';
import { sumQa } from './sumQa.ts';
import { video } from './video.ts';
import type { Pipeline } from '../pipeline.ts';

/** The measured pipelines, the default first. */
export const presets: readonly Pipeline[] = [video, audioQa, audioSent, sumQa, nlp];

export function presetById(id: string): Pipeline | undefined {
  return presets.find((pipeline) => pipeline.id === id);
}
