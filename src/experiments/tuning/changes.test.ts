import { expect, it } from 'vitest';
import { changesOf } from './changes.ts';

it('says what differs, for all stages or for those that differ, with units', () => {
  expect(
    changesOf(
      'hpa:target=0.5,2.min=2',
      'hpa:target=0.68,stabilisation=120,up=pods:1:30,1.min=3,2.min=4,2.max=5',
      2,
    ),
  ).toEqual([
    { label: 'target', stage: undefined, now: '50 %', better: '68 %' },
    { label: 'minimum', stage: 0, now: '1', better: '3' },
    { label: 'minimum', stage: 1, now: '2', better: '4' },
    { label: 'maximum', stage: 1, now: 'auto', better: '5' },
    { label: 'stabilisation down', stage: undefined, now: '300 s', better: '120 s' },
    { label: 'rules up', stage: undefined, now: 'auto', better: '1 in 30 s' },
  ]);
});

it('gives a target the unit of its metric', () => {
  expect(changesOf('hpa', 'hpa:metric=rate,target=4', 3)).toEqual([
    { label: 'metric', stage: undefined, now: 'cpu', better: 'rate' },
    { label: 'target', stage: undefined, now: '80 %', better: '4 requests per second' },
  ]);
});

it('is empty for equal settings', () => {
  expect(changesOf('kpa:window=30', 'kpa:window=30', 2)).toEqual([]);
});
