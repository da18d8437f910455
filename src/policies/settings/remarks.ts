/** What settings ask for and the lab will not do, though they can be run. */
import { settingsOfStage } from './canonical.ts';
import { nameOf } from './fields.ts';
import { numberedStage } from './numberedStage.ts';
import { AUTO, type Settings, type Values } from './types.ts';
import { exactCores } from '../../model/cores.ts';
import { widestLimits } from '../../model/bounds.ts';
import type { Limits, Pipeline, Stage } from '../../model/pipeline.ts';

/** 'stage 1 "Detect (crop)"', 'stages 1 and 2', 'every stage'. */
function stagesInWords(numbers: readonly number[], { stages }: Pipeline): string {
  if (numbers.length === 1) return numberedStage(numbers[0]!, stages[numbers[0]!]!);
  if (numbers.length === stages.length) return 'every stage';
  const written = numbers.map((n) => String(n + 1));
  return `stages ${written.slice(0, -1).join(', ')} and ${written.at(-1)!}`;
}

/** Stages by the value that they have in common, in the order in which the values come. */
function together(values: readonly (number | undefined)[]): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const [n, value] of values.entries())
    if (value !== undefined) groups.set(value, [...(groups.get(value) ?? []), n]);
  return groups;
}

/** Cores of one replica of what serves: of the variant that is set, else of the smallest. */
function leastCores({ variants }: Stage, { variant }: Values): number {
  const set = variant === AUTO ? undefined : variants.find(({ name }) => name === variant);
  return set?.cores ?? Math.min(...variants.map(({ cores }) => cores));
}

/** Utilisation is at most 100 %: a target that even this does not exceed by more than the tolerance. */
function neverGrows(id: string, { metric, target, upTolerance, upSelect }: Values): boolean {
  if ((id !== 'hpa' && id !== 'keda') || metric !== 'cpu' || upSelect === 'disabled') return false;
  // The controller's own figures: whole per cent, its upper bound included.
  return 100 / Math.round(100 * Number(target)) <= 1 + Number(upTolerance);
}

/** Orders and steps of which the one may not suffice for the other. */
function stepsLacking({ horizon, candidates, futures, steps }: Values): readonly string[] {
  const all = Number(horizon) * Number(candidates) * Number(futures);
  if (typeof steps !== 'number' || steps >= all) return [];
  return [
    `Planner plays at most ${String(steps)} model steps at a decision, and ${String(candidates)} orders over ${String(horizon)} decisions under ${String(futures)} loads take up to ${String(all)}: the last of them may not be tried.`,
  ];
}

const percent = (share: unknown): string => String(Number((100 * Number(share)).toPrecision(6)));

/**
 * Sentences on settings that run otherwise than they are written: a maximum above F_max, minima of all stages together above
 * W_max, a target of cpu that is never exceeded, model steps that do not suffice for the orders. Empty where everything is as written. Settings that cannot be run at all are
 * `misfit`'s.
 */
export function remarks(
  id: string,
  settings: Settings,
  pipeline: Pipeline,
  { maxReplicas, maxCores }: Limits,
): readonly string[] {
  if (id === 'planner') return stepsLacking(settingsOfStage(settings, id, -1));
  const name = nameOf(id);
  const values = pipeline.stages.map((_, n) => settingsOfStage(settings, id, n));
  const said: string[] = [];
  const above = values.map(({ max }) => (typeof max === 'number' && max > maxReplicas ? max : undefined));
  for (const [max, numbers] of together(above)) {
    const most = widestLimits.maxReplicas;
    const raised =
      max <= most
        ? `--limits maxReplicas=${String(max)} or "Replicas, at most" raises it`
        : `--limits maxReplicas or "Replicas, at most" raises it to at most ${String(most)}`;
    said.push(
      `${name} may have ${String(max)} replicas of ${stagesInWords(numbers, pipeline)}, and the device's limit here is ${String(maxReplicas)} (${raised}).`,
    );
  }
  const cores = exactCores(
    pipeline.stages.reduce(
      (sum, stage, n) => sum + leastCores(stage, values[n]!) * Math.max(1, Number(values[n]!['min'] ?? 1)),
      0,
    ),
  );
  if (cores > maxCores)
    said.push(
      `The least replicas of ${name} need ${String(cores)} cores together, and the device has ${String(maxCores)}: what does not fit is taken back (--limits maxCores or "Cores on the device" raises it).`,
    );
  const still = values.map((one) => (neverGrows(id, one) ? Number(one['target']) : undefined));
  for (const [target, numbers] of together(still))
    said.push(
      `${name} aims at ${percent(target)} % of the cores at ${stagesInWords(numbers, pipeline)} and never adds a replica there by itself: a replica is at most 100 % busy here, which exceeds the target by no more than its tolerance.`,
    );
  return said;
}
