/** Stages whose figures nobody measured: a manifest holds no accuracy and no latency. */
import type { Pipeline } from './pipeline.ts';

/** `Stage.metric` of a stage whose accuracies and latencies only fill the place of measured ones. */
export const PLACEHOLDER_METRIC = 'placeholder';

const MOST_NAMED = 8;

/** Which stages hold placeholders and what that means for every figure, one sentence; undefined where all are measured. */
export function placeholderCaution({ stages }: Pick<Pipeline, 'stages'>): string | undefined {
  const made = stages.filter(({ metric }) => metric === PLACEHOLDER_METRIC).map(({ name }) => name);
  if (made.length === 0) return undefined;
  const named = `${made.slice(0, MOST_NAMED).join(', ')}${made.length > MOST_NAMED ? ' and others' : ''}`;
  const [whose, they] =
    made.length === 1 ? [`the stage ${named}`, 'it has'] : [`the stages ${named}`, 'they have'];
  return `The latencies and accuracies of ${whose} are placeholders, not measured: the shares answered in time and the cores hold for your models only once ${they} measured ones, in a pipeline file.`;
}
