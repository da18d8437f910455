import { describe, expect, it } from 'vitest';
import {
  describeSettings,
  fieldsOf,
  parsePolicyKey,
  policyKey,
  settingsMisfit,
  settingsOfStage,
  settingsRemarks,
  splitPolicyKeys,
  type SettingField,
  type SettingValue,
  type Values,
} from './key.ts';
import { settable } from './fields.ts';
import { meaningOf } from './meanings.ts';
import { policies } from '../all.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { testPipeline } from '../../testing/pipelines.ts';

function parsed(key: string): { readonly id: string; readonly settings: Parameters<typeof policyKey>[1] } {
  const read = parsePolicyKey(key);
  if (!read.ok) throw new Error(read.message);
  return read.value;
}

const again = (key: string): string => policyKey(parsed(key).id, parsed(key).settings);

function refusal(key: string): string {
  const read = parsePolicyKey(key);
  return read.ok ? 'accepted' : read.message;
}

describe('one form of a key', () => {
  it.each([
    ['hpa', 'hpa'],
    ['hpa:target=0.5', 'hpa:target=0.5'],
    ['hpa:stabilisation=120,target=.5', 'hpa:target=0.5,stabilisation=120'],
    ['hpa:target=0.8,stabilisation=300,max=auto', 'hpa'],
    ['hpa:up=pods:4:15+percent:100:15', 'hpa:up=pods:4:15+percent:100:15'],
    ['hpa:tolerance=0.05', 'hpa:upTolerance=0.05,downTolerance=0.05'],
    ['hpa:2.target=0.7, target=0.5', 'hpa:target=0.5,2.target=0.7'],
    ['hpa:target=0.5,2.target=0.5', 'hpa:target=0.5'],
    ['hpa:target=0.5,2.target=0.8', 'hpa:target=0.5,2.target=0.8'],
    ['hpa:10.min=2,2.min=3', 'hpa:2.min=3,10.min=2'],
    ['hpa:up=auto', 'hpa'],
    ['keda:up=auto', 'keda'],
    // A queue is no share: its target may be as fine as it likes.
    ['keda:target=0.125', 'keda:target=0.125'],
    ['keda:metric=queue,target=314.2072', 'keda:target=314.2072'],
    ['keda:up=pods:2:60+percent:50:30', 'keda:up=pods:2:60+percent:50:30'],
    // Under another metric 0.8 is no default: it stays.
    ['hpa:metric=rate,target=0.8', 'hpa:metric=rate,target=0.8'],
    ['hpa:metric=rate,target=auto', 'hpa:metric=rate'],
    // A stage with a metric of its own begins with that metric's target.
    ['hpa:metric=rate,target=12,2.metric=cpu', 'hpa:metric=rate,target=12,2.metric=cpu'],
    ['hpa:metric=rate,target=12,2.metric=cpu,2.target=0.8', 'hpa:metric=rate,target=12,2.metric=cpu'],
    ['hpa:variant=a%2Cb%3D%25%2B', 'hpa:variant=a%2Cb%3D%25%2B'],
    ['hpa:variant=resnet 18', 'hpa:variant=resnet%2018'],
    ['planner:horizon=8,steps=auto', 'planner'],
    ['planner:steps=600,horizon=12', 'planner:horizon=12,steps=600'],
  ])('%s is %s', (key, expected) => {
    expect(again(key)).toBe(expected);
  });

  it('holds at a stage what is said of it, else of all, else the default of its metric', () => {
    const { settings } = parsed('hpa:metric=rate,target=12,min=2,2.metric=cpu,3.target=5');
    const at = (n: number): Record<string, SettingValue> => settingsOfStage(settings, 'hpa', n);
    expect(at(0)).toMatchObject({ metric: 'rate', target: 12, min: 2, stabilisation: 300, max: 'auto' });
    expect(at(1)).toMatchObject({ metric: 'cpu', target: 0.8, min: 2 });
    expect(at(2)).toMatchObject({ metric: 'rate', target: 5, min: 2 });
  });

  it('500 random settings come back from their key', () => {
    const random = Random.stream(11, 'settings');
    let kept = 0;
    for (let i = 0; i < 500; i++) {
      const id = settable[i % settable.length]!;
      const settings = drawn(id, random);
      const key = policyKey(id, settings);
      const read = parsePolicyKey(key);
      if (!read.ok) {
        // Only what was drawn against itself may be refused, never the spelling.
        expect(read.message, key).toMatch(/more than|must be at least|must not fall|no activation|must be a/);
        continue;
      }
      expect(policyKey(read.value.id, read.value.settings)).toBe(key);
      for (const n of [0, 1, 5])
        expect(settingsOfStage(read.value.settings, id, n)).toEqual(settingsOfStage(settings, id, n));
      kept++;
    }
    expect(kept).toBeGreaterThan(200);
  });
});

