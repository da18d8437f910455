/** Manifests of clusters, of stages and of autoscalers, in YAML and JSON, read as the page reads them. */
import { stringify } from 'yaml';
import { hostile, refusal } from '../class.ts';
import { replay, replayPipeline, shortLoad } from '../use.ts';
import { hostileFileName, jsonText, pick, spoiled } from '../values.ts';
import { manifestsOf } from '../../../export/cluster/manifests.ts';
import { defaultChoices, layouts, planOf } from '../../../export/cluster/plan.ts';
import { pipelineFromFile } from '../../../export/intake/pipelineFile.ts';
import { holdsAutoscalers } from '../../../export/intake/sniff.ts';
import { autoscalersFrom } from '../../../export/scalers/autoscalers.ts';
import { autoscalerManifests } from '../../../export/scalers/manifests.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Random } from '../../../model/random.ts';
import { compile, smallestConfiguration } from '../../../model/tables.ts';
import { settingsMisfit } from '../../../policies/settings/key.ts';
import { mutate } from '../../mutate.ts';

interface Given {
  readonly name: string;
  readonly text: string;
  readonly turn: number;
}

const SCALERS = [
  'hpa',
  'keda',
  'kpa',
  'vpa',
  'hpa:metric=rate,target=5',
  'keda:metric=cpu,target=0.6',
  'hpa:0.target=0.3',
];

/** What kubectl would print: the lab's own manifests, as objects. */
function objectsOf(random: Random): readonly object[] {
  const pipeline = pick(presets, random);
  const configuration = smallestConfiguration(compile(pipeline, defaultLimits));
  const layout = pick(layouts, random);
  const scalers = autoscalerManifests(pick(SCALERS, random), pipeline, {
    layout,
    namespace: 'opd',
    configuration,
    maxReplicas: 8,
  });
  const autoscalers = scalers.ok ? scalers.value : [];
  if (random.uniform() < 0.5) return autoscalers;
  const plan = planOf(pipeline, configuration, { ...defaultChoices(pipeline), layout });
  if (!plan.ok) throw new Error(plan.message);
  const stages = manifestsOf(plan.value).flatMap(({ objects }) => objects);
  return random.uniform() < 0.5 ? stages : [...stages, ...autoscalers];
}

/** Aliases that unfold to a thousand million, tags, cycles, and documents without end. */
const YAMLS: readonly string[] = [
  `a: &a [${'x,'.repeat(9)}x]\n${'bcdefghi'
    .split('')
    .map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]!},`.repeat(9)}*${'abcdefgh'[i]!}]`)
    .join('\n')}`,
  'a: &a\n  b: *a',
  '&a [*a]',
  '? [a, b]\n: c',
  '!!binary "aGVsbG8="',
  '!<tag:yaml.org,2002:js/function> "x"',
  '<<: {a: 1}\n<<: [1]',
  '---\n'.repeat(5000),
  '- '.repeat(3000),
  '{'.repeat(5000),
  '[[[['.repeat(2000),
  'a:\n '.repeat(10),
  '%YAML 9.9\n---\na: 1',
  'a: 1\na: 2',
  `a: "${'\\u0000'.repeat(20)}"`,
  'a: 2024-02-30\nb: .inf\nc: .nan\nd: 0o777\ne: 1_000',
];

function given(random: Random): Given {
  const turn = random.integer(6);
  const draw = random.uniform();
  if (draw < 0.06)
    return {
      name: 'm.yaml',
      turn,
      text: `${pick(YAMLS, random)}\n${random.uniform() < 0.5 ? 'kind: SeldonDeployment\n' : 'kind: HorizontalPodAutoscaler\n'}`,
    };
  const objects = objectsOf(random).map((object) =>
    random.uniform() < 0.5 ? spoiled(object, random) : object,
  );
  const json = random.uniform() < 0.3;
  const text = json
    ? jsonText({ apiVersion: 'v1', kind: 'List', items: objects })
    : objects.map((one) => stringify(one)).join('---\n');
  return {
    name: random.uniform() < 0.1 ? `${hostileFileName(random)}.yaml` : json ? 'm.json' : 'm.yaml',
    turn,
    text: draw < 0.7 ? text : new TextDecoder().decode(mutate(new TextEncoder().encode(text), random)),
  };
}

async function replayed(key: string): Promise<void> {
  const preset = presets[0]!;
  if (settingsMisfit(key, preset, defaultLimits) !== undefined) return;
  await replay({ ...defaultScenario(preset, shortLoad()), forecaster: 'last' }, key);
}

export const manifests = hostile<Given>({
  make: given,
  async meet({ name, text, turn }) {
    if (holdsAutoscalers(text, name)) {
      const read = autoscalersFrom(
        text,
        name,
        presets[0]!.stages.map((stage) => stage.name),
      );
      if (!read.ok) return refusal(read.message);
      for (const { key } of read.value.policies) await replayed(key);
      return { kind: 'accepted', sentences: read.value.notes };
    }
    const read = pipelineFromFile(text, name, defaultLimits);
    if (!read.ok) return refusal(read.message);
    await replayPipeline(read.value.pipeline, turn);
    for (const { key } of read.value.autoscalers) await replayed(key);
    return { kind: 'accepted', sentences: read.value.notes };
  },
  bytesOf: ({ text }) => new TextEncoder().encode(text),
});
