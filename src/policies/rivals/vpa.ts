import { FIXED_CHOICE } from './fixedChoice.ts';
import { exactCores } from '../../model/cores.ts';
import { rateOf, replicaCores } from './stageOptions.ts';
import { bounded, type Each, replicaPolicy, replicasOnly, SHARED_CORES, ticker } from './replicaPolicy.ts';
import { offeredLoad } from './signals.ts';
import { VpaRecommender, vpaRequest } from './vpaAlgorithm.ts';
import { policyNames } from '../ids.ts';
import type { PolicyInfo } from '../policy.ts';
import { AUTO, type Values } from '../settings/types.ts';
import { batchIndex } from '../../model/tables.ts';

function describe(_: Values, each: Each): PolicyInfo {
  const percent = (key: string): string =>
    each((values) => String(Number((100 * Number(values[key])).toPrecision(6))));
  const seconds = (key: string): string => each((values) => String(values[key]));
  return {
    id: 'vpa',
    name: policyNames.vpa,
    summary: "Kubernetes' vertical autoscaler: cores of each stage from the histogram of what it used.",
    knobs: replicasOnly,
    memory: 'a histogram of all usage so far, per stage',
    simplifications: `${FIXED_CHOICE} ${SHARED_CORES} Cores of a replica are fixed here, so a recommendation of cores becomes as many replicas as hold them. Usage is the work offered, queue included, as where idle cores allow more than the request; a sample every 10 s, the loop every ${seconds('loop')} s. The constants of the published flags were made for days, a sample counting half after ${seconds('halfLife')} s here; the rule for pods older than 12 h never applies, and memory has no counterpart.`,
    source:
      'kubernetes/autoscaler, vertical-pod-autoscaler: recommender.go, estimator.go, decaying_histogram.go.',
    about: [
      `It gives each stage the cores that it used at percentile ${percent('percentile')} of its history and ${percent('margin')} % more.`,
      `Every ${seconds('loop')} s it compares what a stage has with bounds around that figure and changes it only outside them; the bounds are wide while the history is short.`,
      'It needs a long history of the cores that each stage used and nothing else.',
      'It does well for services whose use is the same from day to day and was guessed wrongly at the start.',
      'It fails on anything faster than hours: in twenty minutes its upper bound is more than seventy times the use, so it hardly ever shrinks, and it grows only under sustained overload.',
    ],
  };
}

/** 1.1 cores are 11 replicas of 0.1, and a little more as numbers. */
const ROUNDING = 1e-9;

export const vpa = replicaPolicy('vpa', describe, ({ tables }, { variant, batch }, n, values) => {
  const rate = rateOf(tables, n, variant, batchIndex(batch));
  const cores = replicaCores(tables, n, variant);
  const recommender = new VpaRecommender({
    target: Number(values['percentile']),
    lower: Number(values['lowerPercentile']),
    upper: Number(values['upperPercentile']),
    margin: Number(values['margin']),
    halfLifeSeconds: Number(values['halfLife']),
    minCores: Number(values['minCores']),
    maxCores: values['maxCores'] === AUTO ? Infinity : Number(values['maxCores']),
  });
  const due = ticker(Number(values['loop']));
  return ({ observation, replicas }) => {
    const request = exactCores(replicas * cores);
    recommender.add(observation.time, (offeredLoad(observation, n) / rate) * cores, request);
    if (due(observation.time) === 0) return replicas;
    const wanted = Math.ceil(vpaRequest(request, recommender.recommend()) / cores - ROUNDING);
    return bounded(Math.max(1, wanted), values);
  };
});
