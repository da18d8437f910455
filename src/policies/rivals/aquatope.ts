import { GaussianProcess, probabilityBelow } from './gaussianProcess.ts';
import { policyNames } from '../ids.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import type { Observation } from '../../environment/environment.ts';
import { KNOBS, type Configuration } from '../../model/pipeline.ts';
import type { Random } from '../../model/random.ts';
import {
  batchIndex,
  coresOf,
  isFeasible,
  smallestConfiguration,
  toConfiguration,
  type Tables,
} from '../../model/tables.ts';

/** Random configurations tried before the first model, as in the authors' code. */
export const INITIAL_DRAWS = 10;
const CANDIDATES = 200;
/** Standard deviations of the forecast's own errors that are added to it. */
const SAFETY = 1;
const NOISE = 1e-3;
const LENGTH_SCALES = [0.25, 0.5, 1, 2] as const;
/** A probe must promise this share of the incumbent's cost, else the incumbent serves. */
const WORTH = 0.01;
const TRIES = 100;

const info: PolicyInfo = {
  id: 'aquatope',
  name: policyNames.aquatope,
  summary: 'Bayesian optimisation: tries configurations and learns which are cheap and fast enough.',
  knobs: { variant: true, replicas: true, batch: true },
  memory: 'every configuration tried, its load, its cores and its latency',
  simplifications: `A black box: it never reads the profiles. ${String(INITIAL_DRAWS)} random configurations, then one probe a decision: a Gaussian process (Matern 5/2, length scale by evidence) of the logarithm of latency over configuration and load, and of ${String(CANDIDATES)} neighbours of the incumbent the one of the highest saving times the probability of meeting the SLA. The cores of a configuration are known, as whoever orders them knows them, so the expected improvement is the saving itself. Where a stage's capacity was below the load, latency counts as at least the SLA times load over capacity, as one interval is too short for the queue to show. The load is the forecast and one standard deviation of its past errors, in place of the Bayesian LSTM. One probe at a time in place of three by noisy qNEI; no removal of outliers; CPU and memory become variant, replicas and batch.`,
  source: 'Zhou et al., Aquatope, ASPLOS 2023 (arXiv 2212.13882); the lite version of this lab.',
  about: [
    'It finds cheap configurations that keep the latency objective by trying them, without any profile of the models.',
    'After ten random trials it models latency over configuration and load, and each decision tries the neighbour of the best known one that promises the largest saving, or keeps the best where none promises enough.',
    'It needs the latency and cores that each trial showed and a forecast of the load with its error.',
    'It does well where nobody has measured the models, and the longer it runs on similar loads.',
    'It fails while it searches: trials break the latency objective, each lasts a whole decision, and a twenty-minute episode is barely enough for the number of configurations.',
  ],
};

/** One decision tried and what came of it. */
interface Trial {
  readonly configuration: Configuration;
  readonly load: number;
  readonly cores: number;
  readonly latency: number;
}

/** Seconds from end to end as the optimiser counts them; see the simplifications. */
export function countedLatency({ load, stages }: Observation, slaSeconds: number): number {
  const seen = stages.reduce((sum, stage) => sum + stage.latency, 0);
  const capacity = stages.reduce((least, stage) => Math.min(least, stage.throughput), Infinity);
  return capacity < load ? Math.max(seen, (slaSeconds * load) / Math.max(capacity, 0.1 * load)) : seen;
}

/** The cheapest configuration known to meet the SLA at `load` or more. */
function incumbentOf(trials: readonly Trial[], load: number, slaSeconds: number): Trial | undefined {
  let best: Trial | undefined;
  for (const trial of trials) {
    if (trial.load < load || trial.latency > slaSeconds) continue;
    if (!best || trial.cores < best.cores) best = trial;
  }
  return best;
}

/** A point of the model: each knob of each stage, and the load, scaled to about [0, 1]. */
function pointOf(
  tables: Tables,
  configuration: Configuration,
  load: number,
  loadScale: number,
): Float64Array {
  const share = (value: number, count: number): number => (count > 1 ? value / (count - 1) : 0);
  return Float64Array.from([
    ...configuration.flatMap(({ variant, replicas, batch }, n) => [
      share(variant, tables.variants[n]!),
      share(replicas - 1, tables.limits.maxReplicas),
      share(batchIndex(batch), tables.batches.length),
    ]),
    load / loadScale,
  ]);
}

