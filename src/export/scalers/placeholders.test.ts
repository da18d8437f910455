import { expect, it } from 'vitest';
import { destinationOf } from './addresses.ts';
import { autoscalerFile } from './manifests.ts';
import { defaultChoices } from '../cluster/plan.ts';
import { pipelineFromFile } from '../intake/pipelineFile.ts';

import { parsePipeline } from '../../model/parse.ts';
import { presetById } from '../../model/presets/index.ts';
import { defaultLimits, type Pipeline } from '../../model/pipeline.ts';

const service = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: my-detector, namespace: prod }
spec:
  predictor:
    containers: [{ name: kserve-container, image: registry.example/d:1, resources: { requests: { cpu: "2" } } }]
`;

function file(pipeline: Pipeline): string {
  const configuration = pipeline.stages.map(() => ({ variant: 0, replicas: 1, batch: 1 }));
  const place = { layout: 'kserve' as const, namespace: 'opd', configuration, maxReplicas: 8 };
  const made = autoscalerFile('hpa:target=0.6', pipeline, place, 'a search: answers 92.9 % in time');
  if (!made.ok) throw new Error(made.message);
  return made.value;
}

it('is written for KServe in the namespace that the pipeline was read from', () => {
  const read = pipelineFromFile(service, 'isvc.yaml', defaultLimits);
  if (!read.ok) throw new Error(read.message);
  const { pipeline } = read.value;
  expect(defaultChoices(pipeline)).toMatchObject({ layout: 'kserve', namespace: 'prod' });
  expect(destinationOf('hpa', pipeline, []).join(' ')).toContain(
    'for the layout kserve in the namespace prod, where they scale the Deployments my-detector-predictor',
  );
  // As it is kept in the browser and in files.
  const again = parsePipeline(JSON.stringify(pipeline), 'p.json', defaultLimits);
  expect(again.ok && again.value.deployed).toEqual({ layout: 'kserve', namespace: 'prod' });
});

it('the file says that figures of an imported skeleton are placeholders', () => {
  const read = pipelineFromFile(service, 'isvc.yaml', defaultLimits);
  if (!read.ok) throw new Error(read.message);
  expect(file(read.value.pipeline)).toMatch(
    /^# Made from .* 92\.9 % in time\.\n# The latencies and accuracies of the stage my-detector are placeholders, not measured/,
  );
  expect(file(presetById('video')!)).not.toContain('placeholder');
});
