/** Hyper-parameters that no training takes, with the sentence that every door must say. */
import { hyperparameters, type HyperName } from '../learning/ppo/hyperparameters.ts';
import { settingComplaint } from '../learning/ppo/settings.ts';
import type { Random } from '../model/random.ts';

export interface OutsideSetting {
  readonly name: HyperName;
  readonly value: number;
  readonly sentence: string;
}

/** The failures that were reported first. */
const REPORTED: readonly (readonly [HyperName, number])[] = [
  ['minibatch', 0],
  ['horizon', 0],
  ['minibatch', 1.5],
  ['minibatch', -4],
  ['rewardScale', 0],
  ['learningRate', 1e9],
  ['lanes', 0],
  ['epochs', 0],
  ['width', 0],
  ['gamma', 2],
];

/** Those, and for every number a few beyond either end of its range and between its whole numbers. */
export function outsideSettings(random: Random): readonly OutsideSetting[] {
  const drawn = Object.entries(hyperparameters).flatMap(([name, field]) => {
    if (field.kind !== 'number') return [];
    const span = field.max - field.min;
    const values = [
      field.min - span * random.uniform() - 1,
      field.max + span * random.uniform() + 1,
      -1e300,
      1e300,
      ...(field.whole ? [field.min + 0.5] : []),
    ];
    return values.map((value) => [name as HyperName, value] as const);
  });
  return [...REPORTED, ...drawn].map(([name, value]) => ({
    name,
    value,
    sentence: settingComplaint(name, value) ?? `${name} = ${String(value)} is taken`,
  }));
}
