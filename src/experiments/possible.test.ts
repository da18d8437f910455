import { expect, test, vi } from 'vitest';
import { possibleIn, type Possible } from './possible.ts';
import { presetById } from '../model/presets/index.ts';
import { UpperBound } from '../policies/optimum/bracket/bound.ts';
import { policyById } from '../policies/registry.ts';
import { runEpisode } from '../scenario/episode.ts';
import { prepare, type Prepared } from '../scenario/prepare.ts';
import { defaultScenario, type EnvironmentKind } from '../scenario/scenario.ts';

const rates = Float64Array.from({ length: 360 }, (_, t) => 14 + 9 * Math.sin(t / 37) + (t % 90 < 20 ? 8 : 0));
const workload = { id: 'waves', name: 'Waves', source: 'a test', rates };

function preparedIn(environment: EnvironmentKind): Prepared {
  return prepare({ ...defaultScenario(presetById('video')!, workload), environment, forecaster: 'last' });
}

/** So many looks at the clock. */
function steps(count: number): () => boolean {
  return () => count-- > 0;
}

const last = (prepared: Prepared, known: readonly Int32Array[] = []): Possible =>
  [...possibleIn(prepared, steps(60), known)].at(-1)!;

async function runs(prepared: Prepared): Promise<{ reward: number; orders: Int32Array }[]> {
  const found = [];
  for (const id of ['greedy', 'hpa', 'optimum-true', 'optimum-predicted', 'ipa-exact']) {
    const { series, summary } = await runEpisode(prepared, policyById(id)!, {
      clock: () => 0,
      record: false,
    });
    found.push({ reward: summary.reward, orders: series.actions });
  }
  return found;
}

test.each(['fluid', 'chance'] as const)(
  '%s: plan at most the bound at every decision, no run above it',
  async (id) => {
    const prepared = preparedIn(id);
    const { kind, played, bound, bounds } = last(prepared);
    expect(kind).toBe('bracket');
    expect(played.summary.reward).toBeLessThanOrEqual(bound!);
    played.series.reward.forEach((reward, k) => {
      expect(reward).toBeLessThanOrEqual(bounds![k]!);
    });
    for (const { reward } of await runs(prepared)) expect(reward).toBeLessThanOrEqual(played.summary.reward);
  },
);

test('where orders take effect at once, plan and bound are the optimum', async () => {
  const prepared = preparedIn('instant');
  const { kind, played, bound } = last(prepared);
  const { summary } = await runEpisode(prepared, policyById('optimum-true')!, {
    clock: () => 0,
    record: false,
  });
  expect([kind, played.summary.reward, bound]).toEqual(['exact', summary.reward, summary.reward]);
});

test('single requests: judged with the arrivals of the runs, at least as good as orders that are known, no bound', async () => {
  const prepared = preparedIn('discrete');
  const known = await runs(prepared);
  const bounding = vi.spyOn(UpperBound.prototype, 'of');
  const { kind, played, bound } = last(
    prepared,
    known.map(({ orders }) => orders),
  );
  expect(bounding).not.toHaveBeenCalled();
  bounding.mockRestore();
  expect([kind, bound]).toEqual(['plan', undefined]);
  for (const { reward } of known) expect(played.summary.reward).toBeGreaterThanOrEqual(reward);
});

test('a plan is never worse than orders that are known', () => {
  const prepared = preparedIn('chance');
  const { orders, played } = last(prepared);
  const again = [...possibleIn(prepared, () => false, [orders])][0]!;
  expect(again.played.summary.reward).toBeCloseTo(played.summary.reward, 12);
});
