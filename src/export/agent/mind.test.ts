import { describe, expect, it } from 'vitest';
import { mindOf } from './mind.ts';
import type { Bundle } from '../policy/bundle.ts';
import { policyFiles } from '../policy/policyFiles.ts';
import { tablesOf } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { digestOf } from '../../model/digest.ts';
import { presetById } from '../../model/presets/index.ts';
import { smallestConfiguration } from '../../model/tables.ts';
import { untrainedAgent } from '../../testing/agents.ts';
import { generateWorkload } from '../../workload/generators.ts';

const scenario = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7, 400));
const tables = tablesOf(scenario);
const exported = await policyFiles(untrainedAgent(tables, 3, 0.3), scenario, {
  baseline: smallestConfiguration(tables),
});
const bytes = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;
const whole = new Map(exported.map(({ name, content }) => [name.replace('policy/', ''), bytes(content)]));
const text = (name: string): string => new TextDecoder().decode(whole.get(name));

/** The bundle with other files, all digests true, and `change` made to bundle.json. */
function changed(
  files: Readonly<Record<string, string>>,
  change: (bundle: Bundle) => object = (bundle) => bundle,
): ReadonlyMap<string, Uint8Array> {
  const all = new Map(whole);
  for (const [name, content] of Object.entries(files)) all.set(name, bytes(content));
  const bundle = JSON.parse(text('bundle.json')) as Bundle;
  const sha256 = Object.fromEntries(
    Object.keys(bundle.sha256).map((name) => [name, digestOf(all.get(name)!)]),
  );
  return all.set('bundle.json', bytes(JSON.stringify(change({ ...bundle, sha256 }))));
}

describe('the agent before it may act', () => {
  it('takes the bundle that was exported', () => {
    expect(mindOf(whole)).toMatchObject({ ok: true, value: { slaSeconds: scenario.slaSeconds } });
    expect(mindOf(changed({}))).toMatchObject({ ok: true });
  });

  it('does not need the archive of the training', () => {
    const files = changed({}, (bundle) => ({
      ...bundle,
      sha256: { ...bundle.sha256, 'training/run.zip': '0'.repeat(64) },
    }));
    expect(mindOf(files)).toMatchObject({ ok: true });
  });

  it.each([
    [
      'one weight is another',
      () => new Map(whole).set('agent.json', bytes(text('agent.json').replace(/\d(?=\]\}?$)/, '7x'))),
      /agent\.json: its content is not what was exported/,
    ],
    [
      'a file is missing',
      () => {
        const files = new Map(whole);
        files.delete('golden.jsonl');
        return files;
      },
      /golden\.jsonl: the bundle names it, and it is missing/,
    ],
    ['there is no bundle', () => new Map([['agent.json', whole.get('agent.json')!]]), /no bundle\.json/],
    [
      'the weights are shifted, the digests with them',
      () => {
        const agent = JSON.parse(text('agent.json')) as { parameters: number[] };
        return changed({
          'agent.json': JSON.stringify({ ...agent, parameters: agent.parameters.map((w) => w + 0.05) }),
        });
      },
      /golden\.jsonl: the agent decides line \d+ otherwise/,
    ],
    [
      'the predictor is another, the digests with it',
      () => {
        const predictor = JSON.parse(text('predictor.json')) as { parameters: number[] };
        return changed({
          'predictor.json': JSON.stringify({
            ...predictor,
            parameters: predictor.parameters.map((w) => 1.1 * w),
          }),
        });
      },
      /golden\.jsonl: the load after line \d+ is forecast otherwise/,
    ],
    [
      'nothing is there to be tested by',
      () => changed({ 'golden.jsonl': '\n' }),
      /holds no decision to check the agent by/,
    ],
    [
      'the interval is another',
      () => changed({}, (bundle) => ({ ...bundle, decisionSeconds: 5 })),
      /decides every 5 s, and this agent every 10 s/,
    ],
    [
      'the load was known',
      () => changed({}, (bundle) => ({ ...bundle, forecaster: 'true' })),
      /which no cluster knows/,
    ],
    [
      'the forecaster is none',
      () => changed({}, (bundle) => ({ ...bundle, forecaster: 'oracle' })),
      /bundle\.json: there is no forecaster “oracle” here/,
    ],
    [
      'the baseline is too large',
      () =>
        changed({}, (bundle) => ({
          ...bundle,
          baseline: bundle.baseline.map((one) => ({ ...one, variant: 4, replicas: 8 })),
        })),
      /baseline/,
    ],
    [
      'the limits are others',
      () => changed({}, (bundle) => ({ ...bundle, limits: { ...bundle.limits, maxReplicas: 4 } })),
      /heads/,
    ],
  ])('refuses where %s', (_, files, sentence) => {
    expect(mindOf(files())).toMatchObject({ ok: false, message: expect.stringMatching(sentence) as string });
  });
});