/** Any settings, most of them not against each other. */
function drawn(
  id: string,
  random: Random,
): { readonly all: Values; readonly stages: Record<number, Values> } {
  const values = (some: number, base: string | undefined): Values => {
    const metrics = fieldsOf(id).find(({ key }) => key === 'metric')?.options;
    const metric = base ?? (metrics ? String(metrics[random.integer(metrics.length)]) : undefined);
    const pairs = fieldsOf(id, metric)
      .filter((field) => field.key !== 'metric' && (base === undefined || field.perStage))
      .filter(() => random.uniform() < some)
      .map((field) => [field.key, valueFor(field, random)] as const);
    return Object.fromEntries([
      ...(metric && base === undefined ? [['metric', metric] as const] : []),
      ...pairs,
    ]);
  };
  const all = values(0.5, undefined);
  const own = (): Values => values(0.3, all['metric'] === undefined ? 'none' : String(all['metric']));
  return { all, stages: random.uniform() < 0.5 ? {} : { 1: own(), 5: own() } };
}

const NAMES = ['resnet18', 'a,b', 'x=y', '50 %', '100%', 'é:ü;+', '2.target=1', 'constructor', '__proto__'];

function valueFor(field: SettingField, random: Random): SettingValue {
  const { kind, options, min, max, whole, step } = field;
  if (field.default === 'auto' && random.uniform() < 0.2) return 'auto';
  if (kind === 'name') return NAMES[random.integer(NAMES.length)]!;
  if (kind === 'rules') {
    return Array.from({ length: 1 + random.integer(3) }, () => {
      const type = random.uniform() < 0.5 ? 'pods' : 'percent';
      return `${type}:${String(1 + random.integer(200))}:${String(1 + random.integer(1800))}`;
    }).join('+');
  }
  if (options.length > 0) return options[random.integer(options.length)]!;
  const value = min + random.uniform() ** 4 * (max - min);
  if (whole) return Math.round(value);
  return step === undefined ? value : Math.max(1, Math.round(value / step)) / Math.round(1 / step);
}

