import type { Lesson } from '../../lesson.ts';

/** Second of the trace at which the spike of seed 7 begins: the last second that still carries the base. */
export const BURST = 575;
/** It is over, and its backlog with it. */
const OVER = 660;

/** The autoscalers people run, on one burst. */
export const autoscalers: Lesson = {
  id: 'autoscalers',
  version: 1,
  minutes: 5,
  needs: [],
  scene: {
    page: 'lab',
    set: { pipeline: 'video', workload: 'spike', environment: 'chance', seed: 7, a: 'hpa', b: 'kpa' },
    time: BURST - 35,
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
        before: { of: 'measure', measure: 'load', lane: 'a', from: 400, to: BURST - 5 },
        burst: { of: 'measure', measure: 'load', lane: 'a', from: 590, to: 630 },
      },
      claims: [
        { figure: 'before', is: 'below', than: 10 },
        { figure: 'burst', is: 'above', than: 30 },
      ],
    },
    {
      kind: 'predict',
      id: 'sooner',
      options: ['hpa', 'kpa', 'keda'],
      outcome: { time: 640 },
      right: {
        by: 'least',
        figures: {
          hpa: { of: 'reaction', lane: 'a', from: BURST },
          kpa: { of: 'reaction', lane: 'b', from: BURST },
        },
      },
      figures: {
        hpa: { of: 'reaction', lane: 'a', from: BURST },
        kpa: { of: 'reaction', lane: 'b', from: BURST },
        late: {
          of: 'difference',
          one: { of: 'reaction', lane: 'a', from: BURST },
          less: { of: 'reaction', lane: 'b', from: BURST },
        },
        hpaInTime: { of: 'measure', measure: 'inTime', lane: 'a', from: 570, to: OVER },
        kpaInTime: { of: 'measure', measure: 'inTime', lane: 'b', from: 570, to: OVER },
      },
      claims: [
        { figure: 'late', is: 'above', than: 5 },
        { figure: 'hpaInTime', is: 'below', than: 'kpaInTime' },
      ],
    },
  ],
};
