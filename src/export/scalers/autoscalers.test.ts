/** Autoscalers as people have them, written anew. */
import { describe, expect, it } from 'vitest';
import { autoscalersFrom } from './autoscalers.ts';
import { pipelineFromFile } from '../intake/pipelineFile.ts';
import { holdsAutoscalers } from '../intake/sniff.ts';
import { defaultLimits } from '../../model/pipeline.ts';

function read(text: string, stages: readonly string[] = []): { keys: readonly string[]; notes: string } {
  const found = autoscalersFrom(text, 'a.yaml', stages);
  if (!found.ok) throw new Error(found.message);
  return { keys: found.value.policies.map(({ key }) => key), notes: found.value.notes.join('\n') };
}
const sentence = (text: string): string => {
  const found = autoscalersFrom(text, 'a.yaml');
  return found.ok ? 'accepted' : found.message;
};

const hpa = (spec: string, version = 'autoscaling/v2', name = 'web', target = 'yolo'): string =>
  `apiVersion: ${version}\nkind: HorizontalPodAutoscaler\nmetadata: {name: ${name}}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}, maxReplicas: 10, ${spec}}\n`;
const cpu = (percent: number): string =>
  `metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: ${String(percent)}}}}]`;
const keda = (trigger: string, spec = ''): string =>
  `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: k}\nspec: {scaleTargetRef: {name: yolo}, ${spec} triggers: [${trigger}]}\n`;

describe('a HorizontalPodAutoscaler', () => {
  it.each([
    ['v2 without a behavior has the older limit of growth', hpa(cpu(50)), 'hpa:target=0.5,max=10'],
    [
      'v1',
      hpa('minReplicas: 2, targetCPUUtilizationPercentage: 70', 'autoscaling/v1'),
      'hpa:target=0.7,min=2,max=10',
    ],
    ['v1 without a target', hpa('minReplicas: 2', 'autoscaling/v1'), 'hpa:min=2,max=10'],
    ['v2beta2', hpa(cpu(60), 'autoscaling/v2beta2'), 'hpa:target=0.6,max=10'],
    [
      'v2beta1',
      hpa(
        'metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 65}}]',
        'autoscaling/v2beta1',
      ),
      'hpa:target=0.65,max=10',
    ],
    [
      'an empty behavior has the defaults of v2',
      hpa(`${cpu(80)}, behavior: {}`),
      'hpa:max=10,up=pods:4:15+percent:100:15',
    ],
    [
      'a behavior in full',
      hpa(
        `${cpu(80)}, behavior: {scaleUp: {stabilizationWindowSeconds: 30, selectPolicy: Min, tolerance: 50m, policies: [{type: Pods, value: 2, periodSeconds: 60}]}, scaleDown: {selectPolicy: Disabled, stabilizationWindowSeconds: 120, tolerance: "0.2"}}`,
      ),
      'hpa:max=10,upTolerance=0.05,downTolerance=0.2,upStabilisation=30,stabilisation=120,up=pods:2:60,upSelect=min,downSelect=disabled',
    ],
    [
      'requests per second',
      hpa(
        'metrics: [{type: Pods, pods: {metric: {name: http_requests_per_second}, target: {type: AverageValue, averageValue: 2500m}}}]',
      ),
      'hpa:metric=rate,target=2.5,max=10',
    ],
    [
      'a queue',
      hpa(
        'metrics: [{type: External, external: {metric: {name: sqs_queue_depth}, target: {type: AverageValue, averageValue: 1k}}}]',
      ),
      'hpa:metric=queue,target=1000,max=10',
    ],
    [
      'requests in flight',
      hpa(
        'metrics: [{type: Object, object: {metric: {name: inflightRequests}, target: {type: AverageValue, averageValue: 4}}}]',
      ),
      'hpa:metric=concurrency,target=4,max=10',
    ],
    [
      'requests per minute',
      hpa(
        'metrics: [{type: External, external: {metric: {name: requests_per_minute}, target: {type: AverageValue, averageValue: 120}}}]',
      ),
      'hpa:metric=rate,target=2,max=10',
    ],
  ])('%s', (_, text, key) => {
    expect(read(text).keys).toEqual([key]);
    expect(read(text).notes).toMatch(/applies to every stage/);
  });

  it.each([
    [
      'memory',
      'metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 50}}}]',
      /"web" scales by "memory", which the lab cannot know/,
    ],
    [
      'a name of one’s own',
      'metrics: [{type: Pods, pods: {metric: {name: happiness}, target: {type: AverageValue, averageValue: 1}}}]',
      /scales by "happiness"/,
    ],
    [
      'a latency',
      'metrics: [{type: Pods, pods: {metric: {name: request_latency_p99}, target: {type: AverageValue, averageValue: 1}}}]',
      /scales by "request_latency_p99"/,
    ],
    [
      'an amount of cpu',
      'metrics: [{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 500m}}}]',
      /an amount of cpu \("500m"\).*write averageUtilization/,
    ],
    ['a target out of range', cpu(2000), /target of HPA must be a share from 0\.01 to 10/],
    [
      'more at least than at most',
      `${cpu(50)}, minReplicas: 20`,
      /minimum of 20 replicas is more than the maximum of 10/,
    ],
    ['half a replica', `${cpu(50)}, minReplicas: 1.5`, /minReplicas must be a whole number/],
    [
      'a rule of a type that is none',
      `${cpu(50)}, behavior: {scaleUp: {policies: [{type: Some, value: 1, periodSeconds: 1}]}}`,
      /scaleUp\.policies\[0\]\.type must be Pods or Percent, not "Some"/,
    ],
  ])('with %s is refused in a sentence', (_, spec, message) => {
    const said = sentence(hpa(spec));
    expect(said).toMatch(message);
    expect(said).toMatch(/^a\.yaml: [^\n]+\.$/);
  });

  it('of several metrics keeps the first that is known and names the others', () => {
    const { keys, notes } = read(
      hpa(
        cpu(50).replace(
          ']',
          ', {type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 70}}}]',
        ),
      ),
    );
    expect(keys).toEqual(['hpa:target=0.5,max=10']);
    expect(notes).toMatch(/left out are the metrics "memory"; the controller takes the largest advice/);
  });
});

