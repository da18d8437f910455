import { expect, it } from 'vitest';
import { autoscalersFrom } from './autoscalers.ts';

const notesOf = (text: string): string => {
  const found = autoscalersFrom(text, 'a.yaml');
  if (!found.ok) throw new Error(found.message);
  return found.value.notes.join('\n');
};
const keda = (trigger: string, spec = ''): string =>
  `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: k}\nspec: {scaleTargetRef: {name: yolo}, ${spec} triggers: [${trigger}]}\n`;
const query = (text: string, more = ''): string =>
  keda(`{type: prometheus, ${more} metadata: {query: '${text}', threshold: "10"}}`);
const hpa = (name: string): string =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: w}\nspec: {scaleTargetRef: {name: yolo}, maxReplicas: 3, metrics: [{type: External, external: {metric: {name: "${name}"}, target: {type: AverageValue, averageValue: 4}}}]}\n`;

it.each([
  [
    query('sum(rate(http_requests_total[1m]))'),
    /trigger "prometheus": what it reads is a mean over the last 1m, so it follows a change .* late; the lab reads the present figure/,
  ],
  [query('sum(rate(http_requests_total[1m30s]))'), /over the last 1m30s/],
  [query('sum(job:requests_per_second:rate5m)'), /over the last 5m/],
  [
    query('sum(queue_depth)', 'useCachedMetrics: true,'),
    /kept for a pollingInterval of 30 s .* up to that old/,
  ],
  [
    keda('{type: kafka, metadata: {lagThreshold: "5"}}', 'pollingInterval: 10, minReplicaCount: 1,'),
    /pollingInterval of 10 s only wakes from 0 replicas/,
  ],
  [
    keda('{type: datadog, metadata: {query: "sum:requests.per_second{*}", targetValue: "5", age: "120"}}'),
    /is of the last 120 s \(age\)/,
  ],
  [hpa('http_requests_rate2m'), /the metric "http_requests_rate2m" is a mean over the last 2m/],
])('says how late the figures of a cluster are: %s', (text, note) => {
  expect(notesOf(text)).toMatch(note);
});

it('says nothing where no window is known', () => {
  for (const text of [
    query('sum(queue_depth)'),
    hpa('http_requests_per_second'),
    keda('{type: kafka, metadata: {lagThreshold: "5"}}', 'pollingInterval: 10, minReplicaCount: 0,'),
  ])
    expect(notesOf(text)).not.toMatch(/mean over|late|pollingInterval/);
});
