/** What numbers were measured on, in words: pipeline, load, environment, seeds, and of the objective what is not usual. */
import { capital, joined } from '../format.ts';
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
  readonly hides?: Hides | undefined;
}

/** Whether an assignment hides a setting, by its name in the experiment: then no word tells it. */
export type Hides = (setting: string) => boolean;

export function groundOf({ pipeline, workload, seed, ...rest }: Scenario, hides?: Hides): Ground {
  const { environment, weights, limits, slaSeconds } = rest;
  return {
    ...{ pipelines: [pipeline.name], loads: [workload.name], seeds: [seed] },
    ...{ environment, weights, limits },
    slaSeconds: slaSeconds === pipeline.slaSeconds ? undefined : slaSeconds,
    hides,
  };
}

/** "Pipeline “Video: detect, classify”, load Fluctuating, seed 7, environment “With queues”; a core costs 0.30". */
export function groundWords(ground: Ground): string {
  const { pipelines, loads, seeds, environment, hides = () => false } = ground;
  const several = (noun: string, list: readonly unknown[]): string =>
    `${noun}${list.length === 1 ? '' : 's'}`;
  const what = [
    {
      id: 'pipeline',
      words: `${several('pipeline', pipelines)} ${joined(pipelines.map((name) => `“${name}”`))}`,
    },
    { id: 'workload', words: `${several('load', loads)} ${joined(loads)}` },
    { id: 'seed', words: `${several('seed', seeds)} ${seedWords(seeds)}` },
    { id: 'environment', words: `environment “${environmentName(environment)}”` },
  ]
    .filter(({ id }) => !hides(id))
    .map(({ words }) => words)
    .join(', ');
  return capital([what, ...unusual(ground)].filter((words) => words !== '').join('; '));
}

/** "1 to 5", or each by itself. */
export function seedWords(seeds: readonly number[]): string {
  const [first = 0] = seeds;
  const inRow = seeds.length > 2 && seeds.every((seed, i) => seed === first + i);
  return inRow ? `${String(first)} to ${String(seeds.at(-1))}` : joined(seeds.map(String));
}

/** What of objective and limits the lab does not have by itself, as the sliders name it. */
export function unusual({ weights, limits, slaSeconds, hides }: Ground): readonly string[] {
  const usual: Readonly<Record<string, number>> = { ...defaultWeights, ...defaultLimits };
  const now: Readonly<Record<string, number | undefined>> = { ...weights, ...limits, sla: slaSeconds };
  return knobs.flatMap(({ key, label, show }) => {
    const value = now[key];
    if (value === undefined || value === usual[key] || hides?.(key)) return [];
    return [`${label.charAt(0).toLowerCase()}${label.slice(1)} ${show(value)}`];
  });
}
