/** What was compared, as it is kept for a reload: plan and runs; every number shown is computed from them anew. */
import * as v from 'valibot';
import type { ComparisonPlan } from '../../../experiments/comparison/plan.ts';
import {
  DRAWN_COLUMNS,
  type ComparisonCell,
  type References,
} from '../../../experiments/comparison/result.ts';
import type { Found } from '../../../experiments/comparison/tasks.ts';
import { RESULT_COLUMNS } from '../../../environment/columns.ts';
import { AgentSchema } from '../../../learning/network/trainedAgent.ts';
import { numberSchema } from '../../../model/boundedSchema.ts';
import { BOUNDS } from '../../../model/bounds.ts';
import { checked, listOf } from '../../../model/checked.ts';
import { OwnPolicySchema } from '../../../policies/own/schema.ts';
import { defaultScenario, environmentKinds, type EnvironmentKind } from '../../../scenario/scenario.ts';
import { checkPipeline, checkScenario, checkTrace } from '../../../storage/schemas.ts';

/** Values over time of so many decisions in all are some tens of megabytes: more is not kept. */
const MOST_VALUES = 4_000_000;
const MOST_RUNS = 20_000;

export interface KeptComparison {
  readonly plan: ComparisonPlan;
  readonly found: Found;
}

/** As it is kept; undefined where it is too much. */
export function comparisonRecord({ plan, found }: KeptComparison): unknown {
  const values = found.cells.reduce(
    (sum, { series }) => sum + (series ? DRAWN_COLUMNS.length * series.t.length : 0),
    0,
  );
  return values > MOST_VALUES || found.cells.length > MOST_RUNS ? undefined : { format: 2, plan, found };
}

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(2000));
/** A run that came to nothing has no mean. */
const figure = v.number();
const place = { pipeline: text, workload: text, seed: numberSchema(BOUNDS.seed) };
const columns: readonly string[] = [
  ...RESULT_COLUMNS,
  ...['predicted', 'decisionMs', 'decisions', 'regret', 'coreSeconds', 'switches'],
];
/** Every column of this version of the lab; an older one may have had fewer. */
const SummarySchema = v.pipe(
  v.record(v.string(), v.unknown()),
  v.check((summary) => columns.every((name) => typeof summary[name] === 'number')),
);
const SeriesSchema = v.pipe(
  v.record(v.string(), v.array(figure)),
  v.check((series) => DRAWN_COLUMNS.every((name) => series[name]?.length === series['t']?.length)),
);
const CellSchema = v.looseObject({
  ...place,
  policy: text,
  summary: SummarySchema,
  twin: v.optional(SummarySchema),
  /** Its name when it was the fluid's in every comparison. */
  fluid: v.optional(SummarySchema),
  series: v.optional(SeriesSchema),
});
const front = v.array(v.object({ costWeight: figure, cost: figure, qos: figure }));
const ReferencesSchema = v.object({
  ...{ ...place, front, kind: v.picklist(['exact', 'bracket', 'plan']), found: figure, random: figure },
  bound: v.exactOptional(figure),
  plan: v.exactOptional(v.object({ cost: figure, qos: figure })),
  former: v.exactOptional(v.literal(true)),
});
/** Format 1: the optimum of each step applied at once, and the best of some plans made in hindsight. */
const FormerReferencesSchema = v.object({
  ...{ ...place, front, optimum: figure, hindsight: figure, random: figure },
});
const LateSchema = v.object({
  ...place,
  policy: v.exactOptional(text),
  why: text,
  moreTime: v.exactOptional(v.literal(true)),
});
const RecordSchema = v.object({
  format: v.picklist([1, 2]),
  plan: v.looseObject({
    pipelines: listOf(v.unknown(), { min: 1, max: 1000 }),
    workloads: listOf(
      v.union([
        v.object({ kind: v.literal('drawn'), id: text }),
        v.object({ kind: v.literal('fixed'), workload: v.unknown() }),
      ]),
      { min: 1, max: 1000 },
    ),
    policies: listOf(
      v.union([
        v.object({ kind: v.literal('named'), key: text }),
        v.object({ kind: v.literal('agent'), key: text, name: text, agent: AgentSchema }),
        v.object({ kind: v.literal('own'), key: text, name: text, own: OwnPolicySchema }),
      ]),
      { min: 1, max: 1000 },
    ),
    seeds: listOf(place.seed, { min: 1, max: 1000 }),
    settings: v.looseObject({ twin: v.exactOptional(v.picklist(environmentKinds)) }),
    series: v.picklist(['none', 'first seed', 'all']),
  }),
  found: v.object({
    cells: listOf(CellSchema, { max: MOST_RUNS }),
    references: listOf(v.union([ReferencesSchema, FormerReferencesSchema]), { max: MOST_RUNS }),
    late: listOf(LateSchema, { max: MOST_RUNS }),
  }),
});

/** What was kept; undefined where nothing was, or where this version of the lab could not show it whole. */
export function comparisonFrom(value: unknown): KeptComparison | undefined {
  const read = checked(RecordSchema, value);
  if (!read.ok) return undefined;
  const { plan, found } = read.value;
  const pipelines = plan.pipelines.map((one) => checkPipeline(one, ''));
  const loads = plan.workloads.map((one) => (one.kind === 'fixed' ? checkTrace(one.workload, '').ok : true));
  const [first] = pipelines;
  if (!first?.ok || !pipelines.every(({ ok }) => ok) || !loads.every(Boolean)) return undefined;
  // The settings are a scenario's, but for what is compared.
  const { slaSeconds } = plan.settings as { readonly slaSeconds?: unknown };
  const whole = {
    ...defaultScenario(first.value, { id: 'any', name: 'any', source: '', rates: new Float64Array(200) }),
    ...plan.settings,
    slaSeconds: slaSeconds ?? first.value.slaSeconds,
  };
  const scenario = checkScenario(whole, '');
  if (!scenario.ok) return undefined;
  // One of before late requests had a price has no such weight; the checked one has 0.
  const settings = { ...plan.settings, weights: scenario.value.weights };
  return {
    plan: { ...plan, settings } as unknown as ComparisonPlan,
    found: {
      ...found,
      cells: found.cells.map(cellFrom),
      references: found.references.map((one) =>
        'hindsight' in one ? referencesFrom(one, scenario.value.environment) : one,
      ),
    },
  };
}

function cellFrom({ fluid, ...cell }: v.InferOutput<typeof CellSchema>): ComparisonCell {
  return { ...cell, ...(fluid ? { twin: fluid } : {}) } as unknown as ComparisonCell;
}

/**
 * As this version has them. In the instant world the optimum was exact and is; elsewhere nothing was proven and no plan
 * searched, so what was found is a plan, and it says that it is of before.
 */
function referencesFrom(
  { optimum, hindsight, ...rest }: v.InferOutput<typeof FormerReferencesSchema>,
  environment: EnvironmentKind,
): References {
  return environment === 'instant'
    ? { ...rest, kind: 'exact', found: optimum, bound: optimum }
    : { ...rest, kind: 'plan', found: hindsight, former: true };
}
