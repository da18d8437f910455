import { expect, it } from 'vitest';
import { assemble, fitted } from './assemble.ts';
import type { LoadTest, OperatingPoint } from './point.ts';

const point = (file: string, more: Partial<OperatingPoint> = {}): OperatingPoint => ({
  ...{ file, throughput: 10, quantiles: new Map([[0.99, 0.1]]), concurrency: 1 },
  ...more,
});
const k6 = (file: string, seconds: number): LoadTest => ({
  tool: 'k6',
  points: [point(file, { throughput: 1 / seconds, quantiles: new Map([[0.99, seconds]]), perCall: true })],
  notes: ['Its times are taken as milliseconds.'],
  date: '2026-11-01',
});

it('asks of a file what it cannot know, with what its name seems to say', () => {
  const { stages, asked, problems, notes } = assemble([k6('yolov5s_b4_k6.json', 0.4)], []);
  expect(stages).toEqual([]);
  expect(asked.map(({ asks, guess }) => [asks, guess])).toEqual([
    ['stage', undefined],
    ['variant', 'yolov5s'],
    ['batch', 4],
    ['replicas', undefined],
    ['cores', undefined],
    ['accuracy', undefined],
  ]);
  expect(asked.every(({ says, file }) => says.endsWith('?') && file === 'yolov5s_b4_k6.json')).toBe(true);
  expect(problems).toEqual([]);
  expect(notes).toHaveLength(1);
});

it('makes one variant of three files, and asks nothing once all is answered', () => {
  const common = { stage: 'detect', variant: 'yolov5s', replicas: 1, cores: 2, accuracy: 0.56 };
  const tests = [k6('a.json', 0.1), k6('b.json', 0.16), k6('c.json', 0.28)];
  const { stages, asked } = assemble(tests, [
    { ...common, batch: 1 },
    { ...common, batch: 2 },
    { ...common, batch: 4 },
  ]);
  expect(asked).toEqual([]);
  const [variant] = stages[0]!.variants;
  expect(variant).toMatchObject({
    name: 'yolov5s',
    cores: 2,
    accuracy: 0.56,
    source: 'k6, 3 files',
    date: '2026-11-01',
  });
  const fit = fitted(variant!, 0.99);
  expect(
    fit.ok && fit.value.batches.map(({ batch, seconds }) => [batch, Number(seconds.toFixed(6))]),
  ).toEqual([
    [1, 0.1],
    [2, 0.16],
    [4, 0.28],
  ]);
  expect(fit.ok && fit.value.provenance).toEqual({
    source: 'k6, 3 files',
    quantile: 0.99,
    date: '2026-11-01',
  });
});

it('keeps several variants of one file apart, and answers each by its name', () => {
  const sweep: LoadTest = {
    tool: 'modelAnalyzer',
    points: [
      point('sweep.csv', { line: 2, variant: 'small', batch: 1, replicas: 1 }),
      point('sweep.csv', { line: 3, variant: 'large', batch: 1, replicas: 2 }),
    ],
    notes: [],
  };
  const given = { stage: 'classify', of: { small: { cores: 1, accuracy: 0.7 }, large: { cores: 4 } } };
  const { stages, asked } = assemble([sweep], [given]);
  expect(stages[0]!.variants.map(({ name, cores }) => [name, cores])).toEqual([
    ['small', 1],
    ['large', 4],
  ]);
  expect(asked).toEqual([
    {
      ...{ test: 0, file: 'sweep.csv', of: 'large', asks: 'accuracy' },
      says: 'How accurate is the model, from 0 to 1?',
    },
  ]);
});

it('says what cannot be and what contradicts', () => {
  const common = { stage: 's', variant: 'v', batch: 1, replicas: 1 };
  const { problems } = assemble(
    [k6('a.json', 0.1), k6('b.json', 0.2)],
    [
      { ...common, cores: 2, accuracy: 70 },
      { ...common, cores: 4 },
    ],
  );
  expect(problems).toEqual([
    'a.json: accuracy takes a number from 0 to 1; 70 is outside.',
    '“b.json” says that v has 4 cores a replica, and another file says 2: a variant has one figure.',
  ]);
});
