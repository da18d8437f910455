/** What a term comes to on screen at this moment: figures of both lanes, or what is set. Pure; the words are in terms.ts. */
import { termOf, type SymbolId, type TermId } from './terms.ts';
import type { Hides } from '../finding/ground.ts';
import { searchWords, shortOf } from '../finding/possible.ts';
import { told, written } from '../finding/told.ts';
import { clock, fixed, plural } from '../format.ts';
import { settingWords, stageName } from '../pipeline/names.ts';
import { environmentName } from '../state/experiment/environments.ts';
import type { Run, RunSide } from '../state/replay/run.ts';
import type { Survey } from '../state/replay/survey.ts';
import { baseOf } from '../theme/policies.ts';
import { objectiveWords } from '../../model/objectiveWords.ts';
import { quantileShown } from '../../learning/predictor/newsvendor.ts';
import type { Weights } from '../../model/pipeline.ts';
import { compile } from '../../model/tables.ts';
import { measureById } from '../../scenario/measures.ts';
import type { EnvironmentKind, Scenario } from '../../scenario/scenario.ts';
import type { Control } from '../../teaching/assignments/controls.ts';
import { forecasterNames } from '../../workload/forecasters/list.ts';

/** What is looked at: the scenario that is set, the run on screen, and the decision under the playhead. */
export interface Moment {
  readonly scenario: Scenario;
  /** Undefined until the first is there. */
  readonly run: Run | undefined;
  readonly decision: number;
  /** What is possible on the run's scenario, as far as it is known. */
  readonly survey?: Survey | undefined;
  readonly hides?: Hides | undefined;
}

/** Figures of the lanes, a row each, below what they are over. */
export interface Figures {
  readonly unit: string;
  readonly head: readonly string[];
  readonly rows: readonly {
    readonly policy: string;
    readonly name: string;
    readonly values: readonly string[];
  }[];
}

/** One thing that is set or seen. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface Live {
  readonly figures?: Figures;
  readonly facts?: readonly Fact[];
  /** Terms that explain what is chosen, or what can be chosen. */
  readonly also?: readonly TermId[];
}

const forecasterTerms: Readonly<Record<string, TermId>> = {
  ewma: 'ewma',
  lstm: 'lstm',
  last: 'lastPeak',
  max20: 'lastPeak',
  max120: 'lastPeak',
  holt: 'holt',
  ar: 'ar',
  dlinear: 'dlinear',
  true: 'known',
};

const policyTerms: Readonly<Record<string, TermId>> = {
  opd: 'opd',
  planner: 'planner',
  'optimum-predicted': 'myopic',
  'optimum-true': 'knownLoad',
  'optimum-offline': 'offline',
  'static-best': 'fixedChoice',
  'ipa-exact': 'ipa',
  ipa: 'ipa',
  greedy: 'greedy',
  random: 'random',
  hpa: 'hpa',
  keda: 'keda',
};

export const termOfPolicy = (key: string): TermId | undefined => policyTerms[baseOf(key)];

const weightOf: Readonly<Partial<Record<SymbolId, keyof Weights>>> = {
  a: 'accuracyWeight',
  b: 'throughputWeight',
  c: 'unmetWeight',
  d: 'spareWeight',
  λ: 'costWeight',
  β: 'costWeight',
  γ: 'batchWeight',
  κ: 'lateWeight',
};

/** What a letter of a formula is set to; undefined where it is a result, or hidden. */
export function weightNow(letter: SymbolId, { scenario: { weights }, hides }: Moment): string | undefined {
  const key = weightOf[letter];
  return key && !hides?.(key) ? String(weights[key]) : undefined;
}

/** The measure in both lanes: over this decision, over all so far, and over the whole run. */
function figuresOf(id: string, run: Run, decision: number): Figures {
  const { unit, of, over } = measureById(id);
  const { environment } = run.scenario;
  const values = ({ episode: { series, summary } }: RunSide): readonly string[] => [
    ...(over
      ? [over(series, decision, decision + 1), over(series, 0, decision + 1)].map((value) =>
          told(id, value, environment),
        )
      : []),
    told(id, of(summary), environment),
  ];
  return {
    unit: unit === '%' ? '' : unit,
    head: [...(over ? ['these 10 s', 'so far'] : []), 'whole run'],
    rows: [run.a, run.b].map((side) => ({ policy: side.id, name: side.name, values: values(side) })),
  };
}

/** What a policy came to over the whole run, where it runs in a lane. */
export function policyFigures(policy: string, { run, hides }: Moment): Figures | undefined {
  const lanes = (['a', 'b'] as const).filter((lane) => !hides?.(lane));
  const sides = run ? lanes.map((lane) => run[lane]).filter(({ id }) => id === policy) : [];
  if (!run || sides.length === 0) return undefined;
  const shown = ['objective', 'inTime', 'cost'];
  return {
    unit: '',
    head: shown.map((id) => measureById(id).name),
    rows: sides.slice(0, 1).map(({ id, name, episode: { summary } }) => ({
      ...{ policy: id, name },
      values: shown.map((measure) =>
        told(measure, measureById(measure).of(summary), run.scenario.environment),
      ),
    })),
  };
}

