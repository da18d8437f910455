import { describe, expect, it } from 'vitest';
import { Exporting } from './exporting.svelte.ts';
import { nothingFilled } from './filled.ts';
import { FilledIn } from './filledIn.svelte.ts';
import { parseLink, writeLink } from '../address/link.ts';
import { defaultView } from '../address/linked.ts';
import { defaultExperiment } from '../../../scenario/experiment.ts';
import { defaultChoices } from '../../../export/cluster/plan.ts';
import type { ExportFile } from '../../../export/file.ts';
import { presetById } from '../../../model/presets/index.ts';
import { compile, coresOf } from '../../../model/tables.ts';
import { longRunOf } from '../../../environment/longRun.ts';
import { frontierOf } from '../../../policies/optimum/frontierOf.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldAgent } from '../../../testing/trainings.ts';
import type { PolicyExport } from '../../../../workers/exportProtocol.ts';

const { scenario } = runRecord();
const { pipeline, limits, weights } = scenario;
const tables = compile(pipeline, limits);
const longRun = longRunOf(scenario.environment, { tables, ...scenario });
const other = presetById('nlp') ?? presetById('audio-qa')!;

describe('what is filled in for an export', () => {
  it.each(['constructor', '__proto__', 'toString'])(
    'is nothing for a pipeline called %s until it is',
    (id) => {
      const exporting = new Exporting();
      const named = { ...pipeline, id };
      expect(exporting.choicesFor(named)).toEqual(defaultChoices(named));
      exporting.setImage(named, 0, 'registry/own:1');
      expect(exporting.choicesFor(named).images[0]).toBe('registry/own:1');
    },
  );

  it('holds for every pipeline, but images and models for their own', () => {
    const exporting = new Exporting();
    expect(exporting.choicesFor(pipeline)).toEqual(defaultChoices(pipeline));
    exporting.set({ namespace: 'prod' });
    exporting.set({ memory: '2Gi' });
    exporting.setImage(pipeline, 1, ' registry/one:1 ');
    exporting.setModelUri(pipeline, 0, 's3://bucket/zero');
    const usual = defaultChoices(pipeline);
    expect(exporting.choicesFor(pipeline)).toEqual({
      ...usual,
      ...{ namespace: 'prod', memory: '2Gi' },
      images: usual.images.with(1, 'registry/one:1'),
      modelUris: usual.modelUris.with(0, 's3://bucket/zero'),
    });
    expect(other.id).not.toBe(pipeline.id);
    expect(exporting.choicesFor(other)).toEqual({
      ...{ ...defaultChoices(other), namespace: 'prod', memory: '2Gi' },
    });
  });

  it('makes the plan of the best configuration for the load, and files that say so', () => {
    const exporting = new Exporting();
    const plans = [5, 60].map((load) => {
      const chosen = exporting.chosenFor(tables, scenario, load);
      const plan = exporting.planFor(tables, chosen);
      if (!plan.ok) throw new Error(plan.message);
      expect(chosen.configuration).toEqual(frontierOf(tables, weights, longRun).best(load));
      const texts = exporting.filesOf(plan.value, tables, 'a test', false).map(({ content }) => content);
      expect(texts.join('\n')).toContain('The configuration is a test.');
      return plan.value;
    });
    expect(plans[0], 'more load takes more').not.toEqual(plans[1]);
    exporting.set({ namespace: 'Not A Name' });
    expect(exporting.planFor(tables, exporting.chosenFor(tables, scenario, 5)).ok).toBe(false);
  });

  it('takes the cheapest within the latency objective where that is asked for', () => {
    const exporting = new Exporting();
    const cores = (): number => coresOf(tables, exporting.chosenFor(tables, scenario, 12).configuration);
    const best = cores();
    exporting.setAim('cheapest');
    expect(exporting.chosenFor(tables, scenario, 12).found).toMatchObject({ carries: true, keeps: true });
    expect(cores()).toBeLessThan(best);
  });

  it('takes the cheapest that answers a share in time where that is asked for, and only of the cheapest', () => {
    const queues = { ...scenario, environment: 'chance' as const };
    const exporting = new Exporting();
    exporting.setInTime(99);
    expect(exporting.chosenFor(tables, queues, 12).asked).toBeUndefined();
    exporting.setAim('cheapest');
    const { asked, configuration } = exporting.chosenFor(tables, queues, 12);
    expect(asked).toMatchObject({ percent: 99, keeps: true });
    expect(asked!.estimate).toBeGreaterThanOrEqual(0.99);
    exporting.setInTime(undefined);
    const mean = exporting.chosenFor(tables, queues, 12);
    expect(mean.asked).toBeUndefined();
    expect(coresOf(tables, configuration)).toBeGreaterThan(coresOf(tables, mean.configuration));
  });
});

