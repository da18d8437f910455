import { describe, expect, it } from 'vitest';
import { autoscalersFrom } from './autoscalers.ts';
import { KEPT, POLICY, STAGE } from './kept.ts';
import { autoscalerFile, autoscalerManifests, type ScalerPlace } from './manifests.ts';
import { validate } from '../cluster/validate/validate.ts';
import { layouts } from '../cluster/plan.ts';
import { readYaml, writeYaml } from '../cluster/yaml.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import {
  fieldsOf,
  parsePolicyKey,
  policyKey,
  settingsOfStage,
  type SettingField,
  type SettingValue,
} from '../../policies/settings/key.ts';

const pipeline = presetById('nlp')!;
const names = pipeline.stages.map(({ name }) => name);
const place: ScalerPlace = {
  layout: 'seldon-per-stage',
  namespace: 'opd',
  configuration: pipeline.stages.map(() => ({ variant: 0, replicas: 1, batch: 4 })),
  maxReplicas: 8,
};
const ids = ['hpa', 'keda', 'kpa', 'vpa'] as const;

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)]!;

function randomValue(field: SettingField, random: Random, n: number | undefined): SettingValue {
  const { kind, min, max, whole, step, options } = field;
  if (field.default === 'auto' && random.uniform() < 0.2) return 'auto';
  if (kind === 'choice' || options.length > 0) return pick(random, options);
  if (kind === 'rules')
    return Array.from(
      { length: 1 + Math.floor(random.uniform() * 3) },
      () =>
        `${pick(random, ['pods', 'percent'])}:${String(1 + Math.floor(random.uniform() * 200))}:${String(1 + Math.floor(random.uniform() * 1800))}`,
    ).join('+');
  if (kind === 'name') return pick(random, pipeline.stages[n ?? 0]!.variants).name;
  // Small ones are as likely as great ones; at most six digits.
  const low = Math.max(min, 1e-3);
  const value = low * (Math.min(max, 1e5) / low) ** random.uniform();
  if (whole) return Math.min(max, Math.max(min, Math.round(value)));
  if (step !== undefined)
    return Math.min(max, Math.max(min, Number((Math.round(value / step) * step).toPrecision(12))));
  return Math.min(max, Math.max(min, Number(value.toPrecision(4))));
}

/** A key of random settings that parses, of some for all stages and some for single ones. */
function randomKey(id: string, random: Random): string {
  for (;;) {
    const metric = fieldsOf(id).find(({ key }) => key === 'metric');
    const all = metric && random.uniform() < 0.7 ? { metric: pick(random, metric.options) } : {};
    const some = (share: number, n?: number): Record<string, SettingValue> =>
      Object.fromEntries(
        fieldsOf(id, String(all.metric ?? metric?.default))
          .filter(
            (field) =>
              field.key !== 'metric' &&
              random.uniform() < share &&
              (n === undefined ? field.kind !== 'name' : field.perStage),
          )
          .map((field) => [field.key, randomValue(field, random, n)]),
      );
    const stages = Object.fromEntries(
      names.map((_, n) => [n, random.uniform() < 0.4 ? some(0.3, n) : {}] as const),
    );
    const parsed = parsePolicyKey(policyKey(id, { all: { ...all, ...some(0.4) }, stages }));
    if (parsed.ok) return policyKey(id, parsed.value.settings);
  }
}

function objectsOf(key: string, layout: ScalerPlace['layout'] = place.layout): readonly object[] {
  const written = autoscalerManifests(key, pipeline, { ...place, layout });
  if (!written.ok) throw new Error(`${key}: ${written.message}`);
  return written.value;
}

function back(objects: readonly object[], stages: readonly string[] = names): readonly string[] {
  const read = autoscalersFrom(writeYaml(objects), 'back.yaml', stages);
  if (!read.ok) throw new Error(read.message);
  return read.value.policies.map(({ key }) => key);
}

const withoutAnnotations = (objects: readonly object[]): readonly object[] =>
  objects.map((object) => {
    const { metadata } = object as { metadata: { annotations: Record<string, string> } };
    const { [POLICY]: _p, [STAGE]: _s, [KEPT]: _k, ...annotations } = metadata.annotations;
    return { ...object, metadata: { ...metadata, annotations } };
  });

