import { describe, expect, it } from 'vitest';
import { LSTM } from './lstm.ts';
import { Predict, type PredictorWorkers } from './predict.svelte.ts';
import type { PredictorPoint } from '../../../learning/predictor/trainPredictor.ts';
import type { PredictorRecord } from '../../../workload/forecasters/predictorRecord.ts';
import { generateWorkload } from '../../../workload/generators.ts';
import { runRecord } from '../../../testing/runs.ts';
import type {
  CompareEvent,
  CompareRequest,
  PredictorTrainEvent,
  TestPart,
} from '../../../../workers/predictProtocol.ts';

const load = generateWorkload('fluctuating', 3, 300);
const predictor = { target: 'relative' } as PredictorRecord;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Workers that answer when the test says so. */
class Told implements PredictorWorkers {
  readonly asked: string[] = [];
  tell: (event: PredictorTrainEvent) => void = () => undefined;
  hear: (event: CompareEvent) => void = () => undefined;
  end: (error?: Error) => void = () => undefined;
  compare({ ids }: CompareRequest, listener: (event: CompareEvent) => void): Promise<boolean> {
    this.asked.push(`compare ${ids.join()}`);
    this.hear = listener;
    return new Promise((resolve, reject) => {
      this.end = (error) => {
        if (error) reject(error);
        else resolve(true);
      };
    });
  }
  train(_: unknown, listener: (event: PredictorTrainEvent) => void): Promise<void> {
    this.tell = listener;
    return new Promise((resolve, reject) => {
      this.end = (error) => {
        if (error) reject(error);
        else resolve();
      };
    });
  }
  stop(): Promise<void> {
    return Promise.resolve(void this.asked.push('stop'));
  }
  terminate(): void {
    this.asked.push('terminate');
  }
}

const row = (id: string, smape: number): CompareEvent =>
  ({ kind: 'row', score: { id, smape }, forecast: new Float64Array(1) }) as unknown as CompareEvent;
const point = (elapsedSeconds: number): PredictorPoint =>
  ({ elapsedSeconds, progress: elapsedSeconds / 30 }) as PredictorPoint;

describe('the training of a predictor', () => {
  it('tells where it stands and keeps what it learned, for use when it is asked for', () => {
    const told = new Told();
    const predict = new Predict(told);
    const kept: boolean[] = [];
    predict.onKeep = (_, used) => kept.push(used);
    predict.start(load, 0.7);
    const before = predict.points;
    told.tell({ kind: 'points', points: [point(15)] });
    expect([predict.status, predict.elapsed, predict.progress]).toEqual([{ kind: 'running' }, 15, 0.5]);
    expect([before, predict.last]).toEqual([[], point(15)]);
    told.tell({ kind: 'done', reason: 'finished', predictor, elapsedSeconds: 30 });
    expect([predict.status, predict.active]).toEqual([{ kind: 'done', early: false }, false]);
    const scenario = { ...runRecord().scenario, forecaster: LSTM };
    expect(predict.into(scenario)).toBe(scenario);
    predict.use();
    expect([predict.into(scenario).predictor, kept]).toEqual([predictor, [false, true]]);
  });

  it('that fails says why; one that was stopped does not', async () => {
    const told = new Told();
    const predict = new Predict(told);
    predict.start(load, 0.7);
    told.end(new Error('The worker died'));
    await settled();
    expect([predict.status, told.asked]).toEqual([
      { kind: 'failed', sentence: 'The worker died.' },
      ['terminate'],
    ]);
    predict.start(load, 0.7);
    predict.stop();
    predict.stop();
    told.end(new Error('stopped'));
    await settled();
    expect([predict.status, told.asked.slice(1)]).toEqual([{ kind: 'idle' }, ['stop']]);
  });
});

describe('the comparison of forecasters', () => {
  it('of another load shows nothing of the one before', () => {
    const told = new Told();
    const predict = new Predict(told);
    predict.compare(load, 0.7, [LSTM]);
    const test = { times: [] } as unknown as TestPart;
    told.hear({ kind: 'test', test });
    predict.compare(load, 0.8, [LSTM]);
    expect(predict.test, 'the same load at another price').toBe(test);
    predict.compare(generateWorkload('bursty', 3, 300), 0.8, [LSTM]);
    expect([predict.test, predict.rows]).toEqual([undefined, []]);
  });

  it('lists the best first, judges what is new alone, and heeds the newest question only', async () => {
    const told = new Told();
    const predict = new Predict(told);
    predict.compare(load, 0.7, [LSTM, 'last', 'ewma']);
    const old = told.hear;
    old(row('last', 20));
    old(row('ewma', 10));
    expect(predict.rows.map(({ id }) => id)).toEqual(['ewma', 'last']);
    predict.compare(load, 0.7, [LSTM, 'last', 'ewma']);
    old(row(LSTM, 1));
    told.hear({ kind: 'late', id: LSTM, why: 'It took too long.' });
    told.end();
    await settled();
    expect([predict.rows.length, predict.trouble, predict.comparing]).toEqual([
      2,
      'It took too long.',
      false,
    ]);
    predict.compare(load, 0.8, ['last']);
    expect(predict.rows).toEqual([]);
    told.end(new Error('The worker died'));
    await settled();
    expect(predict.trouble).toBe('The worker died.');
    expect(told.asked).toEqual(['compare lstm,last,ewma', 'compare lstm', 'compare last']);
  });
});

describe('what an earlier visit trained', () => {
  it('comes back, unless this visit has trained already; long traces are learned from whole', () => {
    const predict = new Predict(new Told());
    predict.recall(predictor, true);
    expect([predict.trained, predict.used]).toEqual([predictor, predictor]);
    predict.recall({ ...predictor, target: 'absolute' }, false);
    expect(predict.trained).toBe(predictor);
    const whole = generateWorkload('day', 1, 900);
    predict.keep(load.id, whole);
    expect([predict.whole(load), predict.whole(whole)]).toEqual([whole, whole]);
  });
});