describe('what is refused says what was expected', () => {
  it.each([
    ['', 'There is no policy ""; there are ipa-exact, '],
    ['hpx', 'There is no policy "hpx"; did you mean hpa?'],
    ['gredy:a=1', 'There is no policy "gredy"; did you mean greedy?'],
    ['xpa', 'There is no policy "xpa"; did you mean ipa or hpa or kpa?'],
    ['oracle', 'There is no policy "oracle"; there are ipa-exact, '],
    ['constructor:a=1', 'There is no policy "constructor"'],
    ['greedy:target=1', 'The policy greedy has no settings, so "target=1" cannot be set.'],
    ['hpa:', 'The settings of HPA are written as name=value'],
    ['hpa:target', 'The settings of HPA are written as name=value'],
    ['hpa:a.b=3', 'The settings of HPA are written as name=value'],
    ['hpa:aim=3', 'HPA has no setting "aim"; it has metric, target, min, max,'],
    ['hpa:constructor=3', 'HPA has no setting "constructor"'],
    ['hpa:__proto__=3', 'HPA has no setting "__proto__"'],
    ['hpa:2.toString=3', 'HPA has no setting "toString"'],
    ['hpa:min=1,min=2', 'The setting min of HPA is given twice.'],
    ['hpa:tolerance=0.1,upTolerance=0.2', 'The setting upTolerance of HPA is given twice.'],
    ['hpa:2.min=1,2.min=2', 'The setting min of HPA of stage 2 is given twice.'],
    ['hpa:0.min=1', 'stages are numbered from 1 to 12.'],
    ['hpa:13.min=1', 'stages are numbered from 1 to 12.'],
    ['hpa:2.sync=30', 'The setting sync of HPA holds for all stages; write it without "2.".'],
    ['hpa:target=NaN', 'must be a share from 0.01 to 10 (0.5 is 50 %) in whole per cent'],
    ['hpa:target=Infinity', 'not "Infinity".'],
    ['hpa:target=1e400', 'not "1e400".'],
    ['hpa:target=0x10', 'not "0x10".'],
    ['hpa:target=', 'not "".'],
    ['hpa:target=50', 'must be a share from 0.01 to 10'],
    ['hpa:target=0.333', 'in whole per cent'],
    ['hpa:stabilisation=3601', 'must be a whole number from 0 to 3600 (seconds), not "3601".'],
    ['hpa:stabilisation=1.5', 'must be a whole number from 0 to 3600 (seconds), not "1.5".'],
    ['hpa:metric=memory', 'must be one of cpu, rate, queue, concurrency, not "memory".'],
    ['hpa:metric=constructor', 'must be one of cpu'],
    ['hpa:up=pods:4', 'must be rules such as pods:4:15+percent:100:15'],
    ['hpa:up=pods:0:15', 'must be rules whose number is from 1'],
    ['hpa:up=pods:4:1801', 'must be rules whose period is from 1 to 1800 seconds'],
    [`hpa:up=${Array(9).fill('pods:4:15').join('+')}`, 'must be at most 8 rules'],
    ['hpa:batch=3', 'must be one of 1, 2, 4,'],
    ['hpa:variant=%E0%A4%A', 'must be a name'],
    ['hpa:variant=', 'must be a name'],
    ['hpa:min=4,max=2', 'HPA: the minimum of 4 replicas is more than the maximum of 2.'],
    ['hpa:min=4,2.max=2', 'HPA of stage 2: the minimum of 4 replicas is more than the maximum of 2.'],
    ['keda:metric=cpu,min=0', 'KEDA cannot wake a stage by it'],
    ['kpa:window=6,panicWindow=0.1', 'must be at least one second'],
    ['vpa:percentile=0.96', 'the percentiles must not fall'],
    ['planner:horizon=0', 'must be a whole number from 1 to 30 (decisions), not "0".'],
    ['planner:2.horizon=3', 'The setting horizon of Planner holds for all stages'],
    [
      'planner:horizon=10,steps=29',
      'Planner: the model steps must be at least the 30 of one order, over the horizon under every load, not 29.',
    ],
    ['vpa:minCores=2,maxCores=1', 'the least cores, 2, are more than the most, 1.'],
  ])('%s', (key, sentence) => {
    expect(refusal(key)).toContain(sentence);
  });

  it('hostile keys: a sentence of bounded length at once, never an exception', () => {
    const random = Random.stream(12, 'hostile');
    const alphabet = 'hpakeda:,.=+%-_0123456789eE \n\u0000\ud800é"\'{}[]targetmin';
    const hostile = [
      `hpa:${'x'.repeat(1e6)}`,
      `hpa:${'target=0.5,'.repeat(1400)}`,
      `hpa:variant=${'v'.repeat(15_000)}`,
      `hpa:${'1'.repeat(9000)}.min=2`,
      `hpa:up=${'pods:4:15+'.repeat(1500)}`,
      ...Array.from(
        { length: 2000 },
        () =>
          ['hpa:', 'kpa:', ''][random.integer(3)]! +
          Array.from({ length: random.integer(60) }, () => alphabet[random.integer(alphabet.length)]).join(
            '',
          ),
      ),
    ];
    for (const key of hostile) {
      const said = refusal(key);
      expect(said.length, key.slice(0, 80)).toBeLessThan(700);
    }
    expect(hostile.filter((key) => refusal(key) === 'accepted').length).toBeLessThan(20);
  });
});

describe('several keys in one text', () => {
  it.each([
    ['greedy,hpa:target=0.5,stabilisation=120,kpa', ['greedy', 'hpa:target=0.5,stabilisation=120', 'kpa']],
    [
      'hpa:2.target=0.7,up=pods:4:15+percent:100:15,keda',
      ['hpa:2.target=0.7,up=pods:4:15+percent:100:15', 'keda'],
    ],
    ['hpa, target=0.5 ,, kpa', ['hpa:target=0.5', 'kpa']],
    ['runs/a.json,hpa:min=2,hpa:min=3', ['runs/a.json', 'hpa:min=2', 'hpa:min=3']],
    ['', []],
  ])('%s', (text, keys) => {
    expect(splitPolicyKeys(text)).toEqual(keys);
  });
});

describe('in words', () => {
  it.each([
    ['hpa', ''],
    ['greedy', ''],
    ['nonsense:a=1', ''],
    ['hpa:target=0.5,stabilisation=120', 'target 50 %, stabilisation down 120 s'],
    ['hpa:tolerance=0.05,2.target=0.7', 'tolerance 5 %; stage 2: target 70 %'],
    ['hpa:metric=rate,target=12', 'metric rate, target 12 requests per second'],
    ['hpa:up=pods:2:60+percent:50:30', 'rules up 2 in 60 s or 50 % in 30 s'],
    ['planner:horizon=12,candidates=80,steps=600', 'horizon 12 decisions, orders 80, model steps 600'],
    ['kpa:utilisation=0.55,panicThreshold=3', 'utilisation 55 %, panic threshold 3 times'],
  ])('%s: %s', (key, words) => {
    expect(describeSettings(key)).toBe(words);
  });
});

