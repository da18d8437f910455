import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { History } from '../experiment/history.svelte.ts';
import { TuneDesk, type TuneHost } from './tuneDesk.svelte.ts';
import { Tuning, type FoundSetting } from './tuning.svelte.ts';
import { defaultCompared } from '../comparing/compared.ts';
import type { Tried } from '../../../experiments/tuning/result.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { runRecord } from '../../../testing/runs.ts';

const { scenario } = runRecord();
const best = 'hpa:target=0.5';
const origins = [{ name: 'web' }] as unknown as ReturnType<TuneHost['setPolicies']['originsOf']>;
const judged = (key: string): Tried => ({
  ...{ key, goodputShare: 1, cost: 4, rung: 6, load: 'whole', seeds: 5 },
  ...{ goodput: 10, p50: 0.1, p95: 0.2, p99: 0.3, dropped: 0, objective: 1 },
});
const setting = (present: string): FoundSetting =>
  ({
    request: { scenario, present, policies: ['hpa'], also: [], free: [] },
    result: { present, best, tried: [judged(present), judged(best)] },
  }) as unknown as FoundSetting;

let end: () => void = () => undefined;
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => {
  end();
  vi.unstubAllGlobals();
});

/** The desk of the policy `hpa`; `done` tells what became of the lab. */
function opened(complaints: readonly string[] = []) {
  const done: string[] = [];
  let now = $state.raw<Scenario>(scenario);
  let key = $state('hpa');
  const tuning = new Tuning(() => ({
    run: () => Promise.resolve(undefined),
    manifest: (_scenario, of, _from, from) => {
      done.push(`manifest ${of} ${from.map(({ name }) => name).join()}`);
      return Promise.resolve({ ok: true, value: { yaml: 'kind: x', objects: ['x web'], complaints } });
    },
  }));
  const host: TuneHost = {
    get scenario() {
      return now;
    },
    comparison: { chosen: defaultCompared },
    history: new History(),
    setPolicies: {
      originsOf: (of) => (of === 'hpa:target=0.9' ? origins : []),
      from: (of, from) => void done.push(`from ${of} ${String(from.length)}`),
    },
    set: (change) => void done.push(`set ${JSON.stringify(change)}`),
    use: (keys) => void done.push(`use ${keys.join()}`),
    go: (page) => void done.push(`go ${page}`),
  };
  let desk: TuneDesk | undefined;
  end = $effect.root(() => {
    desk = new TuneDesk(host, tuning, () => key);
  });
  flushSync();
  const become = (next: { readonly key?: string; readonly scenario?: Scenario }): void => {
    key = next.key ?? key;
    now = next.scenario ?? now;
  };
  return { desk: desk!, tuning, host, done, become };
}

describe('what was searched', () => {
  it('is shown where it is about this policy, under any setting of it, and says when something has changed since', () => {
    const { desk, tuning, become } = opened();
    expect([desk.found, desk.changes, desk.origins]).toEqual([undefined, [], []]);
    tuning.found = setting('hpa:target=0.9');
    become({ key: 'hpa:target=0.9' });
    expect([desk.found, desk.changes, desk.origins]).toEqual([tuning.found, [], origins]);
    become({ key: 'hpa' });
    expect([desk.found, desk.changes]).toEqual([tuning.found, ['setting: target 90 %, now the defaults']]);
    become({ key: 'hpa:target=0.9', scenario: { ...scenario, seed: 99 } });
    expect(desk.changes).toEqual([`seed: ${String(scenario.seed)}, now 99`]);
    tuning.status = 'running';
    expect([desk.active, desk.mine, desk.changes]).toEqual([true, true, []]);
    become({ key: 'kpa' });
    expect([desk.found, desk.mine, desk.changes, desk.origins]).toEqual([undefined, false, [], []]);
    tuning.found = undefined;
    expect(desk.mine, 'nothing says yet whose search it is').toBe(true);
  });

  it('runs in lane B, under the names of what was imported', () => {
    const { desk, tuning, done } = opened();
    desk.run();
    expect(done).toEqual([]);
    tuning.found = setting('hpa:target=0.9');
    desk.run();
    expect(done).toEqual([`set {"b":"${best}"}`, `from ${best} 1`, 'go lab']);
  });

  it('is compared with the present setting on the load that it was found on', () => {
    const { desk, tuning, host, done } = opened();
    desk.compare();
    expect(host.comparison.chosen).toBe(defaultCompared);
    tuning.found = setting('hpa');
    desk.compare();
    expect(host.comparison.chosen).toEqual({
      ...defaultCompared,
      ...{ pipelines: [scenario.pipeline.id], workloads: [scenario.workload.id] },
      ...{ policies: ['hpa', best], environment: 'discrete' },
    });
    expect(done).toEqual([`use hpa,${best}`, `from ${best} 0`, 'go compare']);
  });

  it('is saved where a cluster would take it', async () => {
    for (const complaints of [[], ['It has no name.']]) {
      const { desk, tuning, done } = opened(complaints);
      tuning.found = setting('hpa:target=0.9');
      const saved: string[] = [];
      await desk.save((yaml, name) => saved.push(`${name}: ${yaml}`));
      expect(done).toEqual([`manifest ${best} web`]);
      expect([saved, desk.saved]).toEqual(
        complaints.length === 0
          ? [['hpa-better: kind: x'], 'Saved. Checked: x web would be taken by a cluster.']
          : [[], ''],
      );
      end();
    }
  });
});
