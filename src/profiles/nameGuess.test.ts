import { expect, it } from 'vitest';
import { batchIn, replicasIn, stageIn, variantsIn, withoutStage, type NamedFile } from './nameGuess.ts';

const named = (...files: readonly (string | NamedFile)[]): readonly string[] => {
  const all = files.map((one) => (typeof one === 'string' ? { file: one, loads: [] } : one));
  const found = variantsIn(all);
  return all.map(({ file }) => found.get(file) ?? '');
};

it.each([
  ['clf_5rps.json', 'clf'],
  ['clf-10qps.json', 'clf'],
  ['clf_c8.csv', 'clf'],
  ['clf@20rps.txt', 'clf'],
  ['clf_rate_2.5.json', 'clf'],
  ['clf_16_users_30s.json', 'clf'],
  ['clf_conc-4_run2.json', 'clf'],
  ['k6-summary_clf_b4_x2_5rps.json', 'clf'],
  ['clf_2026-11-02.json', 'clf'],
  ['clf_20261102T1200.json', 'clf'],
  ['clf (3).json', 'clf'],
  ['results/yolov5s_b4.json', 'yolov5s'],
  // Figures of a model's name.
  ['resnet-50.json', 'resnet-50'],
  ['opt-125m.json', 'opt-125m'],
  ['llama-7b_c8.json', 'llama-7b'],
  ['yolov5s-640.json', 'yolov5s-640'],
  // Nothing but a rate and a tool.
  ['vegeta_5rps.json', ''],
])('“%s” seems to be of “%s”', (file, variant) => {
  expect(named(file)).toEqual([variant]);
});

it('says batch and replicas beside the load', () => {
  expect([batchIn('clf_b4_5rps.json'), replicasIn('clf_2x_5rps.json')]).toEqual([4, 2]);
  expect([batchIn('clf_5rps.json'), replicasIn('clf_c8.json')]).toEqual([undefined, undefined]);
});

it('takes a bare number for a load where the file says that load itself, and for a run where they are counted', () => {
  expect(named({ file: 'clf_5.json', loads: [5.1] }, { file: 'clf_20.json', loads: [1, 19.6] })).toEqual([
    ...['clf', 'clf'],
  ]);
  expect(named('det-1.json', 'det-2.json', 'det-3.json')).toEqual(['det', 'det', 'det']);
  // A family of models.
  expect(named({ file: 'resnet-18.json', loads: [40] }, { file: 'resnet-50.json', loads: [20] })).toEqual([
    ...['resnet-18', 'resnet-50'],
  ]);
  // Alone it may be anything.
  expect(named({ file: 'clf_5.json', loads: [5] })).toEqual(['clf_5']);
});

it('finds the stage that a name names, in full or short, and no other', () => {
  const stages = ['detect', 'classify', 'OCR'];
  expect(
    ['clf_5rps.json', 'det-yolo_b1.csv', 'ocr.txt', 'classify-resnet18.json', 'yolo.json'].map((file) =>
      stageIn(file, stages),
    ),
  ).toEqual(['classify', 'detect', 'OCR', 'classify', undefined]);
  expect(stageIn('det_ocr.json', ['detect', 'detail'])).toBeUndefined();
  expect(withoutStage('classify-resnet18', 'classify')).toBe('resnet18');
  expect([withoutStage('clf', 'classify'), withoutStage('classify', 'classify')]).toEqual([
    'clf',
    'classify',
  ]);
});

it('looks at no more of a name than a file can have', () => {
  const long = `${'1rps_b1-x'.repeat(20_000)}_5rps`;
  expect(variantsIn([{ file: long, loads: [] }]).get(long)!.length).toBeLessThan(300);
});
