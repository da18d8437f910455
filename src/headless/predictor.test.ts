import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beatIn } from './clock.ts';
import { forecast } from './forecast.ts';
import { predictor } from './predictor.ts';
import { defaultPredictor } from '../workload/forecasters/lstmDefault.ts';
import { parsePredictor } from '../workload/forecasters/predictorFile.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'predictor-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Forecasts {
  readonly forecasters: readonly { readonly id: string; readonly smape: number }[];
  readonly noiseFloor: { readonly smape: number };
}

it('tells that it lives while it computes, so that it is not taken for dead', async () => {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  beatIn(beats);
  await predictor(['--train', 'day', '--epochs', '2', '--units', '8']);
  // At the beginning, after each of the two epochs, and at the end: nothing else reads the clock meanwhile.
  expect(Atomics.load(beats, 0)).toBeGreaterThanOrEqual(4);
});

describe('the predictor command', () => {
  it('trains, writes a file that forecast reads, and the same bytes again', async () => {
    const out = join(folder, 'mine.json');
    const args = ['--train', 'day', '--epochs', '2', '--units', '8', '--seed', '3', '--out', out];
    const result = (await predictor(args)) as { epochs: number; points: readonly unknown[] };
    expect(result.epochs).toBe(2);
    const first = await readFile(out, 'utf8');
    const parsed = parsePredictor(first, 'mine.json');
    expect(parsed.ok && parsed.value.units).toBe(8);
    await expect(predictor(args)).rejects.toThrow(/mine\.json" is there already; .* --force/);
    await predictor([...args, '--force']);
    expect(await readFile(out, 'utf8')).toBe(first);

    const smape = async (more: readonly string[]): Promise<number> => {
      const { forecasters, noiseFloor } = (await forecast([
        '--train',
        'day',
        '--test',
        'fluctuating',
        ...more,
      ])) as Forecasts;
      expect(noiseFloor.smape).toBeGreaterThan(0);
      return forecasters.find((f) => f.id === 'lstm')!.smape;
    };
    expect(await smape(['--lstm', out])).not.toBe(await smape([]));
  });

  it('writes the shipped module’s form', async () => {
    const out = join(folder, 'module.ts');
    await predictor(['--train', 'bursty', '--epochs', '1', '--units', '4', '--out', out]);
    const shipped = await readFile('src/workload/forecasters/lstmDefault.ts', 'utf8');
    const shape = (text: string): string =>
      text
        .replace(/'[A-Za-z0-9+/=]{20,100}'( \+\n {2})?/g, '')
        .replace(/^.*(source|units|predictor --).*$/gm, '');
    expect(shape(await readFile(out, 'utf8'))).toBe(shape(shipped));
    expect(defaultPredictor().units).toBe(25);
  });

  it.each([
    [['--train', 'day', '--quantile', '1'], '--quantile'],
    [['--train', 'day', '--units', '2.5'], '--units'],
    [['--train', 'day', '--seconds', '0'], '--seconds'],
    [['--train', 'day', '--days', '3'], '--days 3'],
    [['--train', 'day', '--loss', 'huber'], '--loss'],
    [[], '--train'],
  ])('refuses %j with a sentence', async (args, place) => {
    await expect(predictor(args)).rejects.toThrow(place);
  });

  it('forecast refuses a file that is no predictor, and days that leave no test', async () => {
    await expect(forecast(['--train', 'day', '--test', 'day', '--lstm', 'nowhere.json'])).rejects.toThrow(
      'nowhere.json',
    );
    await expect(forecast(['--train', 'day', '--days', '1'])).rejects.toThrow('--days 1');
  });
});
