import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { Training, type LeftBehind, type TrainingOrder } from './training.svelte.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldAgent, toldEvaluation, toldPoint, ToldTraining } from '../../../testing/trainings.ts';

const order = (changes: Partial<TrainingOrder> = {}): TrainingOrder => ({
  ...{ id: 'r1', name: 'Run 1', scenario: runRecord().scenario, seeds: [1], parent: undefined },
  ...{ budget: { seconds: 60 }, backend: 'auto', overrides: {} },
  ...changes,
});

function begun(changes: Partial<TrainingOrder> = {}) {
  const worker = new ToldTraining();
  const training = new Training(worker);
  training.start(order(changes));
  return { worker, training };
}

describe('a training', () => {
  it('tells where it stands from its first update to its end', async () => {
    const { worker, training } = begun();
    expect([training.status, training.active, training.progress]).toEqual([{ kind: 'starting' }, true, 0]);
    worker.tell({ kind: 'backend', backend: 'simd', probe: [] });
    worker.tell({ kind: 'points', points: [toldPoint(0, 1), toldPoint(0, 15)] });
    expect([training.status, training.backend, training.steps]).toEqual([{ kind: 'running' }, 'simd', 3840]);
    expect([training.progress, training.secondsLeft]).toEqual([0.25, 45]);
    worker.tell({ kind: 'saved', steps: 256, elapsedSeconds: 1 });
    worker.tell({ kind: 'settings', settings: { lanes: 2048 } });
    expect([training.plan?.overrides, training.remark]).toEqual([
      { lanes: 2048 },
      'The graphics device trains with defaults of its own: episodes side by side 2,048.',
    ]);
    worker.tell({ kind: 'fallback', sentence: 'webgpu failed; training goes on with simd.' });
    expect([training.saved, training.remark]).toEqual([256, 'webgpu failed; training goes on with simd.']);
    const agent = toldAgent('last');
    const done = { reason: 'converged', objective: 3, steps: 4096, elapsedSeconds: 16, agent } as const;
    worker.tell({ kind: 'done', ...done });
    worker.end();
    await training.stop();
    expect(training.status).toEqual({ kind: 'done', early: true });
    expect([training.active, training.agent, training.origin]).toEqual([false, agent, 'r1']);
  });

  it('publishes values that do not change: what was drawn from them is drawn anew without a word', () => {
    const { worker, training } = begun();
    const seen: number[] = [];
    const end = $effect.root(() => {
      const told = $derived(training.points.length + training.curves.evaluations.length);
      $effect(() => {
        seen.push(told);
      });
    });
    flushSync();
    const { curves } = training;
    worker.tell({ kind: 'points', points: [toldPoint(0, 1)] });
    flushSync();
    worker.tell({ kind: 'agent', agent: toldAgent('a'), evaluation: toldEvaluation(0, 1) });
    flushSync();
    expect(seen).toEqual([0, 1, 2]);
    expect([curves.members, curves.evaluations]).toEqual([[], []]);
    end();
  });

  it('of several seeds shows the best agent, of one seed the newest', () => {
    for (const seeds of [[1], [1, 2]]) {
      const { worker, training } = begun({ seeds });
      worker.tell({ kind: 'agent', agent: toldAgent('good'), evaluation: toldEvaluation(0, 2) });
      worker.tell({ kind: 'agent', agent: toldAgent('worse'), evaluation: toldEvaluation(1, 1) });
      expect(training.agent?.pipeline).toBe(seeds.length === 1 ? 'worse' : 'good');
    }
  });

  it('that fails says why and ends its worker; one that was stopped does not', async () => {
    const { worker, training } = begun();
    worker.fail(new Error('The numbers ran to infinity'));
    await new Promise((resolve) => setTimeout(resolve));
    expect(training.status).toEqual({ kind: 'failed', sentence: 'The numbers ran to infinity.' });
    expect(worker.asked).toEqual(['train Run 1', 'terminate']);
    training.start(order({ name: 'Run 2' }));
    const stopping = training.stop();
    expect(training.status).toEqual({ kind: 'stopping' });
    worker.fail(new Error('stopped'));
    await stopping;
    expect(training.status).toEqual({ kind: 'idle' });
    expect(worker.asked.slice(2)).toEqual(['train Run 2', 'stop']);
  });

  it('is held and let go, and a second one does not begin meanwhile', () => {
    const { worker, training } = begun();
    training.togglePause();
    expect(training.status, 'not before it runs').toEqual({ kind: 'starting' });
    worker.tell({ kind: 'points', points: [toldPoint(0, 1)] });
    training.togglePause();
    expect(training.status).toEqual({ kind: 'paused' });
    training.start(order({ name: 'Run 2' }));
    training.togglePause();
    expect(training.status).toEqual({ kind: 'running' });
    expect(worker.asked).toEqual(['train Run 1', 'pause', 'go on']);
  });

  it('goes on from a kept run with what it told until then', () => {
    const worker = new ToldTraining();
    const training = new Training(worker);
    const run = runRecord({ steps: 512, elapsedSeconds: 2, objective: 2, seeds: [1, 2] });
    const series = { points: [toldPoint(0, 1), toldPoint(1, 1)], evaluations: [toldEvaluation(0, 2)] };
    training.resume(run, series, { steps: 1024 });
    expect([training.saved, training.steps, training.progress]).toEqual([512, 512, 0.25]);
    worker.tell({ kind: 'points', points: [toldPoint(0, 2)] });
    expect(training.curves.members.map((points) => points.length)).toEqual([2, 1]);
    worker.tell({ kind: 'agent', agent: toldAgent('worse'), evaluation: toldEvaluation(1, 1) });
    expect(training.agent, 'the run has had a better one').toBeUndefined();
  });

  it('notes how its agent does on the trace on screen, as long as that is the one it trains on', () => {
    const { worker, training } = begun();
    worker.tell({ kind: 'points', points: [toldPoint(0, 30)] });
    training.check(training.plan!.scenario, 9);
    expect(training.checks, 'an agent of before stands in the lane').toEqual([]);
    worker.tell({ kind: 'agent', agent: toldAgent('a'), evaluation: toldEvaluation(0, 1) });
    training.check({ ...order().scenario, seed: 99 }, 9);
    training.check(order().scenario, 2);
    training.check(training.plan!.scenario, 2);
    expect(training.checks, 'the same figures in another object are the same load').toEqual([
      { progress: 0.5, regret: 2 },
    ]);
    training.use(toldAgent('b'), 3, 'another run');
    training.check(training.plan!.scenario, 4);
    expect(training.checks.length, 'it is not of this training').toBe(1);
  });

  it('has what it judged kept whenever the run is safe, and once more at its end', () => {
    const { worker, training } = begun();
    const kept: string[] = [];
    const level = (id: string) => ({ id, name: id, regret: 3 });
    training.onJudged = (run, { checks, rivals }) => {
      const regrets = checks.map(({ regret }) => regret).join();
      kept.push(`${run} ${regrets} ${rivals.map(({ id }) => id).join()}`);
    };
    worker.tell({ kind: 'agent', agent: toldAgent('a'), evaluation: toldEvaluation(0, 1) });
    worker.tell({ kind: 'saved', steps: 1, elapsedSeconds: 1 });
    training.check(order().scenario, 2, [level('random'), level('opd'), level('hpa')]);
    worker.tell({ kind: 'saved', steps: 2, elapsedSeconds: 2 });
    const done = { reason: 'finished', objective: 3, steps: 4, elapsedSeconds: 60 } as const;
    worker.tell({ kind: 'done', ...done, agent: toldAgent('best') });
    training.check(order().scenario, 1, [level('opd'), level('random')]);
    expect(kept, 'the latest rival last').toEqual(['r1 2 random,hpa', 'r1 2,1 hpa,random']);
  });
});

