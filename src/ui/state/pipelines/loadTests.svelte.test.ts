import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LoadTests, type LoadTestSource } from './loadTests.svelte.ts';
import { refused } from '../../../model/result.ts';
import { fitTests, type FittedTests } from '../../../profiles/fitTests.ts';
import { readLoadTest } from '../../../profiles/read.ts';
import { k6Summary, modelAnalyzerCsv, perfAnalyzerCsv } from '../../../testing/loadTests.ts';

const textFile = (name: string, text: string): File => new File([text], name);

/** A replica whose calls of one request take 20 ms, always: one caller gets 50 a second, four wait for one another. */
const perf = textFile(
  'detect.csv',
  perfAnalyzerCsv([
    [1, 50, 0, 20_000, 20_000, 20_000],
    [4, 50, 60_000, 20_000, 80_000, 80_000],
  ]),
);
/** Batches of 1, 2 and 4 in 30, 40 and 60 ms, each by one caller: 33.3, 25 and 16.7 calls a second. */
const k6 = [1, 2, 4].map((batch) => {
  const ms = 20 + 10 * batch;
  return textFile(
    `resnet_b${String(batch)}.json`,
    k6Summary({ users: 1, rate: 1000 / ms, median: ms, p99: ms }),
  );
});
const sweep = textFile(
  'metrics-model-inference.csv',
  modelAnalyzerCsv([
    ['bert', 1, 1, 100, 10, 10],
    ['bert', 4, 1, 200, 20, 20],
  ]),
);
const wrong = textFile('notes.csv', 'hello,world\n1,2\n');

const source: LoadTestSource = {
  importLoadTest: async (file, unit) =>
    readLoadTest(await file.text(), file.name, unit === undefined ? {} : { unit }),
  fitLoadTests: (tests, answers, quantile) => Promise.resolve(fitTests(tests, answers, quantile)),
};

let desk: LoadTests;
beforeEach(() => {
  desk = new LoadTests(source);
});

const cell = (file: string, asks: string) =>
  desk.rows.find((row) => row.file === file)!.cells.find((one) => one.asks === asks)!;

