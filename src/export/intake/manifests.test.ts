import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pipelineFromManifests } from './manifests.ts';
import { filesOf } from '../clusterFiles.ts';
import { manifestsOf, manifestText } from '../cluster/manifests.ts';
import { defaultChoices, layouts, planOf, type Layout } from '../cluster/plan.ts';
import { readYaml } from '../cluster/yaml.ts';
import { widestLimits } from '../../model/bounds.ts';
import { parsePipeline } from '../../model/parse.ts';
import { defaultLimits, type Configuration, type Pipeline } from '../../model/pipeline.ts';
import { presets } from '../../model/presets/index.ts';
import { itWithShared } from '../../testing/shared.ts';
import { importWorkload } from '../../workload/import.ts';

type Skeleton = Extract<ReturnType<typeof pipelineFromManifests>, { ok: true }>['value'];

function read(text: string, fileName = 'cluster.yaml', limits = defaultLimits): Skeleton {
  const found = pipelineFromManifests(text, fileName, limits);
  if (!found.ok) throw new Error(found.message);
  return found.value;
}
const told = ({ decisions }: Skeleton): string => decisions.map((one) => one.sentence).join(' ');
const sentence = (text: string, fileName = 'bad.yaml'): string => {
  const found = pipelineFromManifests(text, fileName, defaultLimits);
  return found.ok ? 'accepted' : found.message;
};

function exported(pipeline: Pipeline, configuration: Configuration, layout: Layout) {
  const plan = planOf(pipeline, configuration, { ...defaultChoices(pipeline), layout });
  if (!plan.ok) throw new Error(plan.message);
  return plan.value;
}

const graph = (change: { node?: string; container?: string; spec?: string } = {}): string => `
apiVersion: machinelearning.seldon.io/v1
kind: SeldonDeployment
metadata: {name: mine}
spec:
  replicas: 2
  ${change.spec ?? ''}
  predictors:
  - name: default
    graph: {name: one, type: MODEL ${change.node ?? ''}}
    componentSpecs:
    - spec: {containers: [{name: one, image: "host:5000/a/b:heavy" ${change.container ?? ''}}]}
`;

describe('our own export comes back', () => {
  const cases = presets.flatMap((pipeline) =>
    layouts.map((layout) => [pipeline.name, layout, pipeline] as const),
  );
  it.each(cases)('%s in the layout %s', (_, layout, pipeline) => {
    const configuration = pipeline.stages.map(({ variants }, i) => ({
      variant: (i + 1) % variants.length,
      replicas: 1 + ((3 * i + 2) % 8),
      batch: 2 ** ((i + 2) % 4),
    }));
    const plan = exported(pipeline, configuration, layout);
    const back = read(manifestsOf(plan).map(manifestText).join('---\n'), 'back.yaml', widestLimits);
    expect(back.pipeline.stages.map(({ name }) => name)).toEqual(plan.stages.map(({ name }) => name));
    expect(back.configuration).toEqual(configuration);
    // Every stage is one of the lab's: its figures come whole, and the objective with them.
    expect(back.pipeline.stages.map(({ variants }) => variants)).toEqual(
      pipeline.stages.map(({ variants }) => variants),
    );
    expect(back.pipeline.slaSeconds).toBe(pipeline.slaSeconds);
    expect(told(back)).not.toMatch(/placeholder/);
    expect(back.pipeline.name).toBe(plan.name);
  });

  it('also wrapped in a list, as JSON, with the documents in any order', () => {
    const [pipeline] = presets;
    const configuration = pipeline!.stages.map(() => ({ variant: 1, replicas: 3, batch: 4 }));
    for (const layout of ['seldon-per-stage', 'kserve'] as const) {
      const items = manifestsOf(exported(pipeline!, configuration, layout)).flatMap(({ objects }) => objects);
      const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: items.toReversed() });
      const back = read(list, 'list.json');
      expect(back.pipeline.stages.map(({ name }) => name)).toEqual(['crop', 'classification']);
      expect(back.configuration).toEqual(configuration);
      expect(told(back)).toMatch(/Passed over, for they are no stages: .*PodMonitor \(\d\)/);
    }
  });
});

