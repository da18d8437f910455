/**
 * By reward alone a training on the device finds the exact optimum of a constant load: the task of
 * ../training/trainGroup.test.ts with a smaller network, fewer decisions and no expert.
 */
import { expect, it } from 'vitest';
import { agentPolicy } from '../network/trainedAgent.ts';
import { plainEngine } from '../engines/plainEngine.ts';
import type { Engine } from '../ppo/engine.ts';
import type { NetworkShape } from '../network/network.ts';
import { defaultConfig } from '../ppo/config.ts';
import { AgentTraining } from '../training/agentTraining.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { onDawn } from '../../testing/onDawn.ts';
import { testPipeline } from '../../testing/pipelines.ts';

/** Milliseconds: kernels compile for long on a processor. */
const PATIENCE = 600_000;

onDawn('a constant load in the instant world, on a software adapter', (device) => {
  it(
    'is met by the exact optimum in every decision after 18,432 of them, and in the last update while it still draws',
    { timeout: PATIENCE },
    async () => {
      const pipeline = testPipeline([
        [
          [0.5, 1, 0.12, 0.1],
          [0.7, 1, 0.25, 0.2],
        ],
        [
          [0.6, 1, 0.1, 0.08],
          [0.8, 2, 0.2, 0.15],
        ],
      ]);
      const rates = new Float64Array(1200).fill(9);
      const scenario = {
        ...defaultScenario(pipeline, { id: 'constant', name: 'Constant', rates, source: 'test' }),
        environment: 'instant' as const,
        forecaster: 'last',
      };
      const small = { width: 16, blocks: 1, lanes: 32, horizon: 16, minibatch: 256 };
      const training = await AgentTraining.create({
        ...{ scenario, loads: [rates], budget: { steps: 18_432 }, clock: () => 0 },
        config: { ...defaultConfig, ...small, gamma: 0, expertMode: 'none' },
        engine: (shape: NetworkShape): Promise<Engine> =>
          Promise.resolve({ ...plainEngine(shape), name: 'webgpu', gpu: device().gpu }),
      });
      /** r* - r of a decision, on average. */
      const regret = async (): Promise<number> => {
        const policy = agentPolicy(training.agent);
        const { summary } = await runEpisode(prepare(scenario), policy, { clock: () => 0, record: false });
        return summary.regret;
      };
      try {
        expect(await regret(), 'untrained').toBeGreaterThan(0.1);
        const first = await training.update();
        let last = first;
        while (training.progress < 1) last = await training.update();
        expect(training.engine).toBe('webgpu');
        expect(await regret()).toBeCloseTo(0, 9);
        expect(
          [first.regret > 2, last.regret < 0.05],
          `${String(first.regret)}, ${String(last.regret)}`,
        ).toEqual([true, true]);
      } finally {
        training.dispose();
      }
    },
  );
});
