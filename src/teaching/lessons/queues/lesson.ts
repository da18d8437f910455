import { video } from '../../../model/presets/video.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import type { Figure } from '../../figures.ts';
import type { Lesson } from '../../lesson.ts';

const [, classify] = video.stages;

/** The second stage of the video pipeline with its smallest model; its objective is so wide that nobody is dropped. */
const pipeline: Pipeline = {
  ...video,
  id: 'lesson-queues',
  name: 'Lesson: a queue',
  slaSeconds: 8,
  stages: [{ ...classify!, variants: classify!.variants.slice(0, 1) }],
};

/** Of 13.541 req/s, what one replica can serve one by one: 50 % all the time; 70, 90 and 99 % one after the other. */
const HALF = 'flat:1200,6.77';
const STAIRS = 'flat:720,9.479~then:(flat:600,12.187)~then:(flat:900,13.406)';
/** 90 % of what four can serve, and 99 % of one. */
const FOURFOLD = 'flat:1200,48.747';
const FULL = 'flat:1200,13.406';

const at70 = { from: 120, to: 720 };
const at90 = { from: 720, to: 1320 };
const at99 = { from: 1320, to: 2220 };
/** Once four replicas are up and what waited for them is served. */
const SETTLED = { from: 300, to: 1200 };

type Of = 'present' | 'coming' | 'stay';
const requests = (as: Of, over: { readonly from: number; readonly to: number }): Figure => ({
  of: 'requests',
  as,
  lane: 'a',
  ...over,
});
const stay = (over: { readonly from: number; readonly to: number }): Figure => requests('stay', over);
const use = (over: { readonly from: number; readonly to: number }): Figure => ({
  of: 'ratio',
  one: { of: 'load', as: 'mean', ...over },
  to: { of: 'column', column: 'throughput', lane: 'a', ...over },
  ...({ digits: 0, percent: true } as const),
});
const before: Figure = { of: 'kept', step: 'knee', figure: 'at90', as: stay(at90) };
const times = (one: Figure, to: Figure): Figure => ({ of: 'ratio', one, to, digits: 1 });
const measure = (id: string): Figure => ({ of: 'measure', measure: id, lane: 'a' });

/** Queues: what use costs in waiting, Little's law counted on screen, and why many replicas together wait less. */
export const queues: Lesson = {
  id: 'queues',
  version: 1,
  minutes: 5,
  needs: ['one-stage'],
  pipeline,
  scene: {
    page: 'lab',
    set: {
      ...({ pipeline: pipeline.id, workload: HALF, environment: 'discrete', seed: 7 } as const),
      ...{ a: 'hand:0=1.1.1', b: 'hand:0=1.1.1' },
    },
    time: 600,
    play: false,
    card: 'none',
  },
  steps: [
    { kind: 'read', id: 'line' },
    {
      kind: 'look',
      id: 'half',
      // A second of the trace a second: requests are seen one by one.
      scene: { play: true, speed: 1 },
      part: 'lane-a',
      figures: {
        capacity: { of: 'column', column: 'throughput', lane: 'a' },
        use: use({ from: 120, to: 1200 }),
        stay: stay({ from: 120, to: 1200 }),
        p50: measure('p50'),
      },
      claims: [
        { figure: 'use', is: 'between', than: 49.5, and: 50.5 },
        { figure: 'stay', is: 'below', than: 0.12 },
        { figure: 'stay', is: 'above', than: 'p50' },
      ],
    },
    {
      kind: 'draw',
      id: 'knee',
      points: { at70: stay(at70), at90: stay(at90), at99: stay(at99) },
      ...({ unit: 's', digits: 2, from: 0, to: 4, step: 0.05, within: 1.5 } as const),
      outcome: { set: { workload: STAIRS }, time: 1400 },
      figures: {
        at70: stay(at70),
        at90: stay(at90),
        at99: stay(at99),
        use70: use(at70),
        use90: use(at90),
        use99: use(at99),
      },
      claims: [
        { figure: 'use70', is: 'between', than: 69.5, and: 70.5 },
        { figure: 'use90', is: 'between', than: 89.5, and: 90.5 },
        { figure: 'use99', is: 'between', than: 98.5, and: 99.5 },
        { figure: 'at90', is: 'between', than: 0.25, and: 0.4 },
        { figure: 'at99', is: 'above', than: 2 },
      ],
    },
    {
      kind: 'explain',
      id: 'slack',
      part: 'row-latency',
      options: ['tenth', 'twice', 'more'],
      right: {
        by: 'band',
        figure: times(stay(at99), stay(at90)),
        bands: [{ option: 'tenth', below: 1.2 }, { option: 'twice', below: 3 }, { option: 'more' }],
      },
      figures: {
        load: times({ of: 'load', as: 'mean', ...at99 }, { of: 'load', as: 'mean', ...at90 }),
        stay: times(stay(at99), stay(at90)),
      },
      claims: [
        { figure: 'load', is: 'between', than: 1.05, and: 1.15 },
        { figure: 'stay', is: 'above', than: 5 },
      ],
    },
    {
      kind: 'look',
      id: 'little',
      part: 'row-latency',
      scene: { time: 1000 },
      figures: {
        present: requests('present', at90),
        coming: requests('coming', at90),
        stay: stay(at90),
        match: {
          of: 'ratio',
          one: times(requests('present', at90), requests('coming', at90)),
          to: stay(at90),
          digits: 2,
        },
      },
      claims: [{ figure: 'match', is: 'between', than: 0.98, and: 1.02 }],
      equation: {
        tex: String.raw`\sym{N}{N} = \sym{lambda}{\lambda}\,\sym{W}{W}`,
        symbols: [
          { id: 'N', part: 'lane-a', figure: requests('present', at90) },
          { id: 'lambda', part: 'row-load', figure: requests('coming', at90) },
          { id: 'W', part: 'row-latency', figure: stay(at90) },
        ],
      },
    },
    {
      kind: 'predict',
      id: 'pool',
      options: ['same', 'shorter', 'longer'],
      outcome: { set: { workload: FOURFOLD, a: 'hand:0=1.4.1', b: 'hand:0=1.4.1' }, time: 600 },
      right: {
        by: 'band',
        figure: times(stay(SETTLED), before),
        bands: [{ option: 'shorter', below: 0.75 }, { option: 'same', below: 1.25 }, { option: 'longer' }],
      },
      figures: {
        one: before,
        four: stay(SETTLED),
        use: use(SETTLED),
      },
      claims: [
        { figure: 'use', is: 'between', than: 89.5, and: 91 },
        { figure: 'four', is: 'below', than: 'one' },
      ],
    },
    {
      kind: 'do',
      id: 'idle',
      part: 'lane-a',
      scene: { set: { workload: FULL, a: 'hand:0=1.1.1', b: 'greedy' }, time: 600 },
      goal: { goal: 'figure', figure: measure('p95'), name: 'lane A’s p95', is: 'at most', than: 0.5 },
      solution: { set: { a: 'hpa' } },
      figures: {
        p95: measure('p95'),
        cores: { of: 'cores', lane: 'a', at: 900 },
        greedy: { of: 'measure', measure: 'p95', lane: 'b' },
        greedyCores: { of: 'cores', lane: 'b', at: 900 },
        use: use(SETTLED),
      },
      claims: [
        { figure: 'p95', is: 'below', than: 0.2 },
        { figure: 'greedy', is: 'above', than: 1 },
        { figure: 'use', is: 'between', than: 45, and: 55 },
        { figure: 'cores', is: 'equal', than: 2 },
        { figure: 'greedyCores', is: 'equal', than: 1 },
      ],
    },
  ],
};
