import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Runs } from './runs.svelte.ts';
import { History } from '../experiment/history.svelte.ts';
import { TrainDesk, type TrainHost } from './trainDesk.svelte.ts';
import { Training, type TrainingOrder } from './training.svelte.ts';
import type { TrainingSettings } from './nextTraining.ts';
import type { Diagnosis } from '../../../learning/doctor/doctor.ts';
import type { CheckpointInfo, RunRecord } from '../../../storage/records.ts';
import type { Store } from '../../../storage/store.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldPoint, ToldTraining } from '../../../testing/trainings.ts';
import type { RecordedRun } from './recordedRun.ts';

const best: CheckpointInfo = {
  ...{ format: 1, run: 'a', slot: 'best', created: 1, steps: 512, elapsedSeconds: 2, objective: 3 },
};
const kept = [
  runRecord({ id: 'a', name: 'Run 1', status: 'finished' }),
  runRecord({ id: 'b', name: 'Run 2', status: 'finished', seeds: [3] }),
];

let end: () => void = () => undefined;
afterEach(() => {
  end();
  vi.useRealTimers();
});

/** The desk of a lab that keeps `runs`; `began` tells what was trained, and `wanted` which rivals were asked for. */
async function opened(
  runs: readonly RunRecord[] = kept,
  checkpoints: readonly CheckpointInfo[] = [best],
  recorded: () => Promise<RecordedRun> = () => Promise.reject(new Error('offline')),
) {
  const worker = new ToldTraining();
  const training = new Training(worker);
  const store = {
    runs: () => Promise.resolve({ runs, damaged: [] }),
    series: (id: string) =>
      id === 'broken'
        ? Promise.reject(new Error('The curves are damaged'))
        : Promise.resolve({ points: [toldPoint(0, 1), toldPoint(0, 2)], evaluations: [], damaged: [] }),
    checkpoints: () => Promise.resolve(checkpoints),
  } as unknown as Store;
  const began: { readonly order: Partial<TrainingOrder>; readonly settings: TrainingSettings }[] = [];
  const wanted: string[] = [];
  const host: TrainHost = {
    alert: '',
    scenario: runRecord().scenario,
    history: new History(),
    training,
    runs: new Runs(training, () => Promise.resolve(store)),
    yardsticks: { want: ({ workload }, seed) => wanted.push(`${workload.id} ${String(seed)}`) },
    trainOn: (order, given) => {
      const settings = given ?? training.settings;
      began.push({ order, settings });
      training.start({
        ...{ id: 'new', name: 'Run 3', scenario: host.scenario, seeds: [1], parent: undefined },
        ...{ budget: settings.budget, backend: settings.backend, overrides: settings.overrides },
        ...order,
      });
      return Promise.resolve('new');
    },
  };
  let desk: TrainDesk | undefined;
  end = $effect.root(() => {
    desk = new TrainDesk(host, recorded);
  });
  await settled();
  return { desk: desk!, host, training, worker, began, wanted };
}

async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    flushSync();
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const finding = (change: Diagnosis['change']): Pick<Diagnosis, 'change'> => ({ change });

