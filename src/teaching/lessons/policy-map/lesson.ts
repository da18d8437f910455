import type { Figure } from '../../figures.ts';
import type { Lesson } from '../../lesson.ts';
import { bothGreedy } from '../scenes.ts';

/** What the map tells (`experiments/policyMap/mapFacts.ts`). */
const count = (name: string): Figure => ({ of: 'told', name: `map.${name}`, digits: 0, unit: '' });
const cores = (name: string, digits = 0): Figure => ({
  of: 'told',
  name: `map.${name}`,
  digits,
  unit: 'cores',
});
const load = (name: string): Figure => ({ of: 'told', name: `map.${name}`, digits: 0, unit: 'req/s' });
const points = (name: string): Figure => ({ of: 'told', name: `map.${name}`, digits: 2, unit: 'points' });
const apart = (one: Figure, less: Figure): Figure => ({ of: 'difference', one, less });

/** Policies over load and cores, side by side: the map of the Train view, of the lab as the lesson sets it. */
export const policyMap: Lesson = {
  id: 'policy-map',
  version: 1,
  minutes: 6,
  needs: [],
  scene: bothGreedy('fluid'),
  steps: [
    { kind: 'read', id: 'road' },
    {
      kind: 'predict',
      id: 'rising',
      part: 'policy-map',
      options: ['keeps', 'smaller', 'larger'],
      outcome: {
        page: 'train',
        asks: {
          'map.open': true,
          'map.left': 'optimum-predicted',
          'map.right': 'ipa-exact',
          'map.by': 0,
        },
      },
      right: {
        by: 'band',
        figure: apart(count('variantLow'), count('variantHigh')),
        bands: [{ option: 'larger', below: 0 }, { option: 'keeps', below: 1 }, { option: 'smaller' }],
      },
      figures: {
        most: cores('mostCores'),
        low: load('lowestLoad'),
        high: load('highestLoad'),
        first: count('variantLow'),
        last: count('variantHigh'),
      },
      claims: [{ figure: 'last', is: 'below', than: 'first' }],
    },
    {
      kind: 'explain',
      id: 'bound',
      part: 'policy-map',
      options: ['few', 'some', 'all'],
      right: {
        by: 'band',
        figure: cores('bound'),
        bands: [{ option: 'few', below: 10 }, { option: 'some', below: 20 }, { option: 'all' }],
      },
      figures: { bound: cores('bound'), most: cores('mostCores') },
      claims: [{ figure: 'bound', is: 'below', than: 'most' }],
    },
    {
      kind: 'predict',
      id: 'greedy',
      part: 'policy-map',
      options: ['few', 'half', 'nearly'],
      outcome: { asks: { 'map.right': 'greedy' } },
      right: {
        by: 'band',
        figure: { of: 'ratio', one: count('differing'), to: count('cells'), digits: 0, percent: true },
        bands: [{ option: 'few', below: 33 }, { option: 'half', below: 80 }, { option: 'nearly' }],
      },
      figures: {
        cells: count('cells'),
        differing: count('differing'),
        better: count('firstBetter'),
        worse: count('secondBetter'),
        held: cores('firstHeld', 1),
        greedy: cores('secondHeld', 1),
      },
      claims: [
        { figure: 'better', is: 'above', than: 'worse' },
        { figure: 'worse', is: 'between', than: 1, and: 20 },
        { figure: 'held', is: 'above', than: 'greedy' },
      ],
    },
    {
      kind: 'do',
      id: 'dearest',
      part: 'policy-map',
      goal: {
        goal: 'figure',
        figure: points('at-price'),
        name: 'what Greedy loses a decision in the cell that you point at',
        unknown: 'You point at no cell yet.',
        is: 'at least',
        than: 5,
      },
      solution: { asks: { 'map.point': 'dearest' } },
      figures: {
        price: points('dearest-price'),
        load: load('dearest-load'),
        cores: cores('dearest-cores'),
      },
      claims: [
        { figure: 'price', is: 'at least', than: 5 },
        { figure: 'cores', is: 'at most', than: 5 },
      ],
    },
    {
      kind: 'explain',
      id: 'why',
      part: 'policy-map',
      options: ['cores', 'models', 'batches'],
      right: {
        by: 'most',
        figures: {
          cores: apart(cores('dearest-firstHeld'), cores('dearest-secondHeld')),
          models: apart(count('dearest-firstAccuracy'), count('dearest-secondAccuracy')),
          batches: apart(count('dearest-firstBatch'), count('dearest-secondBatch')),
        },
      },
      figures: {
        held: cores('dearest-firstHeld'),
        greedyHeld: cores('dearest-secondHeld'),
        batch: count('dearest-firstBatch'),
        greedyBatch: count('dearest-secondBatch'),
        accuracy: count('dearest-firstAccuracy'),
        greedyAccuracy: count('dearest-secondAccuracy'),
      },
      claims: [
        { figure: 'held', is: 'equal', than: 'greedyHeld' },
        { figure: 'accuracy', is: 'equal', than: 'greedyAccuracy' },
        { figure: 'batch', is: 'above', than: 'greedyBatch' },
      ],
    },
    {
      kind: 'predict',
      id: 'queues',
      part: 'policy-map',
      options: ['orders', 'nothing', 'earns'],
      outcome: { set: { environment: 'chance' }, asks: { 'map.right': 'greedy', 'map.point': '' } },
      right: {
        by: 'band',
        figure: count('secondBetter'),
        bands: [{ option: 'nothing', below: 40 }, { option: 'earns' }],
      },
      figures: {
        cells: count('cells'),
        worse: count('secondBetter'),
        before: { of: 'kept', step: 'greedy', figure: 'worse', as: count('secondBetter') },
        held: cores('firstHeld', 1),
        heldBefore: { of: 'kept', step: 'greedy', figure: 'held', as: cores('firstHeld', 1) },
      },
      claims: [
        { figure: 'held', is: 'equal', than: 'heldBefore' },
        { figure: 'worse', is: 'above', than: 'before' },
      ],
    },
    {
      kind: 'do',
      id: 'beat',
      part: 'policy-map',
      goal: {
        goal: 'figure',
        figure: count('secondBetter'),
        name: 'the number of cells in which the policy at the right earns more than the one at the left',
        unknown: 'That map is still being made; of a policy that plans it takes a minute or more.',
        is: 'at least',
        than: 140,
      },
      solution: { asks: { 'map.left': 'optimum-predicted', 'map.right': 'hpa' } },
      figures: {
        better: count('secondBetter'),
        worse: count('firstBetter'),
      },
      claims: [{ figure: 'better', is: 'above', than: 'worse' }],
    },
  ],
};