describe('a kept run after a reload', () => {
  const agent = toldAgent('video');
  const series = { points: [toldPoint(0, 30)], evaluations: [toldEvaluation(0, 2)], damaged: [] };
  const checks = [
    { progress: 0.25, regret: 3 },
    { progress: 0.5, regret: 2 },
    { progress: 0.75, regret: 1 },
  ];
  const rivals = [
    { id: 'hpa', regret: 3 },
    { id: 'of another version', regret: 1 },
  ];
  const run = runRecord({
    ...{
      name: 'Run 4',
      agent,
      seeds: [1],
      budget: { seconds: 60 },
      steps: 7680,
      elapsedSeconds: 30,
      objective: 2,
    },
  });

  function back(standing: LeftBehind['standing'], left: Partial<LeftBehind> = {}) {
    const worker = new ToldTraining();
    const training = new Training(worker);
    training.use(agent, 30, run.id);
    training.restore(run, { standing, series, judged: { checks, rivals }, ...left });
    return { worker, training };
  }

  it('stands as it ended: its time, its steps, its curves', () => {
    const { training } = back('converged');
    expect([training.status, training.trainedSeconds, training.steps]).toEqual([
      ...[{ kind: 'done', early: true }, 30, 7680],
    ]);
    expect([training.curves.members.length, training.curves.evaluations]).toEqual([1, series.evaluations]);
    expect([training.uncharted, training.restored, training.plan?.name, training.backend]).toEqual([
      ...[false, run, 'Run 4', 'cpu'],
    ]);
    expect(back('finished').training.status).toEqual({ kind: 'done', early: false });
    expect(back('finished', { judged: undefined }).training.uncharted).toBe(true);
    expect(back('finished', { series: { ...series, damaged: ['A part is lost.'] } }).training.remark).toBe(
      'A part is lost.',
    );
  });

  it('that was interrupted says so, with what was judged until its checkpoint, and goes on from there', () => {
    const { worker, training } = back('interrupted');
    expect([training.status, training.active, training.saved]).toEqual([
      { kind: 'interrupted' },
      false,
      7680,
    ]);
    expect(training.checks).toEqual(checks.slice(0, 2));
    expect(training.rivals).toEqual(rivals.slice(0, 1));
    training.resume(run, series, undefined);
    expect([training.checks, training.rivals.length, training.restored, worker.asked]).toEqual([
      ...[checks.slice(0, 2), 1, undefined, ['resume r1']],
    ]);
    const other = back('interrupted').training;
    other.resume(run, series, { seconds: 120 });
    expect(other.checks, 'of twice the budget half the share').toEqual([
      { progress: 0.125, regret: 3 },
      { progress: 0.25, regret: 2 },
    ]);
  });

  it('that another tab trains is only named, and does not replace one that trains here', () => {
    const { training } = back('elsewhere');
    expect([training.status, training.plan]).toEqual([{ kind: 'idle' }, undefined]);
    expect(training.remark).toBe(
      'Run 4 is being trained in another tab; the agent here is the best that it had kept.',
    );
    training.start(order({ id: 'mine' }));
    training.restore(run, { standing: 'finished', series, judged: undefined });
    expect(training.plan?.id).toBe('mine');
  });
});

