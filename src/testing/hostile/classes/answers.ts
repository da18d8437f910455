/** What Prometheus and the API server answer to the in-cluster agent, as values: it decides, or holds and says why. */
import { hostile, Wrong, type Outcome } from '../class.ts';
import { mustBeFinite } from '../use.ts';
import { hostileText, NUMBERS, pick, spoiled } from '../values.ts';
import { Agent } from '../../../export/agent/agent.ts';
import { agentSettings } from '../../../export/agent/agentManifest.ts';
import { manifestsOf } from '../../../export/cluster/manifests.ts';
import { defaultChoices, layouts, planOf } from '../../../export/cluster/plan.ts';
import { createDecider } from '../../../learning/network/trainedAgent.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { presetById } from '../../../model/presets/index.ts';
import type { Random } from '../../../model/random.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';
import { compile, isFeasible, smallestConfiguration, type Tables } from '../../../model/tables.ts';
import { createForecaster } from '../../../workload/forecasters/index.ts';
import { untrainedAgent } from '../../agents.ts';

const AT = Date.UTC(2026, 0, 31, 12);
const pipeline = presetById('sum-qa')!;
const tables: Tables = compile(pipeline, defaultLimits);
const decider = createDecider(untrainedAgent(tables, 3, 0.3), tables);

interface Given {
  readonly layout: (typeof layouts)[number];
  /** Every answer in the order of the questions; beyond them, whole ones. */
  readonly range: unknown;
  readonly scalars: readonly unknown[];
  readonly objects: (object: unknown) => unknown;
  readonly pods: unknown;
  /** Of writes. */
  readonly status: number;
  readonly message: string;
}

const counts = (): unknown => ({
  status: 'success',
  data: {
    resultType: 'matrix',
    result: [{ values: Array.from({ length: 130 }, (_, k) => [AT / 1000 - 129 + k, String(5 * k)]) }],
  },
});
const scalar = (value: string): unknown => ({
  status: 'success',
  data: { resultType: 'scalar', result: [AT / 1000, value] },
});

const FIGURES = [...NUMBERS, 'NaN', '+Inf', '-Inf', '', 'x', '0x10'];

function given(random: Random): Given {
  const often = random.uniform() < 0.5;
  // Drawn now, so that one attempt is one stream.
  const streams = Array.from({ length: 40 }, () => random.integer(2 ** 30));
  let at = 0;
  return {
    layout: pick(layouts, random),
    range: often ? counts() : spoiled(counts(), random),
    scalars: Array.from({ length: 12 }, () =>
      random.uniform() < 0.7
        ? scalar(random.uniform() < 0.6 ? '0.1' : pick(FIGURES, random))
        : spoiled(scalar('0.1'), random),
    ),
    objects: (object) => (streams[at++ % streams.length]! % 4 === 0 ? spoiled(object, random) : object),
    pods: random.uniform() < 0.5 ? { items: [] } : spoiled({ items: [podOf(random), podOf(random)] }, random),
    status: pick([200, 200, 200, 201, 401, 403, 404, 409, 422, 500, 503, 0], random),
    message: hostileText(random),
  };
}

function podOf(random: Random): unknown {
  return {
    metadata: { name: 'p', labels: { 'seldon-deployment-id': hostileText(random) } },
    spec: {
      containers: [
        {
          name: 'x',
          env: [
            { name: 'MODEL_VARIANT', value: hostileText(random) },
            { name: 'MLSERVER_MODEL_MAX_BATCH_SIZE', value: pick(NUMBERS, random) },
          ],
          resources: { requests: { cpu: pick([...NUMBERS, '100m', '1e400', 'x'], random) } },
        },
      ],
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

export const answers = hostile<Given>({
  make: given,
  async meet({ layout, range, scalars, objects, pods, status, message }): Promise<Outcome> {
    const plan = planOf(pipeline, smallestConfiguration(tables), { ...defaultChoices(pipeline), layout });
    if (!plan.ok) throw new Error(plan.message);
    const settings = {
      ...agentSettings(plan.value, '0'.repeat(64)),
      mode: 'live' as const,
      guards: {
        cooldownSeconds: { variant: 0, replicas: 0, batch: 0 },
        hysteresis: 0,
        waitUntilReady: false,
        surgeHeadroom: false,
      },
    };
    const here = new Map(
      manifestsOf(plan.value)
        .flatMap((manifest) => manifest.objects)
        .map((one) => [one.metadata.name, { ...one, metadata: { ...one.metadata, resourceVersion: '1' } }]),
    );
    let asked = 0;
    const agent = new Agent(
      settings,
      {
        tables,
        decider,
        forecaster: createForecaster('last', undefined, undefined),
        baseline: smallestConfiguration(tables),
        slaSeconds: 10,
        batchTimeoutSeconds: 1,
      },
      {
        clock: () => 0,
        prometheus: (query): Promise<Result<unknown>> => {
          const answer = query.endsWith('s]') ? range : scalars[asked++ % scalars.length];
          return Promise.resolve(
            answer === undefined ? refused('Prometheus does not answer.') : accepted(answer),
          );
        },
        kubernetes: ({ method, path }) => {
          const name = path.split('?')[0]!.replace('/scale', '').split('/').at(-1)!;
          if (method === 'GET')
            return Promise.resolve({ ok: true, body: name === 'pods' ? pods : objects(here.get(name)) });
          return Promise.resolve(
            status >= 200 && status < 300 ? { ok: true, body: objects({}) } : { ok: false, status, message },
          );
        },
      },
    );
    const record = await agent.decide(AT);
    const { observation, ordered, wanted, outcome, reason } = record;
    mustBeFinite({ observation, ordered, wanted }, 'the decision');
    for (const configuration of [ordered, wanted])
      if (configuration !== undefined) {
        const known = configuration.map(({ variant, replicas, batch }, n) => ({
          variant: pipeline.stages[n]!.variants.findIndex(({ name }) => name === variant),
          replicas,
          batch,
        }));
        if (outcome === 'applied' && configuration === wanted && !isFeasible(tables, known))
          throw new Wrong(`it orders what no device of these limits can run: ${JSON.stringify(known)}`);
      }
    if (outcome === 'held') return { kind: 'refused', sentences: [reason ?? ''] };
    return { kind: 'accepted', sentences: record.guards ?? [] };
  },
});
