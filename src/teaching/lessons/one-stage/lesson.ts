import { video } from '../../../model/presets/video.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import { defaultExperiment } from '../../../scenario/experiment.ts';
import type { Figure } from '../../figures.ts';
import type { Lesson } from '../../lesson.ts';
import type { Lane } from '../../facts.ts';

const [, classify] = video.stages;

/** The second stage of the video pipeline with its smallest model, alone. */
const pipeline: Pipeline = {
  ...video,
  id: 'lesson-one-stage',
  name: 'Lesson: one stage',
  slaSeconds: 1,
  stages: [{ ...classify!, variants: classify!.variants.slice(0, 1) }],
};

const FEW = 'flat:1200,3';
const MANY = 'flat:1200,16';

const ONE_BY_ONE = 'hand:0=1.1.1';
const TWO_ONE_BY_ONE = 'hand:0=1.2.1';
const BY_EIGHT = 'hand:0=1.1.8';
const TWO_BY_EIGHT = 'hand:0=1.2.8';

const measure = (id: string, lane: Lane): Figure => ({ of: 'measure', measure: id, lane });
const capacity = (lane: Lane): Figure => ({ of: 'column', column: 'throughput', lane });
const load: Figure = { of: 'load', as: 'mean', from: 120, to: 1200 };
const times = (one: Figure, to: Figure): Figure => ({ of: 'ratio', one, to, digits: 1 });

