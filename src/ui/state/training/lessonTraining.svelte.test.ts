import { flushSync } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import type { Curves } from './curves.ts';
import { LessonTraining } from './lessonTraining.svelte.ts';
import { Training, type TrainingOrder } from './training.svelte.ts';
import { told } from '../learn/told.svelte.ts';
import type { Lab } from '../lab.svelte.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldAgent, toldEvaluation, toldPoint, ToldTraining } from '../../../testing/trainings.ts';

let end: () => void = () => undefined;
afterEach(() => {
  end();
});

it('a lesson hears of a training once its last judgement is drawn, not of what was drawn before it', () => {
  const worker = new ToldTraining();
  const training = new Training(worker);
  const order: TrainingOrder = {
    ...{ id: 'r', name: 'x', scenario: runRecord().scenario, seeds: [1], parent: undefined },
    ...{ budget: { steps: 512 }, backend: 'cpu', overrides: {} },
  };
  training.start(order);
  const agent = toldAgent('a');
  worker.tell({ kind: 'points', points: [{ ...toldPoint(0, 1), headEntropies: [0.5] }] });
  worker.tell({ kind: 'agent', agent, evaluation: { ...toldEvaluation(0, 1), objective: 5 } });
  worker.tell({ kind: 'agent', agent, evaluation: { ...toldEvaluation(0, 2), objective: 3 } });
  // The charts follow every half second.
  let drawn = $state.raw<Curves>(training.curves);
  worker.tell({ kind: 'agent', agent, evaluation: { ...toldEvaluation(0, 3), objective: 4 } });
  const ended = { reason: 'finished', objective: 4, steps: 512, elapsedSeconds: 1 } as const;
  worker.tell({ kind: 'done', ...ended, agent });
  const host = { training, runs: { loaded: true, list: [] }, trainOn: () => Promise.resolve('r') };
  const desk = {
    ...{ show: () => undefined, cure: () => Promise.resolve(), shownId: 'r', record: undefined, plan: order },
    curvesOf: () => drawn,
  };
  end = $effect.root(() => {
    new LessonTraining(host as unknown as Pick<Lab, 'training' | 'runs' | 'trainOn'>, desk, () => []);
  });
  flushSync();
  expect(told.all['train.last']).toBeUndefined();
  drawn = training.curves;
  flushSync();
  expect([told.all['train.last'], told.all['train.fall']]).toEqual([4, 2]);
});
