import { describe, expect, it } from 'vitest';
import { planIn } from './calibrate.ts';
import { tuningCsv, tuningDocument } from './document.ts';
import { FREE, type Free } from './free.ts';
import { idOf } from './names.ts';
import { pinned } from './pinned.ts';
import { refusalOf } from './request.ts';
import { bestOf, type TuningResult } from './result.ts';
import { Space } from './space.ts';
import { benchOf, tune, type TuneRequest } from './tune.ts';
import type { TuneRun, TuneTask } from './evaluate.ts';
import { basis, finding } from './tuningWords.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { TooMuch } from '../../model/watch.ts';
import { parsePolicyKey, policyKey, settingsMisfit, settingsOfStage } from '../../policies/settings/key.ts';
import { generateWorkload } from '../../workload/generators.ts';

const pipeline = presetById('video')!;
const scenario = defaultScenario(pipeline, generateWorkload('fluctuating', 3, 620));
const request: TuneRequest = { scenario, present: 'hpa', policies: ['hpa'], also: [], free: [] };
const small = { candidates: 30, stretchSeconds: 500 };

async function searched(asked: TuneRequest, rungs = Infinity): Promise<TuningResult> {
  const bench = benchOf(asked, small);
  let result: TuningResult | undefined;
  let count = 0;
  for await (result of tune(asked, small, { run: (task) => bench.run(task) })) if (++count >= rungs) break;
  return result!;
}

describe('the space of settings', () => {
  it('draws and breeds keys that parse, are canonical and fit the pipeline, with everything free too', () => {
    for (const id of ['hpa', 'keda', 'kpa'] as const) {
      for (const free of [[], FREE]) {
        const space = new Space(id, id, pipeline, scenario.limits, free);
        const random = Random.stream(5, id);
        const known = new Set<string>(space.handPicked());
        for (let i = 0; i < 150; i++) {
          const key = space.draw(random);
          known.add(key);
          const child = space.child(key, space.draw(random), random, known);
          if (child !== undefined) known.add(child);
        }
        for (const key of known) {
          const read = parsePolicyKey(key);
          expect(read.ok ? policyKey(read.value.id, read.value.settings) : read.message).toBe(key);
          expect(settingsMisfit(key, pipeline, scenario.limits)).toBeUndefined();
        }
        expect(known.size).toBeGreaterThan(200);
      }
    }
  });

  it('keeps to the least and most that the present setting states, unless they are freed', () => {
    const from = 'hpa:min=2,max=6,2.min=3';
    const held = (key: string): boolean => {
      const read = parsePolicyKey(key);
      if (!read.ok) throw new Error(read.message);
      return [0, 1].every((n) => {
        const { min, max } = settingsOfStage(read.value.settings, read.value.id, n);
        return Number(min) >= (n === 1 ? 3 : 2) && Number(max) <= 6;
      });
    };
    for (const id of ['hpa', 'keda', 'kpa'] as const) {
      const made = (free: readonly Free[]): readonly string[] => {
        const space = new Space(id, from, pipeline, scenario.limits, free);
        const random = Random.stream(8, id);
        const start = [space.within(id), space.within(`${id}:max=8,1.min=1`), ...space.handPicked()];
        const drawn = Array.from({ length: 60 }, () => space.draw(random));
        const all = id === 'hpa' ? [...start, ...drawn] : [space.within(id), ...drawn];
        const children = all.map((key) => space.child(key, all[0]!, random, new Set(all)));
        return [...all, ...children.filter((key) => key !== undefined)];
      };
      for (const key of made([])) expect([key, held(key)]).toEqual([key, true]);
      expect(made(['bounds']).every(held)).toBe(false);
    }
  });

  it('searches the least and most where they are at the default', () => {
    const space = new Space('hpa', 'hpa:target=0.6', pipeline, scenario.limits, []);
    const random = Random.stream(9);
    const keys = Array.from({ length: 40 }, () => space.draw(random)).join(' ');
    expect(keys).toMatch(/min=[2-8]/);
    expect(keys).toMatch(/max=[2-8]/);
    expect(space.within('hpa')).toBe('hpa');
  });

  it('keeps what is not searched as it is set', () => {
    const from = 'hpa:metric=rate,target=9,sync=30,1.variant=yolov5s';
    const space = new Space('hpa', from, pipeline, scenario.limits, []);
    const random = Random.stream(6);
    for (let i = 0; i < 50; i++) {
      const key = space.draw(random);
      for (const part of ['metric=rate', 'sync=30', '1.variant=yolov5s']) expect(key).toContain(part);
    }
  });

  it('steps to neighbours: a child differs from its parents in few fields', () => {
    const space = new Space('hpa', 'hpa', pipeline, scenario.limits, []);
    const random = Random.stream(7);
    const parent = space.draw(random);
    const fields = (key: string): Set<string> => new Set(key.slice(key.indexOf(':') + 1).split(','));
    let changed = 0;
    for (let i = 0; i < 200; i++) {
      const child = fields(space.child(parent, parent, random, new Set([parent]))!);
      changed += [...child].filter((part) => !fields(parent).has(part)).length;
    }
    expect(changed / 200).toBeLessThan(4);
  });
});

