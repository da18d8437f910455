import type { Figure } from '../../figures.ts';
import type { Lesson } from '../../lesson.ts';
import { bothGreedy } from '../scenes.ts';

/** What the changes tell (`export/cluster/changesTold.ts`). */
const count = (name: string): Figure => ({ of: 'told', name: `changes.${name}`, digits: 0, unit: '' });
const share = (name: string): Figure => ({
  of: 'ratio',
  one: count(name),
  to: count('count'),
  digits: 0,
  percent: true,
});

/** What decisions are in a cluster: diffs, restarts, and an agent that is let go by degrees. */
export const cluster: Lesson = {
  id: 'cluster',
  version: 1,
  minutes: 6,
  needs: [],
  scene: bothGreedy('chance'),
  steps: [
    { kind: 'read', id: 'orders' },
    {
      kind: 'predict',
      id: 'often',
      part: 'history',
      options: ['few', 'third', 'most'],
      outcome: {
        page: 'export',
        set: { a: 'optimum-predicted' },
        asks: { 'changes.layout': 'seldon-per-stage', 'changes.at': 'stage' },
      },
      right: {
        by: 'band',
        figure: { of: 'ratio', one: count('count'), to: count('decisions'), digits: 0, percent: true },
        bands: [{ option: 'few', below: 10 }, { option: 'third', below: 50 }, { option: 'most' }],
      },
      figures: { count: count('count'), decisions: count('decisions') },
      claims: [{ figure: 'count', is: 'below', than: 'decisions' }],
    },
    {
      kind: 'explain',
      id: 'diff',
      part: 'change',
      options: ['beside', 'queue', 'restart'],
      right: {
        by: 'band',
        figure: count('at-stages'),
        bands: [{ option: 'beside', below: 1 }, { option: 'restart' }],
      },
      figures: { stage: count('stage'), count: count('count') },
      claims: [{ figure: 'stage', is: 'between', than: 1, and: 15 }],
    },
    {
      kind: 'do',
      id: 'calm',
      part: 'change',
      goal: {
        goal: 'told',
        name: 'changes.at-kind',
        equals: 'nothing',
        words:
          'The change that is shown restarts something: go to another by the two buttons, or by the arrow keys on the timeline.',
      },
      solution: { asks: { 'changes.at': 'nothing' } },
      figures: { nothing: count('nothing'), queue: count('queue'), stage: count('stage') },
      claims: [
        { figure: 'nothing', is: 'at least', than: 1 },
        { figure: 'queue', is: 'above', than: 'stage' },
      ],
    },
    {
      kind: 'predict',
      id: 'kserve',
      part: 'history',
      options: ['none', 'same', 'most'],
      outcome: { asks: { 'changes.layout': 'kserve', 'changes.at': 'stage' } },
      right: {
        by: 'band',
        figure: share('stage'),
        bands: [{ option: 'none', below: 5 }, { option: 'same', below: 50 }, { option: 'most' }],
      },
      figures: {
        stage: count('stage'),
        count: count('count'),
        before: { of: 'kept', step: 'calm', figure: 'stage', as: count('stage') },
      },
      claims: [{ figure: 'stage', is: 'above', than: 'before' }],
    },
    { kind: 'look', id: 'commands', part: 'commands' },
    {
      kind: 'predict',
      id: 'revert',
      part: 'history',
      scene: { asks: { 'changes.layout': 'seldon-per-stage' } },
      options: ['never', 'once', 'often'],
      outcome: { set: { a: 'hpa' }, asks: { 'changes.layout': 'seldon-per-stage' } },
      right: {
        by: 'band',
        figure: count('reverts'),
        bands: [{ option: 'never', below: 1 }, { option: 'once', below: 2 }, { option: 'often' }],
      },
      figures: {
        count: count('count'),
        stage: count('stage'),
        queue: count('queue'),
        longest: count('longest'),
      },
      claims: [
        { figure: 'stage', is: 'equal', than: 0 },
        { figure: 'queue', is: 'equal', than: 0 },
        { figure: 'longest', is: 'at least', than: 6 },
      ],
    },
    {
      kind: 'do',
      id: 'safe',
      part: 'history',
      goal: {
        goal: 'all',
        goals: [
          {
            goal: 'page',
            page: 'export',
            words: 'Choose the policy of lane A in the Lab, by the lane’s name, and come back to Export.',
          },
          {
            goal: 'figure',
            figure: count('longest'),
            name: 'the most late decisions in a row',
            is: 'at most',
            than: 5,
          },
          {
            goal: 'figure',
            figure: count('stage'),
            name: 'the number of changes that restart a stage',
            is: 'at most',
            than: 0,
          },
        ],
      },
      solution: {
        page: 'export',
        set: { a: 'kpa' },
        asks: { 'changes.layout': 'seldon-per-stage' },
      },
      figures: { longest: count('longest'), count: count('count') },
    },
  ],
};
