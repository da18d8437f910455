import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import type { GoldenDecision } from './goldenFile.ts';
import { policyFiles } from './policyFiles.ts';
import { policyInputs } from '../onnx/policyInputs.ts';
import { defaultScenario, type Scenario } from '../../scenario/scenario.ts';
import { AgentMismatch, parseAgent } from '../../learning/network/trainedAgent.ts';
import { presetById } from '../../model/presets/index.ts';
import { tablesOf } from '../../scenario/prepare.ts';
import { untrainedAgent } from '../../testing/agents.ts';
import { openOnnx, tensor } from '../../testing/onnx.ts';
import { chosenFor } from '../../scenario/chosen.ts';
import { generateWorkload } from '../../workload/generators.ts';

const scenario: Scenario = defaultScenario(presetById('sum-qa')!, generateWorkload('fluctuating', 7));

// Untrained and shaken: it decides all over the place.
const agent = untrainedAgent(tablesOf(scenario), 3, 0.3);
const baseline = chosenFor('best', tablesOf(scenario), scenario, 10).configuration;
const files = await policyFiles(agent, scenario, { baseline });
const contentOf = (name: string): string | Uint8Array =>
  files.find((file) => file.name === `policy/${name}`)!.content;
const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;
const golden = (contentOf('golden.jsonl') as string)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as GoldenDecision);

describe('the files of a policy', () => {
  it('are listed with their digests', () => {
    const { sha256: digests } = JSON.parse(contentOf('bundle.json') as string) as {
      sha256: Record<string, string>;
    };
    expect(Object.keys(digests)).toEqual([
      'policy.onnx',
      'agent.json',
      'predictor.onnx',
      'predictor.json',
      'golden.jsonl',
    ]);
    for (const [name, digest] of Object.entries(digests))
      expect(digest).toBe(bytesToHex(sha256(bytesOf(contentOf(name)))));
  });

  it('bring the agent back as it was', () => {
    expect(parseAgent(contentOf('agent.json') as string, 'agent.json')).toEqual({ ok: true, value: agent });
  });

  it('hold decisions that the ONNX file repeats, to the last one', async () => {
    expect(golden).toHaveLength(120);
    expect(new Set(golden.map(({ action }) => action.join())).size).toBeGreaterThan(3);
    const session = await openOnnx(bytesOf(contentOf('policy.onnx')));
    const { stages } = tablesOf(scenario);
    const inputs = policyInputs(
      stages,
      golden.map(({ observation }) => ({
        ...observation,
        time: 0,
        action: Int32Array.from(observation.action),
      })),
    );
    const logits = agent.shape.heads.reduce((sum, size) => sum + size, 0);
    const rows = golden.length;
    const { action } = await session.run({
      node: tensor(inputs.node, [rows, inputs.node.length / rows]),
      stages: tensor(inputs.stages, [rows, stages, 5]),
      ordered: tensor(inputs.ordered, [rows, stages, 3]),
      mask: tensor(Array<boolean>(rows * logits).fill(true), [rows, logits]),
    });
    expect(Array.from(action!.data as Int32Array)).toEqual(golden.flatMap((one) => one.action));
  });

  it('are the same bytes each time', async () => {
    expect(await policyFiles(agent, scenario, { baseline })).toEqual(files);
  });

  it('leave the predictor out where another forecaster is used, and refuse another pipeline', async () => {
    const names = (await policyFiles(agent, { ...scenario, forecaster: 'ewma' }, { baseline })).map(
      ({ name }) => name,
    );
    expect(names).not.toContain('policy/predictor.onnx');
    await expect(
      policyFiles(agent, { ...scenario, pipeline: presetById('video')! }, { baseline }),
    ).rejects.toThrow(AgentMismatch);
  });
});