describe('the load that an export is the best for', () => {
  it('is the highest of the load in the header, until another is filled in', () => {
    const exporting = new Exporting();
    const [calm, busy] = [12, 31.2].map((most) => ({ rates: Float64Array.of(3, most, 7) }));
    expect([exporting.loadFor(calm!), exporting.loadFor(busy!), exporting.follows]).toEqual([12, 32, true]);
    exporting.setLoad(20);
    expect([exporting.loadFor(busy!), exporting.follows]).toEqual([20, false]);
    exporting.setLoad(undefined);
    expect(exporting.loadFor(busy!)).toBe(32);
  });

  it('goes into the link with all else that is filled in, and comes back from it', () => {
    const [filled, again] = [new FilledIn(), new FilledIn()];
    const exporting = new Exporting(filled);
    exporting.set({ layout: 'kserve', istio: undefined, monitoring: undefined, drainSeconds: 5 });
    exporting.setImage(pipeline, 1, 'registry/one:1');
    exporting.setModelUri(pipeline, 0, 's3://bucket/zero');
    exporting.setLoad(25);
    exporting.setAim('cheapest');
    exporting.setInTime(99.5);
    const link = writeLink({
      experiment: defaultExperiment,
      view: { ...defaultView, filled: filled.of(pipeline.id) },
    });
    again.take(parseLink(link).view.filled, pipeline.id);
    expect(new Exporting(again).choicesFor(pipeline)).toEqual(exporting.choicesFor(pipeline));
    expect([again.load, again.aim, again.inTime]).toEqual([25, 'cheapest', 99.5]);
    // Of a pipeline that has other stages now, the images are not taken.
    again.take({ ...nothingFilled, images: ['only/one'] }, pipeline.id);
    expect(new Exporting(again).choicesFor(pipeline)).toEqual(defaultChoices(pipeline));
  });
});

/** A worker that writes an agent's files when the test says so. */
class Told {
  readonly asked: string[] = [];
  readonly answers: ((made: PolicyExport) => void)[] = [];
  readonly refusals: ((error: Error) => void)[] = [];
  playStill(): Promise<never> {
    return Promise.reject(new Error('nobody asks for it here'));
  }
  policyFiles(agent: { readonly pipeline: string }): Promise<PolicyExport> {
    this.asked.push(agent.pipeline);
    return new Promise((resolve, reject) => {
      this.answers.push(resolve);
      this.refusals.push(reject);
    });
  }
}
const file = (name: string): ExportFile => ({ name, content: '', objects: [] });
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the policy’s part of an export', () => {
  const baseline = frontierOf(tables, weights, longRun).best(20);

  it('is made for the newest agent alone where several were asked for', async () => {
    const told = new Told();
    const exporting = new Exporting(undefined, () => told);
    const [first, second, third] = ['a', 'b', 'c'].map((name) =>
      exporting.policyOf(toldAgent(name), scenario, baseline, undefined),
    );
    expect(await Promise.all([first, second])).toEqual([[], []]);
    await settled();
    expect(told.asked).toEqual(['c']);
    told.answers[0]!({ files: [file('c.onnx')], without: 'It was not kept.' });
    expect((await third)?.map(({ name }) => name)).toEqual(['c.onnx']);
    expect(exporting.without).toBe('It was not kept.');
  });

  it('waits for the one under way, whose word does not stand for the newest', async () => {
    const told = new Told();
    const exporting = new Exporting(undefined, () => told);
    const first = exporting.policyOf(toldAgent('a'), scenario, baseline, undefined);
    await settled();
    const second = exporting.policyOf(toldAgent('b'), scenario, baseline, 'r2');
    await settled();
    expect(told.asked).toEqual(['a']);
    told.answers[0]!({ files: [file('a.onnx')], without: 'of a' });
    expect(await first).toHaveLength(1);
    await settled();
    expect([told.asked, exporting.without]).toEqual([['a', 'b'], '']);
    told.answers[1]!({ files: [], without: '' });
    expect(await second).toEqual([]);
  });

  it('that could not be made does not stand in the way of the next', async () => {
    const told = new Told();
    const exporting = new Exporting(undefined, () => told);
    const first = exporting.policyOf(toldAgent('a'), scenario, baseline, undefined);
    await settled();
    told.refusals[0]!(new Error('it does not fit'));
    await expect(first).rejects.toThrow('it does not fit');
    const second = exporting.policyOf(toldAgent('b'), scenario, baseline, undefined);
    await settled();
    told.answers[1]!({ files: [file('b.onnx')], without: '' });
    expect(await second).toHaveLength(1);
  });
});
