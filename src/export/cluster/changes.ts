/** What a series of decisions would have changed in a cluster, and what each change restarts. */
import type { KubernetesObject, Manifest } from './document.ts';
import { lineDiff, type DiffLine } from './lineDiff.ts';
import { manifestsOf, manifestText } from './manifests.ts';
import { planOf, type ClusterChoices, type ClusterPlan, type Layout } from './plan.ts';
import type { EpisodeSeries } from '../../scenario/scenario.ts';
import type { Configuration, Knob, Pipeline, Stage, StageConfig } from '../../model/pipeline.ts';
import { coresHeld } from '../../model/pipelineCores.ts';
import { stageBeside } from '../../model/presets/shownNames.ts';
import { accepted, type Result } from '../../model/result.ts';

/** The dearest to turn first: a variant loads another model, a batch restarts at least a queue. */
export const knobs = ['variant', 'batch', 'replicas'] as const satisfies readonly Knob[];

export interface KnobChange {
  readonly knob: Knob;
  readonly from: string | number;
  readonly to: string | number;
}

export interface StageChange {
  /** Label of the stage in the manifests. */
  readonly stage: string;
  /** As the page names it, its label beside it. */
  readonly title: string;
  /** In the order of `knobs`; never empty. */
  readonly knobs: readonly KnobChange[];
}

/** A decision that differs from the one before it. */
export interface Change {
  /** Index of the decision in the series; at least 1. */
  readonly decision: number;
  /** Second of the trace at which it was taken. */
  readonly t: number;
  /** Only those that change, in the pipeline's order. */
  readonly stages: readonly StageChange[];
  /** Cores that all replicas of the configuration hold. */
  readonly cores: { readonly from: number; readonly to: number };
}

/** The manifests of one file before and after a change. */
export interface FileDiff {
  readonly file: string;
  readonly lines: readonly DiffLine[];
}

type Actions = Pick<EpisodeSeries, 't' | 'actions'>;

/** The configuration of one decision; `actions` as in `EpisodeSeries`. */
function configurationAt(pipeline: Pipeline, { actions }: Actions, decision: number): Configuration {
  return pipeline.stages.map((_, n) => {
    const at = 3 * (decision * pipeline.stages.length + n);
    return { variant: actions[at]!, replicas: actions[at + 1]! + 1, batch: 2 ** actions[at + 2]! };
  });
}

/** What runs in the cluster after a decision of the series. Refuses as `planOf` does. */
export function planAt(
  pipeline: Pipeline,
  choices: ClusterChoices,
  series: Actions,
  decision: number,
): Result<ClusterPlan> {
  return planOf(pipeline, configurationAt(pipeline, series, decision), choices);
}

/**
 * The decisions that change something, in their order. The first decision is what the cluster starts with and changes
 * nothing. `series` must be of the pipeline. Refuses as `planOf` does.
 */
export function decisionChanges(
  pipeline: Pipeline,
  choices: ClusterChoices,
  series: Actions,
): Result<readonly Change[]> {
  if (series.t.length === 0) return accepted([]);
  const first = planAt(pipeline, choices, series, 0);
  if (!first.ok) return first;
  const names = first.value.stages.map(({ name }) => name);
  const width = 3 * names.length;
  const { actions } = series;
  const changes: Change[] = [];
  let before = configurationAt(pipeline, series, 0);
  for (let decision = 1; decision < series.t.length; decision++) {
    const at = decision * width;
    let k = 0;
    while (k < width && actions[at + k] === actions[at - width + k]) k++;
    if (k === width) continue;
    const after = configurationAt(pipeline, series, decision);
    const stages: StageChange[] = [];
    for (const [n, stage] of names.entries()) {
      const turned = turnedIn(pipeline.stages[n]!, before[n]!, after[n]!);
      if (turned.length > 0)
        stages.push({ stage, title: stageBeside(pipeline.stages[n]!.name, stage), knobs: turned });
    }
    const cores = { from: coresHeld(pipeline, before), to: coresHeld(pipeline, after) };
    changes.push({ decision, t: series.t[decision]!, stages, cores });
    before = after;
  }
  return accepted(changes);
}

function turnedIn({ variants }: Stage, from: StageConfig, to: StageConfig): readonly KnobChange[] {
  const turned: KnobChange[] = [];
  for (const knob of knobs) {
    if (from[knob] === to[knob]) continue;
    const value = (setting: StageConfig): string | number =>
      knob === 'variant' ? variants[setting.variant]!.name : setting[knob];
    turned.push({ knob, from: value(from), to: value(to) });
  }
  return turned;
}

/** The dearest knob that a change turns. */
export function strongest({ stages }: Change): Knob {
  return knobs.find((knob) => stages.some((stage) => stage.knobs.some((turn) => turn.knob === knob)))!;
}

/** What a change restarts; the stages by their labels. */
export interface Restarts {
  readonly stages: readonly string[];
  /** Stages whose queues restart. */
  readonly queues: readonly string[];
  readonly executor: boolean;
}

/**
 * A variant restarts its stage, replicas restart none. A batch restarts the queue where there is one, else the stage. The
 * one graph's executor holds the whole graph, replicas too, in a variable of its own: every change restarts it.
 */
export function restartsOf(layout: Layout, { stages }: Change): Restarts {
  const turning = (...which: readonly Knob[]): readonly string[] =>
    stages.filter((one) => one.knobs.some(({ knob }) => which.includes(knob))).map(({ stage }) => stage);
  return layout === 'seldon-per-stage'
    ? { stages: turning('variant'), queues: turning('batch'), executor: false }
    : { stages: turning('variant', 'batch'), queues: [], executor: layout === 'seldon-graph' };
}

/** One sentence for the user: what a change restarts. */
export function restartSentence(layout: Layout, change: Change): string {
  const { stages, queues, executor } = restartsOf(layout, change);
  const titles = new Map(change.stages.map(({ stage, title }) => [stage, title]));
  const things = [
    ...stages.map((label) => `the stage ${titles.get(label)!}`),
    ...queues.map((label) => `the queue of ${titles.get(label)!}`),
    ...(executor ? ['the executor'] : []),
  ];
  const last = things.at(-1);
  if (last === undefined) return 'Nothing restarts: replicas start or stop beside those that serve.';
  const list = things.length > 1 ? `${things.slice(0, -1).join(', ')} and ${last}` : last;
  const slow = executor ? `, ${things.length > 1 ? 'the executor ' : ''}for 20 s or more` : '';
  return `T${list.slice(1)} restart${things.length === 1 ? 's' : ''}${slow}.`;
}

/** The line of an object's own name: it stands at the head of each hunk. */
const NAME = /^ {2}name: (.+)$/;

/** Only the files that differ, as unified diffs of what `textOf` writes. The plans must differ in configuration only. */
export function diffOf(before: ClusterPlan, after: ClusterPlan): readonly FileDiff[] {
  const old = new Map(manifestsOf(before).map((manifest) => [manifest.file, manifest]));
  return manifestsOf(after).flatMap((manifest) => {
    const was = old.get(manifest.file);
    // To write YAML takes far longer than to compare what would be written.
    if (!was || same(was.objects, manifest.objects)) return [];
    return [{ file: manifest.file, lines: lineDiff(linesOf(was), linesOf(manifest), NAME) }];
  });
}

function same(one: readonly KubernetesObject[], other: readonly KubernetesObject[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function linesOf(manifest: Manifest): readonly string[] {
  return manifestText(manifest).replace(/\n$/, '').split('\n');
}
