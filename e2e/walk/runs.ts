/** What is walked: six scenarios, each in every world, and what the measures say of both runs, worked out here. */
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../src/workload/workload.ts';
import { estimatesInTime, measureById } from '../../src/scenario/measures.ts';
import { prepare } from '../../src/scenario/prepare.ts';
import { runEpisode } from '../../src/scenario/episode.ts';
import {
  defaultScenario,
  type EnvironmentKind,
  type Episode,
  type Scenario,
} from '../../src/scenario/scenario.ts';
import { presetById } from '../../src/model/presets/index.ts';
import { policyById } from '../../src/policies/registry.ts';
import { fixed } from '../../src/ui/format.ts';
import { nameOf } from '../../src/ui/views/compare/pick.ts';
import { generateWorkload } from '../../src/workload/generators.ts';

/** What may be turned, by its name in a link. */
type Turned = Readonly<Partial<Record<'cores' | 'replicas' | 'batch' | 'sla', number>>>;

export interface Walk {
  readonly pipeline: string;
  readonly load: string;
  readonly a: string;
  readonly b: string;
  readonly turned?: Turned;
}

export const WALKS: readonly Walk[] = [
  { pipeline: 'video', load: 'fluctuating', a: 'ipa-exact', b: 'greedy' },
  { pipeline: 'audio-qa', load: 'bursty', a: 'hpa', b: 'optimum-predicted' },
  { pipeline: 'sum-qa', load: 'steady-high', a: 'keda', b: 'random' },
  { pipeline: 'nlp', load: 'steady-low', a: 'greedy', b: 'vpa' },
  { pipeline: 'video', load: 'spike', a: 'vpa', b: 'hpa', turned: { cores: 14, replicas: 4 } },
  { pipeline: 'audio-sent', load: 'step', a: 'ipa-exact', b: 'hpa', turned: { sla: 2, batch: 4 } },
];

/** Compare begins with it. */
export const SEED = 1;
export const LANES = ['a', 'b'] as const;
export type Lane = (typeof LANES)[number];

/** Both runs of a scenario in one world. */
export interface Walked {
  readonly walk: Walk;
  readonly scenario: Scenario;
  readonly runs: Readonly<Record<Lane, Episode>>;
  /** As the page calls them. */
  readonly names: Readonly<Record<Lane, string>>;
  readonly decisions: number;
}

export function scenarioOf({ pipeline, load, turned = {} }: Walk, environment: EnvironmentKind): Scenario {
  const plain = defaultScenario(presetById(pipeline)!, generateWorkload(load, SEED));
  const { cores, replicas, batch, sla } = turned;
  const { maxCores, maxReplicas, maxBatch } = plain.limits;
  return {
    ...plain,
    ...{ environment, seed: SEED, slaSeconds: sla ?? plain.slaSeconds },
    limits: {
      maxCores: cores ?? maxCores,
      maxReplicas: replicas ?? maxReplicas,
      maxBatch: batch ?? maxBatch,
    },
  };
}

/** A policy on a scenario, as nobody's clock sees it. */
export function episodeOf(scenario: Scenario, policy: string): Promise<Episode> {
  return runEpisode(prepare(scenario), policyById(policy)!, { clock: () => 0, record: true });
}

export async function walked(walk: Walk, environment: EnvironmentKind): Promise<Walked> {
  const scenario = scenarioOf(walk, environment);
  const a = await episodeOf(scenario, walk.a);
  const b = await episodeOf(scenario, walk.b);
  const names = { a: nameOf(walk.a), b: nameOf(walk.b) };
  return { walk, scenario, runs: { a, b }, names, decisions: a.series.t.length };
}

/** The longer name first: one may be a part of the other. */
export const byLength = (names: Walked['names']): readonly Lane[] =>
  LANES.toSorted((x, y) => names[y].length - names[x].length);

/** The hash of a scenario, and what else it is to say. */
export function linkOf({ walk, scenario }: Walked, more: string): string {
  const { pipeline, load, a, b, turned = {} } = walk;
  const knobs = Object.entries(turned).map(([knob, value]) => `&${knob}=${String(value)}`);
  return `#pipeline=${pipeline}&load=${load}&seed=${String(SEED)}&env=${scenario.environment}&a=${a}&b=${b}${knobs.join('')}&${more}&play=0`;
}

/**
 * An early decision in which the cores of both lanes change, or of one: where everything stands still, what is late shows
 * the same. Early, because its card is made by a replay up to it.
 */
export function momentOf({ runs }: Walked): number {
  const changing = (k: number): number =>
    LANES.filter((lane) => runs[lane].series.cost[k] !== runs[lane].series.cost[k - 1]).length;
  const early = Array.from({ length: 24 }, (_, i) => i + 6);
  return early.reduce((best, k) => (changing(k) > changing(best) ? k : best));
}

/** A second within decision `k`, not its first. */
export const secondIn = (k: number): number => HISTORY_SECONDS + DECISION_SECONDS * k + 4;

/** A value in the decimals of its measure; a dash for what the run does not know. */
export function digitsOf(id: string, value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '–' : fixed(value, measureById(id).digits);
}

/** As it stands by itself: with its unit where that is per cent, and named an estimate where nobody counted. */
export function written(id: string, value: number | undefined, { scenario }: Walked): string {
  const text = digitsOf(id, value);
  if (text === '–') return text;
  const about = id === 'inTime' && estimatesInTime(scenario.environment) ? '≈ ' : '';
  return `${about}${text}${measureById(id).unit === '%' ? ' %' : ''}`;
}

/** The share in time within a sentence. */
export function shareOf(value: number | undefined, { scenario }: Walked): string {
  return `${estimatesInTime(scenario.environment) ? 'about ' : ''}${digitsOf('inTime', value)} %`;
}

/** Over the whole run, as its summary has it. */
export const whole = (id: string, { summary }: Pick<Episode, 'summary'>): number | undefined =>
  measureById(id).of(summary);

/** Over decisions [from, to). */
export const over = (id: string, { series }: Episode, from: number, to: number): number | undefined =>
  measureById(id).over?.(series, from, to);

export const during = (id: string, run: Episode, k: number): number | undefined => over(id, run, k, k + 1);

/** Every space is one plain space: which of them a text has is no matter of numbers. */
export function plain<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll(/\s+/g, ' ').trim() as T;
  if (Array.isArray(value)) return value.map((one: unknown) => plain(one)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [plain(key), plain(one as unknown)]),
  ) as T;
}
