import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { headerOf } from './address/entry.ts';
import { defaultExperiment } from '../../scenario/experiment.ts';
import { Lab } from './lab.svelte.ts';
import type { TrainingOrder } from './training/training.svelte.ts';
import { AGENT, UNTRAINED } from '../theme/policies.ts';
import type { AgentRecord } from '../../learning/network/trainedAgent.ts';
import { batchSizes } from '../../model/pipeline.ts';
import { presets } from '../../model/presets/index.ts';
import { runRecord } from '../../testing/runs.ts';

// A page as far as the lab asks it: nobody minds movement, nothing is kept, no frame is drawn.
vi.hoisted(() => {
  const still = Object.assign(new EventTarget(), { matches: false });
  Object.assign(globalThis, { window: { matchMedia: () => still } });
});

const entries: unknown[] = [];
beforeEach(() => {
  entries.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal('location', { pathname: '/lab/', search: '', href: 'https://example.org/lab/' });
  vi.stubGlobal('history', {
    pushState: (state: unknown, _title: string, url: string) => void entries.push([state, url]),
    replaceState: (state: unknown, _title: string, url: string) => void entries.splice(-1, 1, [state, url]),
  });
  vi.stubGlobal('requestAnimationFrame', () => 1);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const [video, second] = presets;

/** An agent for a pipeline and the lab's own limits. */
function agentFor(pipeline = video!): AgentRecord {
  const { maxReplicas, maxBatch } = defaultExperiment;
  const heads = pipeline.stages.flatMap(({ variants }) => [
    ...[variants.length, maxReplicas, batchSizes(maxBatch).length],
  ]);
  return { pipeline: pipeline.id, shape: { heads } } as unknown as AgentRecord;
}

describe('the lab', () => {
  it('has one scenario, as one object, while only the lanes change or imports come: what is of it goes on', () => {
    const lab = new Lab('#cores=12');
    const { scenario, workload } = lab;
    lab.set({ b: 'hpa' });
    lab.set({ a: 'keda' });
    lab.undo();
    // What the storage holds comes when the first run may stand already.
    lab.traces = [];
    lab.pipelines = [];
    expect([lab.a, lab.b]).not.toEqual(['keda', 'ipa-exact']);
    expect([lab.scenario === scenario, lab.workload === workload]).toEqual([true, true]);
    lab.set({ maxCores: 13 });
    expect([lab.scenario === scenario, lab.scenario.limits.maxCores, lab.workload === workload]).toEqual([
      ...[false, 13, true],
    ]);
    lab.set({ seed: 8 });
    expect(lab.workload).not.toBe(workload);
  });

  it('is what the link says: the experiment, the view, what is derived from them', () => {
    const lab = new Lab(`#v=train&pipeline=${second!.id}&load=bursty&a=hpa&b=keda&seed=3&cores=12`);
    expect([lab.page, lab.pipeline, lab.workload.id, lab.a, lab.b]).toEqual([
      ...['train', second, 'bursty', 'hpa', 'keda'],
    ]);
    const { seed, limits, pipeline, workload } = lab.scenario;
    expect([seed, limits.maxCores, pipeline, workload]).toEqual([3, 12, second, lab.workload]);
    lab.set({ seed: 4 });
    expect([lab.scenario.seed, lab.workload.rates]).not.toEqual([3, workload.rates]);
    lab.set({ pipeline: 'gone', workload: 'gone' });
    expect([lab.pipeline, lab.workload.id], 'what is not there gives way to the lab’s own').toEqual([
      ...[video, defaultExperiment.workload],
    ]);
  });

  it('takes changes back and does them again', () => {
    const lab = new Lab('');
    lab.set({ maxCores: 12 });
    vi.advanceTimersByTime(2000);
    lab.reseed();
    expect([lab.experiment.maxCores, lab.experiment.seed]).toEqual([12, defaultExperiment.seed + 1]);
    lab.undo();
    lab.undo();
    lab.undo();
    expect(lab.experiment).toEqual(defaultExperiment);
    lab.redo();
    expect(lab.experiment).toEqual({ ...defaultExperiment, maxCores: 12 });
  });

  it('takes back whatever changes results, also what another view sets, and says what it was', () => {
    const lab = new Lab('');
    const { comparison, training, reproduction, filled, predict } = lab;
    const predictor = { parameters: [] } as unknown as NonNullable<typeof predict.trained>;
    predict.trained = predictor;
    predict.onKeep = () => undefined;
    const changes: readonly (readonly [words: string, now: () => unknown, change: () => void])[] = [
      [
        'the choice in Compare',
        () => comparison.chosen,
        () => (comparison.chosen = { ...comparison.chosen, seeds: 1 }),
      ],
      [
        'the settings of the next training',
        () => training.settings,
        () => (training.settings = { ...training.settings, seed: 5 }),
      ],
      ['the settings of the evaluation', () => reproduction.seeds, () => (reproduction.seeds = 10)],
      ['what was filled in for the cluster', () => filled.all, () => (filled.images = { video: ['a', 'b'] })],
      [
        'the settings of the next predictor',
        () => predict.settings,
        () => (predict.settings = { ...predict.settings, seconds: 5 }),
      ],
      [
        'with which LSTM the lab forecasts',
        () => predict.used,
        () => {
          predict.use();
        },
      ],
    ];
    const before = changes.map(([, now]) => now());
    for (const [, , change] of changes) change();
    const after = changes.map(([, now]) => now());
    lab.set({ maxCores: 12 });
    lab.undo();
    expect([lab.experiment.maxCores, lab.notice]).toEqual([defaultExperiment.maxCores, '']);
    for (const [i, [words, now]] of [...changes.entries()].reverse()) {
      expect(now()).not.toEqual(before[i]);
      lab.undo();
      expect([lab.notice, now()]).toEqual([`Undone: ${words}.`, before[i]]);
    }
    expect(lab.history.canUndo).toBe(false);
    for (const [i, [words, now]] of changes.entries()) {
      lab.redo();
      expect([lab.notice, now()]).toEqual([`Done again: ${words}.`, after[i]]);
    }
    lab.page = 'compare';
    lab.redo();
    expect([lab.experiment.maxCores, lab.notice], 'its sliders are not on screen').toEqual([
      ...[12, 'Done again: what the header or the Lab sets.'],
    ]);
  });

  it('what a link sets is one step, and what the page opens with is none', async () => {
    const lab = new Lab('#c-seeds=3&budget=30s&x-load=25');
    await vi.advanceTimersByTimeAsync(1000);
    expect(lab.history.canUndo).toBe(false);
    await lab.address.follow('#c-seeds=10&budget=60s&b=hpa');
    expect([lab.comparison.chosen.seeds, lab.filled.load, lab.b]).toEqual([10, undefined, 'hpa']);
    lab.undo();
    expect([lab.comparison.chosen.seeds, lab.filled.load, lab.b]).toEqual([3, 25, 'ipa-exact']);
    expect(lab.history.canUndo).toBe(false);
  });

  it('a policy that is forgotten is on offer again after Undo', () => {
    const lab = new Lab('');
    lab.set({ b: 'hpa:target=0.5' });
    lab.forgetPolicy('hpa:target=0.5');
    expect([lab.b, lab.yours]).toEqual(['hpa', []]);
    lab.undo();
    expect([lab.b, lab.yours]).toEqual(['hpa:target=0.5', ['hpa:target=0.5']]);
    expect(lab.setPolicies.kept).toEqual(['hpa:target=0.5']);
  });

  it('says that the agent leaves its lane and why, and that it comes back', () => {
    const lab = new Lab('');
    lab.training.use(agentFor(), 60);
    lab.set({ maxReplicas: defaultExperiment.maxReplicas - 1 });
    expect([lab.a, lab.notice]).toEqual([UNTRAINED, lab.displaced]);
    expect(lab.displaced).toBe(
      `OPD runs in no lane now: it was trained for at most ${String(defaultExperiment.maxReplicas)} replicas a stage and batches of at most ${String(defaultExperiment.maxBatch)}. Myopic optimum stands in its place, until that is set back or another agent is trained.`,
    );
    lab.undo();
    expect([lab.a, lab.notice]).toEqual([AGENT, 'OPD fits again, and is back in its lane.']);
    lab.set({ pipeline: second!.id });
    expect(lab.notice).toContain(`it was trained for ${video!.name}.`);
    lab.set({ a: 'hpa' });
    expect(lab.displaced, 'nobody asks for it').toBe('');
    lab.notice = '';
    lab.set({ maxCores: 9 });
    expect(lab.notice).toBe('');
  });

  it('runs the agent only where it fits the pipeline and the limits', () => {
    const lab = new Lab('');
    expect([lab.a, lab.choice(AGENT)]).toEqual([UNTRAINED, { kind: 'named', id: AGENT }]);
    const agent = agentFor();
    lab.training.use(agent, 60);
    expect([lab.a, lab.choice(AGENT)]).toEqual([AGENT, { kind: 'agent', agent }]);
    lab.set({ maxReplicas: defaultExperiment.maxReplicas - 1 });
    expect([lab.agent, lab.a]).toEqual([undefined, UNTRAINED]);
    lab.undo();
    lab.set({ pipeline: second!.id });
    expect([lab.agent, lab.a]).toEqual([undefined, UNTRAINED]);
  });

  it('offers policies with settings from when they are used, and runs the plain one once they are forgotten', () => {
    const key = 'hpa:target=0.5';
    const lab = new Lab('');
    lab.set({ b: key });
    lab.policy = key;
    lab.comparison.chosen = { ...lab.comparison.chosen, policies: ['hpa', key] };
    expect([lab.yours, lab.b, lab.setPolicies.kept]).toEqual([[key], key, [key]]);
    expect(lab.nameOf(key)).not.toBe(lab.nameOf('hpa'));
    lab.forgetPolicy(key);
    expect([lab.yours, lab.b, lab.policy, lab.comparison.chosen.policies]).toEqual([
      ...[[], 'hpa', 'hpa', ['hpa']],
    ]);
  });

  it('says what of a policy’s settings the pipeline does not have, and runs the rest', () => {
    const lab = new Lab('');
    lab.set({ a: 'hpa:target=0.5,9.target=0.7' });
    expect(lab.a).toBe('hpa:target=0.5');
    expect([lab.left.a === '', lab.left.b]).toEqual([false, '']);
  });
});

describe('views', () => {
  it('are entries of the browser’s history, and the run stands still behind another', () => {
    const lab = new Lab('');
    lab.playhead.cover(100);
    lab.playhead.play();
    lab.why.lane = 'a';
    lab.go('train');
    lab.go('train');
    expect(entries).toEqual([
      [{ page: 'train', header: headerOf(defaultExperiment) }, '#v=train&env=chance'],
    ]);
    expect([lab.page, lab.playhead.playing, lab.why.lane]).toEqual(['train', false, undefined]);
    expect(lab.recall({ page: 'lab' })).toBe(true);
    expect([lab.page, lab.playhead.playing], 'it goes on where it was interrupted').toEqual(['lab', true]);
    expect([lab.recall(null), lab.recall({ page: 'nowhere' }), lab.page]).toEqual([false, false, 'lab']);
    lab.playhead.pause();
    lab.show('export');
    lab.show('lab');
    expect(lab.playhead.playing).toBe(false);
  });
});

describe('the browser’s history', () => {
  it('has an entry for each header, none for a slider, and Back brings the header of its entry', () => {
    const lab = new Lab('');
    const first = lab.entry;
    lab.set({ a: 'hpa' });
    lab.enter();
    lab.set({ costWeight: 0.3 });
    lab.enter();
    lab.set({ b: 'keda' });
    lab.go('train');
    expect(entries.map((one) => (one as unknown[])[1])).toEqual([
      ...['#env=chance&a=hpa&price=0.3', '#env=chance&a=hpa&b=keda&price=0.3'],
      '#v=train&env=chance&a=hpa&b=keda&price=0.3',
    ]);
    expect(lab.recall(first)).toBe(true);
    expect([lab.page, lab.experiment]).toEqual(['lab', { ...defaultExperiment, costWeight: 0.3 }]);
    lab.enter();
    expect(entries, 'Back makes no entry').toHaveLength(3);
    lab.undo();
    expect(lab.experiment.a, 'it can be taken back').toBe('hpa');
  });

  it('does not bring back an import that was deleted, and says so; what is no entry changes nothing', () => {
    const lab = new Lab('');
    const { header } = lab.entry;
    lab.recall({ page: 'lab', header: { ...header, workload: 'import:0000abcd', a: 'vpa' } });
    expect([lab.experiment.a, lab.experiment.workload]).toEqual(['vpa', defaultExperiment.workload]);
    expect(lab.notice).toBe('The load that stood here then was deleted; what stands now stays.');
    for (const broken of [{}, 7, null, { ...header, a: 'toaster' }, { ...header, environment: 'moon' }])
      expect(lab.recall({ page: 'lab', header: broken })).toBe(true);
    expect(lab.experiment.a).toBe('vpa');
  });
});

describe('a training', () => {
  it('of what is on screen has a name of its own, and takes lane A', async () => {
    const lab = new Lab('#a=hpa&seed=5');
    const orders: TrainingOrder[] = [];
    lab.training.start = (order) => void orders.push(order);
    lab.training.settings = { ...lab.training.settings, seed: 2, seeds: 3 };
    const id = await lab.trainOn({});
    lab.train();
    await vi.advanceTimersByTimeAsync(0);
    expect(lab.experiment.a).toBe(AGENT);
    expect(orders.map(({ name, seeds, scenario }) => [name, seeds, scenario.seed])).toEqual([
      ['Run 1', [2, 3, 4], 5],
      ['Run 1', [2], 5],
    ]);
    expect([orders[0]!.id, orders[0]!.id === orders[1]!.id]).toEqual([id, false]);
    await lab.trainOn({ name: 'Mine', seeds: [9] });
    expect(orders[2]).toMatchObject({ name: 'Mine', seeds: [9] });
  });

  it('that cannot go on says why', async () => {
    const lab = new Lab('');
    await lab.resume('gone');
    expect(lab.alert, 'it was deleted since it was interrupted').toBe(
      'This run is not kept in this browser any more.',
    );
    lab.alert = '';
    lab.runs.refresh = () => Promise.resolve();
    lab.runs.list = [runRecord({ id: 'r1' })];
    lab.runs.series = () => Promise.reject(new Error('Its curves are damaged'));
    await lab.resume('r1');
    expect([lab.alert, lab.training.active]).toEqual(['Its curves are damaged.', false]);
  });
});

describe('an assignment’s rules', () => {
  it('hold against whatever sets the lab, and say so; what is open can be turned', () => {
    const lab = new Lab('');
    lab.set({ a: 'greedy' });
    const why = 'The assignment “Hold” has locked this.';
    lab.rules = { why, held: { maxCores: 12, seed: 7 }, hidden: ['train', 'costWeight'] };
    lab.set({ maxCores: 40, a: 'hpa' });
    expect([lab.experiment.maxCores, lab.experiment.a, lab.notice]).toEqual([12, 'hpa', why]);
    lab.reseed();
    expect(lab.experiment.seed).toBe(7);
    lab.undo();
    lab.undo();
    expect([lab.experiment.maxCores, lab.experiment.seed]).toEqual([12, 7]);
    lab.go('train');
    lab.show('train');
    expect([lab.page, lab.hides('train'), lab.hides('compare')]).toEqual(['lab', true, false]);
    expect([lab.held('maxCores'), lab.held('costWeight')]).toEqual([why, '']);
    lab.rules = undefined;
    lab.set({ maxCores: 40 });
    expect([lab.experiment.maxCores, lab.held('maxCores')]).toEqual([40, '']);
  });
});
