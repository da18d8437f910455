import { expect, it } from 'vitest';
import { interrupted } from './interrupted.ts';
import { runRecord } from '../../testing/runs.ts';
import { toldAgent } from '../../testing/trainings.ts';

const run = runRecord({
  ...{ name: 'Run 3', steps: 34_816, elapsedSeconds: 12.2, budget: { seconds: 60 }, objective: -0.54 },
  agent: toldAgent('video'),
});

it('says where it broke off, what is kept, and whether it goes on', () => {
  expect(interrupted(run)).toEqual({
    sentence:
      'Run 3 was interrupted at 12 s, after 34,816 steps: its tab was closed or opened anew. The agent here is the best that it had by J on the load held out (−0.54).',
    resumable: true,
  });
  const young = interrupted({ ...run, agent: undefined, objective: undefined });
  expect([young.sentence.endsWith('It had kept no agent yet.'), young.resumable]).toEqual([true, true]);
  const spent = interrupted({ ...run, elapsedSeconds: 60 });
  expect([spent.sentence.endsWith('It cannot go on: its budget is spent.'), spent.resumable]).toEqual([
    true,
    false,
  ]);
  expect(interrupted({ ...run, outdated: 'Of this run all is old.' }).sentence).toContain(
    'It cannot go on: Of this run all is old.',
  );
});
