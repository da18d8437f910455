/** A pipeline from stages as found: a manifest holds no accuracy and no latency. */
import type { FoundStage } from './container.ts';
import { shown } from './unreadable.ts';
import { dnsLabelOf, LONGEST_STAGE } from '../cluster/names.ts';
import { DecisionLog, type Decision } from '../../model/decision.ts';
import { PLACEHOLDER_METRIC } from '../../model/placeholders.ts';
import { latency, type Limits, type Pipeline, type Stage, type StageConfig } from '../../model/pipeline.ts';
import { presets } from '../../model/presets/index.ts';
import { presetStage, presetVariant } from '../../model/presets/ipaNames.ts';

const PLACEHOLDER_ACCURACY = 0.5;
const PLACEHOLDER_SECONDS = 0.1;
/** IPA's rule for the objective: this many times the mean service time of batch 1, over the stages. */
const SLA_FACTOR = 5;

export interface Skeleton {
  /** To be judged by `pipelineFrom`. */
  readonly pipeline: Pipeline;
  readonly configuration: readonly StageConfig[];
  readonly decisions: readonly Decision[];
}

const labelled = (name: string): string => dnsLabelOf(presetStage(name), 'stage', LONGEST_STAGE);

function measuredIn(preset: Pipeline, found: FoundStage): Stage | undefined {
  return preset.stages.find(
    (stage) =>
      labelled(stage.name) === labelled(found.name) &&
      stage.variants.some((variant) => variant.name === found.variant),
  );
}

/** The measured pipeline that has most of the stages. */
function nearest(stages: readonly FoundStage[]): Pipeline {
  const score = (preset: Pipeline): number => stages.filter((stage) => measuredIn(preset, stage)).length;
  return presets.reduce((best, preset) => (score(preset) > score(best) ? preset : best));
}

function placeholder({ name, variant, cores }: FoundStage): Stage {
  const line = { slope: PLACEHOLDER_SECONDS, intercept: 0 };
  return {
    name,
    metric: PLACEHOLDER_METRIC,
    variants: [
      {
        name: variant,
        accuracy: PLACEHOLDER_ACCURACY,
        cores,
        startupSeconds: 7,
        latency: { batches: [1], seconds: [PLACEHOLDER_SECONDS], line, measuredUpTo: 1 },
      },
    ],
  };
}

/** The nearest that the limits allow, with a note where that is another. */
function within(
  { name, replicas, batch }: FoundStage,
  limits: Limits,
  log: DecisionLog,
): Omit<StageConfig, 'variant'> {
  const power = 2 ** Math.floor(Math.log2(batch));
  const allowed = {
    replicas: Math.min(replicas, limits.maxReplicas),
    batch: Math.min(power, limits.maxBatch),
  };
  for (const [what, was, is] of [
    ['replicas', replicas, allowed.replicas],
    ['batch', batch, allowed.batch],
  ] as const)
    if (was !== is)
      log.changed(
        `Stage ${shown(name)} has ${what} ${String(was)}; the nearest below that the limits allow is ${String(is)}.`,
      );
  return allowed;
}

/** A stage that IPA's code names, under the lab's name of its variant. */
function renamed(found: FoundStage): FoundStage {
  const variant = presetVariant(found.variant);
  if (variant === found.variant || !presets.some((preset) => measuredIn(preset, { ...found, variant })))
    return found;
  const log = new DecisionLog({});
  log.add(found.decisions);
  log.changed(
    `Stage ${shown(found.name)}: the variant ${shown(found.variant)} is called ${shown(variant)} here.`,
  );
  return { ...found, variant, decisions: log.decisions };
}

export function skeletonOf(
  name: string,
  asFound: readonly FoundStage[],
  fileName: string,
  limits: Limits,
): Skeleton {
  const found = asFound.map(renamed);
  const log = new DecisionLog({});
  log.read(
    `Found running: ${found
      .map(
        ({ name: own, variant, replicas, batch }) =>
          `${own} ${variant} × ${String(replicas)}, batch ${String(batch)}`,
      )
      .join('; ')}.`,
  );
  log.add(found.flatMap((stage) => stage.decisions));
  const preset = nearest(found);
  const made: string[] = [];
  const stages = found.map((stage) => {
    const known =
      measuredIn(preset, stage) ?? presets.map((other) => measuredIn(other, stage)).find((one) => one);
    if (!known) {
      made.push(shown(stage.name));
      return placeholder(stage);
    }
    const { cores } = known.variants.find((variant) => variant.name === stage.variant)!;
    const figures = `Stage ${shown(stage.name)} has the lab's measured figures, with all ${String(known.variants.length)} variants`;
    if (cores === stage.cores) log.read(`${figures}.`);
    else
      log.assumed(
        `${figures}; they hold for ${String(cores)} cores, and the manifest gives ${String(stage.cores)}.`,
      );
    return { ...known, name: stage.name };
  });
  if (made.length > 0)
    log.assumed(
      `A manifest holds no accuracy and no latency: those of ${made.join(', ')} are placeholders (accuracy ${String(PLACEHOLDER_ACCURACY)}, ${String(PLACEHOLDER_SECONDS)} s for each request of a batch). Replace them by measured ones in a pipeline file (JSON) before you trust any result.`,
    );
  const same = stages.length === preset.stages.length && found.every((stage) => measuredIn(preset, stage));
  const mean = ({ variants }: Stage): number =>
    variants.reduce((sum, variant) => sum + latency(variant.latency, 1), 0) / variants.length;
  const sla = SLA_FACTOR * stages.reduce((sum, stage) => sum + mean(stage), 0);
  if (!same)
    log.assumed(
      `The objective for the latency is ${String(SLA_FACTOR)} times the mean of batch 1, since a manifest holds none.`,
    );
  const configuration = found.map((stage, i) => ({
    variant: stages[i]!.variants.findIndex((variant) => variant.name === stage.variant),
    ...within(stage, limits, log),
  }));
  const pipeline = {
    id: `cluster-${dnsLabelOf(name, 'pipeline', 40)}`,
    name,
    stages,
    slaSeconds: same ? preset.slaSeconds : Math.round(sla * 1000) / 1000,
    source: `Skeleton from the manifests in ${fileName}.${made.length > 0 ? ` Placeholders, not measured: ${made.join(', ')}.` : ''}`,
  };
  return { pipeline, configuration, decisions: log.decisions };
}
