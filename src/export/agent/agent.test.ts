import { describe, expect, it } from 'vitest';
import { Agent } from './agent.ts';
import { answerIn } from './audit.ts';
import type { ApiAnswer, ApiRequest } from './kubernetes.ts';
import type { AgentSettings } from './settings.ts';
import { agentSettings } from './agentManifest.ts';
import type { KubernetesObject } from '../cluster/document.ts';
import { manifestsOf } from '../cluster/manifests.ts';
import { defaultChoices, planOf } from '../cluster/plan.ts';
import { defaultLimits, type Configuration, type Limits } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { compile, coresOf, smallestConfiguration } from '../../model/tables.ts';
import { accepted } from '../../model/result.ts';

const pipeline = presetById('sum-qa')!;
const AT = Date.UTC(2026, 0, 31, 12);

/** A cluster of the layout with a deployment per stage that takes every write, and whose clock is moved by `write`. */
function cluster(
  from: Configuration,
  target: Configuration,
  limits: Limits,
  write: (request: ApiRequest, tick: (ms: number) => void) => ApiAnswer | undefined = () => undefined,
): { readonly agent: Agent; readonly written: ApiRequest[] } {
  const tables = compile(pipeline, limits);
  const plan = planOf(pipeline, from, {
    ...defaultChoices(pipeline),
    istio: undefined,
    monitoring: undefined,
  });
  if (!plan.ok) throw new Error(plan.message);
  const settings: AgentSettings = {
    ...agentSettings(plan.value, '0'.repeat(64)),
    mode: 'live',
    guards: {
      cooldownSeconds: { variant: 0, replicas: 0, batch: 0 },
      hysteresis: 0,
      waitUntilReady: false,
      surgeHeadroom: false,
    },
  };
  const objects = new Map<string, KubernetesObject>(
    manifestsOf(plan.value)
      .flatMap((manifest) => manifest.objects)
      .map((one) => [one.metadata.name, { ...one, metadata: { ...one.metadata, resourceVersion: '1' } }]),
  );
  let now = 0;
  const written: ApiRequest[] = [];
  const agent = new Agent(
    settings,
    {
      tables,
      decider: {
        decide: () => target,
        preference: () => Infinity,
        weigh: () => ({ probabilities: [], value: 0 }),
      },
      forecaster: { id: 'test', forecast: () => 5 } as never,
      baseline: smallestConfiguration(tables),
      slaSeconds: 10,
      batchTimeoutSeconds: 1,
    },
    {
      clock: () => now,
      prometheus: (query) =>
        Promise.resolve(
          accepted({
            status: 'success',
            data: query.endsWith('s]')
              ? {
                  resultType: 'matrix',
                  result: [
                    { values: Array.from({ length: 130 }, (_, k) => [AT / 1000 - 129 + k, String(5 * k)]) },
                  ],
                }
              : { resultType: 'scalar', result: [AT / 1000, '0.1'] },
          }),
        ),
      kubernetes: (request) => {
        const name = request.path.split('?')[0]!.replace('/scale', '').split('/').at(-1)!;
        if (request.method === 'GET')
          return Promise.resolve({ ok: true, body: name === 'pods' ? { items: [] } : objects.get(name) });
        const answer = write(request, (ms) => (now += ms));
        if (!request.path.includes('dryRun')) written.push(request);
        return Promise.resolve(answer ?? { ok: true, body: { metadata: { name } } });
      },
    },
  );
  return { agent, written };
}

const all = (replicas: number): Configuration =>
  pipeline.stages.map(() => ({ variant: 0, replicas, batch: 1 }));

describe('the agent', () => {
  it('frees cores one request after the other where more are ordered than W_max', async () => {
    const from = all(8);
    const least = coresOf(compile(pipeline, defaultLimits), all(1));
    const limits = { ...defaultLimits, maxCores: least };
    const { agent, written } = cluster(from, all(1), limits);
    const record = await agent.decide(AT);
    expect(record.operations?.map(({ result }) => result)).toEqual(pipeline.stages.map(() => 'taken'));
    expect(record.outcome).toBe('applied');
    expect(written).toHaveLength(pipeline.stages.length);
  });

  it('begins no request after ten seconds of one decision', async () => {
    const hung = (_: ApiRequest, tick: (ms: number) => void): ApiAnswer => {
      tick(5000);
      return { ok: false, status: 0, message: 'no answer' };
    };
    const wide = pipeline.stages.map(() => ({ variant: 0, replicas: 3, batch: 4 }));
    const { agent } = cluster(all(1), wide, defaultLimits, hung);
    const record = await agent.decide(AT);
    expect(record.ms).toBeLessThanOrEqual(15_000);
    expect(record.operations?.at(-1)?.result).toBe('not ordered: the decision took too long');
  });

  const wide = pipeline.stages.map(() => ({ variant: 0, replicas: 3, batch: 1 }));
  const isWrite = ({ path }: ApiRequest): boolean => !path.includes('dryRun');

  it.each<readonly [string, ApiAnswer, RegExp]>([
    ['a redirect', { ok: false, status: 307, message: 'a redirect' }, /^refused: 307 a redirect$/],
    [
      'a page in place of the resource',
      { ok: false, status: 200, message: 'it is no JSON' },
      /^unknown: 200 it is no JSON; what is ordered is read again/,
    ],
    ['an empty object', { ok: true, body: {} }, /^unknown: 200 an answer that does not name the resource;/],
    ['a list', { ok: true, body: { items: [] } }, /^unknown: 200 /],
    ['another resource', { ok: true, body: { metadata: { name: 'other' } } }, /^unknown: 200 /],
    ['a Status', { ok: true, body: { kind: 'Status', status: 'Failure' } }, /^unknown: 200 /],
    ['nothing', { ok: true, body: undefined }, /^unknown: 200 /],
    [
      'silence',
      { ok: false, status: 0, message: 'no answer (it took longer than 5 s)' },
      /^unknown: no answer \(it took longer than 5 s\);/,
    ],
    [
      'a refusal that ends like a yes',
      { ok: false, status: 403, message: 'would be taken' },
      /^refused: 403 would be taken$/,
    ],
  ])('takes no write for done that was answered by %s', async (_, answer, result) => {
    const { agent } = cluster(all(1), wide, defaultLimits, (request) =>
      isWrite(request) ? answer : undefined,
    );
    const record = await agent.decide(AT);
    expect(record.outcome).toBe('partly');
    expect(record.operations!.length).toBeGreaterThan(0);
    for (const one of record.operations!) {
      expect(one.result).toMatch(result);
      expect(answerIn(one.result)).not.toBe('taken');
    }
    expect(agent.writing).toBe(false);
  });

  it('orders nothing where the question whether it would be taken has no answer that can be used', async () => {
    const { agent, written } = cluster(all(1), wide, defaultLimits, (request) =>
      isWrite(request) ? undefined : { ok: true, body: 'yes' },
    );
    const record = await agent.decide(AT);
    expect(written).toEqual([]);
    expect(record.operations![0]!.result).toBe(
      'unknown: 200 an answer that does not name the resource; it was only asked, and nothing is ordered of it',
    );
  });

  it('says that it is ordering while it is, and only then', async () => {
    const seen: boolean[] = [];
    const { agent } = cluster(all(1), wide, defaultLimits, () => {
      seen.push(agent.writing);
      return undefined;
    });
    expect(agent.writing).toBe(false);
    await agent.decide(AT);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every(Boolean)).toBe(true);
    expect(agent.writing).toBe(false);
  });
});
