/** Figures of a pipeline that nobody measured: said wherever results rest on them. */
import { ASSUMABLE, type AssumedFigure, type Pipeline, type Stage, type Variant } from './pipeline.ts';
import { PLACEHOLDER_METRIC } from './placeholders.ts';
import { firstOf } from './text.ts';

/** Variants that a sentence names. */
const MOST_NAMED = 3;

/** Figures as sentences name them. */
export const FIGURE_NAMES: Readonly<Record<AssumedFigure, string>> = {
  accuracy: 'accuracy',
  cores: 'cores',
  startupSeconds: 'start-up',
  latency: 'latency',
  memoryMb: 'memory',
};

/** What of a variant was assumed; of one that only fills the place of a measured one, its accuracy and latency. */
export function assumedOf({ metric }: Stage, { provenance }: Variant): readonly AssumedFigure[] {
  const placeholder: readonly AssumedFigure[] =
    metric === PLACEHOLDER_METRIC && provenance === undefined ? ['accuracy', 'latency'] : [];
  return provenance?.assumed ?? placeholder;
}

interface Assumption {
  readonly figure: AssumedFigure;
  /** "detect n", the stage before the variant. */
  readonly variants: readonly string[];
}

function assumptions({ stages }: Pick<Pipeline, 'stages'>): readonly Assumption[] {
  const all = stages.flatMap((stage) => stage.variants.map((variant) => ({ stage, variant })));
  return ASSUMABLE.map((figure) => ({
    figure,
    variants: all
      .filter(({ stage, variant }) => assumedOf(stage, variant).includes(figure))
      .map(({ stage, variant }) => `${stage.name} ${variant.name}`),
  })).filter(({ variants }) => variants.length > 0);
}

/** A sentence for each kind of figure that was assumed of some variant; none where all were measured. */
export function assumedSentences(pipeline: Pick<Pipeline, 'stages'>): readonly string[] {
  return assumptions(pipeline).map(
    ({ figure, variants }) =>
      `Nobody measured the ${FIGURE_NAMES[figure]} of ${firstOf(variants, MOST_NAMED)}: assumed.`,
  );
}

/** The same in one short sentence for where results stand; undefined where all were measured. */
export function assumedCaution(pipeline: Pick<Pipeline, 'stages'>): string | undefined {
  const said = assumptions(pipeline).map(
    ({ figure, variants }) => `the ${FIGURE_NAMES[figure]} of ${firstOf(variants, 1)}`,
  );
  return said.length === 0 ? undefined : `This rests on assumed figures: ${said.join(', ')}.`;
}