describe('annotations of version 1, which the API server converts', () => {
  const first = (spec: string, metrics: unknown, behaviour?: unknown): string =>
    hpa(spec, 'autoscaling/v1').replace(
      'name: web',
      `name: web, annotations: {autoscaling.alpha.kubernetes.io/metrics: '${typeof metrics === 'string' ? metrics : JSON.stringify(metrics)}'${behaviour === undefined ? '' : `, autoscaling.alpha.kubernetes.io/behavior: '${JSON.stringify(behaviour)}'`}}`,
    );
  const pods = { type: 'Pods', pods: { metricName: 'requests_per_second', targetAverageValue: '20' } };
  it.each([
    ['metrics alone', first('minReplicas: 1', [pods]), 'hpa:metric=rate,target=20,max=10', /by its name/],
    [
      'metrics beside the share of cpu',
      first('targetCPUUtilizationPercentage: 70', [pods]),
      'hpa:target=0.7,max=10',
      /left out are the metrics "requests_per_second"/,
    ],
    [
      'a behavior in capitals, as the API server writes it',
      first('targetCPUUtilizationPercentage: 70', [], {
        ScaleUp: { StabilizationWindowSeconds: 0, SelectPolicy: 'Max', Policies: null },
        ScaleDown: {
          StabilizationWindowSeconds: 60,
          SelectPolicy: 'Min',
          Policies: [{ Type: 'Pods', Value: 2, PeriodSeconds: 30 }],
        },
      }),
      'hpa:target=0.7,max=10,stabilisation=60,up=pods:4:15+percent:100:15,down=pods:2:30,downSelect=min',
      /every stage/,
    ],
    ['an empty one', first('minReplicas: 1', '', {}), 'hpa:max=10,up=pods:4:15+percent:100:15', /names no/],
    [
      'no JSON',
      first('targetCPUUtilizationPercentage: 70', '[{'),
      'hpa:target=0.7,max=10',
      /kubernetes\.io\/metrics is left out, for it is no JSON/,
    ],
    [
      'a share that is null',
      first('targetCPUUtilizationPercentage: null', ''),
      'hpa:max=10',
      /names no metric; 80 % of the requested cores is assumed/,
    ],
  ])('%s', (_, text, key, note) => {
    const { keys, notes } = read(text);
    expect(keys).toEqual([key]);
    expect(notes).toMatch(note);
  });
});

describe('the cpu of one container', () => {
  const of = (container: string, percent: number): string =>
    `{type: ContainerResource, containerResource: {name: cpu, container: ${container}, target: {type: Utilization, averageUtilization: ${String(percent)}}}}`;
  it('is taken for the replica’s, and it is said', () => {
    const { keys, notes } = read(hpa(`metrics: [${of('main', 60)}]`));
    expect(keys).toEqual(['hpa:target=0.6,max=10']);
    expect(notes).toMatch(/the cpu of its container "main" was taken for that of the whole replica/);
  });

  it('that stands beside the stage’s is not', () => {
    expect(sentence(hpa(`metrics: [${of('istio-proxy', 60)}]`))).toMatch(
      /scales by "cpu" of the container "istio-proxy", which the lab cannot know/,
    );
    const { keys, notes } = read(hpa(`metrics: [${of('istio-proxy', 60)}, ${of('main', 70)}]`));
    expect(keys).toEqual(['hpa:target=0.7,max=10']);
    expect(notes).toMatch(/left out are the metrics "cpu" of the container "istio-proxy"/);
  });
});

