import { video } from '../../../model/presets/video.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import type { Figure } from '../../figures.ts';
import type { Lesson } from '../../lesson.ts';
import type { Lane } from '../../facts.ts';

/** The video pipeline with the smallest model of each stage. */
const pipeline: Pipeline = {
  ...video,
  id: 'lesson-pipeline',
  name: 'Lesson: two stages',
  stages: video.stages.map((stage) => ({ ...stage, variants: stage.variants.slice(0, 1) })),
};

const SOME = 'flat:1200,10';
const MORE = 'flat:1200,15';

/** Replicas of the two stages, one request at a time. */
const replicas = (first: number, second: number): string =>
  `hand:0=1.${String(first)}.1/1.${String(second)}.1`;

const [DETECT, CLASSIFY] = [0, 1];
const OVER = { from: 600, to: 1200 };

const measure = (id: string, lane: Lane): Figure => ({ of: 'measure', measure: id, lane });
const throughput = (lane: Lane): Figure => ({ of: 'column', column: 'throughput', lane, ...OVER });
const stageOf = (as: 'backlog' | 'latency' | 'capacity', lane: Lane, stage: number): Figure => ({
  ...({ of: 'stage', as, lane, stage } as const),
  ...OVER,
});
const load: Figure = { of: 'load', as: 'mean', from: 120, to: 1200 };
const times = (one: Figure, to: Figure): Figure => ({ of: 'ratio', one, to, digits: 1 });

/** Two stages: the slowest decides how many are served, and each adds to how long it takes. */
export const pipelineLesson: Lesson = {
  id: 'pipeline',
  version: 1,
  minutes: 4,
  needs: ['one-stage'],
  pipeline,
  scene: {
    page: 'lab',
    set: {
      ...({ pipeline: pipeline.id, workload: SOME, environment: 'discrete', seed: 7 } as const),
      ...{ a: replicas(1, 1), b: replicas(1, 1) },
    },
    time: 900,
    play: false,
    card: 'none',
  },
  steps: [
    { kind: 'read', id: 'chain' },
    {
      kind: 'look',
      id: 'slowest',
      // A second of the trace a second: requests are seen one by one.
      scene: { time: 600, play: true, speed: 1 },
      part: 'lane-a',
      figures: {
        load,
        detect: stageOf('capacity', 'a', DETECT),
        classify: stageOf('capacity', 'a', CLASSIFY),
        both: throughput('a'),
        inTime: measure('inTime', 'a'),
      },
      claims: [
        { figure: 'detect', is: 'below', than: 'classify' },
        { figure: 'load', is: 'below', than: 'detect' },
        { figure: 'inTime', is: 'above', than: 99 },
      ],
    },
    {
      kind: 'predict',
      id: 'wrong',
      part: 'lane-b',
      scene: { set: { workload: MORE } },
      options: ['all', 'half', 'none'],
      outcome: { set: { b: replicas(1, 4) } },
      right: {
        by: 'band',
        figure: measure('inTime', 'b'),
        bands: [{ option: 'none', below: 10 }, { option: 'half', below: 90 }, { option: 'all' }],
      },
      figures: {
        load,
        detect: stageOf('capacity', 'b', DETECT),
        classify: stageOf('capacity', 'b', CLASSIFY),
        both: throughput('b'),
        before: measure('inTime', 'a'),
        inTime: measure('inTime', 'b'),
        cores: { of: 'cores', lane: 'b', at: 900 },
      },
      claims: [
        { figure: 'load', is: 'above', than: 'detect' },
        { figure: 'classify', is: 'above', than: 50 },
        { figure: 'cores', is: 'equal', than: 5 },
        { figure: 'before', is: 'below', than: 10 },
      ],
    },
    {
      kind: 'predict',
      id: 'moved',
      part: 'lane-b',
      options: ['detect', 'both', 'classify'],
      outcome: { set: { b: replicas(2, 1) } },
      right: {
        by: 'band',
        figure: times(stageOf('backlog', 'b', CLASSIFY), stageOf('backlog', 'b', DETECT)),
        bands: [{ option: 'detect', below: 0.5 }, { option: 'both', below: 2 }, { option: 'classify' }],
      },
      figures: {
        load,
        detect: stageOf('capacity', 'b', DETECT),
        classify: stageOf('capacity', 'b', CLASSIFY),
        waits: stageOf('backlog', 'b', CLASSIFY),
        few: stageOf('backlog', 'b', DETECT),
        inTime: measure('inTime', 'b'),
      },
      claims: [
        { figure: 'load', is: 'below', than: 'detect' },
        { figure: 'load', is: 'above', than: 'classify' },
        { figure: 'waits', is: 'above', than: 20 },
        { figure: 'few', is: 'below', than: 2 },
        { figure: 'inTime', is: 'below', than: 50 },
      ],
    },
    {
      kind: 'do',
      id: 'carry',
      part: 'lane-a',
      goal: {
        goal: 'all',
        goals: [
          {
            goal: 'figure',
            figure: measure('inTime', 'a'),
            name: 'lane A’s share in time',
            is: 'at least',
            than: 99,
          },
          { goal: 'figure', figure: measure('cost', 'a'), name: 'lane A’s cost', is: 'at most', than: 3.5 },
        ],
      },
      solution: { set: { a: 'greedy' } },
      figures: {
        inTime: measure('inTime', 'a'),
        cost: { of: 'cores', lane: 'a', at: 900 },
        detect: { of: 'ordered', lane: 'a', stage: DETECT, head: 'replicas', at: 600 },
        batch: { of: 'ordered', lane: 'a', stage: CLASSIFY, head: 'batch', at: 600 },
        both: throughput('a'),
      },
      claims: [
        { figure: 'detect', is: 'equal', than: 2 },
        { figure: 'batch', is: 'equal', than: 2 },
        { figure: 'both', is: 'above', than: 15 },
      ],
    },
    {
      kind: 'predict',
      id: 'sum',
      part: 'lane-b',
      options: ['slower', 'sum', 'more'],
      outcome: { set: { b: replicas(2, 2) } },
      right: {
        by: 'band',
        figure: times(measure('latency', 'b'), stageOf('latency', 'b', DETECT)),
        bands: [{ option: 'slower', below: 1.2 }, { option: 'sum', below: 3 }, { option: 'more' }],
      },
      figures: {
        detect: stageOf('latency', 'b', DETECT),
        classify: stageOf('latency', 'b', CLASSIFY),
        all: { of: 'measure', measure: 'latency', lane: 'b', ...OVER },
        cores: { of: 'cores', lane: 'b', at: 900 },
        inTime: measure('inTime', 'b'),
      },
      claims: [
        { figure: 'all', is: 'above', than: 'detect' },
        { figure: 'all', is: 'above', than: 'classify' },
        { figure: 'inTime', is: 'above', than: 99 },
      ],
    },
    {
      kind: 'explain',
      id: 'next',
      part: 'lane-b',
      options: ['detect', 'classify', 'both'],
      right: {
        by: 'least',
        figures: {
          detect: stageOf('capacity', 'b', DETECT),
          classify: stageOf('capacity', 'b', CLASSIFY),
        },
      },
      figures: {
        detect: stageOf('capacity', 'b', DETECT),
        classify: stageOf('capacity', 'b', CLASSIFY),
        both: throughput('b'),
      },
      claims: [
        { figure: 'detect', is: 'below', than: 'classify' },
        { figure: 'both', is: 'below', than: 'classify' },
      ],
    },
  ],
};
