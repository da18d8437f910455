import type { Figure } from '../../figures.ts';
import type { Lesson } from '../../lesson.ts';
import { bothGreedy } from '../scenes.ts';

/** What the training on screen tells once it has ended, and the microscope of the minibatch that it shows (`learning/doctor/toldOfTraining.ts`). */
const train = (name: string, digits: number, unit = ''): Figure => ({
  of: 'told',
  name: `train.${name}`,
  digits,
  unit,
});
const seen = (name: string, digits = 0): Figure => ({
  of: 'told',
  name: `microscope.${name}`,
  digits,
  unit: '',
});
const J = (name: string): Figure => train(name, 2);
const kept = (step: string, figure: string, as: Figure): Figure => ({ of: 'kept', step, figure, as });

/** How an agent learns by PPO: trainings of some seconds in the Train view, one of them broken on purpose and healed. */
export const ppo: Lesson = {
  id: 'ppo',
  version: 1,
  minutes: 6,
  needs: [],
  scene: bothGreedy('fluid'),
  steps: [
    { kind: 'read', id: 'trials' },
    {
      kind: 'predict',
      id: 'first',
      part: 'microscope',
      options: ['one', 'spread', 'edge'],
      outcome: {
        page: 'train',
        asks: { 'train.run': 'advised', 'microscope.open': true, 'microscope.which': 'first' },
      },
      right: {
        by: 'band',
        figure: { of: 'difference', one: seen('most', 3), less: seen('least', 3) },
        bands: [{ option: 'one', below: 0.001 }, { option: 'spread' }],
      },
      figures: { decisions: seen('decisions'), least: seen('least', 3), most: seen('most', 3) },
      claims: [{ figure: 'least', is: 'between', than: 0.999, and: 1.001 }],
    },
    {
      kind: 'explain',
      id: 'clip',
      part: 'microscope',
      scene: { asks: { 'microscope.which': 'last' } },
      options: ['none', 'some', 'all'],
      right: {
        by: 'band',
        figure: { of: 'ratio', one: seen('pushed'), to: seen('outside'), digits: 0, percent: true },
        bands: [{ option: 'none', below: 1 }, { option: 'some', below: 99 }, { option: 'all' }],
      },
      figures: { decisions: seen('decisions'), outside: seen('outside'), pushed: seen('pushed') },
      claims: [
        { figure: 'outside', is: 'below', than: 'decisions' },
        { figure: 'pushed', is: 'at least', than: 1 },
        { figure: 'pushed', is: 'below', than: 'outside' },
      ],
    },
    {
      kind: 'look',
      id: 'entropy',
      part: 'entropy',
      figures: {
        first: train('entropyFirst', 0, '%'),
        last: train('entropyLast', 0, '%'),
        early: J('early'),
        end: J('last'),
        lost: train('lost', 1),
        fall: train('fall', 2),
      },
      claims: [
        { figure: 'last', is: 'below', than: 'first' },
        { figure: 'end', is: 'above', than: 'early' },
        { figure: 'lost', is: 'above', than: 0 },
        { figure: 'fall', is: 'below', than: 1 },
      ],
    },
    {
      kind: 'predict',
      id: 'expert',
      part: 'learning-curve',
      options: ['ahead', 'same', 'behind'],
      outcome: { asks: { 'train.run': 'alone' } },
      right: {
        by: 'band',
        figure: { of: 'difference', one: kept('entropy', 'end', J('last')), less: J('last') },
        bands: [{ option: 'ahead', below: -0.3 }, { option: 'same', below: 0.3 }, { option: 'behind' }],
      },
      figures: {
        lost: train('lost', 1),
        end: J('last'),
        advisedLost: kept('entropy', 'lost', train('lost', 1)),
        advisedEnd: kept('entropy', 'end', J('last')),
      },
      claims: [{ figure: 'lost', is: 'above', than: 'advisedLost' }],
    },
    {
      kind: 'predict',
      id: 'fast',
      part: 'doctor',
      options: ['sooner', 'held', 'loses'],
      outcome: { asks: { 'train.run': 'fast' } },
      right: {
        by: 'band',
        figure: train('fall', 2),
        bands: [{ option: 'sooner', below: 2 }, { option: 'loses' }],
      },
      figures: {
        kl: train('kl', 1),
        fall: train('fall', 2),
        before: kept('entropy', 'fall', train('fall', 2)),
        end: J('last'),
        advisedEnd: kept('entropy', 'end', J('last')),
      },
      claims: [
        { figure: 'kl', is: 'above', than: 1 },
        { figure: 'fall', is: 'above', than: 2 },
        { figure: 'end', is: 'below', than: 'advisedEnd' },
      ],
    },
    {
      kind: 'do',
      id: 'heal',
      part: 'doctor',
      goal: {
        goal: 'all',
        goals: [
          {
            goal: 'told',
            name: 'train.fork',
            equals: true,
            words:
              'No fork of the training is done yet: press “Fork with this change” below “Updates too large”, and wait for its end.',
          },
          {
            goal: 'told',
            name: 'train.tooLarge',
            equals: false,
            words: 'The doctor still finds the updates of the training on screen too large.',
          },
        ],
      },
      solution: { asks: { 'train.run': 'fast', 'train.cure': true } },
      figures: {
        kl: train('kl', 2),
        fall: train('fall', 2),
        fallBefore: kept('fast', 'fall', train('fall', 2)),
        end: J('last'),
        endBefore: kept('fast', 'end', J('last')),
      },
      claims: [
        { figure: 'kl', is: 'below', than: 1 },
        { figure: 'end', is: 'above', than: 'endBefore' },
      ],
    },
  ],
};