describe('what is looked at', () => {
  it('is the newest run that is kept, with its curves and its rivals', async () => {
    const { desk, wanted } = await opened();
    expect([desk.shownId, desk.plan, desk.isLive]).toEqual(['a', kept[0], false]);
    expect(desk.curvesOf('a')?.members[0]).toHaveLength(2);
    expect(desk.curvesOf('b'), 'nobody looks at it').toBeUndefined();
    expect(wanted).toEqual(['fluctuating 1']);
  });

  it('is nothing where nothing was trained: the rivals of what would be trained next', async () => {
    const { desk, wanted } = await opened([]);
    expect([desk.shownId, desk.plan, desk.curvesOf(undefined)]).toEqual([undefined, undefined, undefined]);
    expect(wanted).toEqual(['fluctuating 1']);
  });

  it('is the recorded run where nothing was trained, with which nothing is done, until a training begins', async () => {
    const { id, name, scenario, seeds, overrides, budget, backend } = runRecord({
      id: 'recorded',
      seeds: [5],
    });
    const order = {
      id,
      name,
      scenario,
      seeds,
      overrides,
      budget,
      backend,
      parent: undefined,
    } as TrainingOrder;
    const recorded = {
      ...{ order, recorded: '2026-11-28', yardstick: {} as RecordedRun['yardstick'] },
      curves: { members: [[toldPoint(0, 1)]], evaluations: [] },
    };
    let fetched = 0;
    const fetch = (): Promise<RecordedRun> => {
      fetched++;
      return Promise.resolve(recorded);
    };
    const { desk, host, began, wanted } = await opened([], [], fetch);
    expect([desk.recorded, desk.shownId, desk.plan]).toEqual([recorded, 'recorded', order]);
    expect([desk.record, desk.isLive, desk.curvesOf('recorded')]).toEqual([
      undefined,
      false,
      recorded.curves,
    ]);
    expect(wanted, 'it has rivals of its own').toEqual([]);
    await desk.cure(finding({ learningRate: 0.0001 }));
    expect(began, 'it is cured by nobody').toEqual([]);
    await desk.start();
    flushSync();
    expect(began[0]?.order, 'what stands in the lab, not what was recorded').toEqual({});
    expect([desk.recorded, desk.shownId, desk.isLive]).toEqual([undefined, 'new', true]);
    expect(host.runs.list).toEqual([]);
    const other = await opened(kept, [best], fetch);
    expect([other.desk.recorded, fetched], 'who has a run fetches none').toEqual([undefined, 1]);
  });

  it('is whatever begins to train, drawn twice a second', async () => {
    const { desk, host, worker } = await opened();
    desk.show('b');
    desk.compare('a', true);
    desk.compare('b', true);
    desk.cursor = 7;
    vi.useFakeTimers();
    void host.trainOn({});
    flushSync();
    expect([desk.shownId, desk.isLive, desk.compared, desk.cursor]).toEqual(['new', true, [], undefined]);
    expect(desk.curvesOf('new')?.members, 'not those of a training before').toEqual([]);
    worker.tell({ kind: 'points', points: [toldPoint(0, 6)] });
    flushSync();
    expect(desk.curvesOf('new')?.members).toEqual([]);
    vi.advanceTimersByTime(500);
    flushSync();
    expect(desk.curvesOf('new')?.members[0]).toHaveLength(1);
    expect([desk.live.share, desk.live.secondsLeft]).toEqual([0.1, 54]);
  });

  it('are several runs laid over one another, each with its curves', async () => {
    const { desk, host } = await opened([...kept, runRecord({ id: 'broken', name: 'Run 9' })]);
    desk.compare('b', true);
    desk.compare('a', true);
    await settled();
    expect(desk.comparing.map(({ name }) => name)).toEqual(['Run 2', 'Run 1']);
    expect(desk.curvesOf('b')?.members[0]).toHaveLength(2);
    desk.compare('b', false);
    expect(desk.compared).toEqual(['a']);
    desk.compare('broken', true);
    await settled();
    expect(host.alert).toBe('The curves are damaged.');
    desk.endComparison();
    desk.show('b');
    desk.removed();
    expect([desk.comparing, desk.shownId]).toEqual([[], 'a']);
  });
});

describe('the next training', () => {
  it('begins anew with the settings that are set', async () => {
    const { desk, began, training } = await opened();
    desk.set({ ...training.settings, overrides: { gamma: 0.8 } });
    await desk.start();
    expect(began).toEqual([{ order: {}, settings: training.settings }]);
    expect(training.settings.overrides).toEqual({ gamma: 0.8 });
  });

  it('is a fork of a checkpoint, whose settings are its own', async () => {
    const { desk, began, training } = await opened();
    desk.openFork(kept[0]!, best);
    const before = training.settings;
    desk.set({ ...desk.settings, overrides: { ...kept[0]!.overrides, gamma: 0.8 } });
    expect([training.settings, desk.settings.seeds]).toEqual([before, 2]);
    await desk.start();
    expect(began[0]?.order).toEqual({
      ...{ name: 'Run 1 with discount γ 0.8', scenario: kept[0]!.scenario, seeds: [1, 2] },
      parent: { run: 'a', slot: 'best', steps: 512 },
    });
    expect([began[0]?.settings.overrides['gamma'], desk.fork]).toEqual([0.8, undefined]);
  });

  it('is no fork any more where another run is looked at or it is cancelled', async () => {
    const { desk } = await opened();
    desk.openFork(kept[0]!, best);
    desk.show('a');
    expect(desk.fork?.name).toBe('Run 1');
    desk.show('b');
    expect(desk.fork).toBeUndefined();
    desk.openFork(kept[0]!, best);
    desk.cancelFork();
    expect(desk.fork).toBeUndefined();
  });
});

describe('the doctor’s cure', () => {
  it('ends what runs and forks the run on screen from its best checkpoint with the change', async () => {
    const { desk, began, host, worker } = await opened();
    void host.trainOn({ id: 'a' });
    await settled();
    const cured = desk.cure(finding({ learningRate: 0.0001 }));
    worker.fail(new Error('stopped'));
    await cured;
    expect(worker.asked.slice(0, 2)).toEqual(['train Run 3', 'stop']);
    expect(began.at(-1)?.order.parent).toEqual({ run: 'a', slot: 'best', steps: 512 });
    expect(began.at(-1)?.settings.overrides).toEqual({ learningRate: 0.0001 });
  });

  it('trains anew with the change where nothing was kept to fork from', async () => {
    const { desk, began } = await opened(kept, []);
    await desk.cure(finding({ gamma: 0.8 }));
    expect(began[0]?.order).toMatchObject({ name: 'Run 1 with discount γ 0.8', seeds: [1, 2] });
    expect(began[0]?.order.parent).toBeUndefined();
    expect(began[0]?.settings).toMatchObject({ budget: kept[0]!.budget });
  });

  it('does nothing where the finding has no change', async () => {
    const { desk, began } = await opened();
    await desk.cure(finding(undefined));
    expect(began).toEqual([]);
  });
});
