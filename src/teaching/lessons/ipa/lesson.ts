import type { Figure } from '../../figures.ts';
import type { Lesson } from '../../lesson.ts';
import { ipaDefaults } from '../../../policies/ipaProblem.ts';

const { accuracyWeight, coreWeight } = ipaDefaults;

const measured = (measure: string, lane: 'a' | 'b'): Figure => ({ of: 'measure', measure, lane });
/** Lane A less lane B. */
const apart = (measure: string): Figure => ({
  of: 'difference',
  one: measured(measure, 'a'),
  less: measured(measure, 'b'),
});
const term = (name: string): Figure => ({
  of: 'difference',
  one: { of: 'term', term: name, lane: 'a' },
  less: { of: 'term', term: name, lane: 'b' },
});

/** Mean of the largest batch. */
const column = (lane: 'a' | 'b'): Figure => ({ of: 'column', column: 'batch', lane });

/** IPA in lane A against the exact optimum in lane B, first where neither forecasts nor delays are to blame. */
export const ipa: Lesson = {
  id: 'ipa',
  version: 1,
  minutes: 6,
  needs: [],
  scene: {
    page: 'lab',
    set: {
      pipeline: 'video',
      workload: 'steady-low',
      environment: 'instant',
      forecaster: 'true',
      seed: 7,
      a: 'greedy',
      b: 'greedy',
    },
    time: 600,
    play: false,
    card: 'none',
  },
  steps: [
    {
      kind: 'read',
      id: 'asked',
      equation: {
        tex: String.raw`\begin{aligned}\max\; & ${accuracyWeight}\,\sym{accuracy}{V} - ${coreWeight}\,\sym{held}{C} \\ \text{where}\; & \sym{throughput}{T} \ge \sym{load}{m} \\ & \sym{latency}{L} \le \sym{objective}{\text{SLA}} \\ & \sym{held}{C} \le \sym{cores}{W_{\max}}\end{aligned}`,
        symbols: [
          { id: 'accuracy', part: 'lane-a', figure: measured('accuracy', 'a') },
          { id: 'throughput', part: 'lane-a', figure: { of: 'column', column: 'throughput', lane: 'a' } },
          { id: 'load', part: 'row-load', figure: { of: 'load', as: 'mean', from: 120, to: 1320 } },
          { id: 'latency', part: 'row-latency', figure: measured('latency', 'a') },
          { id: 'objective', part: 'slider-sla' },
          { id: 'held', part: 'row-cost', figure: measured('cost', 'a') },
          { id: 'cores', part: 'slider-maxCores', figure: { of: 'setting', field: 'maxCores' } },
        ],
      },
    },
    {
      kind: 'predict',
      id: 'cores',
      options: ['few', 'some', 'most'],
      outcome: { set: { a: 'ipa-exact' } },
      right: {
        by: 'band',
        figure: measured('cost', 'a'),
        bands: [{ option: 'few', below: 5 }, { option: 'some', below: 15 }, { option: 'most' }],
      },
      figures: {
        ipa: measured('cost', 'a'),
        greedy: measured('cost', 'b'),
        accuracy: measured('accuracy', 'a'),
        plain: measured('accuracy', 'b'),
        all: { of: 'setting', field: 'maxCores' },
      },
      claims: [
        { figure: 'ipa', is: 'above', than: 15 },
        { figure: 'greedy', is: 'below', than: 5 },
        { figure: 'accuracy', is: 'above', than: 'plain' },
      ],
    },
    {
      kind: 'predict',
      id: 'better',
      part: 'headline',
      options: ['ipa', 'level', 'optimum'],
      outcome: { set: { b: 'optimum-predicted' } },
      right: {
        by: 'band',
        figure: apart('objective'),
        bands: [{ option: 'optimum', below: -0.2 }, { option: 'level', below: 0.2 }, { option: 'ipa' }],
      },
      figures: {
        ipa: measured('objective', 'a'),
        optimum: measured('objective', 'b'),
        cores: measured('cost', 'b'),
        ipaCores: measured('cost', 'a'),
        gained: term('Accuracy'),
        paid: {
          of: 'difference',
          one: { of: 'term', term: 'Cores', lane: 'b' },
          less: { of: 'term', term: 'Cores', lane: 'a' },
        },
        regret: measured('regret', 'b'),
      },
      claims: [
        { figure: 'optimum', is: 'above', than: 'ipa' },
        { figure: 'ipaCores', is: 'above', than: 'cores' },
        { figure: 'paid', is: 'above', than: 'gained' },
        { figure: 'gained', is: 'above', than: 0 },
        { figure: 'regret', is: 'between', than: -1e-9, and: 1e-9 },
      ],
    },
    {
      kind: 'do',
      id: 'free',
      part: 'slider-costWeight',
      goal: {
        goal: 'figure',
        figure: { of: 'setting', field: 'costWeight' },
        name: 'the price of a core',
        is: 'equal',
        than: 0,
      },
      solution: { set: { costWeight: 0 } },
      figures: {
        apart: { of: 'difference', one: measured('objective', 'b'), less: measured('objective', 'a') },
        cores: measured('cost', 'b'),
      },
      claims: [
        { figure: 'apart', is: 'above', than: 0.2 },
        { figure: 'cores', is: 'above', than: 15 },
      ],
    },
    {
      kind: 'explain',
      id: 'left',
      part: 'decision',
      options: ['Accuracy', 'Latency', 'Cores'],
      right: {
        by: 'least',
        figures: { Accuracy: term('Accuracy'), Latency: term('Latency'), Cores: term('Cores') },
      },
      figures: {
        latency: measured('latency', 'a'),
        less: measured('latency', 'b'),
        accuracy: term('Accuracy'),
        batch: column('a'),
        smaller: column('b'),
        cores: apart('cost'),
      },
      claims: [
        { figure: 'latency', is: 'above', than: 'less' },
        { figure: 'batch', is: 'above', than: 'smaller' },
        { figure: 'cores', is: 'below', than: 0 },
        { figure: 'accuracy', is: 'between', than: -0.005, and: 0.005 },
      ],
    },
    {
      kind: 'predict',
      id: 'frontier',
      scene: { set: { costWeight: 0.15 } },
      options: ['tens', 'hundreds', 'thousands'],
      outcome: { set: { workload: 'fluctuating' } },
      right: {
        by: 'band',
        figure: { of: 'orders', lane: 'b' },
        bands: [{ option: 'tens', below: 100 }, { option: 'hundreds', below: 1000 }, { option: 'thousands' }],
      },
      figures: {
        all: { of: 'choices' },
        orders: { of: 'orders', lane: 'b' },
        most: { of: 'load', as: 'highest', from: 120, to: 1200 },
        regret: measured('regret', 'b'),
      },
      claims: [
        { figure: 'orders', is: 'below', than: 30 },
        { figure: 'regret', is: 'between', than: -1e-9, and: 1e-9 },
      ],
    },
    {
      kind: 'predict',
      id: 'solver',
      options: ['better', 'worse', 'time'],
      outcome: { set: { workload: 'flat:320,20', a: 'ipa', b: 'ipa-exact' }, time: 200 },
      right: {
        by: 'band',
        figure: apart('objective'),
        bands: [{ option: 'worse', below: -1e-6 }, { option: 'time', below: 1e-6 }, { option: 'better' }],
      },
      figures: {
        apart: apart('objective'),
        general: measured('decisionMs', 'a'),
        exact: measured('decisionMs', 'b'),
      },
      claims: [
        { figure: 'apart', is: 'between', than: -1e-9, and: 1e-9 },
        { figure: 'general', is: 'above', than: 'exact' },
      ],
    },
    {
      kind: 'look',
      id: 'live',
      part: 'row-latency',
      scene: {
        set: {
          workload: 'fluctuating',
          environment: 'chance',
          startup: 7,
          a: 'ipa-exact',
          b: 'optimum-predicted',
        },
        time: 180,
      },
      figures: {
        ipa: measured('inTime', 'a'),
        optimum: measured('inTime', 'b'),
      },
      claims: [{ figure: 'ipa', is: 'below', than: 'optimum' }],
    },
    {
      kind: 'do',
      id: 'late',
      part: 'slider-startup',
      goal: {
        goal: 'figure',
        figure: { of: 'setting', field: 'startup' },
        name: 'a replica’s start-up in seconds',
        is: 'at least',
        than: 17,
      },
      solution: { set: { startup: 17 } },
      figures: {
        before: { of: 'kept', step: 'live', figure: 'ipa', as: measured('inTime', 'a') },
        ipa: measured('inTime', 'a'),
        optimumBefore: { of: 'kept', step: 'live', figure: 'optimum', as: measured('inTime', 'b') },
        optimum: measured('inTime', 'b'),
      },
      claims: [
        { figure: 'ipa', is: 'below', than: 'before' },
        { figure: 'optimum', is: 'below', than: 'optimumBefore' },
      ],
    },
  ],
};
