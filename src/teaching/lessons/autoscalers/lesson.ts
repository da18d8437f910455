import type { Lesson } from '../../lesson.ts';

/** Second of the trace at which the spike of seed 7 begins. */
const BURST = 570;
/** Five minutes later. */
const LATER = 930;

/** The autoscalers people run, on one burst. Lane A is the one asked about; lane B is what it is held against. */
export const autoscalers: Lesson = {
  id: 'autoscalers',
  version: 1,
  minutes: 5,
  needs: [],
  scene: {
    page: 'lab',
    set: { pipeline: 'video', workload: 'spike', environment: 'chance', seed: 7, a: 'greedy', b: 'greedy' },
    time: BURST - 40,
    play: false,
    card: 'none',
  },
  steps: [
    { kind: 'read', id: 'people' },
    {
      kind: 'look',
      id: 'burst',
      part: 'timelines',
      figures: {
        before: { of: 'load', as: 'mean', from: 400, to: BURST },
        burst: { of: 'load', as: 'mean', from: BURST, to: 640 },
      },
      claims: [
        { figure: 'before', is: 'below', than: 10 },
        { figure: 'burst', is: 'above', than: 30 },
      ],
    },
    {
      kind: 'predict',
      id: 'hpa',
      options: ['at-once', 'half', 'never'],
      outcome: { set: { a: 'hpa' }, time: 640 },
      right: {
        by: 'band',
        figure: { of: 'recovery', lane: 'a', from: BURST, share: 90 },
        bands: [{ option: 'at-once', below: 15 }, { option: 'half', below: 50 }, { option: 'never' }],
      },
      figures: {
        late: { of: 'recovery', lane: 'a', from: BURST, share: 90 },
        inTime: { of: 'measure', measure: 'inTime', lane: 'a', from: BURST, to: 640 },
      },
      claims: [
        { figure: 'late', is: 'at least', than: 60 },
        { figure: 'inTime', is: 'below', than: 25 },
      ],
    },
    {
      kind: 'predict',
      id: 'kpa',
      options: ['hpa', 'level', 'kpa'],
      outcome: { set: { b: 'kpa' }, time: 600 },
      right: {
        by: 'band',
        figure: {
          of: 'difference',
          one: { of: 'recovery', lane: 'a', from: BURST, share: 90 },
          less: { of: 'recovery', lane: 'b', from: BURST, share: 90 },
        },
        bands: [{ option: 'hpa', below: -5 }, { option: 'level', below: 5 }, { option: 'kpa' }],
      },
      figures: {
        hpa: { of: 'recovery', lane: 'a', from: BURST, share: 90 },
        kpa: { of: 'recovery', lane: 'b', from: BURST, share: 90 },
        apart: {
          of: 'difference',
          one: { of: 'recovery', lane: 'a', from: BURST, share: 90 },
          less: { of: 'recovery', lane: 'b', from: BURST, share: 90 },
        },
        cores: { of: 'cores', lane: 'b', at: 600 },
        hpaCores: { of: 'cores', lane: 'a', at: 600 },
      },
      claims: [
        { figure: 'apart', is: 'at least', than: 30 },
        { figure: 'cores', is: 'above', than: 'hpaCores' },
      ],
    },
    {
      kind: 'predict',
      id: 'after',
      options: ['gone', 'still', 'more'],
      outcome: { time: LATER },
      right: {
        by: 'band',
        figure: {
          of: 'difference',
          one: { of: 'cores', lane: 'a', at: LATER },
          less: { of: 'cores', lane: 'a', at: BURST - 10 },
        },
        bands: [{ option: 'gone', below: 1 }, { option: 'still', below: 20 }, { option: 'more' }],
      },
      figures: {
        before: { of: 'cores', lane: 'a', at: BURST - 10 },
        later: { of: 'cores', lane: 'a', at: LATER },
        kpaLater: { of: 'cores', lane: 'b', at: LATER },
      },
      claims: [
        { figure: 'later', is: 'above', than: 'before' },
        { figure: 'kpaLater', is: 'below', than: 'later' },
      ],
    },
    {
      kind: 'do',
      id: 'keda',
      part: 'lane-a',
      scene: { time: 640 },
      goal: {
        goal: 'choice',
        field: 'a',
        equals: 'keda',
        words: 'Lane A does not run KEDA yet: choose it by the lane’s name.',
      },
      solution: { set: { a: 'keda' } },
      figures: {
        keda: { of: 'recovery', lane: 'a', from: BURST, share: 90 },
        cost: { of: 'measure', measure: 'cost', lane: 'a' },
        kpaCost: { of: 'measure', measure: 'cost', lane: 'b' },
      },
      claims: [
        { figure: 'keda', is: 'between', than: 25, and: 55 },
        { figure: 'cost', is: 'above', than: 'kpaCost' },
      ],
    },
    {
      kind: 'explain',
      id: 'why',
      options: ['slow', 'past', 'small'],
      part: 'timelines',
      right: {
        by: 'band',
        figure: { of: 'reaction', lane: 'a', from: BURST },
        bands: [{ option: 'small', below: 0 }, { option: 'past' }],
      },
      figures: {
        reaction: { of: 'reaction', lane: 'a', from: BURST },
        startup: { of: 'recovery', lane: 'b', from: BURST, share: 90 },
      },
      claims: [{ figure: 'reaction', is: 'above', than: 0 }],
    },
    {
      kind: 'do',
      id: 'better',
      part: 'what-if',
      goal: {
        goal: 'figure',
        figure: { of: 'measure', measure: 'inTime', lane: 'b' },
        name: 'lane B’s share in time',
        is: 'at least',
        than: 95,
      },
      solution: { set: { startup: 1 } },
      figures: {
        inTime: { of: 'measure', measure: 'inTime', lane: 'b' },
      },
    },
  ],
};
