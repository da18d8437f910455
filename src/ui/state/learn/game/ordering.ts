/** One knob of one stage turned by a step, and what is said of it. Pure. */
import { settingWords, stageName, variantNames } from '../../../pipeline/names.ts';
import { coreWords, fixed } from '../../../format.ts';
import {
  latency,
  type Configuration,
  type Knob,
  type Limits,
  type Pipeline,
  type Stage,
  type StageConfig,
} from '../../../../model/pipeline.ts';
import { coresHeld } from '../../../../model/pipelineCores.ts';

export interface Turned {
  readonly order: Configuration;
  /** What holds now, or why nothing changed: a sentence. */
  readonly said: string;
  /** It could not be turned. */
  readonly refused: boolean;
}

/** The next larger or smaller value; undefined where there is none. */
function stepped(
  { variant, replicas, batch }: StageConfig,
  knob: Knob,
  by: 1 | -1,
  variants: number,
  { maxReplicas, maxBatch }: Limits,
): Partial<StageConfig> | undefined {
  switch (knob) {
    case 'variant':
      return variant + by < 0 || variant + by >= variants ? undefined : { variant: variant + by };
    case 'replicas':
      return replicas + by < 1 || replicas + by > maxReplicas ? undefined : { replicas: replicas + by };
    case 'batch': {
      const next = by > 0 ? 2 * batch : batch / 2;
      return next < 1 || next > maxBatch ? undefined : { batch: next };
    }
  }
}

const MOST: Readonly<Record<Knob, string>> = {
  variant: 'has no larger variant',
  replicas: 'may have no more replicas',
  batch: 'may have no larger batch',
};
const LEAST: Readonly<Record<Knob, string>> = {
  variant: 'has no smaller variant',
  replicas: 'needs a replica',
  batch: 'already takes requests one by one',
};

/** What a replica answers with full batches, req/s. */
const paceOf = ({ variants }: Stage, { variant, batch }: StageConfig): number =>
  batch / latency(variants[variant]!.latency, batch);

/** That a variant or a batch changes how fast a replica is; '' where it does not. */
function paceWords(stage: Stage, before: StageConfig, after: StageConfig): string {
  const [was, is] = [before, after].map((one) => fixed(paceOf(stage, one), 1)) as [string, string];
  return was === is ? '' : `; a replica answers at most ${is} requests a second, ${was} before`;
}

/**
 * `order` with a knob of stage n turned. A variant that needs more cores takes as many replicas as there is room for;
 * where there is none nothing changes.
 */
export function turned(
  order: Configuration,
  n: number,
  knob: Knob,
  by: 1 | -1,
  pipeline: Pipeline,
  limits: Limits,
): Turned {
  const stage = pipeline.stages[n]!;
  const name = stageName(stage);
  const change = stepped(order[n]!, knob, by, stage.variants.length, limits);
  const stays = (said: string): Turned => ({ order, said, refused: true });
  if (!change) return stays(`${name} ${(by > 0 ? MOST : LEAST)[knob]}.`);
  const withReplicas = (replicas: number): Configuration =>
    order.map((one, i) => (i === n ? { ...one, replicas, ...change } : one));
  let replicas = change.replicas ?? order[n]!.replicas;
  const wanted = replicas;
  while (knob === 'variant' && replicas > 1 && coresHeld(pipeline, withReplicas(replicas)) > limits.maxCores)
    replicas--;
  const next = withReplicas(replicas);
  const cores = coresHeld(pipeline, next);
  if (cores > limits.maxCores)
    return stays(
      `${name} would need ${coreWords(cores - limits.maxCores)} more than the device’s ${String(limits.maxCores)}.`,
    );
  const fewer = replicas < wanted ? ', with fewer replicas so that it fits' : '';
  return {
    order: next,
    said: `${name}: ${settingWords(stage, next[n]!)}${fewer}${paceWords(stage, order[n]!, next[n]!)}; ${String(cores)} of ${coreWords(limits.maxCores)}.`,
    refused: false,
  };
}

/** What an order changes of the one before, a phrase for each stage; empty where it changes nothing. */
export function changeWords(
  before: Configuration,
  after: Configuration,
  pipeline: Pipeline,
): readonly string[] {
  return after.flatMap((own, n) => {
    const was = before[n]!;
    const stage = pipeline.stages[n]!;
    const { labels } = variantNames(stage);
    const words = [
      ...(own.variant === was.variant ? [] : [labels[own.variant]!]),
      ...(own.replicas === was.replicas
        ? []
        : [`${String(own.replicas)} ${own.replicas === 1 ? 'replica' : 'replicas'}`]),
      ...(own.batch === was.batch ? [] : [`batch ${String(own.batch)}`]),
    ];
    return words.length === 0 ? [] : [`${stageName(stage)}: ${words.join(', ')}`];
  });
}

export const sameOrder = (one: Configuration, other: Configuration): boolean =>
  one.every((s, n) => {
    const o = other[n]!;
    return s.variant === o.variant && s.replicas === o.replicas && s.batch === o.batch;
  });