describe('a training of a lesson', () => {
  const LESSON = 'Lesson “Inside PPO”';
  const done = (agent: ReturnType<typeof toldAgent>) =>
    ({ kind: 'done', reason: 'finished', objective: 3, steps: 4096, elapsedSeconds: 16, agent }) as const;

  it('gives back what stood before it: the visitor’s agent and its curves, which a link names all the while', async () => {
    const { worker, training } = begun();
    const own = toldAgent('own');
    worker.tell({ kind: 'points', points: [toldPoint(0, 1)] });
    worker.tell(done(own));
    worker.end();
    await training.stop();
    const { curves } = training;
    for (const name of [LESSON, `${LESSON}, too fast`]) {
      training.start(order({ id: name, name }));
      worker.tell(done(toldAgent(name)));
      worker.end();
      await training.stop();
      expect([training.origin, training.linked]).toEqual([name, 'r1']);
    }
    await training.giveBack();
    expect([training.agent, training.origin, training.plan?.id, training.trainedSeconds]).toEqual([
      ...[own, 'r1', 'r1', 16],
    ]);
    expect([training.curves, training.status]).toEqual([curves, { kind: 'done', early: false }]);
  });

  it('leaves none where there was none, though it is still under way', async () => {
    const { worker, training } = begun({ name: LESSON });
    worker.tell({ kind: 'agent', agent: toldAgent('a'), evaluation: toldEvaluation(0, 1) });
    const back = training.giveBack();
    expect(worker.asked).toContain('stop');
    worker.tell(done(toldAgent('b')));
    worker.end();
    await back;
    expect([training.agent, training.plan, training.status.kind]).toEqual([undefined, undefined, 'idle']);
  });

  it('takes nothing from the visitor who trains something else meanwhile', async () => {
    const { worker, training } = begun({ name: LESSON });
    worker.tell(done(toldAgent('a')));
    worker.end();
    await training.stop();
    training.start(order({ id: 'r2', name: 'Run 2' }));
    await training.giveBack();
    expect([training.plan?.id, training.active, training.linked]).toEqual(['r2', true, 'r2']);
  });
});
