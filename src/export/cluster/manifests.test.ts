import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentManifest, agentSettings } from '../agent/agentManifest.ts';
import type { KubernetesObject } from './document.ts';
import { manifestsOf, manifestText } from './manifests.ts';
import { LABEL } from './names.ts';
import {
  defaultChoices,
  layouts,
  planOf,
  type ClusterChoices,
  type ClusterPlan,
  type Layout,
} from './plan.ts';
import { readYaml } from './yaml.ts';
import { validate } from './validate/validate.ts';
import { parseSettings } from '../agent/settings.ts';
import { pipelineFromManifests } from '../intake/manifests.ts';
import { defaultLimits, type Configuration, type Pipeline } from '../../model/pipeline.ts';
import { presets } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { syntheticPipeline } from '../../model/synthetic.ts';
import { presetInParts } from '../../testing/partsOfCores.ts';
import { itWithShared } from '../../testing/shared.ts';

function someConfiguration(pipeline: Pipeline, random: Random): Configuration {
  return pipeline.stages.map(({ variants }) => ({
    variant: random.integer(variants.length),
    replicas: 1 + random.integer(defaultLimits.maxReplicas),
    batch: 2 ** random.integer(5),
  }));
}

function planned(pipeline: Pipeline, change: Partial<ClusterChoices>, seed = 1): ClusterPlan {
  const configuration = someConfiguration(pipeline, Random.stream(seed, 'configuration'));
  const plan = planOf(pipeline, configuration, { ...defaultChoices(pipeline), ...change });
  if (!plan.ok) throw new Error(plan.message);
  return plan.value;
}

/** Every object of a plan, its agent's too, as it is read back from the files. */
function written(plan: ClusterPlan): readonly KubernetesObject[] {
  const settings = agentSettings(plan, '0'.repeat(64));
  expect(parseSettings(JSON.stringify(settings), 'settings.json')).toEqual({ ok: true, value: settings });
  return [...manifestsOf(plan), agentManifest(plan, settings)].flatMap((manifest) => {
    const read = readYaml(manifestText(manifest));
    if (!read.ok) throw new Error(read.message);
    expect(read.value).toEqual(manifest.objects);
    return read.value as readonly KubernetesObject[];
  });
}

async function complaints(objects: readonly unknown[]): Promise<readonly string[]> {
  return (await Promise.all(objects.map(validate))).flat();
}

const keyOf = ({ apiVersion, kind, metadata }: KubernetesObject): string =>
  [apiVersion, kind, metadata['namespace'], metadata.name].join(' ');

