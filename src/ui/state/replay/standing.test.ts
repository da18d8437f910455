import { describe, expect, it } from 'vitest';
import { defaultExperiment, scenarioOf } from '../../../scenario/experiment.ts';
import {
  computingWords,
  minutesWords,
  SLOW_WORDS,
  standingOf,
  stoppedWords,
  worldWords,
} from './standing.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { presets } from '../../../model/presets/index.ts';
import { SILENCE } from '../../../model/timeLimits.ts';
import { generateWorkload, generators } from '../../../workload/generators.ts';

const load = generateWorkload(generators[0]!.id, 1);
const scenario = scenarioOf(defaultExperiment, presets[0]!, load);
const run = { scenario, a: { id: 'ipa' }, b: { id: 'random' } };
const chosen = { scenario, a: 'ipa', b: 'random' };
const nameOf = (key: string): string => key.toUpperCase();
const big = { ...presets[0]!, id: 'big', name: 'Big' };

/** Every way in which a run may be of another world, and what is said while the present one is computed. */
const changes: readonly (readonly [string, Partial<typeof chosen>, string, string])[] = [
  ['another pipeline', { scenario: { ...scenario, pipeline: big } }, 'elsewhere', 'Computing Big …'],
  [
    'another pipeline and policy',
    { scenario: { ...scenario, pipeline: big }, a: 'fa2' },
    'elsewhere',
    'Computing Big …',
  ],
  [
    'another load',
    { scenario: { ...scenario, workload: { ...load, id: 'own', name: 'Own' } } },
    'elsewhere',
    `Computing ${presets[0]!.name} under the load “Own” …`,
  ],
  ['another policy', { b: 'fa2' }, 'settings', `Computing FA2 on ${presets[0]!.name} …`],
  ['two other policies', { a: 'x', b: 'y' }, 'settings', `Computing X and Y on ${presets[0]!.name} …`],
  ['the same other policy twice', { a: 'x', b: 'x' }, 'settings', `Computing X on ${presets[0]!.name} …`],
  ...(
    [
      ['another objective', { slaSeconds: 9 }],
      ['another environment', { environment: 'discrete' }],
      ['another draw of the load', { workload: generateWorkload(load.id, 2), seed: 2 }],
      ['a renamed pipeline', { pipeline: { ...presets[0]! } }],
      ['other limits', { limits: { ...scenario.limits, maxCores: 7 } }],
      ['equal settings, chosen anew', {}],
    ] satisfies readonly (readonly [string, Partial<Scenario>])[]
  ).map(
    ([what, change]) =>
      [
        what,
        { scenario: { ...scenario, ...change } },
        'settings',
        `Computing ${presets[0]!.name} with the new settings …`,
      ] as const,
  ),
];

describe('a run on screen', () => {
  it('is of what is chosen only where scenario and lanes are its own', () => {
    expect(standingOf(run, chosen)).toBe('present');
    expect(standingOf(undefined, chosen)).toBe('none');
    expect(standingOf(run, { ...chosen, a: 'random', b: 'ipa' })).toBe('settings');
  });

  it.each(changes)('is a former one after %s', (_, change, standing, words) => {
    const now = { ...chosen, ...change };
    expect(standingOf(run, now)).toBe(standing);
    expect(computingWords(run, now, nameOf)).toBe(words);
  });

  it('is named by pipeline and load', () => {
    expect(worldWords({ ...scenario, pipeline: big })).toBe(`Big under the load “${load.name}”`);
  });
});

it('a long run says when it ends at the latest: the very limit at which it is ended', () => {
  expect(minutesWords(870)).toBe('14 min 30 s');
  expect([minutesWords(60), minutesWords(45), minutesWords(0)]).toEqual(['1 min', '45 s', '0 s']);
  expect(SLOW_WORDS).toContain(`after ${minutesWords(SILENCE.answer)} at the latest`);
});

it('who stopped it reads what can be done', () => {
  expect(stoppedWords(12.4)).toMatch(
    /^You stopped it after 12 s\. Choose another .*; or have it computed after all\.$/,
  );
});
