import type { Figure } from '../../figures.ts';
import type { Lesson } from '../../lesson.ts';

const measured = (measure: string, lane: 'a' | 'b'): Figure => ({ of: 'measure', measure, lane });
const setting = (field: string): Figure => ({ of: 'setting', field });
const told = (name: string, digits = 2, unit = ''): Figure => ({ of: 'told', name, digits, unit });
const kept = (step: string, figure: string, as: Figure): Figure => ({ of: 'kept', step, figure, as });
const less = (one: Figure, other: Figure): Figure => ({ of: 'difference', one, less: other });

/** What the myopic optimum orders for 16 and for 24 req/s; a test asks it. */
export const FOR_16 = 'hand:0=3.4.1/3.2.2';
export const FOR_24 = 'hand:0=2.5.1/3.3.2';

const [J_A, J_B] = [measured('objective', 'a'), measured('objective', 'b')];
const [UNMET, CORES] = [measured('unmet', 'a'), measured('cost', 'a')];

/** What it costs to be wrong on either side, and what a better forecast is worth to whom. */
export const forecasts: Lesson = {
  id: 'forecasts',
  version: 1,
  minutes: 6,
  needs: [],
  scene: {
    page: 'lab',
    set: {
      pipeline: 'video',
      workload: 'flat:1200,20',
      environment: 'instant',
      forecaster: 'true',
      seed: 7,
      a: 'optimum-predicted',
      b: 'optimum-predicted',
    },
    time: 600,
    play: false,
    card: 'none',
  },
  steps: [
    {
      kind: 'read',
      id: 'before',
      figures: { load: { of: 'load', as: 'mean', from: 120, to: 1200 } },
      claims: [{ figure: 'load', is: 'equal', than: 20 }],
    },
    {
      kind: 'predict',
      id: 'side',
      part: 'timelines',
      options: ['many', 'same', 'twice', 'ten'],
      outcome: { set: { a: FOR_16, b: FOR_24 } },
      right: {
        by: 'band',
        figure: {
          of: 'ratio',
          one: measured('regret', 'a'),
          to: measured('regret', 'b'),
          digits: 1,
        },
        bands: [
          { option: 'many', below: 0.8 },
          { option: 'same', below: 1.25 },
          { option: 'twice', below: 4 },
          { option: 'ten' },
        ],
      },
      figures: {
        few: measured('regret', 'a'),
        many: measured('regret', 'b'),
        short: measured('unmet', 'a'),
      },
      claims: [
        { figure: 'few', is: 'above', than: 2 },
        { figure: 'many', is: 'below', than: 0.5 },
        { figure: 'short', is: 'above', than: 2 },
      ],
    },
    {
      kind: 'look',
      id: 'quantile',
      part: 'what-if',
      figures: {
        short: { of: 'newsvendor', as: 'short' },
        spare: { of: 'newsvendor', as: 'spare' },
        quantile: { of: 'newsvendor', as: 'quantile' },
      },
      claims: [
        { figure: 'short', is: 'above', than: 'spare' },
        { figure: 'quantile', is: 'above', than: 0.9 },
      ],
      equation: {
        tex: String.raw`q = \frac{s}{s + p} \qquad \begin{aligned} s &= \sym{unmet}{c} + \sym{throughput}{b} - \sym{cost}{\lambda} \sym{cores}{k} \\ p &= \sym{spare}{d} - \sym{throughput}{b} + \sym{cost}{\lambda} \sym{cores}{k} \end{aligned}`,
        symbols: [
          { id: 'unmet', part: 'slider-unmetWeight', figure: setting('unmetWeight') },
          { id: 'throughput', part: 'slider-throughputWeight', figure: setting('throughputWeight') },
          { id: 'cost', part: 'slider-costWeight', figure: setting('costWeight') },
          { id: 'cores', part: 'row-cost', figure: { of: 'newsvendor', as: 'cores' } },
          { id: 'spare', part: 'slider-spareWeight', figure: setting('spareWeight') },
        ],
      },
    },
    {
      kind: 'do',
      id: 'flip',
      part: 'what-if',
      goal: {
        goal: 'all',
        goals: [
          {
            goal: 'choice',
            field: 'a',
            equals: FOR_16,
            words: 'Lane A must order what is best for 16 a second.',
          },
          {
            goal: 'choice',
            field: 'b',
            equals: FOR_24,
            words: 'Lane B must order what is best for 24 a second.',
          },
          {
            goal: 'figure',
            figure: less(measured('regret', 'b'), measured('regret', 'a')),
            name: 'the loss of lane B less that of lane A',
            is: 'above',
            than: 0,
          },
        ],
      },
      solution: { set: { unmetWeight: 0.1 } },
      figures: {
        few: measured('regret', 'a'),
        many: measured('regret', 'b'),
        unmet: setting('unmetWeight'),
        quantile: { of: 'newsvendor', as: 'quantile' },
      },
      claims: [
        { figure: 'few', is: 'below', than: 'many' },
        { figure: 'quantile', is: 'below', than: 0.9 },
      ],
    },
    {
      kind: 'look',
      id: 'last',
      part: 'row-load',
      scene: {
        set: {
          workload: 'fluctuating',
          environment: 'chance',
          forecaster: 'last',
          unmetWeight: 1,
          a: 'optimum-predicted',
          b: 'planner',
        },
        time: 180,
      },
      figures: { myopic: J_A, planner: J_B, unmet: UNMET, cores: CORES, plannerCores: measured('cost', 'b') },
      claims: [
        { figure: 'planner', is: 'above', than: 'myopic' },
        { figure: 'plannerCores', is: 'above', than: 'cores' },
        { figure: 'unmet', is: 'above', than: 0.5 },
      ],
    },
    {
      kind: 'predict',
      id: 'long',
      options: ['less', 'same', 'more'],
      outcome: { set: { forecaster: 'max120' } },
      right: {
        by: 'band',
        figure: less(J_A, kept('last', 'myopic', J_A)),
        bands: [{ option: 'less', below: -0.1 }, { option: 'same', below: 0.1 }, { option: 'more' }],
      },
      figures: {
        myopic: J_A,
        before: kept('last', 'myopic', J_A),
        unmet: UNMET,
        unmetBefore: kept('last', 'unmet', UNMET),
        cores: CORES,
        coresBefore: kept('last', 'cores', CORES),
        planner: J_B,
        plannerBefore: kept('last', 'planner', J_B),
      },
      claims: [
        { figure: 'myopic', is: 'above', than: 'before' },
        { figure: 'unmet', is: 'below', than: 'unmetBefore' },
        { figure: 'cores', is: 'above', than: 'coresBefore' },
        { figure: 'planner', is: 'below', than: 'plannerBefore' },
      ],
    },
    {
      kind: 'predict',
      id: 'perfect',
      scene: { page: 'predict' },
      part: 'worth',
      options: ['nothing', 'some', 'much'],
      outcome: { press: 'measure-worth' },
      right: {
        by: 'band',
        figure: told('worth.planner'),
        bands: [{ option: 'nothing', below: 0.1 }, { option: 'some', below: 1 }, { option: 'much' }],
      },
      figures: {
        planner: told('worth.planner'),
        myopic: told('worth.optimum-predicted'),
      },
      claims: [
        { figure: 'planner', is: 'above', than: 0.2 },
        { figure: 'myopic', is: 'above', than: 'planner' },
      ],
    },
    {
      kind: 'explain',
      id: 'whose',
      part: 'worth',
      options: ['closer', 'whose', 'size'],
      right: {
        by: 'band',
        figure: less(told('earned.max120.optimum-predicted'), told('earned.last.optimum-predicted')),
        bands: [{ option: 'closer', below: 0 }, { option: 'whose' }],
      },
      figures: {
        near: told('smape.last', 1, '%'),
        far: told('smape.max120', 1, '%'),
        gain: less(told('earned.max120.optimum-predicted'), told('earned.last.optimum-predicted')),
        loss: less(told('earned.last.planner'), told('earned.max120.planner')),
      },
      claims: [
        { figure: 'far', is: 'above', than: 'near' },
        { figure: 'gain', is: 'above', than: 0 },
        { figure: 'loss', is: 'above', than: 0 },
      ],
    },
  ],
};
