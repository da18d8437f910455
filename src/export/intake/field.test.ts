/** Manifests as people have them, each a kind that was once misread (after public reports; the inputs are written anew). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pipelineFromManifests } from './manifests.ts';
import { defaultLimits } from '../../model/pipeline.ts';
import { presets } from '../../model/presets/index.ts';
import { presetStage, presetVariant } from '../../model/presets/ipaNames.ts';
import { itWithShared } from '../../testing/shared.ts';

interface Told {
  readonly name: string;
  readonly variant: string;
  readonly cores: number;
  readonly replicas: number;
  readonly batch: number;
}

function read(text: string): { stages: readonly Told[]; notes: string; sla: number } {
  const found = pipelineFromManifests(text, 'field.yaml', {
    ...defaultLimits,
    maxReplicas: 64,
    maxBatch: 64,
  });
  if (!found.ok) throw new Error(found.message);
  const { pipeline, configuration, decisions } = found.value;
  const stages = pipeline.stages.map(({ name, variants }, i) => {
    const { variant, replicas, batch } = configuration[i]!;
    return { name, variant: variants[variant]!.name, cores: variants[variant]!.cores, replicas, batch };
  });
  return { stages, notes: decisions.map(({ sentence }) => sentence).join('\n'), sla: pipeline.slaSeconds };
}
const sentence = (text: string): string => {
  const found = pipelineFromManifests(text, 'field.yaml', defaultLimits);
  return found.ok ? 'accepted' : found.message;
};

const service = (spec: string, name = 'a'): string =>
  `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
const seldon = (predictors: string, name = 'sorter'): string =>
  `apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\nmetadata: {name: ${name}}\nspec: {predictors: [${predictors}]}\n`;
const containers = (...names: readonly string[]): string =>
  `componentSpecs: [{spec: {containers: [${names.map((name) => `{name: ${name}, image: "x/${name}:1", resources: {requests: {cpu: "1"}}}`).join(', ')}]}}]`;
const model = (cpu = '1'): string =>
  `model: {storageUri: s3://m/resnet50, resources: {requests: {cpu: "${cpu}"}}}`;

describe('the order of a graph of Seldon', () => {
  const order = (graph: string, ...names: readonly string[]): readonly string[] =>
    read(seldon(`{name: main, ${containers(...names)}, graph: ${graph}}`)).stages.map(({ name }) => name);

  it.each<[string, string, readonly string[]]>([
    [
      'after its child',
      '{name: out, type: OUTPUT_TRANSFORMER, children: [{name: m, type: MODEL}]}',
      ['m', 'out'],
    ],
    ['before its child', '{name: in, type: TRANSFORMER, children: [{name: m, type: MODEL}]}', ['in', 'm']],
    [
      'both around',
      '{name: in, type: TRANSFORMER, children: [{name: out, type: OUTPUT_TRANSFORMER, children: [{name: m}]}]}',
      ['in', 'm', 'out'],
    ],
    [
      'outer last',
      '{name: o1, type: OUTPUT_TRANSFORMER, children: [{name: o2, type: OUTPUT_TRANSFORMER, children: [{name: m}]}]}',
      ['m', 'o2', 'o1'],
    ],
    ['by its methods', '{name: out, methods: [TRANSFORM_OUTPUT], children: [{name: m}]}', ['m', 'out']],
  ])('%s', (_, graph, wanted) => {
    expect(order(graph, ...wanted)).toEqual(wanted);
  });
});

describe('a predictor of Seldon', () => {
  const one =
    '{name: main, traffic: 100, replicas: 2, graph: {name: c, implementation: SKLEARN_SERVER, modelUri: "s3://m/v1"}}';
  const other = (traffic: number): string =>
    `{name: next, traffic: ${String(traffic)}, replicas: 1, graph: {name: c, implementation: SKLEARN_SERVER, modelUri: "s3://m/v2"}}`;

  it('is the one with traffic; of several the one with most, and it is said', () => {
    const { stages, notes } = read(seldon(`${other(0)}, ${one}`));
    expect(stages).toMatchObject([{ variant: 'v1', replicas: 2 }]);
    expect(notes).toMatch(/"main" of "sorter" takes 100 % .*left out: "next" \(0 %\)/);
    expect(read(seldon(`${one.replace('100', '10')}, ${other(90)}`)).stages[0]).toMatchObject({
      variant: 'v2',
    });
    expect(sentence(seldon(`${one.replace('100', '50')}, ${other(50)}`))).toMatch(
      /2 predictors that take traffic in equal shares/,
    );
    expect(read(seldon(`${one}, {name: s, shadow: true, graph: {name: x}}`)).notes).toMatch(
      /shadow of "sorter" is left out/,
    );
  });

  it('has the replicas of its autoscaler where it has one', () => {
    const scaled = (extra: string): number =>
      read(
        seldon(
          `{name: main, componentSpecs: [{${extra}, spec: {containers: [{name: c, image: "x/c:1", resources: {requests: {cpu: "1"}}}]}}], graph: {name: c}}`,
        ),
      ).stages[0]!.replicas;
    expect(scaled('hpaSpec: {minReplicas: 3, maxReplicas: 6}')).toBe(3);
    expect(scaled('replicas: 5, hpaSpec: {minReplicas: 3, maxReplicas: 6}')).toBe(5);
    expect(scaled('replicas: 9, hpaSpec: {minReplicas: 3, maxReplicas: 6}')).toBe(6);
    expect(scaled('replicas: 2, kedaSpec: {minReplicaCount: 4, maxReplicaCount: 6}')).toBe(4);
    expect(scaled('replicas: 2, hpaSpec: {maxReplicas: 6}')).toBe(2);
  });

  it('keeps its own container among others, and says what of it is left out', () => {
    const { stages, notes } = read(
      seldon(
        '{name: main, explainer: {type: AnchorTabular}, svcOrchSpec: {replicas: 2}, componentSpecs: [{spec: {containers: [{name: log, image: "x/log:9"}, {name: c, image: "x/c:heavy", resources: {requests: {cpu: "8"}}}]}}], graph: {name: c}}',
      ),
    );
    expect(stages).toMatchObject([{ variant: 'heavy', cores: 8 }]);
    expect(notes).toMatch(/explainer of "sorter" is left out/);
    expect(notes).toMatch(/orchestrator \(svcOrchSpec\) of "sorter" is left out/);
  });
});

describe('an InferenceService of KServe', () => {
  it('with a transformer is two stages, each with its own replicas and cores', () => {
    const transformer =
      'transformer: {minReplicas: 2, containers: [{name: kserve-container, image: "x/resize:1", resources: {requests: {cpu: "2"}}}]}';
    const { stages, notes } = read(
      service(`{predictor: {minReplicas: 3, ${model('4')}}, ${transformer}, explainer: {}}`, 'pictures'),
    );
    expect(stages).toEqual([
      { name: 'pictures-transformer', variant: '1', cores: 2, replicas: 2, batch: 1 },
      { name: 'pictures', variant: 'resnet50', cores: 4, replicas: 3, batch: 1 },
    ]);
    expect(notes).toMatch(/transformer of the InferenceService "pictures" is a stage before its predictor/);
    expect(notes).toMatch(/explainer of the InferenceService "pictures" is left out/);
  });

  const side = '{name: log, image: "x/log:9", resources: {requests: {cpu: 100m}}}';
  it.each([
    [
      'kserve-container',
      `containers: [${side}, {name: kserve-container, image: "x/asr:large", resources: {requests: {cpu: "8"}}}]`,
      'large',
      8,
    ],
    ['the model beside containers', `${model('3')}, containers: [${side}]`, 'resnet50', 3],
    [
      'the container called model',
      `containers: [${side}, {name: model, image: "x/asr:small", resources: {requests: {cpu: "2"}}}]`,
      'small',
      2,
    ],
    [
      'the older name',
      `containers: [${side}, {name: kfserving-container, image: "x/asr:old", resources: {limits: {cpu: "5"}}}]`,
      'old',
      5,
    ],
    [
      'the only one',
      'containers: [{name: mine, image: "x/asr", resources: {requests: {cpu: "2"}}}]',
      'mine',
      2,
    ],
  ])('is served by %s', (_, predictor, variant, cores) => {
    expect(read(service(`{predictor: {${predictor}}}`)).stages).toMatchObject([{ variant, cores }]);
  });

  it('of containers none of which is the platform’s takes the first, and says so', () => {
    expect(read(service(`{predictor: {containers: [${side}, {name: other}]}}`)).notes).toMatch(
      /its first, "log", is taken/,
    );
  });

  it.each([
    ['a batcher', `batcher: {maxBatchSize: 16, maxLatency: 300}, ${model()}`, 16],
    ['a batcher without a size', `batcher: {maxLatency: 300}, ${model()}`, 32],
    [
      'a batcher before a server that batches',
      'batcher: {maxBatchSize: 8}, containers: [{name: kserve-container, env: [{name: MLSERVER_MODEL_MAX_BATCH_SIZE, value: "4"}]}]',
      8,
    ],
    [
      'the variable',
      'containers: [{name: kserve-container, env: [{name: MLSERVER_MODEL_MAX_BATCH_SIZE, value: "8"}]}]',
      8,
    ],
  ])('batches as %s says', (_, predictor, batch) => {
    expect(read(service(`{predictor: {${predictor}}}`)).stages[0]!.batch).toBe(batch);
  });

  it.each([
    [
      'storage of the older form',
      'sklearn: {resources: {requests: {cpu: "1"}}, storage: {key: minio, path: sklearn/irises}}',
      'irises',
    ],
    ['storage of the model', 'model: {modelFormat: {name: sklearn}, storage: {key: minio, path: a/b/}}', 'b'],
    ['a model that the server fetches', 'huggingface: {args: ["--model_id=org/tiny", "--x=1"]}', 'tiny'],
    ['a runtime that brings the model', 'triton: {runtimeVersion: 23.01-py3}', 'a'],
  ])('finds %s', (_, predictor, variant) => {
    expect(read(service(`{predictor: {${predictor}}}`)).stages[0]!.variant).toBe(variant);
  });

  it('notes accelerators and a canary’s share', () => {
    const gpu =
      'canaryTrafficPercent: 20, model: {storageUri: s3://m/f, resources: {limits: {nvidia.com/gpu: 2}}}';
    const { stages, notes } = read(service(`{predictor: {${gpu}}}`, 'flowers'));
    expect(stages[0]!.cores).toBe(1);
    expect(notes).toMatch(/"flowers" asks for "nvidia\.com\/gpu" \("2"\): .*does not model accelerators/);
    expect(notes).toMatch(/canaryTrafficPercent of the InferenceService "flowers" is "20"/);
    expect(notes).toMatch(/names no cores; 1 is assumed/);
    const plain =
      'model: {storageUri: s3://m/f, resources: {limits: {cpu: 1, memory: 4Gi, ephemeral-storage: 1Gi, hugepages-2Mi: 1Gi}}}';
    expect(read(service(`{predictor: {${plain}}}`)).notes).not.toMatch(/accelerator/);
    expect(
      read(service(`{predictor: {${plain.replace('cpu: 1,', 'cpu: 1, aws.amazon.com/neuron: 1,')}}}`)).notes,
    ).toMatch(/aws\.amazon\.com\/neuron/);
  });
});

describe('an InferenceGraph', () => {
  const graph = (nodes: string): string =>
    ['a', 'b', 'c'].map((name) => service(`{predictor: {${model()}}}`, name)).join('---\n') +
    `---\napiVersion: serving.kserve.io/v1alpha1\nkind: InferenceGraph\nmetadata: {name: g}\nspec: {nodes: ${nodes}}\n`;

  it('with a Sequence inside a Sequence is still a chain', () => {
    const { stages, notes } = read(
      graph(
        '{root: {routerType: Sequence, steps: [{serviceName: c}, {nodeName: n}]}, n: {routerType: Sequence, steps: [{serviceUrl: "http://a.opd.svc:8080/v2"}, {serviceName: b}]}, lost: {routerType: Splitter}}',
      ),
    );
    expect(stages.map(({ name }) => name)).toEqual(['c', 'a', 'b']);
    expect(notes).toMatch(/no step of the InferenceGraph leads there: "lost"/);
  });

  it.each([
    ['itself', '{root: {routerType: Sequence, steps: [{nodeName: root}]}}', /comes to its node "root" twice/],
    [
      'a node that is not there',
      '{root: {routerType: Sequence, steps: [{nodeName: n}]}}',
      /names a node "n" that it has not/,
    ],
    [
      'a Switch within',
      '{root: {routerType: Sequence, steps: [{nodeName: n}]}, n: {routerType: Switch}}',
      /the node "n" .* is a "Switch"/,
    ],
  ])('that names %s is refused', (_, nodes, message) => {
    expect(sentence(graph(nodes))).toMatch(message);
  });
});

it('merge keys are followed', () => {
  const text = seldon(
    '{name: main, componentSpecs: [{spec: {containers: [&first {name: one, image: "x/c:1", resources: {requests: {cpu: "4"}}}, {<<: *first, name: two}]}}], graph: {name: one, children: [{name: two}]}}',
  );
  expect(read(text).stages.map(({ cores }) => cores)).toEqual([4, 4]);
});

describe('braces', () => {
  const runtime =
    'apiVersion: serving.kserve.io/v1alpha1\nkind: ServingRuntime\nmetadata: {name: r}\nspec: {containers: [{name: kserve-container, args: ["--model_name={{.Name}}", "{{ .Values.x }}"]}]}\n---\n';
  it.each(['ServingRuntime', 'ClusterServingRuntime', 'ConfigMap'])(
    'inside a %s are valid as they stand',
    (kind) => {
      const { stages, notes } = read(
        runtime.replace('ServingRuntime', kind) + service(`{predictor: {${model()}}}`, 'irises'),
      );
      expect(stages.map(({ name }) => name)).toEqual(['irises']);
      expect(notes).toMatch(new RegExp(`Passed over.*${kind} \\(1\\)`));
    },
  );

  it('that KServe fills in are valid in a service too', () => {
    expect(
      read(service('{predictor: {model: {storageUri: s3://m/x, args: ["--name={{.Name}}"]}}}')).stages,
    ).toHaveLength(1);
  });

  it.each([
    ['a value', runtime + service(`{predictor: {${model()}}}`, '{{ .Values.name }}'), 8],
    ['a text', service(`{predictor: {${model()}}}`, '"{{ .Release.Name }}-x"'), 3],
    ['a block', `{{- if .Values.on }}\n${service(`{predictor: {${model()}}}`)}{{- end }}\n`, 1],
    ['Jinja', `${service(`{predictor: {${model()}}}`)}{% if x %}\n`, 5],
  ])('of a template are refused with their line: %s', (_, text, line) => {
    expect(sentence(text)).toMatch(
      new RegExp(`^field.yaml: it is a template, .* in line ${String(line)}; render it first`),
    );
  });
});

it('Seldon Core 2 is named, and what can be read instead', () => {
  const text =
    'apiVersion: mlops.seldon.io/v1alpha1\nkind: Model\nmetadata: {name: t}\nspec: {}\n---\napiVersion: mlops.seldon.io/v1alpha1\nkind: Pipeline\nmetadata: {name: chain}\nspec: {}\n';
  expect(sentence(text)).toMatch(
    /Seldon Core 2 \(Model \(1\), Pipeline \(1\)\), .*SeldonDeployments of Seldon Core 1, InferenceServices/,
  );
  expect(sentence('apiVersion: apps/v1\nkind: Deployment\n')).toMatch(
    /no InferenceService, but Deployment \(1\)/,
  );
});

describe('names of IPA’s code', () => {
  const stage = (name: string, variant: string): string =>
    seldon(
      `{name: ${name}, replicas: 2, componentSpecs: [{spec: {containers: [{name: ${name}, image: "x/ipa:${name}", env: [{name: MODEL_VARIANT, value: ${variant}}], resources: {requests: {cpu: "1"}}}]}}], graph: {name: ${name}, type: MODEL}}`,
      name,
    );

  it.each<[string, string, readonly (readonly [string, string, string])[]]>([
    [
      'video',
      'video',
      [
        ['yolo', 'yolov5n', 'yolov5n'],
        ['resnet-human', 'resnet18', 'resnet18'],
      ],
    ],
    [
      'audio-qa',
      'audio-qa',
      [
        ['audio', 'facebook/s2t-small-librispeech-asr', 's2t-small'],
        ['nlp-qa', 'deepset-roberta-base-squad2', 'roberta'],
      ],
    ],
    [
      'audio-sent',
      'audio-sent',
      [
        ['audio', 'facebook-s2t-large-librispeech-asr', 's2t-large'],
        ['nlp-sent', 'distilbert-base-uncased-finetuned-sst-2-english', 'distilbert-sst2'],
      ],
    ],
    [
      'sum-qa',
      'sum-qa',
      [
        ['nlp-sum', 'sshleifer-distilbart-xsum-12-1', 'distilbart-xsum-12-1'],
        ['nlp-qa', 'deepset-xlm-roberta-base-squad2', 'xlm-roberta'],
      ],
    ],
    [
      'nlp',
      'nlp',
      [
        ['nlp-li', 'dinalzein-xlm-roberta-base-finetuned-language-identification', 'xlm-roberta-li'],
        ['nlp-trans', 'Helsinki-NLP-opus-mt-fr-en', 'opus-mt'],
        ['nlp-sum', 'sshleifer-distilbart-xsum-1-1', 'distilbart-xsum-1-1'],
      ],
    ],
  ])('find what it measured: %s', (_, id, stages) => {
    const preset = presets.find((one) => one.id === id)!;
    const {
      stages: found,
      notes,
      sla,
    } = read(stages.map(([name, variant]) => stage(name, variant)).join('---\n'));
    expect(found.map(({ name, variant }) => [name, variant])).toEqual(
      stages.map(([name, , own]) => [name, own]),
    );
    expect(notes).not.toMatch(/placeholder/);
    expect(sla).toBe(preset.slaSeconds);
  });

  itWithShared('cover every model of its five pipelines', (folder) => {
    const data = JSON.parse(readFileSync(join(folder, 'data', 'ipa-pipelines.json'), 'utf8')) as {
      pipelines: Record<string, { tasks: Record<string, { variants: Record<string, unknown> }> }>;
    };
    let count = 0;
    for (const [id, { tasks }] of Object.entries(data.pipelines))
      for (const [task, { variants }] of Object.entries(tasks)) {
        const known = presets
          .find((one) => one.id === id)!
          .stages.find(({ name }) => name === presetStage(task))!;
        for (const name of Object.keys(variants)) {
          expect(known.variants.map((variant) => variant.name)).toContain(presetVariant(name));
          count++;
        }
      }
    expect(count).toBe(presets.flatMap(({ stages }) => stages.flatMap(({ variants }) => variants)).length);
  });
});

itWithShared('the manifests of the shared folder say what the folder says is right', (folder) => {
  const field = join(folder, 'samples', 'field');
  const said: Record<string, (readonly (string | number)[])[] | RegExp> = {
    '04': [
      ['model', '1', 1, 1, 1],
      ['format-answer', '1', 1, 1, 1],
    ],
    '05': [
      ['pictures-transformer', '1', 2, 2, 1],
      ['pictures', 'resnet50', 4, 3, 1],
    ],
    '06': [['speech', 'large', 8, 1, 8]],
    '08': [['pictures', 'resnet50', 4, 1, 16]],
    '09': [
      ['yolo', 'yolov5n', 1, 2, 1],
      ['resnet-human', 'resnet18', 1, 2, 1],
    ],
    '10': [['reader', 'v3', 2, 1, 1]],
    '11': [['reader', 'v3', 1, 1, 1]],
    '12': [['classifier', '1', 1, 3, 1]],
    '13': [['classifier', 'v1', 1, 2, 1]],
    '14': [['irises', 'sklearn', 1, 1, 1]],
    '20': [
      ['one', '1', 4, 1, 1],
      ['two', '1', 4, 1, 1],
    ],
    '21': [['irises', 'iris', 1, 1, 1]],
    '23': [['flowers', 'flowers', 1, 1, 1]],
    '26': /Seldon Core 2/,
  };
  const files = readdirSync(field).filter((name) => name.endsWith('.yaml'));
  for (const name of files) {
    const right = said[name.slice(0, 2)];
    if (right === undefined) continue;
    const text = readFileSync(join(field, name), 'utf8');
    if (right instanceof RegExp) expect(sentence(text)).toMatch(right);
    else
      expect([name, read(text).stages.map((stage) => Object.values<string | number>({ ...stage }))]).toEqual([
        name,
        right,
      ]);
  }
});