/** One stage: what a batch and a replica do to throughput and to latency. Single requests, which come by chance. */
export const oneStage: Lesson = {
  id: 'one-stage',
  version: 1,
  minutes: 4,
  needs: [],
  pipeline,
  scene: {
    page: 'lab',
    set: {
      ...({ pipeline: pipeline.id, workload: FEW, environment: 'discrete', seed: 7 } as const),
      ...{ a: ONE_BY_ONE, b: TWO_ONE_BY_ONE },
    },
    time: 300,
    play: false,
    card: 'none',
  },
  steps: [
    { kind: 'read', id: 'stage' },
    {
      kind: 'look',
      id: 'request',
      // A second of the trace a second: requests are seen one by one.
      scene: { time: 300, play: true, speed: 1 },
      part: 'lane-a',
      figures: { load, capacity: capacity('a'), p50: measure('p50', 'a'), p99: measure('p99', 'a') },
      claims: [
        { figure: 'load', is: 'equal', than: 3 },
        { figure: 'p50', is: 'below', than: 0.08 },
        { figure: 'p99', is: 'above', than: 'p50' },
        { figure: 'capacity', is: 'above', than: 'load' },
      ],
    },
    {
      kind: 'predict',
      id: 'slow',
      part: 'lanes',
      options: ['same', 'twice', 'many'],
      outcome: { set: { b: BY_EIGHT } },
      right: {
        by: 'band',
        figure: times(measure('p50', 'b'), measure('p50', 'a')),
        bands: [{ option: 'same', below: 1.5 }, { option: 'twice', below: 3 }, { option: 'many' }],
      },
      figures: {
        one: measure('p50', 'a'),
        eight: measure('p50', 'b'),
        times: times(measure('p50', 'b'), measure('p50', 'a')),
        inTime: measure('inTime', 'b'),
      },
      claims: [
        { figure: 'times', is: 'above', than: 8 },
        { figure: 'inTime', is: 'below', than: 70 },
      ],
    },
    {
      kind: 'predict',
      id: 'second',
      part: 'lanes',
      options: ['half', 'same', 'longer'],
      outcome: { set: { a: BY_EIGHT, b: TWO_BY_EIGHT } },
      right: {
        by: 'band',
        figure: times(measure('p50', 'b'), measure('p50', 'a')),
        bands: [{ option: 'half', below: 0.8 }, { option: 'same', below: 1.25 }, { option: 'longer' }],
      },
      figures: {
        one: measure('p50', 'a'),
        two: measure('p50', 'b'),
        cores: { of: 'cores', lane: 'b', at: 600 },
      },
      claims: [{ figure: 'cores', is: 'equal', than: 2 }],
    },
    {
      kind: 'predict',
      id: 'busy',
      scene: { set: { a: ONE_BY_ONE, b: BY_EIGHT } },
      part: 'lanes',
      options: ['one', 'level', 'eight'],
      outcome: { set: { workload: MANY } },
      right: {
        by: 'band',
        figure: { of: 'difference', one: measure('inTime', 'a'), less: measure('inTime', 'b') },
        bands: [{ option: 'eight', below: -10 }, { option: 'level', below: 10 }, { option: 'one' }],
      },
      figures: {
        load,
        one: capacity('a'),
        eight: capacity('b'),
        oneInTime: measure('inTime', 'a'),
        eightInTime: measure('inTime', 'b'),
        gain: times(capacity('b'), capacity('a')),
        p50: measure('p50', 'b'),
      },
      claims: [
        { figure: 'load', is: 'above', than: 'one' },
        { figure: 'load', is: 'below', than: 'eight' },
        { figure: 'oneInTime', is: 'below', than: 10 },
        { figure: 'eightInTime', is: 'above', than: 90 },
        { figure: 'gain', is: 'between', than: 1.4, and: 1.7 },
        { figure: 'p50', is: 'above', than: 0.5 },
      ],
    },
    {
      kind: 'look',
      id: 'greedy',
      scene: { set: { a: 'greedy' } },
      part: 'lanes',
      figures: {
        batch: { of: 'ordered', lane: 'a', stage: 0, head: 'batch', at: 600 },
        p50: measure('p50', 'a'),
        eight: measure('p50', 'b'),
        inTime: measure('inTime', 'a'),
        p99: measure('p99', 'a'),
        replicas: { of: 'ordered', lane: 'a', stage: 0, head: 'replicas', at: 600 },
      },
      claims: [
        { figure: 'replicas', is: 'equal', than: 1 },
        { figure: 'batch', is: 'equal', than: 2 },
        { figure: 'p50', is: 'below', than: 'eight' },
        { figure: 'inTime', is: 'above', than: 95 },
      ],
    },
    {
      kind: 'do',
      id: 'replica',
      // What lane B orders fits every limit that may be turned.
      scene: { set: { b: ONE_BY_ONE } },
      part: 'what-if',
      goal: { goal: 'figure', figure: measure('p99', 'a'), name: 'lane A’s p99', is: 'at most', than: 0.3 },
      solution: { set: { maxBatch: 1 } },
      figures: {
        p99: measure('p99', 'a'),
        before: { of: 'kept', step: 'greedy', figure: 'p99', as: measure('p99', 'a') },
        p50: measure('p50', 'a'),
        cost: { of: 'cores', lane: 'a', at: 600 },
        replicas: { of: 'ordered', lane: 'a', stage: 0, head: 'replicas', at: 600 },
        alone: measure('inTime', 'b'),
      },
      claims: [
        { figure: 'alone', is: 'below', than: 10 },
        { figure: 'before', is: 'above', than: 0.9 },
        { figure: 'replicas', is: 'equal', than: 2 },
        { figure: 'p50', is: 'below', than: 0.1 },
        { figure: 'cost', is: 'equal', than: 2 },
      ],
    },
    {
      kind: 'explain',
      id: 'which',
      scene: { set: { a: TWO_ONE_BY_ONE, b: BY_EIGHT, maxBatch: defaultExperiment.maxBatch } },
      part: 'lanes',
      options: ['eight', 'two', 'replicas'],
      right: {
        by: 'least',
        figures: {
          eight: measure('p50', 'b'),
          two: { of: 'kept', step: 'greedy', figure: 'p50', as: measure('p50', 'a') },
          replicas: measure('p50', 'a'),
        },
      },
      figures: {
        eight: measure('p50', 'b'),
        two: { of: 'kept', step: 'greedy', figure: 'p50', as: measure('p50', 'a') },
        replicas: measure('p50', 'a'),
        cores: { of: 'cores', lane: 'a', at: 600 },
        one: { of: 'cores', lane: 'b', at: 600 },
      },
      claims: [
        { figure: 'cores', is: 'equal', than: 2 },
        { figure: 'one', is: 'equal', than: 1 },
      ],
    },
  ],
};
