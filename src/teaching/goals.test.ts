/** Every goal, just missed and just met, and what it says. */
import { describe, expect, it } from 'vitest';
import type { Facts } from './facts.ts';
import { judge, stands, type Goal } from './goals.ts';
import { defaultExperiment } from '../scenario/experiment.ts';

const facts = (change: Partial<Facts> = {}): Facts => ({
  page: 'lab',
  experiment: defaultExperiment,
  run: undefined,
  time: 600,
  playing: false,
  card: undefined,
  training: { active: false, steps: 0, agent: false },
  told: {},
  kept: {},
  ...change,
});

const cores = (is: 'at least' | 'at most' | 'above' | 'below' | 'equal' | 'between', than: number): Goal => ({
  goal: 'figure',
  figure: { of: 'setting', field: 'maxCores' },
  name: 'the device’s cores',
  is,
  than,
  ...(is === 'between' ? { and: than + 2 } : {}),
});
const withCores = (maxCores: number): Facts => facts({ experiment: { ...defaultExperiment, maxCores } });

describe('a figure', () => {
  it.each([
    ['at least', 12, 11, 12],
    ['at most', 12, 13, 12],
    ['above', 12, 12, 13],
    ['below', 12, 12, 11],
    ['equal', 12, 13, 12],
    ['between', 12, 15, 14],
  ] as const)('%s %d: %d misses, %d meets', (is, than, misses, meets) => {
    expect(judge(cores(is, than), withCores(misses)).met).toBe(false);
    expect(judge(cores(is, than), withCores(meets))).toEqual({ met: true, missing: '' });
  });

  it('says what it is and what it must be', () => {
    expect(judge(cores('at most', 12), withCores(13)).missing).toBe(
      'The device’s cores is 13; it must be at most 12.',
    );
  });

  it('is not met by what is not known', () => {
    const goal: Goal = {
      ...cores('at least', 0),
      figure: { of: 'measure', measure: 'inTime', lane: 'a' },
    } as Goal;
    expect(judge(goal, facts())).toEqual({ met: false, missing: 'The device’s cores is not known yet.' });
    expect(stands(NaN, 'at most', 1)).toBe(false);
    expect(judge({ ...goal, unknown: 'You point at no cell yet.' } as Goal, facts()).missing).toBe(
      'You point at no cell yet.',
    );
  });
});

it.each<[string, Goal, Partial<Facts>, Partial<Facts>]>([
  [
    'a choice',
    { goal: 'choice', field: 'a', equals: 'keda', words: 'Lane A does not run KEDA.' },
    { experiment: { ...defaultExperiment, b: 'keda' } },
    { experiment: { ...defaultExperiment, a: 'keda' } },
  ],
  ['a view', { goal: 'page', page: 'train', words: 'Go to Train.' }, { page: 'lab' }, { page: 'train' }],
  ['a card', { goal: 'card', lane: 'b' }, { card: 'a' }, { card: 'b' }],
  ['any card', { goal: 'card', lane: 'any' }, {}, { card: 'a' }],
  ['a moment', { goal: 'moment', from: 570, to: 580 }, { time: 580.5 }, { time: 580 }],
  [
    'an agent',
    { goal: 'agent' },
    { training: { active: true, steps: 9000, agent: false } },
    { training: { active: false, steps: 9000, agent: true } },
  ],
  [
    'what a view tells',
    { goal: 'told', name: 'map', equals: true, words: 'No map is made.' },
    { told: { map: false } },
    { told: { map: true } },
  ],
  [
    'all of several',
    {
      goal: 'all',
      goals: [
        { goal: 'card', lane: 'a' },
        { goal: 'moment', from: 1, to: 2 },
      ],
    },
    { card: 'a', time: 3 },
    { card: 'a', time: 2 },
  ],
])('%s, just missed and just met', (_, goal, missed, metBy) => {
  const judged = judge(goal, facts(missed));
  expect(judged.met).toBe(false);
  expect(judged.missing).toMatch(/\.$/);
  expect(judge(goal, facts(metBy))).toEqual({ met: true, missing: '' });
});
