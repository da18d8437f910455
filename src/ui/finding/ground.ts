/** What numbers were measured on, in words: pipeline, load, environment, seeds, and of the objective what is not usual. */
import { joined } from '../format.ts';
import { environmentName } from '../state/experiment/environments.ts';
import { knobs } from '../state/experiment/knobs.ts';
import { defaultLimits, defaultWeights, type Limits, type Weights } from '../../model/pipeline.ts';
import type { EnvironmentKind, Scenario } from '../../scenario/scenario.ts';

/** Names as readers know them. */
export interface Ground {
  readonly pipelines: readonly string[];
  readonly loads: readonly string[];
  readonly seeds: readonly number[];
  readonly environment: EnvironmentKind;
  readonly weights: Weights;
  readonly limits: Limits;
  /** The latency objective; undefined: each pipeline's own. */
  readonly slaSeconds?: number | undefined;
}

export function groundOf({ pipeline, workload, seed, ...rest }: Scenario): Ground {
  const { environment, weights, limits, slaSeconds } = rest;
  return {
    ...{ pipelines: [pipeline.name], loads: [workload.name], seeds: [seed] },
    ...{ environment, weights, limits },
    slaSeconds: slaSeconds === pipeline.slaSeconds ? undefined : slaSeconds,
  };
}

/** "Pipeline “Video: detect, classify”, load Fluctuating, seed 7, environment “With queues”; a core costs 0.30". */
export function groundWords(ground: Ground): string {
  const { pipelines, loads, seeds, environment } = ground;
  const several = (noun: string, list: readonly unknown[]): string =>
    `${noun}${list.length === 1 ? '' : 's'}`;
  const what = [
    `${several('Pipeline', pipelines)} ${joined(pipelines.map((name) => `“${name}”`))}`,
    `${several('load', loads)} ${joined(loads)}`,
    `${several('seed', seeds)} ${seedWords(seeds)}`,
    `environment “${environmentName(environment)}”`,
  ].join(', ');
  return [what, ...unusual(ground)].join('; ');
}

/** "1 to 5", or each by itself. */
export function seedWords(seeds: readonly number[]): string {
  const [first = 0] = seeds;
  const inRow = seeds.length > 2 && seeds.every((seed, i) => seed === first + i);
  return inRow ? `${String(first)} to ${String(seeds.at(-1))}` : joined(seeds.map(String));
}

/** What of objective and limits the lab does not have by itself, as the sliders name it. */
export function unusual({ weights, limits, slaSeconds }: Ground): readonly string[] {
  const usual: Readonly<Record<string, number>> = { ...defaultWeights, ...defaultLimits };
  const now: Readonly<Record<string, number | undefined>> = { ...weights, ...limits, sla: slaSeconds };
  return knobs.flatMap(({ key, label, show }) => {
    const value = now[key];
    if (value === undefined || value === usual[key]) return [];
    return [`${label.charAt(0).toLowerCase()}${label.slice(1)} ${show(value)}`];
  });
}