/** A row a lane with one text: what it ordered, in the stages' order. */
function ordersOf(run: Run, decision: number): readonly Fact[] {
  const { stages } = run.scenario.pipeline;
  return [run.a, run.b].map(({ name, episode: { series } }) => ({
    name,
    value: stages
      .map((stage, n) => {
        const at = 3 * (decision * stages.length + n);
        const [variant = 0, replicas = 0, batch = 0] = series.actions.subarray(at, at + 3);
        return settingWords(stage, { variant, replicas: replicas + 1, batch: 1 << batch });
      })
      .join('; '),
  }));
}

const worldTerms: Readonly<Record<EnvironmentKind, TermId>> = {
  chance: 'chance',
  fluid: 'fluid',
  instant: 'instant',
  discrete: 'discrete',
};

const FORECAST_BY = 'Forecast by';

/** The settings that a term's facts tell: where one is hidden they are not told. */
const tells: Partial<Record<TermId, readonly Control[]>> = {
  pipeline: ['pipeline'],
  device: ['maxCores'],
  objective: ['sla'],
  seed: ['seed'],
  world: ['environment'],
  startup: ['startup'],
  rollout: ['rollout'],
  newsvendor: ['costWeight', 'unmetWeight', 'spareWeight', 'throughputWeight', 'accuracyWeight'],
  price: ['costWeight'],
  batchPrice: ['batchWeight'],
  latePrice: ['lateWeight'],
};

/** Of terms without a measure; `run` is undefined until there is one. */
const others: Partial<Record<TermId, (moment: Moment) => Live>> = {
  pipeline: ({ scenario: { pipeline } }) => ({ facts: [{ name: 'Here', value: pipeline.name }] }),
  stage: ({ scenario: { pipeline } }) => ({
    facts: [{ name: 'Here', value: pipeline.stages.map(stageName).join(', ') }],
  }),
  variant: ({ scenario: { pipeline } }) => ({
    facts: pipeline.stages.map((stage) => ({
      name: stageName(stage),
      value: plural(stage.variants.length, 'variant'),
    })),
  }),
  replica: orders,
  batch: orders,
  configuration: orders,
  decision: ({ run, decision }) =>
    run
      ? {
          facts: [
            {
              name: 'Now',
              value: `${String(decision + 1)} of ${String(run.a.episode.series.t.length)}, at ${clock(run.a.episode.series.t[decision] ?? 0)}`,
            },
          ],
        }
      : {},
  device: ({ scenario: { limits } }) => ({
    facts: [{ name: 'Here', value: plural(limits.maxCores, 'core') }],
  }),
  objective: ({ scenario: { slaSeconds } }) => ({
    facts: [{ name: 'Here', value: objectiveWords(slaSeconds) }],
  }),
  load: ({ run, decision }) => loads(run, decision, false),
  forecast: ({ scenario: { forecaster }, run, decision, hides }) => {
    const { facts = [] } = loads(run, decision, true);
    return hides?.('forecaster')
      ? { facts: facts.filter(({ name }) => name !== FORECAST_BY) }
      : { facts, also: [forecasterTerms[forecaster] ?? 'lastPeak'] };
  },
  seed: ({ scenario: { seed } }) => ({ facts: [{ name: 'Now', value: String(seed) }] }),
  world: ({ scenario: { environment } }) => ({
    facts: [{ name: 'Now', value: environmentName(environment) }],
    also: Object.values(worldTerms),
  }),
  startup: ({ scenario: { startupSeconds, pipeline } }) => ({
    facts: [
      {
        name: 'Here',
        value: `${fixed(startupSeconds ?? Math.max(...pipeline.stages.flatMap(({ variants }) => variants.map((v) => v.startupSeconds))), 0)} s`,
      },
    ],
  }),
  rollout: ({ scenario: { rollout } }) => ({ facts: [{ name: 'Now', value: rollout }] }),
  newsvendor: ({ scenario: { pipeline, limits, weights } }) => ({
    facts: [
      {
        name: 'Best quantile now',
        value: fixed(quantileShown(compile(pipeline, limits), weights), 2),
      },
    ],
  }),
  price: ({ scenario: { weights } }) => ({
    facts: [{ name: 'Now', value: `${String(weights.costWeight)} points` }],
  }),
  batchPrice: ({ scenario: { weights } }) => ({
    facts: [{ name: 'Now', value: `${String(weights.batchWeight)} points` }],
  }),
  latePrice: ({ scenario: { weights } }) => ({
    facts: [{ name: 'Now', value: `${String(weights.lateWeight)} points for each per cent` }],
    also: ['inTime'],
  }),
  throughput: ({ run, decision }) => column(run, decision, 'throughput'),
  spare: ({ run, decision }) => spare(run, decision),
  tenSeconds: ({ run, decision }) => tenSeconds(run, decision),
  possible: ({ survey }) => possible(survey),
  bestPlan: ({ survey, decision }) =>
    survey ? { facts: earned(survey.rewards, survey.earned, decision) } : {},
  upperBound: ({ survey, decision }) =>
    survey?.bounds && survey.bound !== undefined
      ? { facts: earned(survey.bounds, survey.bound, decision) }
      : {},
};

