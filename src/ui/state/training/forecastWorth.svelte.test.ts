import { describe, expect, it } from 'vitest';
import { ForecastWorth, worthChanges, worthRequest, type WorthWorker } from './forecastWorth.svelte.ts';
import type { ForecastValue } from '../../../experiments/forecastValue/forecastValue.ts';
import { presetById } from '../../../model/presets/index.ts';
import { tablesOf } from '../../../scenario/prepare.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
import { untrainedAgent } from '../../../testing/agents.ts';
import { defaultPredictor } from '../../../workload/forecasters/lstmDefault.ts';
import { generateWorkload } from '../../../workload/generators.ts';

const scenario = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 3, 300));
const agent = untrainedAgent(tablesOf(scenario), 1);
const now = worthRequest(scenario, undefined, undefined);
const value = (share: number): ForecastValue => ({
  ...{ kind: 'bracket', plan: 12, bound: 12.2, policies: ['planner'], rows: [], late: [] },
  ...{ share, searching: true },
});

describe('measuring what a better forecast is worth', () => {
  it('keeps what stood when it is stopped, and hears no more', async () => {
    let tell: (value: ForecastValue) => void = () => undefined;
    const worker: WorthWorker = {
      run: (_request, listener, signal) => {
        tell = listener;
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            resolve();
          });
        });
      },
    };
    const worth = new ForecastWorth(() => worker);
    const run = worth.run(now);
    tell(value(0.3));
    expect([worth.active, worth.share, worth.found?.value.share]).toEqual([true, 0.3, 0.3]);
    worth.stop();
    tell(value(0.4));
    await run;
    expect([worth.active, worth.error, worth.found?.value.share]).toEqual([false, '', 0.3]);
    expect(worth.found?.request).toBe(now);
  });

  it('says what broke off, and measures again', async () => {
    const answers = [() => Promise.reject(new Error('it broke')), () => Promise.resolve()];
    const worth = new ForecastWorth(() => ({ run: () => answers.shift()!() }));
    await worth.run(now);
    expect(worth.error).toBe('it broke.');
    await worth.run(now);
    expect([worth.error, worth.status]).toEqual(['', 'idle']);
  });
});

describe('a measurement that stands', () => {
  it('is of every forecaster: the header’s changes nothing, its predictor does', () => {
    const other = worthRequest({ ...scenario, forecaster: 'max20' }, undefined, undefined);
    expect(worthChanges(now, other)).toEqual([]);
    const trained = worthRequest(scenario, { ...defaultPredictor(), units: 12 }, undefined);
    expect(worthChanges(now, trained)).toEqual(['the predictor that forecasts is another one']);
  });

  it('is of a load, a pipeline, an environment and an agent', () => {
    expect(
      worthChanges(now, worthRequest({ ...scenario, environment: 'fluid' }, undefined, undefined)),
    ).toEqual(['environment: With queues, now Fluid']);
    const moved = { ...scenario, seed: 4, workload: generateWorkload('fluctuating', 4, 300) };
    expect(worthChanges(now, worthRequest(moved, undefined, undefined))).toEqual(['seed: 7, now 4']);
    const with1 = worthRequest(scenario, undefined, agent);
    expect(worthChanges(now, with1)).toEqual(['now OPD too']);
    expect(worthChanges(with1, worthRequest(scenario, undefined, { ...agent }))).toEqual([]);
    const shaken = { ...agent, parameters: agent.parameters.map((p) => p + 1) };
    expect(worthChanges(with1, worthRequest(scenario, undefined, shaken))).toEqual([
      'the agent that is called OPD is another one',
    ]);
  });
});
