/** What stands now and did not when a result was made, in the words of the page: such a result says so where it stands. */
import { environmentName } from './experiment/environments.ts';
import { knobs, type NumberKey } from './experiment/knobs.ts';
import { plural } from '../format.ts';
import { AGENT, policyStyle } from '../theme/policies.ts';
import {
  workloadKey,
  workloadName,
  type ComparisonPlan,
  type ComparisonSettings,
} from '../../experiments/comparison/plan.ts';
import type { AgentRecord } from '../../learning/network/trainedAgent.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { OwnPolicy, OwnProgram } from '../../policies/own/program.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { forecasterNames } from '../../workload/forecasters/list.ts';

/** "Forecast: LSTM, now Last 10 s". */
const was = (what: string, before: string, now: string): string => `${what}: ${before}, now ${now}`;

const knobWas = (key: NumberKey, before: number | undefined, now: number | undefined): readonly string[] => {
  const knob = knobs.find((one) => one.key === key);
  if (!knob || before === now) return [];
  const text = (value: number | undefined): string =>
    value === undefined ? (knob.unset ?? 'none') : knob.show(value);
  return [was(knob.label, text(before), text(now))];
};

const forecasterName = (id: string): string => forecasterNames.find((one) => one.id === id)?.name ?? id;

/** The same object, or the same figures in another one: what comes out of the storage is never the same object. */
const same = (one: unknown, other: unknown): boolean => one === other || figures(one) === figures(other);

/** As text, whatever the order in which an object has its fields. */
const figures = (of: unknown): string =>
  JSON.stringify(of, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
      ? Object.fromEntries(Object.entries(value).sort(([p], [q]) => (p < q ? -1 : 1)))
      : value,
  );

/** What of two pipelines a run can tell apart. */
export const samePipeline = (one: Pipeline, other: Pipeline): boolean =>
  same([one.stages, one.slaSeconds], [other.stages, other.slaSeconds]);

/** The same network with the same weights, perhaps in another object. */
export const sameAgent = (one: AgentRecord, other: AgentRecord): boolean =>
  one === other ||
  (one.pipeline === other.pipeline &&
    same(one.shape, other.shape) &&
    one.parameters.length === other.parameters.length &&
    one.parameters.every((weight, i) => weight === other.parameters[i]));

/** The same code or network, and the same done with what it orders that does not fit. */
export const sameOwn = (one: RunOwn, other: RunOwn): boolean =>
  one.onMisfit === other.onMisfit && sameProgram(one.program, other.program);

type RunOwn = Pick<OwnPolicy, 'program' | 'onMisfit'>;

function sameProgram(one: OwnProgram, other: OwnProgram): boolean {
  if (one === other) return true;
  return one.kind === 'network' && other.kind === 'network'
    ? one.bytes.length === other.bytes.length && one.bytes.every((byte, i) => byte === other.bytes[i])
    : same(one, other);
}

/** Of two settings that runs are made under, what differs; empty where nothing does. */
function settingsChanges(before: ComparisonSettings, now: ComparisonSettings): readonly string[] {
  const numbers = (one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) =>
    Object.keys(one).flatMap((key) => knobWas(key as NumberKey, one[key], other[key]));
  return [
    ...(before.environment === now.environment
      ? []
      : [was('environment', environmentName(before.environment), environmentName(now.environment))]),
    ...(before.forecaster === now.forecaster
      ? same(before.predictor, now.predictor)
        ? []
        : ['the predictor that forecasts is another one']
      : [was('forecast', forecasterName(before.forecaster), forecasterName(now.forecaster))]),
    ...numbers({ ...before.weights }, { ...now.weights }),
    ...numbers({ ...before.limits }, { ...now.limits }),
    ...knobWas('sla', before.slaSeconds, now.slaSeconds),
    ...knobWas('startup', before.startupSeconds, now.startupSeconds),
    ...(before.rollout === now.rollout ? [] : ['replicas are replaced in another way']),
    ...knobWas('nodes', before.nodes, now.nodes),
  ];
}

