/** Files that a journey gives to the lab: the same every time. */
import { autoscalerYaml, burstyCsv, file } from '../csv.ts';

const START = 1_795_456_500_000;

const hpa = (stage: string): string =>
  autoscalerYaml(stage, `name: web-${stage}, namespace: prod`, [2, 6], 50);
const kserve = (name: string): string =>
  `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: ${name}}\nspec:\n  predictor: {model: {modelFormat: {name: onnx}, storageUri: 's3://m/${name}'}}\n`;

/** Two pods, 15 s apart for half an hour, in milliseconds, as Grafana writes them. */
export const board = file(
  'board.csv',
  [
    '"Time","pod-a","pod-b"',
    ...Array.from({ length: 120 }, (_, i) => `${String(START + 15_000 * i)},${String(6 + (i % 7))},4`),
  ].join('\n'),
);
export const bursts = file('bursts.csv', burstyCsv(7200));
export const broken = file('broken.csv', 'nothing here');
export const scalers = file('hpa.yaml', ['crop', 'classification'].map(hpa).join('---\n'));
export const services = file('services.yaml', ['one', 'two'].map(kserve).join('---\n'));
export const pipeline = file(
  'mine.json',
  JSON.stringify({
    name: 'Mine',
    slaSeconds: 2,
    stages: ['first', 'second'].map((name) => ({
      name,
      variants: [
        { name: 'small', accuracy: 0.5, cores: 1, latency: { 1: 0.1, 4: 0.25 } },
        { name: 'large', accuracy: 0.8, cores: 4, latency: { 1: 0.2, 4: 0.5 } },
      ],
    })),
  }),
);
