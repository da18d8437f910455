import { expect, it } from 'vitest';
import { Comparison, type ComparisonWorkers, type Offer } from './comparison.svelte.ts';
import type { FoundPiece } from '../../../experiments/comparison/tasks.ts';
import { presets } from '../../../model/presets/index.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldAgent } from '../../../testing/trainings.ts';

const { scenario } = runRecord();
const offer = (changes: Partial<Offer> = {}): Offer => ({
  ...{ pipelines: presets, traces: [], agent: undefined, scenario, slaSeconds: undefined },
  ...changes,
});
const late = (seed: number): FoundPiece =>
  ({
    kind: 'late',
    late: { pipeline: 'video', workload: 'steady-low', seed, policy: 'hpa', why: 'It took too long.' },
  }) as unknown as FoundPiece;

/** Workers that find what the test tells them to, and end when it says so. */
class Told implements ComparisonWorkers {
  report: (pieces: readonly FoundPiece[]) => void = () => undefined;
  end: (error?: Error) => void = () => undefined;
  run(
    _plan: unknown,
    _found: unknown,
    report: (pieces: readonly FoundPiece[]) => void,
    signal: AbortSignal,
  ): Promise<void> {
    this.report = report;
    return new Promise((resolve, reject) => {
      this.end = (error) => {
        if (error) reject(error);
        else resolve();
      };
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  }
  document(): Promise<never> {
    return Promise.reject(new Error('nothing was compared'));
  }
  times = 0;
  decisionTimes(signal: AbortSignal): Promise<readonly []> {
    this.times++;
    return new Promise((resolve, reject) => {
      if (this.times > 1) resolve([]);
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  }
}

it('a plan is what is chosen of what is there: no agent before one is trained, loads that were imported whole', () => {
  const comparison = new Comparison(() => new Told());
  comparison.chosen = { ...comparison.chosen, policies: ['opd', 'hpa', 'nonsense'], seeds: 3 };
  const plan = comparison.planOf(offer());
  expect(plan.policies.map((policy) => policy.kind)).toEqual(['named']);
  expect([plan.pipelines.map(({ id }) => id), plan.seeds]).toEqual([['video'], [1, 2, 3]]);
  const own = { ...scenario.workload, id: 'import:00000001' };
  comparison.chosen = { ...comparison.chosen, workloads: ['bursty', own.id] };
  expect(comparison.planOf(offer()).workloads, 'it is not here').toEqual([{ kind: 'drawn', id: 'bursty' }]);
  const wider = comparison.planOf(offer({ traces: [own], agent: toldAgent('video') }));
  expect(wider.policies.map((policy) => policy.kind)).toEqual(['agent', 'named']);
  expect(wider.workloads).toEqual([
    { kind: 'drawn', id: 'bursty' },
    { kind: 'fixed', workload: own },
  ]);
});

it('a comparison that is stopped keeps what was found, and says why one broke off', async () => {
  const told = new Told();
  const comparison = new Comparison(() => told);
  comparison.chosen = { ...comparison.chosen, policies: ['hpa'], workloads: ['steady-low'], seeds: 2 };
  const plan = comparison.planOf(offer());
  expect(comparison.ready(plan)).toBe(0);
  const first = comparison.run(plan);
  expect([comparison.status, comparison.done]).toEqual(['running', 0]);
  expect(comparison.total).toBeGreaterThan(1);
  told.report([late(1)]);
  expect(comparison.done).toBe(1);
  comparison.stop();
  await first;
  expect([comparison.status, comparison.document]).toEqual(['stopped', undefined]);
  const second = comparison.run(plan);
  told.end(new Error('The worker died'));
  await second;
  expect([comparison.status, comparison.error === '']).toEqual(['stopped', false]);
  comparison.chosen = { ...comparison.chosen, policies: [] };
  await comparison.run(comparison.planOf(offer()));
  expect(comparison.error, 'nothing to compare').not.toBe('');
});

it('decision times are measured once at a time, until they are there or it is stopped', async () => {
  const comparison = new Comparison(() => new Told());
  const first = comparison.time();
  void comparison.time();
  comparison.stopTiming();
  await first;
  expect([comparison.timing, comparison.times, comparison.error]).toEqual([false, undefined, '']);
  await comparison.time();
  expect(comparison.times).toEqual([]);
});

it('a policy of the visitor’s own is in the plan where it may run, and in no plan where not', () => {
  const comparison = new Comparison(() => new Told());
  comparison.chosen = { ...comparison.chosen, policies: ['hpa', 'own-a', 'own-b'] };
  const own = {
    ...{ key: 'own-a', name: 'Mine', onMisfit: 'repair' as const },
    program: { kind: 'code' as const, source: 'export default 1' },
  };
  const plan = comparison.planOf(offer({ own: (key) => (key === 'own-a' ? own : undefined) }));
  expect(plan.policies).toEqual([
    { kind: 'named', key: 'hpa' },
    { kind: 'own', key: 'own-a', name: 'Mine', own },
  ]);
});
