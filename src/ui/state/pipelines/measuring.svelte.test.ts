import { describe, expect, it } from 'vitest';
import { Measuring, missingOf, type Measurer } from './measuring.svelte.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';
import type { MeasureEvent } from '../../../profiles/measure/bench.ts';
import type { Measurement } from '../../../profiles/measure/measureModel.ts';
import type { Scored } from '../../../profiles/labelled/scored.ts';
import type { ModelInput } from '../../../profiles/measure/session.ts';
import type { MeasuredBatch } from '../../../profiles/measure/measuredBatch.ts';
import type { ProfileRequest } from '../../../../workers/profilerProtocol.ts';

const IMAGES: readonly ModelInput[] = [{ name: 'x', type: 'float32', dims: ['N', 3] }];
const TOKENS: readonly ModelInput[] = [{ name: 'ids', type: 'int64', dims: ['rows', 'columns'] }];

const batch = (size: number): MeasuredBatch => ({
  ...{ batch: size, seconds: 0.01 * size, low: 0.009 * size, high: 0.011 * size, median: 0.01 * size },
  ...{ closed: true, narrow: true, samples: 400, runsInPiece: 1 },
});

const measurement = (name: string, sizes: readonly number[]): Measurement => ({
  ...{ name, quantile: 0.99, batches: sizes.map(batch), left: [], ended: 'through', trouble: undefined },
  ...{ fixedBatch: undefined, startups: [0.2], heapBytes: 2 ** 24 },
  graphics: undefined,
});

const scored = (set: string): Scored => ({
  ...{ set, rows: 40, of: 40, right: 30, accuracy: 0.75, low: 0.6, high: 0.86, notes: [] },
});

/** Answers by what a file is called; the measurement goes as the test says. */
function measurer(
  measure: (
    request: ProfileRequest,
    tell: (event: MeasureEvent) => void,
    signal: AbortSignal,
  ) => Promise<Result<Measurement> | undefined> = ({ file }) =>
    Promise.resolve(accepted(measurement(file.name, [1, 2]))),
): Measurer & { readonly requests: ProfileRequest[] } {
  const requests: ProfileRequest[] = [];
  return {
    requests,
    inspect: ({ name }) => {
      if (name.startsWith('dead')) return Promise.reject(new Error('The measurement stopped unexpectedly'));
      if (name.startsWith('bad'))
        return Promise.resolve(refused(`${name}: it is damaged, or no ONNX model.`));
      return Promise.resolve(accepted(name.startsWith('tokens') ? TOKENS : IMAGES));
    },
    measure: (request, tell, signal) => {
      requests.push(request);
      return measure(request, tell, signal);
    },
    score: ({ set }, tell) => {
      const [file] = set;
      if (file!.name.startsWith('bad')) return Promise.resolve(refused(`${file!.name}: it is empty.`));
      if (file!.name.startsWith('dead'))
        return Promise.reject(new Error('The measurement stopped unexpectedly.'));
      tell({ done: 32, of: 40 });
      return Promise.resolve(accepted(scored(file!.name)));
    },
  };
}

async function brought(worker: Measurer, ...names: readonly string[]): Promise<Measuring> {
  const measuring = new Measuring(worker, () => '2026-11-28');
  measuring.add(names.map((name) => new File(['x'], name)));
  await measuring.looked;
  return measuring;
}