/** Settings that an object of each kind has a field for. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  hpa: [
    'metric',
    'target',
    'min',
    'max',
    'upTolerance',
    'downTolerance',
    'upStabilisation',
    'stabilisation',
    'up',
    'upSelect',
    'down',
    'downSelect',
  ],
  keda: [
    'metric',
    'target',
    'activation',
    'min',
    'max',
    'polling',
    'cooldown',
    'upTolerance',
    'downTolerance',
    'upStabilisation',
    'stabilisation',
    'up',
    'upSelect',
    'down',
    'downSelect',
  ],
  kpa: [
    'metric',
    'target',
    'utilisation',
    'min',
    'max',
    'window',
    'panicWindow',
    'panicThreshold',
    'downDelay',
  ],
  vpa: ['minCores', 'maxCores'],
};

describe.each(ids)('200 random settings of %s', (id) => {
  const random = Random.stream(11, `round trip of ${id}`);
  const keys = Array.from({ length: 200 }, () => randomKey(id, random));

  it('come back from their objects as the same key, whether or not the stages are named', () => {
    expect(new Set(keys).size).toBeGreaterThan(150);
    keys.forEach((key, i) => {
      const objects = objectsOf(key, layouts[i % 3]);
      expect(back(objects)).toEqual([key]);
      if (i % 5 === 0) expect(back(objects, [])).toEqual([key]);
      if (i % 5 === 1) expect(back(objects.toReversed())).toEqual([key]);
    });
  });

  it('are in the fields of the objects and not in annotations, where there are fields', () => {
    // Every second one: the other test reads all.
    for (const key of keys.filter((_, i) => i % 2 === 0)) {
      const [read, ...others] = back(withoutAnnotations(objectsOf(key)));
      expect(others).toEqual([]);
      const [was, is] = [key, read!].map((one) => {
        const parsed = parsePolicyKey(one);
        if (!parsed.ok) throw new Error(parsed.message);
        return names.map((_, n) => settingsOfStage(parsed.value.settings, id, n));
      });
      names.forEach((_, n) => {
        for (const field of FIELDS[id]!) {
          const [set, found] = [was![n]![field], is![n]![field]];
          // What the lab chooses stands as a number in the object.
          if (set === 'auto' && field !== 'up') continue;
          // A behavior that is not empty says the rules; activation has no meaning for cpu.
          if (field === 'up' && (set === 'auto' || found === 'auto')) continue;
          expect([key, n, field, found]).toEqual([key, n, field, set]);
        }
      });
    }
  });

  it('are objects that a cluster would take', async () => {
    for (const [i, key] of keys.slice(0, 40).entries())
      for (const object of objectsOf(key, layouts[i % 3]))
        expect([key, await validate(object)]).toEqual([key, []]);
  });
});

describe.each(ids)('random doubles, with all of their digits, in every number of %s', (id) => {
  it('are written, read and come back as the same key', () => {
    const random = Random.stream(12, `doubles of ${id}`);
    const metrics = fieldsOf(id).find(({ key }) => key === 'metric')?.options ?? [undefined];
    let longest = 0;
    for (const metric of metrics)
      for (const { key, kind, whole, min, max } of fieldsOf(id, String(metric)))
        for (let i = 0; i < 12 && kind === 'number' && !whole; i++) {
          const low = Math.max(min, 1e-7);
          const value = low * (Math.min(max, 1e9) / low) ** random.uniform();
          const made = policyKey(id, { all: { ...(metric ? { metric } : {}), [key]: value }, stages: {} });
          const parsed = parsePolicyKey(made);
          if (!parsed.ok) continue;
          longest = Math.max(longest, made.replace(/\D/g, '').length);
          const file = autoscalerFile(made, pipeline, place, 'a test');
          if (!file.ok) throw new Error(file.message);
          const read = autoscalersFrom(file.value, 'back.yaml', names);
          expect(read.ok ? read.value.policies.map((one) => one.key) : read.message).toEqual([
            policyKey(id, parsed.value.settings),
          ]);
        }
    expect(longest).toBeGreaterThanOrEqual(16);
  });
});

it('an edited object says what it says now, and what it has no field for stays', () => {
  const key = 'hpa:target=0.5,variant=auto,batch=8,2.sync=15';
  const parsed = parsePolicyKey(key.replace(',2.sync=15', ''));
  const objects = objectsOf(policyKey('hpa', parsed.ok ? parsed.value.settings : { all: {}, stages: {} }));
  const text = writeYaml(objects).replace('averageUtilization: 50', 'averageUtilization: 65');
  const read = autoscalersFrom(text, 'edited.yaml', names);
  expect(read.ok && read.value.policies.map((one) => one.key)).toEqual([
    'hpa:target=0.5,batch=8,1.target=0.65',
  ]);
});

it('only keeps as an annotation what the object has no field for', () => {
  const annotations = (key: string) =>
    (objectsOf(key)[0] as { metadata: { annotations: Record<string, string> } }).metadata.annotations;
  expect(annotations('hpa:target=0.5,min=2,max=6,stabilisation=120,up=pods:4:15')).not.toHaveProperty([KEPT]);
  expect(annotations('hpa:target=0.5,batch=8')[KEPT]).toContain('"batch":[8,null]');
});

describe('the names of what is scaled', () => {
  it.each([
    ['seldon-per-stage', 'nlp-li-nlp-li-0-nlp-li'],
    ['kserve', 'nlp-li-predictor'],
  ] as const)('fit the layout %s', (layout, name) => {
    expect(objectsOf('hpa', layout)[0]).toMatchObject({
      spec: { scaleTargetRef: { kind: 'Deployment', name } },
    });
    expect(back(withoutAnnotations(objectsOf('hpa:max=8,1.target=0.5', layout)))).toEqual([
      'hpa:max=8,1.target=0.5',
    ]);
  });
  it('fit the graph', () => {
    expect(objectsOf('keda', 'seldon-graph')[1]).toMatchObject({
      spec: { scaleTargetRef: { name: 'text-identify-translate-summarise-default-1-nlp-trans' } },
    });
  });
});

it('the file begins with what it was made from, and is read back', () => {
  const file = autoscalerFile('hpa:target=0.6', pipeline, place, 'a run <b>\n---\nof');
  if (!file.ok) throw new Error(file.message);
  expect(file.value).toMatch(/^# Made from a run +b --- of\.\n# HPA with target 60 %\.\n/i);
  expect(readYaml(file.value)).toMatchObject({ ok: true, value: objectsOf('hpa:target=0.6') });
});

it.each([
  ['a policy without an object', 'autopilot', /has no object in a cluster; hpa, keda, kpa and vpa have one/],
  ['a key that does not parse', 'hpa:target=99', /target of HPA must be/],
])('%s is refused', (_, key, message) => {
  const written = autoscalerManifests(key, pipeline, place);
  expect(written.ok ? 'accepted' : written.message).toMatch(message);
});

/** Plain data of any form, to be damaged. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Draft = any;

describe('changed objects are refused by the checks', () => {
  it.each<[string, string, (object: Draft) => void, RegExp]>([
    [
      'more at least than at most',
      'hpa',
      (o) => (o.spec.minReplicas = 99),
      /minReplicas is 99, more than maxReplicas/,
    ],
    ['a least of none', 'hpa', (o) => (o.spec.minReplicas = 0), /minReplicas must be from 1/],
    ['an unknown field', 'hpa', (o) => (o.spec.target = 1), /spec\.target is no field/],
    [
      'a metric without its part',
      'hpa',
      (o) => (o.spec.metrics = [{ type: 'Pods' }]),
      /is of type Pods and has no pods/,
    ],
    [
      'a rule without a period',
      'hpa',
      (o) => delete o.spec.behavior.scaleUp.policies[0].periodSeconds,
      /periodSeconds is missing/,
    ],
    [
      'a window beyond an hour',
      'hpa',
      (o) => (o.spec.behavior.scaleDown.stabilizationWindowSeconds = 4000),
      /must be from 0 to 3600/,
    ],
    [
      'a word that is none',
      'hpa',
      (o) => (o.spec.behavior.scaleDown.selectPolicy = 'Most'),
      /must be one of Max, Min, Disabled/,
    ],
    [
      'a trigger’s number',
      'keda',
      (o) => (o.spec.triggers[0].metadata.threshold = 5),
      /threshold must be of type string/,
    ],
    ['no trigger', 'keda', (o) => (o.spec.triggers = []), /triggers/],
    ['no target', 'vpa', (o) => delete o.spec.targetRef, /targetRef is missing/],
    ['a mode that is none', 'vpa', (o) => (o.spec.updatePolicy.updateMode = 'Maybe'), /must be one of Off/],
    [
      'cores in words',
      'vpa',
      (o) => (o.spec.resourcePolicy.containerPolicies[0].minAllowed.cpu = 'four'),
      /cpu/,
    ],
    [
      'half a replica',
      'kpa',
      (o) => (o.spec.predictor.minReplicas = 0.5),
      /minReplicas must be of type integer/,
    ],
    ['a name that is none', 'kpa', (o) => (o.metadata.name = 'Not A Name'), /metadata\.name must be/],
  ])('%s', async (_, id, change, message) => {
    const object = structuredClone(objectsOf(id === 'hpa' ? 'hpa:stabilisation=100,up=pods:4:15' : id)[0]!);
    change(object);
    expect((await validate(object)).join('\n')).toMatch(message);
  });
});