/** Of two scenarios; `draw`: also whether it is another draw of the same load. */
export function scenarioChanges(before: Scenario, now: Scenario, draw = true): readonly string[] {
  const elsewhere = before.pipeline.id !== now.pipeline.id;
  return [
    ...(elsewhere
      ? [was('pipeline', before.pipeline.name, now.pipeline.name)]
      : samePipeline(before.pipeline, now.pipeline)
        ? []
        : ['the figures of the pipeline are others']),
    ...(before.workload.id === now.workload.id ? [] : [was('load', before.workload.name, now.workload.name)]),
    ...(draw && before.workload.id === now.workload.id && before.seed !== now.seed
      ? [was('seed', String(before.seed), String(now.seed))]
      : []),
    // Each pipeline brings an objective and, on a small device, a number of cores of its own.
    ...settingsChanges(before, elsewhere ? { ...now, slaSeconds: before.slaSeconds } : now),
  ];
}

/** Of two scenarios of the paper's evaluation, whose loads and seeds are its own, and which prices no late requests. */
export function evaluationChanges(before: Scenario, now: Scenario): readonly string[] {
  const weights = { ...now.weights, lateWeight: before.weights.lateWeight };
  return scenarioChanges(before, { ...now, weights, workload: before.workload, seed: before.seed });
}

/** Names of a list that a sentence says in full. */
const FEW = 2;

const listWas = (
  what: string,
  before: readonly (readonly [id: string, name: string])[],
  now: readonly (readonly [id: string, name: string])[],
): readonly string[] => {
  const ids = (list: typeof before): string =>
    list
      .map(([id]) => id)
      .sort()
      .join('\n');
  if (ids(before) === ids(now)) return [];
  const names = (list: typeof before): string => list.map(([, name]) => name).join(', ');
  if (Math.max(before.length, now.length) <= FEW) return [was(what, names(before), names(now))];
  const only = (list: typeof before, other: typeof before): string =>
    names(list.filter(([id]) => !other.some(([theirs]) => theirs === id)));
  const [gone, come] = [only(before, now), only(now, before)];
  return [`${what}: ${[come && `now ${come} too`, gone && `no longer ${gone}`].filter(Boolean).join('; ')}`];
};

/** Of two comparisons: what was chosen, and what it was run under. */
export function planChanges(before: ComparisonPlan, now: ComparisonPlan): readonly string[] {
  const pipelines = (plan: ComparisonPlan) => plan.pipelines.map(({ id, name }) => [id, name] as const);
  const loads = (plan: ComparisonPlan) =>
    plan.workloads.map((w) => [workloadKey(w), workloadName(w)] as const);
  const policies = (plan: ComparisonPlan) =>
    plan.policies.map(({ key }) => [key, policyStyle(key).name] as const);
  const agents = (plan: ComparisonPlan) =>
    plan.policies.flatMap((p) => (p.kind === 'agent' ? [p.agent] : []));
  const [old, fresh] = [agents(before)[0], agents(now)[0]];
  const own = (plan: ComparisonPlan) => plan.policies.flatMap((p) => (p.kind === 'own' ? [p.own] : []));
  const rewritten = own(before).filter((one) =>
    own(now).some((other) => other.key === one.key && !sameOwn(other, one)),
  );
  const edited = before.pipelines.filter((one) =>
    now.pipelines.some((other) => other.id === one.id && !samePipeline(other, one)),
  );
  return [
    ...listWas('pipelines', pipelines(before), pipelines(now)),
    ...edited.map(({ name }) => `the figures of ${name} are others`),
    ...listWas('loads', loads(before), loads(now)),
    ...listWas('policies', policies(before), policies(now)),
    ...(old && fresh && !sameAgent(old, fresh)
      ? [`the agent that is called ${policyStyle(AGENT).name} is another one`]
      : []),
    ...rewritten.map(({ name }) => `your policy ${name} is another one`),
    ...(before.seeds.length === now.seeds.length
      ? []
      : [was('over', plural(before.seeds.length, 'seed'), plural(now.seeds.length, 'seed'))]),
    ...settingsChanges(before.settings, now.settings),
  ];
}