describe('load tests', () => {
  it('come to variants with what they measured, by the quantile', async () => {
    await desk.add([perf, ...k6, sweep]);
    expect(desk.files.map(({ name, test }) => [name, test.tool, test.points.length])).toEqual([
      ['detect.csv', 'perfAnalyzer', 2],
      ['resnet_b1.json', 'k6', 1],
      ['resnet_b2.json', 'k6', 1],
      ['resnet_b4.json', 'k6', 1],
      ['metrics-model-inference.csv', 'modelAnalyzer', 2],
    ]);
    await desk.follow();
    const found = Object.fromEntries(
      desk.variants.map(({ fitted, variant }) => [
        fitted.name,
        variant?.latency.batches.map((b, i) => [b, variant.latency.seconds[i]]),
      ]),
    );
    expect(found).toEqual({
      detect: [[1, 0.02]],
      resnet: [
        [1, 0.03],
        [2, 0.04],
        [4, 0.06],
      ],
      bert: [
        [1, 0.01],
        [4, 0.02],
      ],
    });
    expect(desk.addable).toHaveLength(3);
  });

  it('guess what they cannot know, say so, and take what somebody says', async () => {
    desk.stages = ['crop'];
    await desk.add(k6);
    expect(
      ['stage', 'variant', 'batch', 'replicas', 'cores', 'accuracy'].map((asks) =>
        cell('resnet_b2.json', asks),
      ),
    ).toMatchObject([
      { text: 'crop', guessed: true },
      { text: 'resnet', guessed: true },
      { text: '2', guessed: true },
      { text: '1', guessed: true },
      { text: '1', guessed: true },
      { text: '0.5', guessed: true },
    ]);
    await desk.follow();
    expect(desk.addable[0]!.variant!.provenance!.assumed).toEqual(['accuracy', 'cores', 'startupSeconds']);
    // Said once, it holds for the variant's other files.
    desk.answer(cell('resnet_b1.json', 'accuracy').key, '76.1 %');
    desk.answer(cell('resnet_b1.json', 'cores').key, '250m');
    desk.answer(cell('resnet_b1.json', 'stage').key, 'classify');
    await desk.follow();
    expect(desk.problems).toEqual([]);
    expect(cell('resnet_b4.json', 'stage')).toMatchObject({ text: 'classify', guessed: false });
    const [{ fitted, variant }] = desk.addable as [(typeof desk.addable)[0]];
    expect([fitted.stage, variant!.accuracy, variant!.cores]).toEqual(['classify', 0.761, 0.25]);
    expect(variant!.provenance).toMatchObject({
      ...{ source: 'k6, 3 files', quantile: 0.99, assumed: ['startupSeconds'] },
    });
    desk.confirm();
    expect(desk.guesses).toBe(false);
  });

  it('ask once for all files of one name, whatever rate or run stands behind it', async () => {
    const at = (name: string, rate: number): File =>
      textFile(name, k6Summary({ users: 1, rate, median: 1000 / rate, p99: 1000 / rate }));
    await desk.add([
      at('clf_5rps.json', 5),
      at('clf_10rps.json', 10),
      at('clf_b4_5rps.json', 5),
      at('det.json', 8),
    ]);
    desk.stages = ['detect', 'classify'];
    const texts = (asks: string): readonly string[] => desk.rows.map(({ file }) => cell(file, asks).text);
    expect([texts('stage'), texts('variant'), texts('batch')]).toEqual([
      ['classify', 'classify', 'classify', 'detect'],
      ['clf', 'clf', 'clf', 'det'],
      ['1', '1', '4', '1'],
    ]);
    desk.answer(cell('clf_5rps.json', 'variant').key, 'resnet18');
    desk.answer(cell('clf_10rps.json', 'batch').key, '2');
    desk.answer(cell('clf_10rps.json', 'replicas').key, '3');
    desk.answer(cell('clf_b4_5rps.json', 'stage').key, 'tag');
    expect([texts('stage'), texts('variant'), texts('batch'), texts('replicas')]).toEqual([
      ['tag', 'tag', 'tag', 'detect'],
      ['resnet18', 'resnet18', 'resnet18', 'det'],
      // What a name says itself stays.
      ['2', '2', '4', '1'],
      ['3', '3', '3', '1'],
    ]);
    expect(cell('clf_5rps.json', 'batch').guessed).toBe(false);
    // A file that is of another after all has its own answer.
    desk.answer(cell('clf_10rps.json', 'variant').key, 'resnet50');
    expect(texts('variant')).toEqual(['resnet18', 'resnet50', 'resnet18', 'det']);
  });

  it('say what is wrong with a figure at its place, and add nothing of it', async () => {
    await desk.add([perf]);
    desk.answer(cell('detect.csv', 'cores').key, '900');
    expect(cell('detect.csv', 'cores').wrong).toMatch(/^It must be .*64.*; it is 900\.$/);
    desk.answer(cell('detect.csv', 'accuracy').key, 'good');
    expect(cell('detect.csv', 'accuracy').wrong).toMatch(/it is “good”\.$/);
    desk.answer(cell('detect.csv', 'variant').key, ' ');
    expect(cell('detect.csv', 'variant').wrong).not.toBe('');
    await desk.follow();
    expect(desk.addable).toEqual([]);
  });

  it('refuse a file in a sentence, and read the others all the same', async () => {
    await desk.add([perf, wrong, ...k6]);
    expect(desk.files).toHaveLength(4);
    expect(desk.refused).toHaveLength(1);
    expect(desk.refused[0]!.sentence).toMatch(/^notes\.csv, line 1: .*\.$/);
    desk.dismiss(desk.refused[0]!.id);
    expect([desk.refused.length, desk.files.length]).toEqual([0, 4]);
  });

  it('read a table whose unit nobody wrote once somebody says it', async () => {
    await desk.add([
      textFile('table.csv', 'batch,concurrency,throughput,p50,p99\n1,1,50,20,20\n2,1,80,25,25\n'),
    ]);
    const [one] = desk.refused as [(typeof desk.refused)[0]];
    expect(one.unit).toBe(true);
    await desk.again(one, 'ms');
    expect(desk.refused).toEqual([]);
    await desk.follow();
    expect(desk.addable[0]!.variant!.latency.seconds).toEqual([0.02, 0.025]);
  });

  it('are replaced by a file of the same name, and leave on request', async () => {
    await desk.add([perf]);
    await desk.add([perf]);
    expect(desk.files).toHaveLength(1);
    desk.remove(desk.files[0]!.id);
    await desk.follow();
    expect([desk.files.length, desk.rows.length, desk.variants.length]).toEqual([0, 0, 0]);
  });

  it('are fitted anew only where a file, an answer or the quantile changes', async () => {
    const fits = vi.spyOn(source, 'fitLoadTests');
    await desk.add(k6);
    await desk.follow();
    await desk.follow();
    expect(fits).toHaveBeenCalledTimes(1);
    desk.quantile = 0.5;
    await desk.follow();
    expect(desk.addable[0]!.variant!.latency.seconds).toEqual([0.03, 0.04, 0.06]);
    desk.answer(cell('resnet_b4.json', 'batch').key, '8');
    await desk.follow();
    expect(desk.addable[0]!.variant!.latency.batches).toEqual([1, 2, 8]);
    // The file of that name is another one now.
    await desk.add([textFile('resnet_b1.json', k6Summary({ users: 1, rate: 40, median: 25, p99: 25 }))]);
    await desk.follow();
    expect(desk.addable[0]!.variant!.latency.seconds[0]).toBe(0.025);
    expect(fits).toHaveBeenCalledTimes(4);
    fits.mockRestore();
  });

  it('keep the former fit while the next is on its way, and never show one that is out of date', async () => {
    const pending: { readonly quantile: number; readonly answer: () => void; readonly fail: () => void }[] =
      [];
    desk = new LoadTests({
      ...source,
      fitLoadTests: (tests, answers, quantile) =>
        new Promise<FittedTests>((resolve, reject) => {
          pending.push({
            quantile,
            answer: () => {
              resolve(fitTests(tests, answers, quantile));
            },
            fail: () => {
              reject(new Error('The fit stopped'));
            },
          });
        }),
    });
    const shown = () => desk.variants.map(({ fitted: { fit } }) => fit.ok && fit.value.provenance.quantile);
    await desk.add([k6[0]!]);
    const first = desk.follow();
    expect([desk.fitting, shown()]).toEqual([true, []]);
    pending[0]!.answer();
    await first;
    expect([desk.fitting, shown()]).toEqual([false, [0.99]]);

    desk.quantile = 0.95;
    const last = desk.follow();
    for (const quantile of [0.9, 0.5]) {
      desk.quantile = quantile;
      void desk.follow();
    }
    // One at a time: those in between are not asked for.
    expect(pending.map(({ quantile }) => quantile)).toEqual([0.99, 0.95]);
    pending[1]!.answer();
    await vi.waitUntil(() => pending.length === 3);
    expect([desk.fitting, shown()]).toEqual([true, [0.99]]);
    pending[2]!.answer();
    await last;
    expect(pending.map(({ quantile }) => quantile)).toEqual([0.99, 0.95, 0.5]);
    expect([desk.fitting, shown()]).toEqual([false, [0.5]]);

    desk.quantile = 0.99;
    const broken = desk.follow();
    pending[3]!.fail();
    await broken;
    expect([desk.fitting, desk.trouble, shown()]).toEqual([false, 'The fit stopped.', []]);
  });

  it('are recognised among files that may be anything', async () => {
    expect([await desk.takes(perf), await desk.takes(wrong)]).toEqual([true, false]);
    expect([desk.files.map(({ name }) => name), desk.refused]).toEqual([['detect.csv'], []]);
  });

  it('say when their reader broke off, and read on', async () => {
    let count = 0;
    const breaking = new LoadTests({
      ...source,
      importLoadTest: () =>
        count++ === 0 ? Promise.reject(new Error('The reading stopped')) : Promise.resolve(refused('b.')),
    });
    await breaking.add([perf, wrong]);
    expect(breaking.refused.map(({ sentence }) => sentence)).toEqual([
      'detect.csv could not be read: The reading stopped.',
      'b.',
    ]);
    expect(breaking.reading).toBe('');
  });
});