describe.each(layouts)('the layout %s', (layout) => {
  it.each(presets.map((p) => [p.name, p] as const))(
    'would be taken by a cluster for %s',
    async (_, pipeline) => {
      for (const istio of ['v1', 'v1beta1', undefined] as const)
        expect(await complaints(written(planned(pipeline, { layout, istio })))).toEqual([]);
      const modelUris = pipeline.stages.map((_, n) => (n === 0 ? '' : `s3://models/${String(n)}`));
      expect(await complaints(written(planned(pipeline, { layout, modelUris })))).toEqual([]);
    },
  );

  it('asks for parts of a core in thousandths and for the memory of each variant, and reads them back', async () => {
    const made = presetInParts('audio-qa', 250);
    const pipeline = {
      ...made,
      stages: made.stages.map((stage, n) => ({
        ...stage,
        // No measured one, whose own cores intake would take.
        name: `own ${String(n)}`,
        variants: stage.variants.map((variant) =>
          n === 0 ? { ...variant, cores: 0.25, memoryMb: 512.25 } : { ...variant, cores: 7.5 },
        ),
      })),
    };
    const objects = written(planned(pipeline, { layout, memory: '3Gi' }));
    expect(await complaints(objects)).toEqual([]);
    const text = JSON.stringify(objects);
    expect(text).toContain('{"cpu":"250m","memory":"513Mi"}');
    expect(text).toContain('{"cpu":"7500m","memory":"3Gi"}');
    for (const grain of [250, 100, 1])
      expect(await complaints(written(planned(presetInParts('video', grain), { layout })))).toEqual([]);
    const yaml = manifestsOf(planned(pipeline, { layout })).map(manifestText).join('\n---\n');
    const back = pipelineFromManifests(yaml, 'back.yaml', defaultLimits);
    if (!back.ok) throw new Error(back.message);
    const cores = back.value.pipeline.stages.map(({ variants }) => variants[0]!.cores);
    expect(cores).toEqual([0.25, ...cores.slice(1).map(() => 7.5)]);
    expect(back.value.decisions.filter(({ sentence }) => sentence.includes('cores'))).toEqual([]);
  });

  it('would be taken for 200 random pipelines with hostile names', { timeout: 120_000 }, async () => {
    const hostile = fc.sample(
      fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }),
        fc.constantFrom(
          'router',
          'queue-router',
          'Router',
          'agent',
          '---',
          '../../etc/passwd',
          'yes',
          '検出',
        ),
        fc.constantFrom(
          '<img src=x onerror=alert(1)>',
          '${HOME}',
          '{{ template }}',
          '\u202egnp.exe',
          '&a',
          '*a',
        ),
        fc.constant('a-very-long-name-of-a-stage-that-goes-on-and-on-until-nobody-can-say-it-in-a-breath'),
      ),
      { numRuns: 1400, seed: 5 },
    );
    for (let seed = 0; seed < 200; seed++) {
      const random = Random.stream(seed, 'manifests');
      const made = syntheticPipeline(1 + random.integer(11), 3, seed);
      const name = (): string => hostile[random.integer(hostile.length)]!;
      const pipeline = {
        ...made,
        name: name(),
        stages: made.stages.map((stage) => ({
          ...stage,
          name: name(),
          variants: stage.variants.map((variant) => ({ ...variant, name: name() })),
        })),
      };
      const objects = written(planned(pipeline, { layout }, seed));
      expect(await complaints(objects)).toEqual([]);
      expect(new Set(objects.map(keyOf)).size).toBe(objects.length);
      for (const { metadata } of objects) expect(metadata.name).toMatch(LABEL);
    }
  });
});

describe('one deployment per stage', () => {
  const plan = planned(presets[0]!, { layout: 'seldon-per-stage' });
  const objects = written(plan);
  const names = objects
    .filter(({ kind }) => kind === 'SeldonDeployment')
    .map(({ metadata }) => metadata.name);

  it('has stage, queue and router, and the router names the queues in order', () => {
    const stages = plan.stages.map(({ name }) => name);
    expect(names).toEqual(['router', ...stages.flatMap((name) => [name, `queue-${name}`])]);
    const text = JSON.stringify(objects.find(({ metadata }) => metadata.name === 'router'));
    expect(text).toContain(JSON.stringify(JSON.stringify(stages.map((name) => `queue-${name}`))));
  });

  it('leaves replicas to the scale subresource, and batches to the queue', () => {
    plan.stages.forEach(({ name, replicas, batch }) => {
      const spec = (own: string) =>
        objects.find(({ kind, metadata }) => kind === 'SeldonDeployment' && metadata.name === own)![
          'spec'
        ] as {
          replicas: number;
          predictors: [
            {
              replicas?: number;
              componentSpecs: [
                { replicas?: number; spec: { containers: [{ env: { name: string; value: string }[] }] } },
              ];
            },
          ];
        };
      const stage = spec(name);
      expect(stage.replicas).toBe(replicas);
      expect(stage.predictors[0].replicas).toBeUndefined();
      expect(stage.predictors[0].componentSpecs[0].replicas).toBeUndefined();
      const size = (own: string): string | undefined =>
        spec(own).predictors[0].componentSpecs[0].spec.containers[0].env.find(
          (variable) => variable.name === 'MLSERVER_MODEL_MAX_BATCH_SIZE',
        )?.value;
      expect(size(name)).toBe('1');
      expect(size(`queue-${name}`)).toBe(String(batch));
    });
  });

  it('has no DestinationRule of a name or host that Seldon’s operator owns', () => {
    const rules = objects.filter(({ kind }) => kind === 'DestinationRule');
    expect(rules).toHaveLength(2 * plan.stages.length);
    for (const rule of rules) {
      const { host } = rule['spec'] as { host: string };
      for (const name of names) {
        expect(rule.metadata.name).not.toBe(`${name}-${name}`);
        expect(host.split('.')[0]).not.toBe(`${name}-${name}`);
      }
    }
  });
});

