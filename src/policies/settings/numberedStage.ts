import type { Stage } from '../../model/pipeline.ts';
import { stageBeside } from '../../model/presets/shownNames.ts';

/**
 * The `n`th stage (from 0) in a sentence that page and command line say: 'stage 1 "Detect (crop)"'. Settings count stages
 * by number, the page calls a measured one by its plain name, and files by its own.
 */
export const numberedStage = (n: number, { name }: Pick<Stage, 'name'>): string =>
  `stage ${String(n + 1)} "${stageBeside(name)}"`;
