import { expect, it } from 'vitest';
import { Reproduction } from './reproduction.svelte.ts';
import type { Evidence } from '../../../experiments/reproduction/evidence.ts';
import { runRecord } from '../../../testing/runs.ts';
import type { ReproduceProgress, ReproduceRequest } from '../../../../workers/reproduceProtocol.ts';

const { scenario } = runRecord();

it('the paper’s evaluation tells how far it is, and what stood before it stays where it breaks off', async () => {
  const found = { seeds: [1] } as unknown as Evidence;
  const asked: (readonly number[])[] = [];
  let answer: (evidence: Evidence | undefined) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  let tell: (progress: ReproduceProgress) => void = () => undefined;
  let stopped = 0;
  const reproduction = new Reproduction({
    run: ({ seeds }: ReproduceRequest, listener, signal) => {
      signal.addEventListener('abort', () => stopped++);
      asked.push(seeds);
      tell = listener;
      return new Promise((resolve, reject) => {
        answer = resolve;
        fail = reject;
      });
    },
  });
  reproduction.stop();
  const first = reproduction.run(scenario);
  await reproduction.run(scenario);
  tell({ share: 0.5, doing: 'training, seed 2' });
  expect([reproduction.status, reproduction.share, reproduction.doing]).toEqual([
    ...['running', 0.5, 'training, seed 2'],
  ]);
  answer(found);
  await first;
  expect([asked, reproduction.evidence, reproduction.status]).toEqual([[[1, 2, 3]], found, 'idle']);
  expect(reproduction.made, 'what the evidence is of').toBe(scenario);
  const second = reproduction.run(scenario);
  reproduction.stop();
  expect([reproduction.status, stopped]).toEqual(['stopping', 1]);
  answer(undefined);
  await second;
  expect(reproduction.evidence, 'a run that was stopped brings nothing new').toBe(found);
  const third = reproduction.run(scenario);
  fail(new Error('The worker died'));
  await third;
  expect([reproduction.error, reproduction.evidence, reproduction.status]).toEqual([
    ...['The worker died.', found, 'idle'],
  ]);
});
