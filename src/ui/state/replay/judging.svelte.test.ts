import { expect, it } from 'vitest';
import { JudgedLanes, JudgedOrders, judgementsOf, type JudgeWorker } from './judging.svelte.ts';
import type { Run } from './run.ts';
import type { Explained } from './why.svelte.ts';
import { runRecord } from '../../../testing/runs.ts';
import type { EpisodeSummary } from '../../../scenario/scenario.ts';

const { scenario } = runRecord();
const side = (id: string) => ({ id, name: id.toUpperCase(), episode: { policy: id } });
const run = { scenario, levels: [], a: side('hpa'), b: side('ipa-exact') } as unknown as Run;
const source = { choice: (id: string) => ({ kind: 'named', id }) as const };

/** A worker that answers when the test says so. */
class Told implements JudgeWorker {
  readonly asked: string[] = [];
  readonly before: Int32Array[] = [];
  answer: () => void = () => undefined;
  fail: (error: Error) => void = () => undefined;
  #wait<T>(value: T, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      this.answer = () => {
        resolve(value);
      };
      this.fail = reject;
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  }
  count: JudgeWorker['count'] = (of, choice, signal) => {
    expect(of).toBe(scenario);
    const id = choice.kind === 'named' ? choice.id : 'agent';
    this.asked.push(id);
    return this.#wait({ objective: id.length } as EpisodeSummary, signal);
  };
  countOrders: JudgeWorker['countOrders'] = (_, before, orders, signal) => {
    this.before.push(before);
    return this.#wait(
      orders.map((_, i) => ({ reward: i, inTime: 1 })),
      signal,
    );
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('lanes are judged one after the other, once, and what is known stays when one of them changes', async () => {
  const worker = new Told();
  const lanes = new JudgedLanes(source, worker);
  const first = lanes.judge(run);
  void lanes.judge(run);
  expect([lanes.status, lanes.share, lanes.of(run)]).toEqual(['running', 0, undefined]);
  worker.answer();
  await settled();
  expect([lanes.share, lanes.of(run)]).toEqual([0.5, undefined]);
  worker.answer();
  await first;
  expect(lanes.of(run)).toEqual({ a: { objective: 3 }, b: { objective: 9 } });

  const other = { ...run, b: side('keda') } as unknown as Run;
  expect(lanes.of(other)).toBeUndefined();
  const second = lanes.judge(other);
  worker.answer();
  await second;
  expect(worker.asked).toEqual(['hpa', 'ipa-exact', 'keda']);
  expect(lanes.of(other)?.b).toEqual({ objective: 4 });
  expect(lanes.of(run), 'they come back').toBeDefined();

  const fresh = { ...other, scenario: { ...scenario, seed: 8 } };
  const alone = { ...fresh, scenario, a: other.b } as unknown as Run;
  expect(lanes.of(alone), 'against itself').toEqual({ a: { objective: 4 }, b: { objective: 4 } });
});

it('what was judged goes with its scenario', async () => {
  const worker = new Told();
  worker.count = (_, choice) => {
    worker.asked.push(choice.kind);
    return Promise.resolve({ objective: 1 } as EpisodeSummary);
  };
  const lanes = new JudgedLanes(source, worker);
  await lanes.judge(run);
  const elsewhere = { ...run, scenario: { ...scenario }, a: side('a'), b: side('b') } as unknown as Run;
  await lanes.judge(elsewhere);
  expect([lanes.of(run) === undefined, lanes.of(elsewhere) === undefined]).toEqual([true, false]);
});

it('stopped, it says nothing and can be asked again; what fails is a sentence', async () => {
  const worker = new Told();
  const lanes = new JudgedLanes(source, worker);
  const first = lanes.judge(run);
  lanes.stop();
  expect(lanes.status).toBe('stopping');
  await first;
  expect([lanes.status, lanes.error, lanes.of(run)]).toEqual(['idle', '', undefined]);
  const second = lanes.judge(run);
  worker.fail(new Error('It took too long'));
  await second;
  expect([lanes.status, lanes.error]).toEqual(['idle', 'It took too long.']);
});

it('the orders of a card are judged after those that led to it, and are of that card alone', async () => {
  const worker = new Told();
  const orders = new JudgedOrders(worker);
  const alternatives = [1, 2].map((replicas) => ({
    configuration: [{ variant: 0, replicas, batch: 1 }],
  }));
  const width = 3 * scenario.pipeline.stages.length;
  const actions = Int32Array.from({ length: 5 * width }, (_, i) => i);
  const shown = { scenario, actions, card: { decision: 2, alternatives } } as unknown as Explained;
  const judged = orders.judge(shown);
  expect(orders.of(shown)).toBeUndefined();
  worker.answer();
  await judged;
  expect(worker.before).toEqual([actions.slice(0, 2 * width)]);
  expect(orders.of(shown)?.map(({ reward }) => reward)).toEqual([0, 1]);
  expect(orders.of({ ...shown })).toBeUndefined();
});

it('a lab has one of each, whatever view asks', () => {
  expect(judgementsOf(source)).toBe(judgementsOf(source));
  expect(judgementsOf({ ...source })).not.toBe(judgementsOf(source));
});