describe('a plan', () => {
  const [pipeline] = presets;
  const configuration = someConfiguration(pipeline!, Random.stream(1, 'x'));
  const refusal = (change: Partial<ClusterChoices>, of: Pipeline = pipeline!): string => {
    const plan = planOf(of, configuration, { ...defaultChoices(of), ...change });
    return plan.ok ? 'accepted' : plan.message;
  };

  it.each<[string, Partial<ClusterChoices>, RegExp]>([
    ['a namespace in capitals', { namespace: 'OPD' }, /The namespace must be lower-case/],
    ['a namespace with a line break', { namespace: 'opd\nkind: Secret' }, /The namespace must be/],
    ['no image', { images: [] }, /Each of the 2 stages needs an image; there are 0\./],
    ['an image with a space', { images: ['a b', 'c'] }, /"a b" is not the name of an image/],
    ['an empty queue image', { queueImage: '' }, /"" is not the name of an image/],
    ['memory in words', { memory: 'plenty' }, /The memory must be an amount like 4Gi/],
    ['a negative wait', { batchTimeoutSeconds: -1 }, /must be from 0 to 3600 seconds, not -1/],
    ['a drain without end', { drainSeconds: NaN }, /must be from 0 to 3600 seconds, not NaN/],
  ])('refuses %s', (_, change, message) => {
    expect(refusal(change)).toMatch(message);
  });

  it('refuses a graph of more than eleven stages', () => {
    expect(refusal({ layout: 'seldon-graph' }, syntheticPipeline(12, 2, 1))).toMatch(
      /One graph holds at most 11 stages, and this pipeline has 12/,
    );
  });
});

/** A manifest that would be taken, changed in one place. */
function changed(
  layout: Layout,
  kind: string,
  change: (object: Mutable) => void,
): Promise<readonly string[]> {
  const object = structuredClone(
    written(planned(presets[0]!, { layout })).find((one) => one.kind === kind)!,
  ) as unknown as Mutable;
  change(object);
  return validate(object);
}
// The shape is whatever the mutation asks for.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Mutable = any;

const twice = (value: unknown): readonly unknown[] => [value, value];