function orders({ run, decision }: Moment): Live {
  return run ? { facts: ordersOf(run, decision) } : {};
}

function loads(run: Run | undefined, decision: number, foreseen: boolean): Live {
  if (!run) return {};
  const { load, predicted } = run.a.episode.series;
  const perSecond = (value: number | undefined): string => `${fixed(value ?? NaN, 1)} requests/s`;
  return {
    facts: [
      { name: 'Load, these 10 s', value: perSecond(load[decision]) },
      ...(foreseen
        ? [
            { name: 'Foreseen before', value: perSecond(predicted[decision]) },
            {
              name: FORECAST_BY,
              value: forecasterNames.find(({ id }) => id === run.scenario.forecaster)?.name ?? '–',
            },
          ]
        : []),
    ],
  };
}

/** A quantity of both lanes that is no measure, requests a second: of this decision and of the run. */
function perSecond(run: Run, decision: number, of: (side: RunSide, k: number) => number): Figures {
  const values = (side: RunSide): readonly string[] => {
    const all = Array.from(side.episode.series.t, (_, k) => of(side, k));
    const mean = (part: readonly number[]): string =>
      fixed(part.reduce((sum, value) => sum + value, 0) / part.length, 2);
    return [mean(all.slice(decision, decision + 1)), mean(all.slice(0, decision + 1)), mean(all)];
  };
  return {
    unit: 'req/s',
    head: ['these 10 s', 'so far', 'whole run'],
    rows: [run.a, run.b].map((side) => ({ policy: side.id, name: side.name, values: values(side) })),
  };
}

function column(run: Run | undefined, decision: number, id: 'throughput'): Live {
  if (!run) return {};
  return { figures: perSecond(run, decision, ({ episode: { series } }, k) => series[id][k] ?? NaN) };
}

function spare(run: Run | undefined, decision: number): Live {
  if (!run) return {};
  const of = ({ episode: { series } }: RunSide, k: number): number =>
    (series.unmet[k] ?? NaN) - (series.excess[k] ?? NaN);
  return { figures: perSecond(run, decision, of) };
}

function tenSeconds(run: Run | undefined, decision: number): Live {
  if (!run) return {};
  const most = run.a.episode.series.optimum[decision] ?? NaN;
  return { facts: [{ name: 'These 10 s', value: `${written('reward', most)} points` }] };
}

function possible(survey: Survey | undefined): Live {
  if (!survey) return {};
  const points = (value: number): string => `${written('reward', value)} points a decision`;
  return {
    facts: [
      { name: 'Best plan found', value: points(survey.earned) },
      ...(survey.bound === undefined ? [] : [{ name: 'Upper bound', value: points(survey.bound) }]),
      { name: 'The search', value: searchWords[survey.state] },
    ],
    also: ['bestPlan', 'upperBound', 'regret'],
  };
}

/** In these ten seconds, and on average of the run. */
function earned(values: Float64Array, mean: number, decision: number): readonly Fact[] {
  return [
    { name: 'These 10 s', value: `${written('reward', values[decision] ?? NaN)} points` },
    { name: 'Whole run', value: `${written('reward', mean)} points a decision` },
  ];
}

/** What both lanes are short of, where orders have after-effects. */
function regrets(run: Run, survey: Survey): Figures {
  const rows = [run.a, run.b].map(({ id, name, episode: { summary } }) => {
    const { plan, most } = shortOf(survey, summary.reward);
    return {
      policy: id,
      name,
      values: [plan, most].flatMap((lost) => (lost === undefined ? [] : written('regret', lost))),
    };
  });
  return {
    unit: 'points',
    head: ['to the best plan', ...(survey.bound === undefined ? [] : ['at most'])],
    rows,
  };
}

/** The decision that figures are of: the one under the playhead, or the last of the run. */
function within({ run, ...rest }: Moment): Moment {
  const last = (run?.a.episode.series.t.length ?? 1) - 1;
  return { ...rest, run, decision: Math.max(0, Math.min(rest.decision, last)) };
}

/** What the term comes to now; empty where nothing on screen belongs to it. */
export function liveOf(id: TermId, now: Moment): Live {
  const moment = within(now);
  const { measure } = termOf(id);
  if (id === 'regret' && moment.run && moment.run.scenario.environment !== 'instant')
    return moment.survey ? { figures: regrets(moment.run, moment.survey) } : {};
  if (measure !== undefined)
    return moment.run ? { figures: figuresOf(measure, moment.run, moment.decision) } : {};
  const { run, hides } = moment;
  const policy = run && [run.a, run.b].find((side) => termOfPolicy(side.id) === id);
  if (policy) {
    const figures = policyFigures(policy.id, moment);
    return figures ? { figures } : {};
  }
  if (hides && tells[id]?.some((setting) => hides(setting))) return {};
  return others[id]?.(moment) ?? {};
}