describe('what a pipeline lacks', () => {
  const pipeline = testPipeline([[[0.8, 1, 0.1, 0.05]], [[0.8, 2, 0.2, 0.05]]]);
  const limits = { maxReplicas: 8, maxBatch: 4, maxCores: 10 };
  const own = pipeline.stages[1]!.variants[0]!.name;

  it('a stage, a variant, room', () => {
    expect(settingsMisfit('hpa:2.target=0.5', pipeline, limits)).toBeUndefined();
    expect(settingsMisfit(`hpa:2.variant=${own}`, pipeline, limits)).toBeUndefined();
    expect(settingsMisfit('hpa:3.target=0.5', pipeline)).toMatch(
      /set for stage 3, and the pipeline .* has 2 stages/,
    );
    expect(settingsMisfit('hpa:variant=alexnet', pipeline)).toMatch(
      /variant "alexnet", which stage 1 .* does not have/,
    );
    expect(settingsMisfit('hpa:batch=8', pipeline, limits)).toMatch(
      /batch 8 at stage 1 ".+", and the device's limit is 4/,
    );
    expect(settingsMisfit('hpa:2.min=9', pipeline, limits)).toMatch(/at least 9 replicas at stage 2/);
    expect(settingsMisfit('hpa:aim=1', pipeline)).toMatch(/no setting "aim"/);
  });

  it('calls a measured stage as the page does, with its identifier beside it', () => {
    const video = presetById('video')!;
    expect(settingsMisfit('hpa:variant=alexnet', video)).toMatch(/which stage 1 "Detect \(crop\)" of the /);
    expect(settingsMisfit('hpa:2.batch=8', video, limits)).toMatch(
      /at stage 2 "Classify \(classification\)",/,
    );
    expect(settingsRemarks('hpa:1.max=12', video, { ...limits, maxCores: 30 }).join()).toMatch(
      /12 replicas of stage 1 "Detect \(crop\)", and/,
    );
  });
});

it('every setting of every policy has a meaning, in sentences', () => {
  for (const id of settable)
    for (const { key } of fieldsOf(id)) expect(meaningOf(id, key), `${id} ${key}`).toMatch(/^[A-Z].+[.)]$/);
  expect(() => meaningOf('hpa', 'horizon')).toThrow('hpa has no setting horizon');
});

it('every policy without settings is its own key', () => {
  for (const { info } of policies) expect(again(info.id)).toBe(info.id);
});

describe('what runs otherwise than it is written', () => {
  const pipeline = testPipeline([[[0.8, 1, 0.1, 0.05]], [[0.8, 2, 0.2, 0.05]]]);
  const limits = { maxReplicas: 8, maxBatch: 4, maxCores: 10 };
  const said = (key: string): string => settingsRemarks(key, pipeline, limits).join('\n');
  const first = pipeline.stages[0]!.name;

  it('a maximum above the device’s own limit, said once for the stages that share it', () => {
    expect(said('hpa:1.max=12')).toBe(
      `HPA may have 12 replicas of stage 1 "${first}", and the device's limit here is 8 (--limits maxReplicas=12 or "Replicas, at most" raises it).`,
    );
    expect(said('keda:max=100')).toMatch(/100 replicas of every stage, .* raises it to at most 64\)/);
    expect(said('hpa:max=8')).toBe('');
    expect(said('greedy')).toBe('');
  });

  it('minima that need more cores together than there are', () => {
    expect(said('kpa:min=4')).toMatch(/least replicas of KPA need 12 cores together, and the device has 10/);
    expect(said('kpa:min=3')).toBe('');
  });

  it('model steps that do not suffice for every order', () => {
    expect(said('planner:steps=600')).toBe(
      'Planner plays at most 600 model steps at a decision, and 40 orders over 8 decisions under 3 loads take up to 960: the last of them may not be tried.',
    );
    expect(said('planner:steps=960')).toBe('');
    expect(said('planner')).toBe('');
  });

  it('a target of cpu that is never exceeded by more than its tolerance', () => {
    expect(said('hpa:target=1.5')).toMatch(
      /aims at 150 % of the cores at every stage and never adds a replica/,
    );
    expect(said('keda:metric=cpu,target=0.8,2.target=0.91')).toMatch(/91 % of the cores at stage 2 /);
    expect(said('hpa:target=0.9')).toBe('');
    expect(said('hpa:target=0.95,tolerance=0')).toBe('');
    expect(said('hpa:metric=rate,target=5')).toBe('');
  });
});