it('a router that names addresses or bare stages gives the order too; without one the documents do', () => {
  const [pipeline] = presets;
  const configuration = pipeline!.stages.map(() => ({ variant: 0, replicas: 1, batch: 2 }));
  const [router, ...stages] = manifestsOf(exported(pipeline!, configuration, 'seldon-per-stage'));
  const order = (router_: string): readonly [string, string] => {
    const text = [router_, ...stages.toReversed().map(manifestText)]
      .filter((one) => one !== '')
      .join('---\n');
    const found = read(text);
    const back = found.pipeline;
    return [back.stages.map(({ name }) => name).join(' '), told(found)];
  };
  const text = manifestText(router!);
  expect(order(text.replace('MODEL_LISTS', 'OTHER'))[0]).toBe('crop classification');
  expect(order(text.replaceAll('"queue-', '"').replaceAll('\\"queue-', '\\"'))[0]).toBe(
    'crop classification',
  );
  const [documents, notes] = order('');
  expect(documents).toBe('classification crop');
  expect(notes).toMatch(/No router says the order/);
});

describe('what a manifest says of a stage', () => {
  const only = (text: string): readonly [string, number, number, number, string] => {
    const found = read(text);
    const { pipeline, configuration } = found;
    const [{ name, cores }] = pipeline.stages[0]!.variants as unknown as [{ name: string; cores: number }];
    return [name, cores, configuration[0]!.replicas, configuration[0]!.batch, told(found)];
  };

  it('takes what is missing from the next best place, and says so', () => {
    const [variant, cores, replicas, batch, notes] = only(graph());
    expect([variant, cores, replicas, batch]).toEqual(['heavy', 1, 2, 1]);
    expect(notes).toMatch(/Stage "one" names no cores; 1 is assumed/);
    expect(notes).toMatch(/those of "one" are placeholders \(accuracy 0\.5, 0\.1 s .*pipeline file \(JSON\)/);
  });

  it.each([
    ['250m', 0.25],
    ['1500m', 1.5],
    ['2', 2],
    ['0.3', 0.3],
    ['"7.5"', 7.5],
    ['0.579', 0.579],
    ['"100m"', 0.1],
  ])('reads %s cores as %d, and has nothing to say of it', (cpu, cores) => {
    const [, found, , , notes] = only(graph({ container: `, resources: {requests: {cpu: ${cpu}}}` }));
    expect(found).toBe(cores);
    expect(notes).toMatch(/placeholder/);
    expect(notes).not.toMatch(/cores/);
  });

  it.each([
    ['50m', 0.1, /50m cores are taken as 0\.1, since the lab counts thousandths from 0\.1 on/],
    ['0.12345', 0.124, /0\.12345 cores are taken as 0\.124/],
    ['1000.5m', 1.001, /1000\.5m cores are taken as 1\.001/],
  ])('takes %s cores as %d, and says so', (cpu, cores, note) => {
    const [, found, , , notes] = only(graph({ container: `, resources: {requests: {cpu: "${cpu}"}}` }));
    expect(found).toBe(cores);
    expect(notes).toMatch(note);
  });

  it('prefers the variable, then the model, then the tag', () => {
    const env =
      ', env: [{name: MODEL_VARIANT, value: light}, {name: MLSERVER_MODEL_MAX_BATCH_SIZE, value: "6"}]';
    const [variant, , , batch, notes] = only(graph({ container: env }));
    expect([variant, batch]).toEqual(['light', 4]);
    expect(notes).toMatch(/has batch 6; the nearest below that the limits allow is 4/);
    expect(only(graph({ node: ', modelUri: "s3://bucket/models/resnet50/"' }))[0]).toBe('resnet50');
  });

  it('takes replicas by the priority of Seldon', () => {
    const all = (component: string, predictor: string): string =>
      graph()
        .replace('- spec:', `- ${component}\n      spec:`)
        .replace('- name: default', `- name: default\n    ${predictor}`);
    expect(only(all('replicas: 5', 'replicas: 4'))[2]).toBe(5);
    expect(only(all('metadata: {}', 'replicas: 4'))[2]).toBe(4);
  });
});

describe('what is no chain is refused in a sentence', () => {
  const kserve = (root: string): string =>
    `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: a}\nspec: {predictor: {model: {storageUri: s3://x/y}}}\n---\napiVersion: serving.kserve.io/v1alpha1\nkind: InferenceGraph\nmetadata: {name: g}\nspec: {nodes: {root: ${root}}}\n`;
  it.each([
    [
      'a router',
      graph().replace('type: MODEL', 'type: ROUTER'),
      /the node "one" of "mine" is a "ROUTER", .*only chains/,
    ],
    [
      'a branch',
      graph({ node: ', children: [{name: l}, {name: r}]' }),
      /the node "one" of "mine" branches into 2/,
    ],
    [
      'a combiner below',
      graph({ node: ', children: [{name: c, type: COMBINER}]' }),
      /the node "c" of "mine" is a "COMBINER"/,
    ],
    [
      'a node without a container',
      graph({ node: ', children: [{name: c}]' }),
      /the node "c" has no container of its name/,
    ],
    [
      'a splitter',
      kserve('{routerType: Splitter, steps: [{serviceName: a}]}'),
      /node "root" .* is a "Splitter", .*only a Sequence/,
    ],
    [
      'a service that is not there',
      kserve('{routerType: Sequence, steps: [{serviceName: b}]}'),
      /names "b", and no InferenceService/,
    ],
    [
      'a template of IPA',
      graph().replace('name: mine', 'name: {{ name }}'),
      /it is a template, with \{\{ \}\} or \{% %\} in line 4; render it first/,
    ],
    [
      'objects of other kinds alone',
      'apiVersion: v1\nkind: Service\n',
      /no SeldonDeployment and no InferenceService/,
    ],
    ['nothing', '', /no SeldonDeployment and no InferenceService/],
    [
      'half a replica',
      graph().replace('replicas: 2', 'replicas: 1.5'),
      /number of replicas must be a whole number, not "1\.5"/,
    ],
    [
      'cores in words',
      graph({ container: ', resources: {limits: {cpu: four}}' }),
      /"four" is no number of cores/,
    ],
  ])('%s', (_, text, message) => {
    expect(sentence(text)).toMatch(/^bad\.yaml: [^\n]+\.$/);
    expect(sentence(text)).toMatch(message);
  });
});

/** Milliseconds of this process's processor time. */
function processorTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

it('guesses weigh otherwise than what was read', () => {
  const [pipeline] = presets;
  const configuration = pipeline!.stages.map(() => ({ variant: 0, replicas: 2, batch: 1 }));
  const own = read(
    manifestsOf(exported(pipeline!, configuration, 'kserve'))
      .map(manifestText)
      .join('---\n'),
    'own.yaml',
  );
  const weights = (found: Skeleton, what: RegExp) =>
    found.decisions.filter(({ sentence: said }) => what.test(said)).map(({ weight }) => weight);
  expect(weights(own, /^Found running/)).toEqual(['read']);
  expect(new Set(weights(own, /has the lab's measured figures/))).toEqual(new Set(['read']));
  const other = read(graph());
  expect(weights(other, /placeholders|1 is assumed|objective for the latency/)).toEqual(
    Array(4).fill('assumed'),
  );
});

describe('hostile content', () => {
  const deep = (open: string, close: string): string => open.repeat(145_000) + close.repeat(145_000);
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let i = 0; i < 12; i++) {
    const [from, to] = [String.fromCharCode(97 + i), String.fromCharCode(98 + i)];
    bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(', ')}]`);
  }
  const quadratic = `a: &a "${'x'.repeat(1000)}"\nb: &b [${Array(400).fill('*a').join(', ')}]\nc: [${Array(400).fill('*b').join(', ')}]\n`;
  const proto =
    '__proto__: {name: evil, polluted: 1}, constructor: {prototype: {polluted: 1}}, toString: 1, hasOwnProperty: 1';
  const many = (n: number): string =>
    Array.from({ length: n }, (_, i) => graph().replaceAll('mine', `m${String(i)}`)).join('---\n');

  it.each<[string, string, RegExp]>([
    ['an exponential bomb', bomb.join('\n'), /refers to parts of itself so often/],
    ['a quadratic bomb', quadratic, /refers to parts of itself so often|no SeldonDeployment/],
    ['a list that holds itself', '&a [*a]', /refers to parts of itself|no SeldonDeployment/],
    ['a List that holds itself', '&a {kind: List, items: [*a]}', /refers to parts|nested too deeply/],
    [
      'a graph that holds itself',
      graph().replace('graph: {name: one', 'graph: &g {children: [*g], name: one'),
      /refers to parts|nested too deeply/,
    ],
    ['hundreds of thousands of brackets', deep('[', ']'), /nested too deeply/],
    ['hundreds of thousands of open brackets', '['.repeat(290_000), /nested too deeply/],
    ['hundreds of thousands of braces', '{a: '.repeat(70_000), /nested too deeply/],
    ['hundreds of thousands of dashes', '- '.repeat(145_000), /nested too deeply/],
    ['hundreds of thousands of question marks', '? '.repeat(145_000), /nested too deeply/],
    [
      'indentation without end',
      Array.from({ length: 750 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      /nested too deeply|no SeldonDeployment/,
    ],
    ['two million characters', 'a'.repeat(2_000_000), /up to 300000 are read/],
    ['a key twice', graph().replace('kind:', 'kind: List\nkind:'), /line 4: Map keys must be unique/],
    [
      'a key twice in JSON',
      '{"apiVersion": "v1", "kind": "List", "kind": "List"}',
      /Map keys must be unique/,
    ],
    [
      'twenty-eight thousand keys',
      Array.from({ length: 28_000 }, (_, i) => `k${String(i)}: 1`).join('\n'),
      /no SeldonDeployment/,
    ],
    ['a function of JavaScript', `a: !!js/function 'function () { return 1 }'`, /line 1: Unresolved tag/],
    ['an object of Python', 'a: !!python/object/apply:os.system [id]', /line 1: Unresolved tag/],
    [
      'replicas that are no number',
      graph().replace('replicas: 2', 'replicas: .nan'),
      /must be a whole number/,
    ],
    ['replicas without end', graph().replace('replicas: 2', 'replicas: 1e999'), /must be a whole number/],
    ['two hundred stages', many(200), /stages must hold at most 12/],
    ['a thousand documents', '---\na: 1\n'.repeat(1000), /at most 500/],
    [
      'a huge name',
      graph().replaceAll('name: one', `name: ${'n'.repeat(100_000)}`),
      /must be at most 80 characters long, not 100000/,
    ],
    [
      'keys of the prototype for fields',
      `{${proto}, kind: SeldonDeployment, apiVersion: machinelearning.seldon.io/v1}`,
      /SeldonDeployment "" has 0 predictors/,
    ],
  ])('%s is refused within a second', (_, text, message) => {
    let said = '';
    expect(processorTime(() => (said = sentence(text)))).toBeLessThan(1000);
    expect(said).toMatch(/^bad\.yaml: /);
    expect(said).toMatch(message);
    expect(said.length).toBeLessThan(400);
  });

  it('keys of the prototype change nothing, wherever they stand', () => {
    const text = graph({ spec: `annotations: {${proto}}`, node: `, ${proto}`, container: `, ${proto}` });
    const { pipeline } = read(`${text}__proto__: {a: 1}\nconstructor: 2\n`);
    expect(pipeline.stages.map(({ name }) => name)).toEqual(['one']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const json = `{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "name": "p", "slaSeconds": 1, "stages": [{"__proto__": {"polluted": 1}, "name": "s", "variants": [{"__proto__": {"cores": 9}, "name": "v", "accuracy": 0.5, "cores": 1, "latency": {"1": 0.1}}]}]}`;
    const own = parsePipeline(json, 'p.json', defaultLimits);
    expect(own.ok && own.value.stages[0]!.variants[0]!.cores).toBe(1);
    const more = parsePipeline(
      json.replace('"latency": {', '"latency": {"__proto__": 1, '),
      'p.json',
      defaultLimits,
    );
    expect(more.ok && more.value.stages[0]!.variants[0]!.latency.batches).toEqual([1]);
    const values = Array.from({ length: 200 }, (_, i) => [i, '4']);
    const metric = `{"__proto__": "x", "constructor": "y", "__name__": "<img src=x onerror=alert(1)>"}`;
    const reply = `{"__proto__": {"polluted": 1}, "status": "success", "data": {"resultType": "matrix", "result": [{"__proto__": {"values": []}, "metric": ${metric}, "values": ${JSON.stringify(values)}}]}}`;
    const trace = importWorkload(new TextEncoder().encode(reply), 'r.json');
    expect(trace.ok && trace.value.workload.name).toBe('r');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each<[string, () => { ok: boolean }]>([
    [
      'a pipeline of two million brackets',
      () => parsePipeline(deep('[', ']').repeat(7), 'p.json', defaultLimits),
    ],
    [
      'a pipeline with 1e999',
      () => parsePipeline('{"name":"p","slaSeconds":1e999,"stages":[]}', 'p.json', defaultLimits),
    ],
    [
      'a pipeline with a huge name',
      () => parsePipeline(`{"name":"${'n'.repeat(1_900_000)}"}`, 'p.json', defaultLimits),
    ],
    [
      'a reply of two million brackets',
      () => importWorkload(new TextEncoder().encode(deep('[', ']').repeat(7)), 'r.json'),
    ],
    [
      'a reply with NaN as a number',
      () => importWorkload(new TextEncoder().encode('[{"metric":{},"values":[[NaN,"1"]]}]'), 'r.json'),
    ],
  ])('%s is refused within a second', (_, run) => {
    let ok = true;
    expect(processorTime(() => ({ ok } = run()))).toBeLessThan(1000);
    expect(ok).toBe(false);
  });

  const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>';
  it.each(layouts)('markup in names is in no file of the layout %s', (layout) => {
    const quoted = JSON.stringify(evil);
    const text = graph({ container: ', env: [{name: MODEL_VARIANT, value: VARIANT}]' })
      .replaceAll('name: one', `name: ${quoted}`)
      .replace('VARIANT}', `${quoted}}`)
      .replace('name: mine', `name: ${quoted}`);
    const found = read(text);
    const { pipeline, configuration } = found;
    expect(told(found)).toMatch(/was written as/);
    expect(JSON.stringify(pipeline)).not.toContain('<');
    // The lab's own format keeps names as they are: there the files write them escaped.
    const raw: Pipeline = {
      ...pipeline,
      name: evil,
      stages: pipeline.stages.map((stage) => ({
        ...stage,
        name: evil,
        variants: stage.variants.map((v) => ({ ...v, name: evil })),
      })),
    };
    for (const one of [pipeline, raw])
      for (const { name, content, objects } of filesOf(
        exported(one, configuration, layout),
        'as found',
        30,
      )) {
        expect(`${name}${content as string}`).not.toMatch(/<\/?(script|img)/i);
        if (name.endsWith('.yaml')) expect(readYaml(content as string)).toEqual({ ok: true, value: objects });
      }
  });
});

describe('the samples of the shared folder', () => {
  const sample = (folder: string, name: string): string =>
    readFileSync(join(folder, 'samples', name), 'utf8');

  itWithShared('that are pipelines come in', (folder) => {
    for (const [name, stages, found] of [
      [
        'graph.yaml',
        ['yolo', 'resnet-human'],
        [
          [2, 4],
          [1, 1],
        ],
      ],
      ['per-stage.yaml', ['yolo'], [[2, 4]]],
      ['kserve.yaml', ['yolo'], [[2, 4]]],
    ] as const) {
      const text = sample(folder, name);
      // The sample of KServe leaves out the second service of its graph.
      const back = read(name === 'kserve.yaml' ? text.replace(/^.*resnet-human.*$/m, '') : text, name);
      expect(back.pipeline.stages.map((stage) => stage.name)).toEqual(stages);
      expect(back.configuration.map(({ replicas, batch }) => [replicas, batch])).toEqual(found);
    }
    expect(sentence(sample(folder, 'kserve.yaml'))).toMatch(/names "resnet-human", and no InferenceService/);
  });

  itWithShared('that are none are refused', (folder) => {
    for (const name of ['istio.yaml', 'monitoring.yaml', 'agent.yaml'])
      expect(sentence(sample(folder, name))).not.toBe('accepted');
  });
});
