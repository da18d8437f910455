/** What a decision changed of the order before it, and the one sentence that is said of it aloud. */
import { told } from '../finding/told.ts';
import { clock, joined } from '../format.ts';
import { settingWords, stageName } from '../pipeline/names.ts';
import type { Run, RunSide } from '../state/replay/run.ts';
import type { Stage, StageConfig } from '../../model/pipeline.ts';
import { measureById } from '../../scenario/measures.ts';

/** Of one stage: both settings as the decision's panel writes them. */
export interface Change {
  readonly stage: string;
  readonly from: string;
  readonly to: string;
}

/** The order of stage `n` of `count` in decision `k`. */
function settingAt({ episode: { series } }: RunSide, count: number, n: number, k: number): StageConfig {
  const at = 3 * (k * count + n);
  const [variant = 0, replicas = 0, batch = 0] = series.actions.subarray(at, at + 3);
  return { variant, replicas: replicas + 1, batch: 1 << batch };
}

/** Stages whose setting decision `k` changed; none at the first. */
export function changesAt(side: RunSide, stages: readonly Stage[], k: number): readonly Change[] {
  if (k === 0) return [];
  return stages.flatMap((stage, n) => {
    const [before, now] = [k - 1, k].map((j) => settingAt(side, stages.length, n, j)) as [
      StageConfig,
      StageConfig,
    ];
    const same =
      before.variant === now.variant && before.replicas === now.replicas && before.batch === now.batch;
    return same
      ? []
      : [{ stage: stageName(stage), from: settingWords(stage, before), to: settingWords(stage, now) }];
  });
}

/** How much is said: each decision with what it came to so far, changes alone, or nothing. */
export type Spoken = 'all' | 'changes' | 'none';

/** A decision in one sentence; '' where there is nothing to say. */
export function decisionSentence(run: Run, k: number, spoken: Spoken): string {
  if (spoken === 'none') return '';
  const { environment, pipeline } = run.scenario;
  const lanes = run.a.id === run.b.id ? [run.a] : [run.a, run.b];
  const parts = lanes.map((side) => {
    const changes = changesAt(side, pipeline.stages, k);
    return {
      changed: changes.length > 0,
      words: `${side.name} ${changes.length === 0 ? 'keeps its order' : `sets ${joined(changes.map(({ stage, to }) => `${stage} to ${to}`))}`}`,
    };
  });
  const said = spoken === 'all' ? parts : parts.filter(({ changed }) => changed);
  if (said.length === 0) return '';
  const { name, over } = measureById('objective');
  const soFar = lanes
    .map((side) => told('objective', over?.(side.episode.series, 0, k + 1), environment))
    .join(' and ');
  return `${clock(run.a.episode.series.t[k] ?? 0)}: ${said.map(({ words }) => words).join('; ')}${spoken === 'all' ? `; ${name} so far ${soFar}` : ''}.`;
}