describe('several, one a stage', () => {
  const two = `${hpa(cpu(50), 'autoscaling/v2', 'a', 'yolo-predictor')}---\n${hpa(cpu(70), 'autoscaling/v2', 'b', 'resnet-human-resnet-human-0-resnet-human')}`;

  it('become one key with settings of stages', () => {
    const placed = read(two, ['yolo', 'resnet-human']);
    expect(placed.keys).toEqual(['hpa:target=0.5,max=10,2.target=0.7']);
    // Plainly read, so a command says nothing.
    expect(placed.notes).toBe('');
    expect(read(two, ['crop', 'classification']).keys).toEqual(['hpa:target=0.5,max=10,2.target=0.7']);
  });

  it.each([
    ['Detect', 'Classify'],
    ['detect', 'classify-predictor-default'],
    ['DETECT-predictor', 'classify-deployment'],
    ['detect-predictor-default-00003-deployment', 'classification-transformer'],
    ['crop-7d9c8b6f5d', 'classify-transformer-default'],
    ['yolo-predictor-5f6b7c8d94', 'resnet-human'],
  ])('that name the stages as %s and %s are of the first and the second', (one, other) => {
    const text = `${hpa(cpu(50), 'autoscaling/v2', 'a', one)}---\n${hpa(cpu(70), 'autoscaling/v2', 'b', other)}`;
    const { keys, notes } = read(text, ['crop', 'classification']);
    expect(keys).toEqual(['hpa:target=0.5,max=10,2.target=0.7']);
    expect(notes).toContain(other === 'resnet-human' ? `names "${one}"` : `names "${other}"`);
    expect(notes).toMatch(
      /which was taken for the stage "(crop" \(shown as Detect|classification" \(shown as Classify)\)\./,
    );
  });

  it('by a shortened name give way to whoever names the stage itself; who names none learns which there are', () => {
    const text = `${hpa(cpu(50), 'autoscaling/v2', 'a', 'yolo')}---\n${hpa(cpu(70), 'autoscaling/v2', 'b', 'yolo-transformer')}`;
    const { keys, notes } = read(text, ['yolo']);
    expect(keys).toEqual(['hpa:target=0.5,max=10']);
    expect(notes).toMatch(/drive no stage of the pipeline: "b" \(its only stage is "yolo"\)/);
    expect(read(hpa(cpu(50)), ['audio', 'x']).notes).toMatch(
      /names "yolo", which is no stage of the pipeline \(its stages are "audio" \(shown as Transcribe\), "x"\)/,
    );
    // Of two words none is an end that a platform appends.
    expect(read(hpa(cpu(50), 'autoscaling/v2', 'a', 'detect-yolov5'), ['crop', 'x']).notes).toMatch(
      /is no stage/,
    );
  });

  it('without names of stages, or with others, are policies of their own, and it is said', () => {
    for (const names of [[], ['x', 'y']]) {
      const { keys, notes } = read(two, names);
      expect(keys).toEqual(['hpa:target=0.5,max=10', 'hpa:target=0.7,max=10']);
      expect(notes).toMatch(/2 autoscalers of one kind that match no stage/);
    }
  });

  it('say which stage has none, and which drives none', () => {
    const { keys, notes } = read(two, ['yolo', 'other']);
    expect(keys).toEqual(['hpa:1.target=0.5,1.max=10']);
    expect(notes).toMatch(/No HPA in the file drives the stage "other"/);
    expect(notes).toMatch(/drive no stage of the pipeline: "b"/);
  });

  it('of which two drive one stage are refused; of which one is unknown are read without it', () => {
    const twice = autoscalersFrom(`${hpa(cpu(50))}---\n${hpa(cpu(60), 'autoscaling/v2', 'x')}`, 'a.yaml', [
      'yolo',
    ]);
    expect(twice.ok ? '' : twice.message).toMatch(
      /"web" and .*"x" drive the same stage \("yolo"\); keep one/,
    );
    const { keys, notes } = read(
      `${hpa(cpu(50))}---\n${hpa('metrics: [{type: Pods, pods: {metric: {name: mood}}}]', 'autoscaling/v2', 'odd')}`,
    );
    expect(keys).toHaveLength(1);
    expect(notes).toMatch(/left out: the HorizontalPodAutoscaler "odd" scales by "mood"/);
  });
});

describe('a ScaledObject', () => {
  const prometheus = (query: string): string =>
    `{type: prometheus, metadata: {serverAddress: "http://p", query: '${query}', threshold: "10", activationThreshold: "2"}}`;
  it.each([
    [
      'requests per second',
      keda(prometheus('sum(rate(http_requests_total[2m]))'), 'minReplicaCount: 1, maxReplicaCount: 5,'),
      'keda:metric=rate,target=10,activation=2,max=5',
    ],
    [
      'what waits',
      keda(prometheus('sum(vllm:num_requests_waiting)'), 'minReplicaCount: 1, maxReplicaCount: 5,'),
      'keda:target=10,activation=2,max=5',
    ],
    [
      'requests in flight',
      keda(prometheus('sum(active_requests)'), 'minReplicaCount: 1, maxReplicaCount: 5,'),
      'keda:metric=concurrency,target=10,activation=2,max=5',
    ],
    [
      'lag',
      keda('{type: kafka, metadata: {lagThreshold: "50"}}', 'pollingInterval: 10, cooldownPeriod: 60,'),
      'keda:target=50,min=0,max=100,polling=10,cooldown=60',
    ],
    [
      'cpu',
      keda(
        '{type: cpu, metricType: Utilization, metadata: {value: "60"}}',
        'minReplicaCount: 2, maxReplicaCount: 5,',
      ),
      'keda:metric=cpu,target=0.6,min=2,max=5',
    ],
    [
      'a behavior',
      keda(
        '{type: kafka, metadata: {lagThreshold: "50"}}',
        'minReplicaCount: 1, maxReplicaCount: 5, advanced: {horizontalPodAutoscalerConfig: {behavior: {scaleDown: {stabilizationWindowSeconds: 60}}}},',
      ),
      'keda:target=50,max=5,stabilisation=60,up=pods:4:15+percent:100:15',
    ],
  ])('that counts %s', (_, text, key) => {
    expect(read(text).keys).toEqual([key]);
  });

  const one = 'minReplicaCount: 1, maxReplicaCount: 5,';
  it.each([
    ['aws-sqs-queue', '', 'target=5', /no queueLength, and 5 is assumed, as KEDA does/],
    ['kafka', '', 'target=10', /no lagThreshold, and 10 is assumed/],
    ['redis-streams', '', 'target=5', /5 is assumed/],
    ['redis-streams', 'lagCount: "7"', 'target=7', /taken for requests that wait/],
    ['redis-streams', 'streamLength: "8"', 'target=8', /taken for requests that wait/],
    ['rabbitmq', '', 'target=20', /no value, and 20 is assumed/],
    ['rabbitmq', 'mode: QueueLength, value: "4"', 'target=4', /that wait/],
    ['rabbitmq', 'mode: MessageRate, value: "4"', 'metric=rate,target=4', /requests per second\.$/m],
    ['rabbitmq', 'mode: DeliverGetRate, value: "4"', 'metric=rate,target=4', /requests per second\.$/m],
    ['gcp-pubsub', 'mode: SubscriptionSize', 'target=10', /10 is assumed/],
  ])('of the kind %s with {%s} counts its messages', (type, metadata, key, note) => {
    const { keys, notes } = read(keda(`{type: ${type}, metadata: {${metadata}}}`, one));
    expect(keys).toEqual([`keda:${key},max=5`]);
    expect(notes).toMatch(note);
  });

  it.each([
    ['gcp-pubsub', 'OldestUnackedMessageAge'],
    ['rabbitmq', 'ExpectedQueueConsumptionTime'],
    ['rabbitmq', 'PublishedToDeliveredRatio'],
  ])('of the kind %s in the mode %s is refused by name', (type, mode) => {
    const said = sentence(keda(`{type: ${type}, metadata: {mode: ${mode}, value: "4"}}`));
    expect(said).toContain(`trigger "${type}" has the mode "${mode}", which counts no requests`);
  });

  it('with a formula is refused, and a pause is said', () => {
    const kafka = '{type: kafka, metadata: {lagThreshold: "50"}}';
    expect(sentence(keda(kafka, 'advanced: {scalingModifiers: {formula: "a + b", target: "2"}},'))).toMatch(
      /a formula of its own \(advanced\.scalingModifiers: "a \+ b"\)/,
    );
    const paused = (name: string, value: string): string =>
      keda(kafka, one).replace('name: k', `name: k, annotations: {autoscaling.keda.sh/${name}: "${value}"}`);
    expect(read(paused('paused-replicas', '0')).notes).toMatch(/paused at "0" replicas/);
    expect(read(paused('paused', 'true')).notes).toMatch(/is paused \(autoscaling\.keda\.sh\/paused\)/);
    expect(read(paused('paused', 'false')).notes).not.toMatch(/paused/);
    expect(read(paused('paused', 'true')).keys).toEqual(['keda:target=50,max=5']);
  });

  it.each([
    ['sum(increase(http_requests_total[5m]))', 10 / 300, /its figures divided by 300/],
    ['sum(rate(http_requests_total{path="/a-b"}[1m])) * 60', 10 / 60, /its figures divided by 60/],
    ['60 * sum(rate(http_requests_total[1m]))', 10 / 60, /divided by 60/],
    ['sum(increase(http_requests_total[1m30s])) / 90', 10, /by the words/],
    ['sum(rate(a_requests_total[1m])) + sum(rate(b_requests_total[1m]))', 10, /by the words/],
    ['sum(rate(http_requests_total[1m]) or vector(0))', 10, /by the words/],
  ])('scales the figures of %s', (query, target, note) => {
    const { keys, notes } = read(keda(prometheus(query), 'minReplicaCount: 1, maxReplicaCount: 5,'));
    const [, found] = /^keda:metric=rate,target=([\d.]+),/.exec(keys[0]!) ?? [];
    expect(Number(found)).toBeCloseTo(target, 9);
    expect(notes).toMatch(note);
  });

  it('scales those of a queue, and once where the name says it too', () => {
    const bounds = 'minReplicaCount: 1, maxReplicaCount: 5,';
    expect(read(keda(prometheus('sum(queue_depth) / 10'), bounds)).keys).toEqual([
      'keda:target=100,activation=20,max=5',
    ]);
    const worked = read(keda(prometheus('sum(queue_put) - sum(queue_got)'), bounds));
    expect(worked.keys).toEqual(['keda:target=10,activation=2,max=5']);
    expect(worked.notes).toMatch(/its query calculates, and its figures were taken as they come out/);
    const named = prometheus('sum(increase(hits[1m]))').replace('type', 'name: hits-per-minute, type');
    expect(Number(/target=([\d.]+)/.exec(read(keda(named, bounds)).keys[0]!)![1])).toBeCloseTo(1 / 6, 9);
  });

  it.each([
    'sum(rate(http_requests_total[1m])) / count(up)',
    'sum(rate(a_requests_total[1m])) / sum(rate(b_requests_total[1m]))',
    'sum(rate(a_requests_total[1m])) * 60 + sum(rate(b_requests_total[1m]))',
    'sum(increase(a_requests_total[1m])) + sum(increase(b_requests_total[5m]))',
    'sum(increase(a_requests_total[1m])) * 0',
  ])('with the figures of %s is refused by its query', (query) => {
    const said = sentence(keda(prometheus(query)));
    expect(said).toContain(query.slice(0, 30));
    expect(said).toMatch(/whose figures the lab cannot scale to requests/);
  });

  it.each([
    ['the clock', '{type: cron, metadata: {start: "0 8 * * *"}}', /scales by "cron"/],
    [
      'a GPU',
      prometheus('avg(rate(DCGM_FI_DEV_GPU_UTIL[1m]))'),
      /scales by "prometheus", which the lab cannot know/,
    ],
  ])('that goes by %s is refused by name', (_, trigger, message) => {
    expect(sentence(keda(trigger))).toMatch(message);
  });
});

describe('Knative and KServe', () => {
  const service = (annotations: string): string =>
    `apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: s}\nspec: {template: {metadata: {annotations: {${annotations}}}, spec: {containers: [{image: x}]}}}\n`;
  const isvc = (predictor: string, annotations = ''): string =>
    `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: yolo, annotations: {${annotations}}}\nspec: {predictor: {${predictor}, model: {storageUri: s3://m/x, resources: {requests: {cpu: "1"}}}}}\n`;
  const group = 'autoscaling.knative.dev';
  it.each([
    [
      'annotations of a Service',
      service(
        `${group}/target: "20", ${group}/window: 90s, ${group}/min-scale: "1", ${group}/maxScale: "6", ${group}/panic-threshold-percentage: "150.0"`,
      ),
      'kpa:target=20,max=6,window=90,panicThreshold=1.5',
    ],
    [
      'requests per second',
      service(
        `${group}/metric: rps, ${group}/target: "150", ${group}/target-utilization-percentage: "80", ${group}/scale-down-delay: 15m`,
      ),
      'kpa:metric=rate,target=150,utilisation=0.8,min=0,downDelay=900',
    ],
    [
      'the class hpa',
      service(
        `${group}/class: hpa.autoscaling.knative.dev, ${group}/metric: cpu, ${group}/target: "75", ${group}/min-scale: "1"`,
      ),
      'hpa:target=0.75',
    ],
    [
      'scaleTarget of KServe',
      isvc('minReplicas: 1, maxReplicas: 4, scaleTarget: 8, scaleMetric: concurrency'),
      'kpa:target=8,max=4',
    ],
    [
      'KServe’s own HPA',
      isvc(
        'minReplicas: 2, maxReplicas: 4, scaleTarget: 60, scaleMetric: cpu',
        'serving.kserve.io/autoscalerClass: hpa',
      ),
      'hpa:target=0.6,min=2,max=4,up=pods:4:15+percent:100:15',
    ],
    [
      'KServe without Knative',
      isvc('maxReplicas: 4', 'serving.kserve.io/deploymentMode: RawDeployment'),
      'hpa:max=4,up=pods:4:15+percent:100:15',
    ],
  ])('%s', (_, text, key) => {
    expect(read(text).keys).toEqual([key]);
  });

  const limited = (annotations: string, limit: number): string =>
    service(annotations).replace('containers:', `containerConcurrency: ${String(limit)}, containers:`);
  it.each([
    ['no target', service(`${group}/min-scale: "1"`), 'kpa:target=100', /100 requests in flight are assumed/],
    [
      'no target and no limit',
      limited(`${group}/min-scale: "1"`, 0),
      'kpa:target=100',
      /100 requests in flight are assumed/,
    ],
    [
      'a limit and no target',
      limited(`${group}/min-scale: "1"`, 10),
      'kpa:target=10',
      /containerConcurrency of 10 is taken, as Knative does/,
    ],
    [
      'a limit below the target',
      limited(`${group}/min-scale: "1", ${group}/target: "100"`, 10),
      'kpa:target=10',
      /containerConcurrency is 10, below the target of 100; 10 is taken/,
    ],
    [
      'a limit above the target',
      limited(`${group}/min-scale: "1", ${group}/target: "8"`, 10),
      'kpa:target=8',
      /as a bound, containerConcurrency is left out/,
    ],
    [
      'a limit beside a rate',
      limited(`${group}/min-scale: "1", ${group}/target: "80", ${group}/metric: rps`, 10),
      'kpa:metric=rate,target=80',
      /as a bound, containerConcurrency is left out/,
    ],
    [
      'a limit of KServe',
      isvc('containerConcurrency: 6, maxReplicas: 4'),
      'kpa:target=6,max=4',
      /containerConcurrency of 6 is taken/,
    ],
    [
      'a limit of KServe below its target',
      isvc('containerConcurrency: 6, maxReplicas: 4, scaleTarget: 9', `${group}/target: "3"`),
      'kpa:target=6,max=4',
      /below the target of 9; 6 is taken/,
    ],
    [
      'KServe’s share of the cores, which is for its class hpa',
      isvc('maxReplicas: 4, scaleTarget: 9', 'serving.kserve.io/targetUtilizationPercentage: "60"'),
      'kpa:target=9,max=4',
      /targetUtilizationPercentage are left out; KServe reads them with the class hpa only/,
    ],
  ])('with %s aim at what Knative does', (_, text, key, note) => {
    const { keys, notes } = read(text);
    expect(keys).toEqual([key]);
    expect(notes).toMatch(note);
  });

  it.each([
    ['no autoscaler', isvc('minReplicas: 2'), /it holds no autoscaler/],
    ['memory', isvc('maxReplicas: 3, scaleMetric: memory'), /scales by "memory"/],
    [
      'a class of somebody’s own',
      service(`${group}/class: mine.example.org`),
      /has the autoscaler class "mine\.example\.org"/,
    ],
    [
      'KServe’s class keda',
      isvc(
        'maxReplicas: 3',
        'serving.kserve.io/autoscalerClass: keda, serving.kserve.io/deploymentMode: RawDeployment',
      ),
      /the autoscaler class "keda" .*ScaledObject; import that autoscaler's own manifest/,
    ],
    [
      'KServe’s class external',
      isvc('', 'serving.kserve.io/autoscalerClass: external').replace('{,', '{'),
      /the autoscaler class "external"/,
    ],
    [
      'another class',
      isvc('maxReplicas: 3', 'serving.kserve.io/autoscalerClass: mine'),
      /class "mine" .*knows hpa, keda, external and none/,
    ],
    ['a window that is none', service(`${group}/window: soon`), /window must be a duration like 60s/],
  ])('with %s are refused', (_, text, message) => {
    expect(sentence(text)).toMatch(message);
  });
});

describe('KServe’s own controller', () => {
  const isvc = (predictor: string, kind = 'hpa'): string =>
    `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: yolo, annotations: {serving.kserve.io/deploymentMode: RawDeployment, serving.kserve.io/autoscalerClass: ${kind}}}\nspec: {predictor: {${predictor}, model: {storageUri: s3://m/x}}}\n`;
  const up = 'up=pods:4:15+percent:100:15';
  const cpuMetric = (target: string): string =>
    `{type: Resource, resource: {name: cpu, target: {type: Utilization${target}}}}`;
  const external =
    '{type: External, external: {metric: {backend: prometheus, serverAddress: "http://p", query: "sum(vllm:num_requests_waiting)"}, target: {type: Value, value: "2"}}}';

  it.each([
    [
      'an HPA by the cpu of autoScaling',
      isvc(`maxReplicas: 4, autoScaling: {metrics: [${cpuMetric(', averageUtilization: 50')}]}`),
      `hpa:target=0.5,max=4,${up}`,
      /^[^\n]*applies to every stage\.$/,
    ],
    [
      'an HPA with its usual share',
      isvc(`maxReplicas: 4, autoScaling: {metrics: [${cpuMetric('')}, ${external}]}`),
      `hpa:max=4,${up}`,
      /class hpa reads metrics of the type Resource only; 1 of autoScaling\.metrics is left out/,
    ],
    [
      'an HPA that never scales',
      isvc('minReplicas: 3, scaleTarget: 60'),
      `hpa:target=0.6,min=3,max=3,${up}`,
      /names no maxReplicas; KServe then takes 3, so it never scales/,
    ],
    [
      'an HPA whose most is less than its least, and its least none',
      isvc('minReplicas: 0, maxReplicas: 0, scaleTarget: 60'),
      `hpa:target=0.6,max=1,${up}`,
      /minReplicas is 0; 1 is taken[^]*has 0 for maxReplicas, fewer than at least; KServe then takes 1/,
    ],
    [
      'a ScaledObject by cpu',
      isvc(`maxReplicas: 4, autoScaling: {metrics: [${cpuMetric(', averageUtilization: 50')}]}`, 'keda'),
      'keda:metric=cpu,target=0.5,max=4',
      /applies to every stage/,
    ],
    [
      'a ScaledObject by a query',
      isvc(
        `minReplicas: 2, maxReplicas: 4, autoScaling: {metrics: [${external}], behavior: {scaleDown: {stabilizationWindowSeconds: 30}}}`,
        'keda',
      ),
      `keda:target=2,min=2,max=4,stabilisation=30,${up}`,
      /taken for requests that wait/,
    ],
    [
      'a ScaledObject by a metric of the pods',
      isvc(
        'maxReplicas: 4, autoScaling: {metrics: [{type: PodMetric, podmetric: {metric: {backend: opentelemetry, query: "vllm:num_requests_running"}, target: {type: Value, value: "4"}}}]}',
        'keda',
      ),
      'keda:metric=concurrency,target=4,max=4',
      /taken for requests in flight/,
    ],
  ])('makes %s', (_, text, key, note) => {
    const { keys, notes } = read(text);
    expect(keys).toEqual([key]);
    expect(notes).toMatch(note);
  });

  it('refuses what it cannot scale by', () => {
    expect(sentence(isvc('maxReplicas: 4, scaleMetric: memory, scaleTarget: 60'))).toMatch(
      /scales by "memory".*KServe's HPA goes by cpu or memory/,
    );
    expect(
      sentence(
        isvc(
          'maxReplicas: 4, autoScaling: {metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 50}}}]}',
          'keda',
        ),
      ),
    ).toMatch(/scales by "memory"/);
  });
});

describe('config-autoscaler, the ConfigMap of Knative’s for a cluster', () => {
  const config = (data: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config-autoscaler, namespace: knative-serving}\ndata: {_example: "x", ${data}}\n`;
  const data =
    'container-concurrency-target-default: "20", requests-per-second-target-default: "50", container-concurrency-target-percentage: "0.8", stable-window: 90s, panic-window-percentage: "20.0", panic-threshold-percentage: "150.0", max-scale-down-rate: "3.0"';
  const service = (annotations: string): string =>
    `apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: s}\nspec: {template: {metadata: {annotations: {${annotations}}}, spec: {containers: [{image: x}]}}}\n`;
  const common = 'window=90,panicWindow=0.2,panicThreshold=1.5,downRate=3';

  it('alone applies to every stage', () => {
    const { keys, notes } = read(config(`${data}, initial-scale: "2", enable-scale-to-zero: "false"`));
    expect(keys).toEqual([`kpa:target=20,utilisation=0.8,${common}`]);
    expect(notes).toMatch(/config-autoscaler" applies to every stage/);
    expect(notes).toMatch(/left out, for the lab does not model them: "initial-scale"/);
    expect(holdsAutoscalers(config(data), 'a.yaml')).toBe(true);
  });

  it('fills in what an object leaves open, by its metric', () => {
    const own = service('autoscaling.knative.dev/metric: rps, autoscaling.knative.dev/window: 30s');
    const { keys, notes } = read(`${own}---\n${config(data)}`);
    expect(keys).toEqual([
      `kpa:metric=rate,target=50,utilisation=0.8,min=0,${common.replace('window=90', 'window=30')}`,
    ]);
    expect(notes).not.toMatch(/names no target/);
    expect(read(own).notes).toMatch(/names no target; 200 requests per second are assumed/);
  });

  it('without a target aims at Knative’s 100', () => {
    const { keys, notes } = read(config('stable-window: 90s'));
    expect(keys).toEqual(['kpa:target=100,min=0,window=90']);
    expect(notes).toMatch(/names no container-concurrency-target-default; 100 requests in flight/);
  });

  it('with a value that is none is refused', () => {
    expect(sentence(config('stable-window: soon'))).toMatch(
      /"config-autoscaler": stable-window must be a duration/,
    );
  });
});

describe('beside their pipeline', () => {
  const seldon = (scale: string): string =>
    `apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\nmetadata: {name: sorter}\nspec: {predictors: [{name: main, componentSpecs: [{${scale}, spec: {containers: [{name: one, image: "x/c:1", resources: {requests: {cpu: "1"}}}]}}, {spec: {containers: [{name: two, image: "x/c:1", resources: {requests: {cpu: "1"}}}]}}], graph: {name: one, children: [{name: two}]}}]}\n`;

  it('Seldon’s hpaSpec and kedaSpec are of their stage', () => {
    for (const [scale, key] of [
      [
        `hpaSpec: {minReplicas: 3, maxReplicas: 6, ${cpu(50).replace('metrics', 'metricsv2')}}`,
        'hpa:1.target=0.5,1.min=3,1.max=6',
      ],
      [
        'hpaSpec: {maxReplicas: 6, metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 40}}]}',
        'hpa:1.target=0.4,1.max=6',
      ],
      [
        'kedaSpec: {minReplicaCount: 1, maxReplicaCount: 6, triggers: [{type: rabbitmq, metadata: {mode: QueueLength, value: "20"}}]}',
        'keda:1.target=20,1.max=6',
      ],
    ] as const) {
      const found = pipelineFromFile(seldon(scale), 'a.yaml', defaultLimits);
      if (!found.ok) throw new Error(found.message);
      expect(found.value.autoscalers.map((one) => one.key)).toEqual([key]);
      expect(found.value.notes.join()).toMatch(/drives the stage "two"/);
    }
  });

  it('an unreadable one is a note, and the pipeline comes in', () => {
    const found = pipelineFromFile(
      `${seldon('replicas: 2')}---\n${hpa('metrics: [{type: Pods, pods: {metric: {name: mood}}}]')}`,
      'a.yaml',
      defaultLimits,
    );
    expect(found).toMatchObject({ ok: true, value: { autoscalers: [] } });
    expect(JSON.stringify(found)).toMatch(/An autoscaler was left out: the HorizontalPodAutoscaler .*mood/);
  });

  it('a file is routed by what it holds', () => {
    expect(holdsAutoscalers(hpa(cpu(50)), 'a.yaml')).toBe(true);
    expect(
      holdsAutoscalers(JSON.stringify({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' }), 'a.json'),
    ).toBe(true);
    expect(holdsAutoscalers(`${seldon('replicas: 2')}---\n${hpa(cpu(50))}`, 'a.yaml')).toBe(false);
    expect(holdsAutoscalers('kind: HorizontalPodAutoscaler', 'a.csv')).toBe(false);
  });
});

describe('an autoscaler that a controller writes beside what it writes it from', () => {
  const isvc = (predictor: string, annotations = ''): string =>
    `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: detect, annotations: {${annotations}}}\nspec: {predictor: {${predictor} model: {storageUri: s3://m/x, resources: {requests: {cpu: "1"}}}}}\n---\n`;
  const raw = 'serving.kserve.io/deploymentMode: RawDeployment';
  const own = hpa(`${cpu(50)}, minReplicas: 2`, 'autoscaling/v2', 'detect-predictor', 'detect-predictor');
  const scaled = (name: string, target: string): string =>
    `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: ${name}}\nspec: {scaleTargetRef: {name: ${target}}, minReplicaCount: 1, maxReplicaCount: 5, triggers: [{type: kafka, metadata: {lagThreshold: "50"}}]}\n---\n`;
  const kedas = (name: string): string =>
    hpa(
      'metrics: [{type: External, external: {metric: {name: s0-kafka-topic}, target: {type: AverageValue, averageValue: 50}}}]',
      'autoscaling/v2',
      name,
      'detect-predictor',
    );
  const counts =
    /"detect-predictor" is the object that runs, so it counts; what the fields of the InferenceService "detect" say of scaling is left out/;

  it.each([
    ['a RawDeployment', isvc('minReplicas: 2, maxReplicas: 4, scaleTarget: 60, scaleMetric: cpu,', raw)],
    ['a mode that only the cluster knows', isvc('minReplicas: 2, maxReplicas: 4, scaleTarget: 6,')],
  ])('KServe’s HPA wins over the fields of %s', (_, service) => {
    for (const stages of [[], ['detect'], ['detect', 'classify']]) {
      const { keys, notes } = read(`${service}${own}`, stages);
      expect(keys).toEqual([
        `hpa:${stages.length > 1 ? '1.target=0.5,1.min=2,1.max=10' : 'target=0.5,min=2,max=10'}`,
      ]);
      expect(notes).toMatch(counts);
      expect(notes).not.toMatch(/keep one/);
    }
    const whole = pipelineFromFile(`${service}${own}`, 'a.yaml', defaultLimits);
    expect(whole).toMatchObject({ value: { autoscalers: [{ key: 'hpa:target=0.5,min=2,max=10' }] } });
  });

  it('Seldon’s HPA wins over its hpaSpec', () => {
    const seldon = `apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\nmetadata: {name: sorter}\nspec: {predictors: [{name: main, componentSpecs: [{hpaSpec: {minReplicas: 3, maxReplicas: 6, ${cpu(70).replace('metrics', 'metricsv2')}}, spec: {containers: [{name: one, image: "x/c:1", resources: {requests: {cpu: "1"}}}, {name: two, image: "x/c:1", resources: {requests: {cpu: "1"}}}]}}], graph: {name: one, children: [{name: two}]}}]}\n---\n`;
    const made = hpa(cpu(50), 'autoscaling/v2', 'sorter-main-0-one-two', 'sorter-main-0-one-two');
    const { keys, notes } = read(`${seldon}${made}`);
    expect(keys).toEqual(['hpa:target=0.5,max=10']);
    expect(notes).toMatch(/what the fields of the hpaSpec of "one" say of scaling is left out/);
  });

  it('a ScaledObject wins over the HPA that KEDA writes from it', () => {
    for (const file of [
      scaled('queue', 'detect-predictor') + kedas('keda-hpa-queue'),
      scaled('queue', 'detect-predictor').replace(
        'minReplicaCount',
        'advanced: {horizontalPodAutoscalerConfig: {name: mine}}, minReplicaCount',
      ) + kedas('mine'),
    ]) {
      const { keys, notes } = read(file, ['detect']);
      expect(keys).toEqual(['keda:target=50,max=5']);
      expect(notes).toMatch(/is what KEDA writes from the ScaledObject "queue", which counts/);
      expect(notes).not.toMatch(/cannot know/);
    }
  });

  it('an InferenceService that leaves its scaling to another is no refusal where that is in the file', () => {
    for (const [kind, other] of [
      ['keda', scaled('detect-predictor', 'detect-predictor')],
      ['external', own],
    ] as const) {
      const { keys, notes } = read(
        isvc('maxReplicas: 3,', `${raw}, serving.kserve.io/autoscalerClass: ${kind}`) + other,
        ['detect'],
      );
      expect(keys).toHaveLength(1);
      expect(notes).not.toMatch(/import that autoscaler/);
    }
  });

  it('other HPAs of one stage are still refused, and a VerticalPodAutoscaler is no double', () => {
    const twice = `${hpa(cpu(50))}---\n${hpa(cpu(60), 'autoscaling/v2', 'x')}`;
    expect(autoscalersFrom(twice, 'a.yaml', ['yolo'])).toMatchObject({ ok: false });
    const vpa = `apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: v}\nspec: {targetRef: {name: detect-predictor}, resourcePolicy: {containerPolicies: [{containerName: "*", maxAllowed: {cpu: 4}}]}}\n`;
    const { keys } = read(`${isvc('maxReplicas: 4, scaleTarget: 60,', raw)}${vpa}`, ['detect']);
    expect(keys.map((key) => key.split(':')[0])).toEqual(['hpa', 'vpa']);
  });
});

it('a VerticalPodAutoscaler gives bounds of the cores; what else it says is a note', () => {
  const text = (mode: string): string =>
    `apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: v}\nspec: {targetRef: {kind: Deployment, name: yolo}, updatePolicy: {updateMode: "${mode}"}, resourcePolicy: {containerPolicies: [{containerName: "*", minAllowed: {cpu: 250m, memory: 1Gi}, maxAllowed: {cpu: 4}}]}}\n`;
  const { keys, notes } = read(text('Off'), ['yolo']);
  expect(keys).toEqual(['vpa:minCores=0.25,maxCores=4']);
  expect(notes).toMatch(/update mode Off, which changes no replica/);
  expect(notes).toMatch(/minAllowed\.memory is left out/);
  expect(sentence(text('Off').replace('cpu: 250m', 'cpu: some'))).toMatch(/minAllowed\.cpu is "some"/);
});

it.each([
  [
    'a named container before all others',
    '{containerName: "*", maxAllowed: {cpu: 9}}, {containerName: main, maxAllowed: {cpu: 4}}',
    4,
  ],
  [
    'all others before a proxy',
    '{containerName: istio-proxy, maxAllowed: {cpu: 9}}, {containerName: "*", maxAllowed: {cpu: 4}}',
    4,
  ],
  [
    'all others before one that is off',
    '{containerName: logs, mode: "Off"}, {containerName: "*", maxAllowed: {cpu: 4}}',
    4,
  ],
  [
    'the stage’s own before another',
    '{containerName: main, maxAllowed: {cpu: 9}}, {containerName: yolo, maxAllowed: {cpu: 4}}',
    4,
  ],
])('a VerticalPodAutoscaler takes %s', (_, policies, cores) => {
  const { keys, notes } = read(
    `apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: v}\nspec: {targetRef: {kind: Deployment, name: yolo}, resourcePolicy: {containerPolicies: [${policies}]}}\n`,
  );
  expect(keys).toEqual([`vpa:maxCores=${String(cores)}`]);
  expect(notes).toMatch(/has policies for 2 containers; the one for/);
});