function drawConfiguration(tables: Tables, random: Random): Configuration {
  for (let i = 0; i < TRIES; i++) {
    const drawn = Array.from({ length: tables.stages }, (_, n) => ({
      variant: random.integer(tables.variants[n]!),
      replicas: 1 + random.integer(tables.limits.maxReplicas),
      batch: tables.batches[random.integer(tables.batches.length)]!,
    }));
    if (isFeasible(tables, drawn)) return drawn;
  }
  return smallestConfiguration(tables);
}

/** One or two knobs moved by one step; undefined where that breaks a limit. */
function neighbour(tables: Tables, of: Configuration, random: Random): Configuration | undefined {
  const next = of.map((stage) => ({ ...stage, batch: batchIndex(stage.batch) }));
  const moves = 1 + random.integer(2);
  for (let i = 0; i < moves; i++) {
    const stage = next[random.integer(next.length)]!;
    const knob = KNOBS[random.integer(KNOBS.length)]!;
    stage[knob] += random.integer(2) === 0 ? 1 : -1;
  }
  if (next.some((stage) => tables.batches[stage.batch] === undefined)) return undefined;
  const moved = next.map((stage) => ({ ...stage, batch: tables.batches[stage.batch]! }));
  return isFeasible(tables, moved) ? moved : undefined;
}

/** The model of the length scale that explains the trials best. */
function model(points: readonly Float64Array[], trials: readonly Trial[]): GaussianProcess {
  const values = Float64Array.from(trials, (trial) => Math.log(Math.max(1e-6, trial.latency)));
  return LENGTH_SCALES.map((length) => new GaussianProcess(points, values, length, NOISE)).reduce((a, b) =>
    b.evidence > a.evidence ? b : a,
  );
}

export const aquatope: PolicyFactory = {
  info,
  create: ({ tables, slaSeconds, random }) => {
    const trials: Trial[] = [];
    let errors = 0;
    let squares = 0;
    let forecast: number | undefined;
    let draws = 0;
    const learn = (observation: Observation): number => {
      if (forecast !== undefined) {
        const configuration = toConfiguration(tables, observation.action);
        trials.push({
          configuration,
          load: observation.load,
          cores: coresOf(tables, configuration),
          latency: countedLatency(observation, slaSeconds),
        });
        errors++;
        squares += (observation.load - forecast) ** 2;
      }
      forecast = observation.predicted;
      return forecast + SAFETY * Math.sqrt(errors > 0 ? squares / errors : 0);
    };
    return Promise.resolve({
      info,
      decide: (observation) => {
        const load = learn(observation);
        if (draws++ < INITIAL_DRAWS) return drawConfiguration(tables, random);
        const incumbent = incumbentOf(trials, load, slaSeconds);
        const loadScale = Math.max(load, ...trials.map((trial) => trial.load), 1e-9);
        const points = trials.map((t) => pointOf(tables, t.configuration, t.load, loadScale));
        const process = model(points, trials);
        const around = incumbent ?? trials.reduce((a, b) => (b.latency < a.latency ? b : a));
        let best: Configuration = around.configuration;
        let most = incumbent ? WORTH * incumbent.cores : -Infinity;
        for (let i = 0; i < CANDIDATES; i++) {
          const candidate = incumbent
            ? neighbour(tables, around.configuration, random)
            : drawConfiguration(tables, random);
          if (!candidate) continue;
          const saved = incumbent ? incumbent.cores - coresOf(tables, candidate) : 1;
          if (saved <= 0) continue;
          // Without an incumbent there is no cost to improve on: first find what meets the SLA.
          const latency = process.at(pointOf(tables, candidate, load, loadScale));
          const value = saved * probabilityBelow(latency, Math.log(slaSeconds));
          if (value > most) {
            most = value;
            best = candidate;
          }
        }
        return best;
      },
    });
  },
};
