/** Manifests, autoscalers and pipeline files damaged at random: `DAMAGED` sets how many, for a longer run by hand. */
import { expect, it } from 'vitest';
import { pipelineFromFile } from './pipelineFile.ts';
import { filesOf } from '../clusterFiles.ts';
import { defaultChoices, layouts, planOf } from '../cluster/plan.ts';
import { writeYaml } from '../cluster/yaml.ts';
import { autoscalersFrom } from '../scalers/autoscalers.ts';
import { autoscalerManifests } from '../scalers/manifests.ts';
import { defaultLimits } from '../../model/pipeline.ts';
import { samplePipeline } from '../../model/pipelineFile.ts';
import { presets } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { mutate } from '../../testing/mutate.ts';

const COUNT = Number(process.env['DAMAGED'] ?? 600);
const pipeline = presets[0]!;
const configuration = pipeline.stages.map(() => ({ variant: 1, replicas: 2, batch: 4 }));
const place = { namespace: 'opd', configuration, maxReplicas: 8 };

/** Whole ones, of every kind that is read. */
function originals(): readonly { readonly name: string; readonly text: string }[] {
  const found = [{ name: 'p.json', text: samplePipeline() }];
  for (const layout of layouts) {
    const plan = planOf(pipeline, configuration, { ...defaultChoices(pipeline), layout });
    if (!plan.ok) throw new Error(plan.message);
    const manifests = filesOf(plan.value, 'as found', 30).filter(({ name }) => name.endsWith('.yaml'));
    found.push({ name: 'm.yaml', text: manifests.map(({ content }) => content as string).join('---\n') });
    for (const key of [
      'hpa:stabilisation=60,2.metric=rate',
      'keda:metric=rate',
      'kpa:window=30',
      'vpa:maxCores=4',
    ]) {
      const objects = autoscalerManifests(key, pipeline, { ...place, layout });
      if (!objects.ok) throw new Error(objects.message);
      found.push({ name: 'a.yaml', text: writeYaml(objects.value) });
      found.push({
        name: 'a.json',
        text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects.value }, null, 1),
      });
    }
  }
  found.push({
    name: 'merge.yaml',
    text: 'a: &a {kind: InferenceService, apiVersion: serving.kserve.io/v1beta1, metadata: {name: x}}\n---\nb: &b {c: 1}\n<<: [*b, *b]\n',
  });
  return found;
}

it(`${String(COUNT)} damaged files: no exception, none above a second, every refusal one sentence that names the file`, () => {
  const whole = originals().map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) }));
  const random = Random.stream(5, 'damaged manifests');
  let refusals = 0;
  let slowest = 0;
  for (let i = 0; i < COUNT; i++) {
    const { name, bytes } = whole[random.integer(whole.length)]!;
    const text = new TextDecoder().decode(mutate(bytes, random));
    for (const read of [
      () => pipelineFromFile(text, name, defaultLimits),
      () => autoscalersFrom(text, name, ['crop', 'classification']),
    ]) {
      const before = process.cpuUsage();
      const result = read();
      const { user, system } = process.cpuUsage(before);
      slowest = Math.max(slowest, (user + system) / 1e6);
      if (result.ok) continue;
      refusals++;
      if (!/^[\w.]+: [^\n\r]{8,500}\.$/.test(result.message))
        expect(result.message).toBe('one sentence that names the file');
    }
  }
  expect(slowest).toBeLessThan(1);
  expect(refusals).toBeGreaterThan(COUNT / 4);
}, 120_000);