describe('a search with settings that take too long', () => {
  const slow = (error: (key: string) => Error, which: (key: string) => boolean) => async () => {
    const bench = benchOf(request, small);
    let result: TuningResult | undefined;
    const run = (task: TuneTask): Promise<TuneRun> =>
      which(task.key) ? Promise.reject(error(task.key)) : bench.run(task);
    for await (result of tune(request, small, { run }));
    return result!;
  };
  const sentence = 'The replay of HPA was stopped after 300 s: it is too much.';
  /** As it comes from another thread: an error with that name. */
  const far = (): Error => Object.assign(new Error(sentence), { name: 'TooMuch' });

  it.each([
    ['here', () => new TooMuch(sentence)],
    ['in another thread', far],
  ])('names and leaves them out: %s', async (_, error) => {
    let first: string | undefined;
    const result = await slow(error, (key) => key !== 'hpa' && key === (first ??= key))();
    expect(result.complete).toBe(true);
    expect(result.late).toEqual([{ key: first, why: sentence }]);
    expect(result.tried.some(({ key }) => key === first)).toBe(false);
    expect(result.tried.length).toBeGreaterThan(20);
    expect(basis(result, scenario.workload).join(' ')).toContain(`was left out of the search. ${sentence}`);
    expect(tuningDocument(result)).toMatchObject({ late: [{ key: first, why: sentence }] });
  });

  it('ends where that is the present one, and a bug stays a bug', async () => {
    await expect(slow(far, (key) => key === 'hpa')()).rejects.toThrow(sentence);
    await expect(
      slow(
        () => new Error('a bug'),
        (key) => key !== 'hpa',
      )(),
    ).rejects.toThrow('a bug');
  });
});

describe('a search', () => {
  it('finds a setting that is no dearer and answers no less, the same for the same plan', async () => {
    const result = await searched(request);
    const of = (key: string) => result.tried.find((one) => one.key === key)!;
    const [best, present] = [of(result.best), of('hpa')];
    expect(result.complete).toBe(true);
    expect(best.cost).toBeLessThanOrEqual(present.cost);
    expect(best.goodput).toBeGreaterThanOrEqual(0.999 * present.goodput);
    expect(best.seeds).toBe(5);
    expect(present.seeds).toBe(5);
    for (const key of result.front)
      for (const other of result.front.map(of))
        expect(other.cost < of(key).cost && other.goodput > of(key).goodput).toBe(false);
    expect(JSON.stringify(tuningDocument(await searched(request)))).toBe(
      JSON.stringify(tuningDocument(result)),
    );
    expect(tuningCsv(result).split('\n')).toHaveLength(result.tried.length + 2);
    expect(finding(result)).toContain('in time on');
  });

  it('has something to show after its first rung', async () => {
    const result = await searched(request, 1);
    expect(result.complete).toBe(false);
    expect(result.tried.length).toBe(small.candidates);
    expect(result.tried.map(({ key }) => key)).toContain(result.best);
  });

  it('tries nothing beyond the bounds of the present setting, its defaults included', async () => {
    const bounded = await searched({ ...request, present: 'hpa:min=2,max=3', also: ['hpa:max=8'] }, 1);
    for (const { key } of bounded.tried) {
      const read = parsePolicyKey(key);
      for (const n of [0, 1]) {
        const { min, max } = settingsOfStage(
          read.ok ? read.value.settings : { all: {}, stages: {} },
          'hpa',
          n,
        );
        expect([key, Number(min) >= 2 && Number(max) <= 3]).toEqual([key, true]);
      }
    }
  });

  it('measures several policies against one present setting', async () => {
    const result = await searched({ ...request, policies: ['keda', 'kpa'], present: 'hpa:target=0.6' });
    expect(result.bestOf.length).toBeGreaterThan(0);
    for (const key of result.bestOf) expect(['keda', 'kpa']).toContain(idOf(key));
    expect(result.tried.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['hpa:target=0.6', 'keda', 'kpa']),
    );
  });

  it('is planned for a time by the clock that it is given', async () => {
    let now = 0;
    // Every look at the clock is 40 ms later: an episode of 500 s takes that long.
    const plan = await planIn(10, request, () => (now += 40));
    expect(plan.stretchSeconds).toBe(500);
    expect(plan.candidates).toBeGreaterThan(80);
    expect(plan.candidates).toBeLessThan(180);
  });
});

describe('the best', () => {
  const at = (key: string, cost: number, goodput: number) => ({ key, cost, goodput });

  it('answers most on no more cores; of equals it holds the fewest', () => {
    const present = at('p', 6, 10);
    const all = [
      present,
      at('dear', 7, 20),
      at('most', 5.9, 12),
      at('equal', 5, 11.995),
      at('less', 4, 11.9),
    ];
    expect(bestOf(all, present).key).toBe('equal');
  });

  it('is the present one where nothing is better', () => {
    const present = at('p', 6, 10);
    expect(bestOf([present, at('dear', 7, 20), at('less', 5, 9)], present)).toBe(present);
    expect(bestOf([], present)).toBe(present);
  });
});

describe('what is asked', () => {
  it('is refused in a sentence where there is nothing to search on', () => {
    const on = (rates: Float64Array): TuneRequest => ({
      ...request,
      scenario: { ...scenario, workload: { ...scenario.workload, rates } },
    });
    expect(refusalOf(request)).toBeUndefined();
    expect(refusalOf(on(new Float64Array(100).fill(3)))).toMatch(
      /lasts 100 s; a search needs at least 240 s/,
    );
    expect(refusalOf(on(new Float64Array(1000)))).toMatch(/holds no request/);
    expect(refusalOf({ ...request, present: 'hpa:3.target=0.5' })).toMatch(/stage/);
  });

  it('is deployed on a part of the load as on the whole', () => {
    const deployed = [
      { variant: 1, replicas: 2, batch: 4 },
      { variant: 0, replicas: 1, batch: 2 },
    ];
    expect(pinned('hpa:target=0.5,2.batch=8', deployed, pipeline)).toBe(
      'hpa:target=0.5,1.variant=yolov5s,1.batch=4,2.variant=resnet18,2.batch=8',
    );
  });
});
