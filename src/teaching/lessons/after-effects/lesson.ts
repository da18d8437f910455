import type { Figure } from '../../figures.ts';
import type { Lesson } from '../../lesson.ts';

const measured = (measure: string, lane: 'a' | 'b', from?: number, to?: number): Figure => ({
  of: 'measure',
  measure,
  lane,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});
/** What the planner in lane B has more than the myopic optimum in lane A, points. */
const lead: Figure = {
  of: 'difference',
  one: measured('objective', 'b'),
  less: measured('objective', 'a'),
};
const told = (name: string): Figure => ({ of: 'told', name, digits: 2, unit: '' });
/** What a lane earns less than the best plan found. */
const below = (lane: 'a' | 'b'): Figure => ({
  of: 'difference',
  one: told('possible.plan'),
  less: measured('reward', lane),
});

/** Decisions, where the planner looks further than it does by itself. */
const FURTHER = 12;

/** The same optimum where orders take effect at once and where they do not; the planner; what is possible. The coming load is known throughout. */
export const afterEffects: Lesson = {
  id: 'after-effects',
  version: 1,
  minutes: 6,
  needs: [],
  scene: {
    page: 'lab',
    set: {
      pipeline: 'video',
      workload: 'fluctuating',
      environment: 'instant',
      forecaster: 'true',
      seed: 7,
      a: 'optimum-predicted',
      b: 'optimum-predicted',
    },
    time: 150,
    play: false,
    card: 'none',
  },
  steps: [
    {
      kind: 'read',
      id: 'once',
      figures: {
        earned: measured('objective', 'a'),
        regret: measured('regret', 'a'),
        changes: measured('switches', 'a'),
      },
      claims: [
        { figure: 'regret', is: 'between', than: -1e-9, and: 1e-9 },
        { figure: 'changes', is: 'above', than: 0 },
      ],
    },
    {
      kind: 'predict',
      id: 'queues',
      options: ['nothing', 'tenth', 'more'],
      outcome: { set: { environment: 'chance', startup: 7 } },
      right: {
        by: 'band',
        figure: {
          of: 'difference',
          one: { of: 'kept', step: 'once', figure: 'earned', as: measured('objective', 'a') },
          less: measured('objective', 'a'),
        },
        bands: [{ option: 'nothing', below: 0.02 }, { option: 'tenth', below: 0.3 }, { option: 'more' }],
      },
      figures: {
        before: { of: 'kept', step: 'once', figure: 'earned', as: measured('objective', 'a') },
        now: measured('objective', 'a'),
        changesBefore: { of: 'kept', step: 'once', figure: 'changes', as: measured('switches', 'a') },
        changes: measured('switches', 'a'),
        lost: {
          of: 'difference',
          one: { of: 'kept', step: 'once', figure: 'earned', as: measured('objective', 'a') },
          less: measured('objective', 'a'),
        },
      },
      claims: [
        { figure: 'lost', is: 'above', than: 1 },
        { figure: 'changes', is: 'equal', than: 'changesBefore' },
      ],
    },
    {
      kind: 'look',
      id: 'climb',
      part: 'row-latency',
      scene: { time: 175 },
      figures: {
        wanted: { of: 'load', as: 'highest', from: 160, to: 200 },
        climbing: measured('latency', 'a', 160, 200),
        level: measured('latency', 'a', 400, 500),
        unmet: measured('unmet', 'a', 160, 200),
        unmetLevel: measured('unmet', 'a', 400, 500),
      },
      claims: [
        { figure: 'climbing', is: 'above', than: 'level' },
        { figure: 'unmet', is: 'above', than: 'unmetLevel' },
      ],
    },
    {
      kind: 'predict',
      id: 'planner',
      options: ['fewer', 'same', 'more'],
      outcome: { set: { b: 'planner' } },
      right: {
        by: 'band',
        figure: { of: 'difference', one: measured('cost', 'b'), less: measured('cost', 'a') },
        bands: [{ option: 'fewer', below: -0.2 }, { option: 'same', below: 0.2 }, { option: 'more' }],
      },
      figures: {
        lead,
        cores: measured('cost', 'b'),
        myopicCores: measured('cost', 'a'),
        unmet: measured('unmet', 'b'),
        myopicUnmet: measured('unmet', 'a'),
        early: { of: 'cores', lane: 'b', at: 175 },
        myopicEarly: { of: 'cores', lane: 'a', at: 175 },
      },
      claims: [
        { figure: 'lead', is: 'above', than: 0.2 },
        { figure: 'cores', is: 'above', than: 'myopicCores' },
        { figure: 'unmet', is: 'below', than: 'myopicUnmet' },
        { figure: 'early', is: 'above', than: 'myopicEarly' },
      ],
    },
    {
      kind: 'predict',
      id: 'zero',
      options: ['gone', 'part', 'grows'],
      outcome: { set: { startup: 0 } },
      right: {
        by: 'band',
        figure: {
          of: 'ratio',
          one: lead,
          to: { of: 'kept', step: 'planner', figure: 'lead', as: lead },
          digits: 2,
        },
        bands: [{ option: 'gone', below: 0.2 }, { option: 'part', below: 0.95 }, { option: 'grows' }],
      },
      figures: {
        lead,
        before: { of: 'kept', step: 'planner', figure: 'lead', as: lead },
      },
      claims: [
        { figure: 'lead', is: 'below', than: 'before' },
        { figure: 'lead', is: 'above', than: 0.1 },
      ],
    },
    {
      kind: 'do',
      id: 'nothing',
      goal: {
        goal: 'all',
        goals: [
          {
            goal: 'choice',
            field: 'a',
            equals: 'optimum-predicted',
            words: 'Lane A must run the myopic optimum.',
          },
          { goal: 'choice', field: 'b', equals: 'planner', words: 'Lane B must run the planner.' },
          {
            goal: 'figure',
            figure: lead,
            name: 'the planner’s lead in J',
            is: 'at most',
            than: 0.01,
          },
        ],
      },
      solution: { set: { environment: 'instant' } },
      figures: { lead },
      claims: [{ figure: 'lead', is: 'at most', than: 0.01 }],
    },
    {
      kind: 'predict',
      id: 'recreate',
      scene: {
        set: { environment: 'chance', workload: 'fluctuating', startup: 7, b: 'optimum-predicted' },
        time: 600,
      },
      options: ['as-before', 'fewer', 'none'],
      outcome: { set: { rollout: 'recreate', b: 'planner' } },
      right: {
        by: 'band',
        figure: { of: 'orders', lane: 'b', variants: true },
        bands: [{ option: 'none', below: 2 }, { option: 'fewer', below: 3 }, { option: 'as-before' }],
      },
      figures: {
        myopic: { of: 'orders', lane: 'a', variants: true },
        planner: { of: 'orders', lane: 'b', variants: true },
        first: { of: 'ordered', lane: 'b', stage: 0, head: 'variant', at: 120 },
        second: { of: 'ordered', lane: 'b', stage: 1, head: 'variant', at: 120 },
        accuracy: measured('accuracy', 'b'),
        myopicAccuracy: measured('accuracy', 'a'),
        earned: measured('objective', 'b'),
        myopicEarned: measured('objective', 'a'),
      },
      claims: [
        { figure: 'planner', is: 'equal', than: 1 },
        { figure: 'first', is: 'equal', than: 1 },
        { figure: 'second', is: 'equal', than: 1 },
        { figure: 'myopic', is: 'above', than: 1 },
        { figure: 'accuracy', is: 'below', than: 'myopicAccuracy' },
        { figure: 'earned', is: 'above', than: 'myopicEarned' },
      ],
    },
    {
      kind: 'look',
      id: 'further',
      part: 'lane-b',
      scene: { set: { b: `planner:horizon=${String(FURTHER)}` } },
      figures: {
        accuracy: measured('accuracy', 'b'),
        earned: measured('objective', 'b'),
        before: { of: 'kept', step: 'recreate', figure: 'earned', as: measured('objective', 'b') },
        variants: { of: 'orders', lane: 'b', variants: true },
        first: { of: 'ordered', lane: 'b', stage: 0, head: 'variant', at: 120 },
        second: { of: 'ordered', lane: 'b', stage: 1, head: 'variant', at: 120 },
      },
      claims: [
        { figure: 'earned', is: 'above', than: 'before' },
        { figure: 'variants', is: 'equal', than: 1 },
        { figure: 'first', is: 'above', than: 1 },
        { figure: 'second', is: 'above', than: 1 },
      ],
    },
    {
      kind: 'explain',
      id: 'possible',
      part: 'possible',
      scene: { set: { rollout: 'surge', b: 'planner' }, time: 175 },
      options: ['planner', 'noise', 'open'],
      right: {
        by: 'band',
        figure: { of: 'difference', one: told('possible.bound'), less: told('possible.plan') },
        bands: [{ option: 'planner', below: 0 }, { option: 'open' }],
      },
      figures: {
        plan: told('possible.plan'),
        bound: told('possible.bound'),
        myopic: below('a'),
        planner: below('b'),
        open: { of: 'difference', one: told('possible.bound'), less: told('possible.plan') },
      },
      claims: [
        { figure: 'myopic', is: 'above', than: 'planner' },
        { figure: 'planner', is: 'at least', than: 0 },
        { figure: 'open', is: 'above', than: 0 },
      ],
    },
  ],
};
