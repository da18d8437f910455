import { describe, expect, it } from 'vitest';
import { isTuned, Tuning, type TuningWorkers } from './tuning.svelte.ts';
import type { Tried } from '../../../experiments/tuning/result.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
import { presetById } from '../../../model/presets/index.ts';
import { generateWorkload } from '../../../workload/generators.ts';

const scenario = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 3, 620));

const judged: Tried = {
  ...{ key: 'hpa', goodputShare: 1, cost: 4, rung: 6, load: 'whole', seeds: 5 },
  ...{ goodput: 10, p50: 0.1, p95: 0.2, p99: 0.3, dropped: 0, objective: 1 },
};

/** Workers that work until they are stopped, and then have found nothing. */
const endless: TuningWorkers = {
  run: (_request, _seconds, listener, signal) => {
    listener({ share: 0.25, result: undefined });
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        resolve(undefined);
      });
    });
  },
  manifest: () => Promise.reject(new Error('not asked for')),
};

describe('the state of a search', () => {
  it('tells how far it is, and ends when it is stopped', async () => {
    const tuning = new Tuning(() => endless);
    const run = tuning.run('hpa', scenario);
    expect([tuning.status, tuning.share]).toEqual(['running', 0.25]);
    tuning.stop();
    expect(tuning.status).toBe('stopping');
    await run;
    expect([tuning.status, tuning.found, tuning.error]).toEqual(['idle', undefined, '']);
    expect(tuning.note).toMatch(/^Stopped before .* nothing was found/);
  });

  it('asks for what else may change, where the policy has it', async () => {
    const asked: (readonly string[])[] = [];
    const tuning = new Tuning(() => ({
      ...endless,
      run: ({ free }) => {
        asked.push(free);
        return Promise.resolve(undefined);
      },
    }));
    await tuning.run('hpa', scenario);
    tuning.setFree('batch', true);
    tuning.setFree('tolerance', true);
    await tuning.run('hpa', scenario);
    await tuning.run('kpa', scenario);
    tuning.setFree('batch', false);
    await tuning.run('hpa', scenario);
    expect(asked).toEqual([[], ['tolerance', 'batch'], ['batch'], ['tolerance']]);
  });

  it('says what cannot be searched, and what broke off', async () => {
    const tuning = new Tuning(() => ({ ...endless, run: () => Promise.reject(new Error('it broke')) }));
    await tuning.run('hpa:3.target=0.5', scenario);
    expect(tuning.error).toMatch(/stage/);
    await tuning.run('hpa', scenario);
    expect([tuning.status, tuning.error]).toEqual(['idle', 'it broke.']);
  });

  it('takes the better setting home under the names of what was imported', async () => {
    const asked: unknown[] = [];
    const tuning = new Tuning(() => ({
      run: () => Promise.resolve({ best: 'hpa:target=0.5', present: 'hpa', tried: [] } as never),
      manifest: (_scenario, key, _from, origins) => {
        asked.push(key, origins);
        return Promise.resolve({ ok: true, value: { yaml: '', objects: [], complaints: [] } });
      },
    }));
    await tuning.run('hpa', scenario);
    tuning.found = { ...tuning.found!, result: { ...tuning.found!.result, best: 'hpa', tried: [judged] } };
    const origins = [
      {
        ...{ stage: undefined, of: '', kind: 'HorizontalPodAutoscaler', name: 'web', namespace: 'prod' },
        target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      },
    ];
    await tuning.takeHome(origins);
    expect(asked).toEqual(['hpa', origins]);
  });

  it('is offered for autoscalers whose settings are searched', () => {
    expect(['hpa', 'keda:target=2', 'kpa', 'vpa', 'ipa-exact', 'opd'].filter(isTuned)).toEqual([
      'hpa',
      'keda:target=2',
      'kpa',
    ]);
  });
});
