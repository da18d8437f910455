import { expect, it } from 'vitest';
import { autoscalerFile } from './manifests.ts';
import { pipelineFromFile } from '../intake/pipelineFile.ts';

import { presetById } from '../../model/presets/index.ts';
import { defaultLimits, type Pipeline } from '../../model/pipeline.ts';

const service = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: my-detector }
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

it('the file says that figures of an imported skeleton are placeholders', () => {
  const read = pipelineFromFile(service, 'isvc.yaml', defaultLimits);
  if (!read.ok) throw new Error(read.message);
  expect(file(read.value.pipeline)).toMatch(
    /^# Made from .* 92\.9 % in time\.\n# The latencies and accuracies of the stage my-detector are placeholders, not measured/,
  );
  expect(file(presetById('video')!)).not.toContain('placeholder');
});