describe('models that are brought', () => {
  it('are looked at, and those that cannot run say why', async () => {
    const measuring = await brought(measurer(), 'small.onnx', 'bad.onnx', 'dead.onnx');
    expect(
      measuring.models.map(({ name, status }) => [
        name,
        status.kind === 'refused' ? status.why : status.kind,
      ]),
    ).toEqual([
      ['small', 'asked'],
      ['bad', 'bad.onnx: it is damaged, or no ONNX model.'],
      ['dead', 'The measurement stopped unexpectedly.'],
    ]);
    expect(measuring.ready.map(({ name }) => name)).toEqual(['small']);
  });

  it('wait for the sizes that they ask for', async () => {
    const worker = measurer();
    const measuring = await brought(worker, 'tokens.onnx');
    const { id } = measuring.models[0]!;
    expect(missingOf(measuring.models[0]!)).toEqual(['columns']);
    await measuring.run();
    expect(worker.requests).toEqual([]);
    measuring.setSize(id, 'columns', 12);
    await measuring.run();
    expect(worker.requests[0]).toMatchObject({ batch: 'rows', sizes: { columns: 12 } });
    measuring.setSize(id, 'columns', undefined);
    expect(missingOf(measuring.models[0]!)).toEqual(['columns']);
    measuring.setBatch(id, 'columns');
    expect(missingOf(measuring.models[0]!)).toEqual(['rows']);
  });

  it('are measured one after the other, and become variants of that day', async () => {
    const worker = measurer();
    const measuring = await brought(worker, 'a.onnx', 'b.onnx');
    measuring.maxBatch = 4;
    measuring.seconds = 5;
    await measuring.run();
    expect(worker.requests.map(({ file, plan }) => [file.name, plan])).toEqual([
      ['a.onnx', { batches: [1, 2, 4], quantile: 0.99, seconds: 5 }],
      ['b.onnx', { batches: [1, 2, 4], quantile: 0.99, seconds: 5 }],
    ]);
    expect(measuring).toMatchObject({ status: 'idle', share: 1, error: '' });
    const { id } = measuring.models[0]!;
    measuring.rename(id, ' resnet ');
    measuring.setAccuracy(id, 0.7);
    expect(measuring.variant(measuring.models[0]!, 'here', 'so')).toMatchObject({
      ok: true,
      value: {
        name: 'resnet',
        accuracy: 0.7,
        provenance: { date: '2026-11-28', samples: 800, hardware: 'so' },
      },
    });
    expect(measuring.variant((await brought(worker, 'c.onnx')).models[0]!, 'here', 'so').ok).toBe(false);
  });

  it('show what is through while they run, and cannot be removed then', async () => {
    let during: () => void = () => undefined;
    const measuring = await brought(
      measurer(({ file }, tell) => {
        tell({ kind: 'started', startups: [0.2] });
        tell({ kind: 'batch', batch: batch(1) });
        tell({
          ...{ kind: 'progress', doing: 'timing', batch: 2, samples: 3, share: 0.5, secondsLeft: 10 },
        });
        during();
        return Promise.resolve(accepted(measurement(file.name, [1, 2])));
      }),
      'a.onnx',
      'b.onnx',
    );
    const seen: unknown[] = [];
    during = () => {
      const one = measuring.models.find(({ status }) => status.kind === 'running');
      seen.push([measuring.share, one?.batches.length, one?.status]);
      if (one) measuring.remove(one.id);
    };
    await measuring.run();
    expect(seen).toMatchObject([
      [0.25, 1, { kind: 'running', progress: { batch: 2 } }],
      [0.75, 1, { kind: 'running' }],
    ]);
    expect(measuring.models.map(({ status }) => status.kind)).toEqual(['measured', 'measured']);
    measuring.remove(measuring.models[0]!.id);
    expect(measuring.models).toHaveLength(1);
  });

  it('keep the points told where a stop had to end the worker, and the rest is not begun', async () => {
    const measuring = await brought(
      measurer((_, tell, signal) => {
        tell({ kind: 'started', startups: [0.2] });
        tell({ kind: 'batch', batch: batch(1) });
        tell({ kind: 'batch', batch: batch(2) });
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(undefined));
        });
      }),
      'a.onnx',
      'b.onnx',
    );
    measuring.maxBatch = 4;
    const run = measuring.run();
    measuring.stop();
    await run;
    expect(measuring.models.map(({ status }) => status)).toMatchObject([
      {
        kind: 'measured',
        measurement: { ended: 'stopped', left: [4], batches: [{ batch: 1 }, { batch: 2 }] },
      },
      { kind: 'asked' },
    ]);
  });

  it('keep the points told where the worker died, and say why it did', async () => {
    const worker = measurer((_, tell) => {
      tell({ kind: 'batch', batch: batch(1) });
      return Promise.reject(
        new Error('The measurement stopped unexpectedly; what is measured by now is kept.'),
      );
    });
    const measuring = await brought(worker, 'a.onnx');
    await measuring.run();
    expect(measuring.models[0]!.status).toMatchObject({
      ...{ kind: 'measured' },
      measurement: { ended: 'trouble', trouble: expect.stringContaining('stopped unexpectedly') as string },
    });
    const nothing = await brought(
      measurer(() => Promise.reject(new Error('It broke.'))),
      'a.onnx',
    );
    await nothing.run();
    expect(nothing.models[0]).toMatchObject({ status: { kind: 'asked' }, trouble: 'a.onnx: It broke.' });
  });
});