describe('what a cluster would refuse', () => {
  const predictor = (object: Mutable): Mutable => object.spec.predictors[0];
  const container = (object: Mutable): Mutable => predictor(object).componentSpecs[0].spec.containers[0];
  const kserve = (object: Mutable): Mutable => object.spec.predictor;
  const traffic = (object: Mutable): Mutable => object.spec.trafficPolicy;
  const route = (object: Mutable): Mutable => object.spec.http[0];

  it.each<[string, Layout, string, (object: Mutable) => void, RegExp]>([
    [
      'a name in capitals',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (o.metadata.name = 'Video'),
      /metadata\.name must be/,
    ],
    ['no name', 'seldon-graph', 'SeldonDeployment', (o) => delete o.metadata.name, /metadata\.name must be/],
    [
      'a namespace with a dot',
      'kserve',
      'InferenceGraph',
      (o) => (o.metadata.namespace = 'a.b'),
      /metadata\.namespace must be a label/,
    ],
    [
      'a label of 64 letters',
      'kserve',
      'InferenceGraph',
      (o) => (o.metadata.labels.x = 'a'.repeat(64)),
      /metadata\.labels\.x must be at most 63/,
    ],
    [
      'a number as an annotation',
      'kserve',
      'InferenceService',
      (o) => (o.metadata.annotations.x = 4),
      /metadata\.annotations\.x must be text/,
    ],
    [
      'an unknown field of the metadata',
      'kserve',
      'InferenceService',
      (o) => (o.metadata.lables = {}),
      /metadata\.lables is no field/,
    ],
    [
      'an unknown kind',
      'kserve',
      'InferenceService',
      (o) => (o.kind = 'InferenceServer'),
      /no kind that is known here/,
    ],
    [
      'an old version',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (o.apiVersion = 'machinelearning.seldon.io/v1alpha2'),
      /no kind that is known/,
    ],
    [
      'predictors misspelt',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (o.spec.predictor = []),
      /spec\.predictor is no field/,
    ],
    [
      'replicas as text',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (predictor(o).componentSpecs[0].replicas = '2'),
      /componentSpecs\[0\]\.replicas must be of type integer, not the string "2"/,
    ],
    [
      'replicas beyond 32 bits',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (o.spec.replicas = 2 ** 31),
      /spec\.replicas must be from -2147483648 to 2147483647/,
    ],
    [
      'half a replica',
      'seldon-per-stage',
      'SeldonDeployment',
      (o) => (o.spec.replicas = 1.5),
      /spec\.replicas must be of type integer/,
    ],
    [
      'no predictors’ graph',
      'seldon-graph',
      'SeldonDeployment',
      (o) => delete predictor(o).graph,
      /predictors\[0\]\.graph is missing/,
    ],
    [
      'a number as a variable',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (container(o).env[0].value = 4),
      /env\[0\]\.value must be of type string, not the number 4/,
    ],
    [
      'cores in words',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (container(o).resources.limits.cpu = 'four'),
      /limits\.cpu must match/,
    ],
    [
      'a misspelt image',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (container(o).imag = 'x'),
      /containers\[0\]\.imag is no field/,
    ],
    [
      'null for a list',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (container(o).env = null),
      /env must be of type array, not null/,
    ],
    [
      'a node without a container',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (container(o).name = 'other'),
      /The node ".+" of "default" has no container of its name/,
    ],
    [
      'a type that is misspelt',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (predictor(o).graph.type = 'MODLE'),
      /must be one of UNKNOWN_TYPE, .*, not "MODLE"/,
    ],
    [
      'an implementation without its model',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (predictor(o).graph.implementation = 'SKLEARN_SERVER'),
      /needs a modelUri/,
    ],
    [
      'a protocol of its own',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (o.spec.protocol = 'v3'),
      /spec\.protocol must be one of seldon, tensorflow, kfserving, v2/,
    ],
    [
      'no engine for two nodes',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (predictor(o).annotations = { 'seldon.io/no-engine': 'true' }),
      /without an engine there may be one/,
    ],
    [
      'a port by hand',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (container(o).env = [{ name: 'MLSERVER_HTTP_PORT', value: '9000' }]),
      /Seldon would then drop all its variables/,
    ],
    [
      'two predictors of one name',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (o.spec.predictors = twice(predictor(o))),
      /Two predictors are called "default"/,
    ],
    [
      'half of the traffic',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (predictor(o).traffic = 50),
      /must have all of the traffic, not 50/,
    ],
    [
      'a shadow alone',
      'seldon-graph',
      'SeldonDeployment',
      (o) => (predictor(o).shadow = true),
      /A shadow cannot stand alone/,
    ],
    [
      'a balancer that is misspelt',
      'seldon-per-stage',
      'DestinationRule',
      (o) => (traffic(o).loadBalancer.simple = 'LEAST_REQUESTS'),
      /simple must be one of/,
    ],
    [
      'two balancers',
      'seldon-per-stage',
      'DestinationRule',
      (o) => (traffic(o).loadBalancer.consistentHash = { httpHeaderName: 'x' }),
      /exactly one of its forms/,
    ],
    [
      'a rule without a host',
      'seldon-per-stage',
      'DestinationRule',
      (o) => delete o.spec.host,
      /spec\.host is missing/,
    ],
    [
      'a route to nowhere',
      'seldon-per-stage',
      'VirtualService',
      (o) => delete route(o).route[0].destination.host,
      /destination\.host is missing/,
    ],
    [
      'a port beyond 65535',
      'seldon-per-stage',
      'VirtualService',
      (o) => (route(o).match[0].port = -1),
      /match\[0\]\.port must be from 0/,
    ],
    ...['0s', 'abc', '0.9ms', '-1s'].map(
      (timeout): [string, Layout, string, (object: Mutable) => void, RegExp] => [
        `a timeout of ${timeout}`,
        'seldon-per-stage',
        'VirtualService',
        (o) => (route(o).timeout = timeout),
        /http\[0\]\.timeout is refused: must be a valid duration greater than 1ms/,
      ],
    ),
    [
      'an interval of nothing in words',
      'seldon-per-stage',
      'DestinationRule',
      (o) => (traffic(o).outlierDetection.interval = 'often'),
      /outlierDetection\.interval is refused: must be a valid duration greater than 1ms/,
    ],
    [
      'a wildcard in a selector',
      'seldon-per-stage',
      'DestinationRule',
      (o) => (o.spec.workloadSelector = { matchLabels: { 'a*': 'b*', '': 'x' } }),
      /wildcard not allowed in label key match(.|\n)*key must not be empty(.|\n)*wildcard not allowed in label value match/,
    ],
    [
      'replicas of KServe as text',
      'kserve',
      'InferenceService',
      (o) => (kserve(o).minReplicas = 'two'),
      /minReplicas must be of type integer/,
    ],
    [
      'a container without a name',
      'kserve',
      'InferenceService',
      (o) => delete kserve(o).containers[0].name,
      /containers\[0\]\.name is missing/,
    ],
    [
      'a router without a type',
      'kserve',
      'InferenceGraph',
      (o) => delete o.spec.nodes.root.routerType,
      /routerType is missing/,
    ],
    [
      'a type of router of its own',
      'kserve',
      'InferenceGraph',
      (o) => (o.spec.nodes.root.routerType = 'Chain'),
      /routerType must be one of/,
    ],
    [
      'an interval in words',
      'kserve',
      'PodMonitor',
      (o) => (o.spec.podMetricsEndpoints[0].interval = 'often'),
      /interval must match/,
    ],
    [
      'a rule that is an object',
      'kserve',
      'PrometheusRule',
      (o) => (o.spec.groups[0].rules[0].expr = {}),
      /expr must be a whole number or text, not an object/,
    ],
  ])('%s', async (_, layout, kind, change, message) => {
    expect((await changed(layout, kind, change)).join('\n')).toMatch(message);
  });

  it('what is no object at all', async () => {
    for (const value of [null, 4, 'x', [], {}, { kind: 'Pod' }])
      expect(await validate(value)).toHaveLength(1);
  });
});

describe('the samples of the shared folder', () => {
  const read = (folder: string, file: string): readonly unknown[] => {
    const found = readYaml(readFileSync(join(folder, 'samples', file), 'utf8'));
    if (!found.ok) throw new Error(found.message);
    return found.value;
  };

  itWithShared('are taken where they are right', async (folder) => {
    for (const file of ['per-stage.yaml', 'graph.yaml', 'istio.yaml', 'monitoring.yaml', 'kserve.yaml'])
      expect(await complaints(read(folder, file))).toEqual([]);
  });

  itWithShared('are refused where they are wrong', async (folder) => {
    const bad = read(folder, 'bad.yaml');
    expect(bad.length).toBeGreaterThan(2);
    const found = await Promise.all(bad.map(validate));
    expect(found[0]!.join('\n')).toMatch(/metadata\.name/);
    expect(found[0]!.join('\n')).toMatch(/spec\.predictor is no field/);
    expect(found[0]!.join('\n')).toMatch(/graph\.kids is no field/);
    expect(found[0]!.join('\n')).toMatch(/resources\.request is no field/);
    expect(found[1]!.join('\n')).toMatch(/simple must be one of/);
    expect(found[2]!.join('\n')).toMatch(/exactly one of its forms/);
  });
});
