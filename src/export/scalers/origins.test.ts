import { describe, expect, it } from 'vitest';
import { destinationOf } from './addresses.ts';
import { autoscalersFrom } from './autoscalers.ts';
import { autoscalerFile, autoscalerManifests } from './manifests.ts';
import { originFrom, type Origin } from './origin.ts';
import { validate } from '../cluster/validate/validate.ts';
import { writeYaml } from '../cluster/yaml.ts';
import { presetById } from '../../model/presets/index.ts';

const pipeline = presetById('video')!;
const names = pipeline.stages.map(({ name }) => name);
const place = {
  layout: 'seldon-per-stage' as const,
  namespace: 'opd',
  configuration: pipeline.stages.map(() => ({ variant: 0, replicas: 1, batch: 1 })),
  maxReplicas: 8,
};

const hpa = (name: string, target: string, use = 60): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name}, namespace: prod }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} }
  minReplicas: 2
  maxReplicas: 6
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: ${String(use)} } } }]
`;

function read(text: string, stages: readonly string[] = names): { key: string; origins: readonly Origin[] } {
  const found = autoscalersFrom(text, 'hpa.yaml', stages);
  if (!found.ok) throw new Error(found.message);
  return found.value.policies[0]!;
}

function written(key: string, origins: readonly Origin[], of = pipeline) {
  const configuration = of.stages.map(() => ({ variant: 0, replicas: 1, batch: 1 }));
  const made = autoscalerManifests(key, of, { ...place, configuration, origins });
  if (!made.ok) throw new Error(made.message);
  return made.value;
}

const file = (key: string, origins: readonly Origin[]): string => {
  const made = autoscalerFile(key, pipeline, { ...place, origins }, 'a search');
  if (!made.ok) throw new Error(made.message);
  return made.value;
};
const single = { ...pipeline, stages: pipeline.stages.slice(0, 1) };
const [first, second] = names as [string, string];
const both = `${hpa('one', `${first}-predictor`)}---\n${hpa('two', `${second}-predictor`, 70)}`;

describe('a better setting of what was imported', () => {
  it('keeps name, namespace and target of each stage, and comes back as its key', async () => {
    const { origins } = read(both);
    expect(origins.map(({ stage, of, name }) => [stage, of, name])).toEqual([
      [0, first, 'one'],
      [1, second, 'two'],
    ]);
    const key = 'hpa:target=0.5,min=3,max=6,2.target=0.75';
    const objects = written(key, origins);
    expect(objects).toMatchObject([
      {
        metadata: { name: 'one', namespace: 'prod' },
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: `${first}-predictor` } },
      },
      {
        metadata: { name: 'two', namespace: 'prod' },
        spec: { scaleTargetRef: { name: `${second}-predictor` } },
      },
    ]);
    for (const object of objects) expect(await validate(object)).toEqual([]);
    expect(read(writeYaml(objects))).toEqual({ ...read(writeYaml(objects)), key, origins });
    expect(file(key, origins)).toMatch(/^# Name, namespace and target are those of what was imported: Hor/m);
  });

  it('is one object where one covered the only stage, or every stage alike', () => {
    const { origins } = read(hpa('zebra-predictor', 'zebra-predictor'), ['eyes']);
    expect(origins).toMatchObject([
      { stage: undefined, namespace: 'prod', target: { name: 'zebra-predictor' } },
    ]);
    for (const of of [single, pipeline]) {
      const objects = written('hpa:target=0.5,min=2', origins, of);
      expect(objects).toMatchObject([
        {
          metadata: { name: 'zebra-predictor', namespace: 'prod' },
          spec: { scaleTargetRef: { name: 'zebra-predictor' }, minReplicas: 2 },
        },
      ]);
      expect(read(writeYaml(objects)).key).toBe('hpa:target=0.5,min=2');
    }
  });

  it('is an object a stage, and says so, where one covered every stage and the settings differ', () => {
    const { origins } = read(hpa('all', 'something'));
    const key = 'hpa:target=0.5,2.target=0.6';
    const objects = written(key, origins);
    expect(objects.map(({ metadata }) => metadata['namespace'])).toEqual(['prod', 'prod']);
    expect(new Set(objects.map(({ metadata }) => metadata.name)).size).toBe(2);
    expect(file(key, origins)).toMatch(
      /was one for every stage, and these settings differ by stage.*Delete the imported/,
    );
    expect(read(writeYaml(objects)).key).toBe(key);
  });

  it('says which stages nothing imported drives, and no name is taken twice', () => {
    const clash = read(hpa(written('hpa', [])[1]!.metadata.name, `${first}-predictor`)).origins;
    expect(new Set(written('hpa', clash).map(({ metadata }) => metadata.name)).size).toBe(2);
    expect(file('hpa', clash)).toContain(`Nothing imported drives the stage ${second}`);
  });

  it('of another kind keeps the target and asks to delete the one before', () => {
    const { origins } = read(both);
    expect(written('keda:metric=rate,target=9', origins)).toMatchObject([
      { kind: 'ScaledObject', spec: { scaleTargetRef: { name: `${first}-predictor` } } },
      { kind: 'ScaledObject', spec: { scaleTargetRef: { name: `${second}-predictor` } } },
    ]);
    expect(file('keda', origins)).toContain(
      'Delete HorizontalPodAutoscaler one, HorizontalPodAutoscaler two first',
    );
  });

  it('is not laid on stages of another pipeline', () => {
    const { origins } = read(both);
    const other = presetById('nlp')!;
    expect(written('hpa', origins, other)[0]).toMatchObject({ metadata: { name: 'nlp-li' } });
  });

  it('keeps an InferenceService’s name under Knative', () => {
    const service = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: ${first}
  namespace: prod
  annotations: { autoscaling.knative.dev/target: "3", autoscaling.knative.dev/metric: concurrency }
spec: { predictor: { minReplicas: 1, maxReplicas: 4 } }
`;
    const { key, origins } = read(service, [first]);
    expect(written(key, origins, single)).toMatchObject([{ metadata: { name: first, namespace: 'prod' } }]);
  });

  it('without an import says whose names they are', () => {
    expect(destinationOf('hpa', pipeline, []).join(' ')).toMatch(
      /^The names are the lab's, written for the layout seldon-per-stage in the namespace opd, where they scale the Deployments .*-0-/,
    );
    expect(destinationOf('hpa', pipeline, read(both).origins).join(' ')).toContain(
      'one in the namespace prod',
    );
  });
});

it('origins out of a storage are what was put in, or nothing', () => {
  const [one] = read(both).origins;
  expect(originFrom(JSON.parse(JSON.stringify(one)))).toEqual(one);
  for (const wrong of [7, null, {}, { ...one, name: 'a b' }, { ...one, stage: -1 }, { ...one, target: 3 }])
    expect(originFrom(wrong)).toBeUndefined();
});