describe('the accuracy on a labelled set', () => {
  const set = (name: string): readonly File[] => [new File(['x'], name)];
  const sourceIn = (measuring: Measuring): unknown => {
    const made = measuring.variant(measuring.models[0]!, 'here', 'so');
    return made.ok ? [made.value.accuracy, made.value.provenance?.source] : made.message;
  };

  it('becomes the variant’s with where it comes from, until another is typed or a size changes', async () => {
    const measuring = await brought(measurer(), 'a.onnx');
    await measuring.run();
    await measuring.score(1, set('set.npz'));
    expect(measuring.models[0]).toMatchObject({ scoring: { kind: 'scored', scored: { right: 30 } } });
    expect(sourceIn(measuring)).toEqual([0.75, 'here; accuracy measured on 40 rows of set.npz']);
    measuring.setAccuracy(1, 0.6);
    expect(sourceIn(measuring)).toEqual([0.6, 'here']);
    await measuring.score(1, set('set.npz'));
    expect(sourceIn(measuring)).toEqual([0.75, 'here; accuracy measured on 40 rows of set.npz']);
    measuring.setBatch(1, undefined);
    expect(measuring.models[0]).toMatchObject({ scoring: { kind: 'none' }, status: { kind: 'asked' } });
  });

  it('says why it was refused, waits for sizes, and does not disturb a measurement', async () => {
    const measuring = await brought(measurer(), 'a.onnx', 'tokens.onnx');
    const why = (at: number): unknown => measuring.models[at]!.scoring;
    await measuring.score(1, set('bad.npz'));
    expect(why(0)).toEqual({ kind: 'refused', why: 'bad.npz: it is empty.' });
    await measuring.score(1, set('dead.npz'));
    expect(why(0)).toEqual({ kind: 'refused', why: 'The measurement stopped unexpectedly.' });
    await measuring.score(2, set('set.npz'));
    expect(why(1)).toEqual({ kind: 'refused', why: 'Say first how large columns is.' });
    const running = measuring.run();
    await measuring.score(1, set('set.npz'));
    expect(why(0)).toEqual({
      kind: 'refused',
      why: 'Something is being measured; bring the labelled set when it is through.',
    });
    await running;
    expect(measuring.status).toBe('idle');
  });
});

it('on the graphics card asks for one, and stays on the processor where there is none', async () => {
  const worker = measurer();
  const none = new Measuring(
    worker,
    () => '2026-11-28',
    () => Promise.resolve(refused('No card.')),
  );
  await none.choose('graphics');
  expect([none.device, none.noCard]).toEqual(['processor', 'No card.']);
  const some = new Measuring(
    worker,
    () => '2026-11-28',
    () => Promise.resolve(accepted('graphics card x')),
  );
  some.add([new File(['x'], 'a.onnx')]);
  await some.looked;
  await some.choose('graphics');
  await some.run();
  expect(worker.requests.map(({ device }) => device)).toEqual(['graphics']);
  expect(some.models[0]!.status).toMatchObject({ kind: 'measured', card: 'graphics card x' });
  await some.choose('processor');
  await some.run([1]);
  expect(some.models[0]!.status).toMatchObject({ kind: 'measured', card: '' });
});
