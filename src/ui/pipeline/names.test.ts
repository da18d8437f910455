import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boldLettersOf, cutName, settingWords, stageName, variantName, variantNames } from './names.ts';
import { presets } from '../../model/presets/index.ts';
import type { Stage } from '../../model/pipeline.ts';

const stage = (...names: readonly string[]): Stage => ({
  name: 'own',
  metric: '',
  variants: names.map((name) => ({
    name,
    accuracy: 0.5,
    cores: 1,
    startupSeconds: 5,
    latency: { batches: [1], seconds: [0.1], line: { slope: 0.1, intercept: 0 }, measuredUpTo: 1 },
  })),
});

describe('names of variants', () => {
  it('are short where a family says the rest', () => {
    const yolo = variantNames(stage('yolov5n', 'yolov5s', 'yolov5m'));
    expect(yolo).toEqual({ family: 'YOLOv5', labels: ['n', 's', 'm'] });
    expect(variantName(yolo, 2)).toBe('YOLOv5 m');
  });

  it('stay whole where nothing is shared', () => {
    const names = variantNames(stage('alpha', 'beta'));
    expect(names).toEqual({ family: '', labels: ['alpha', 'beta'] });
    expect(variantName(names, 0)).toBe('alpha');
    expect(variantNames(stage('alone')).labels).toEqual(['alone']);
  });

  it('split no number', () => {
    expect(variantNames(stage('resnet101', 'resnet152')).labels).toEqual(['101', '152']);
  });

  it.each(presets.map((p) => [p.id, p] as const))('tell the variants of %s apart', (_, pipeline) => {
    for (const s of pipeline.stages) {
      const { labels } = variantNames(s);
      expect(new Set(labels).size).toBe(s.variants.length);
      expect(labels.every((label) => label !== '')).toBe(true);
    }
  });
});

it('a stage of the visitor keeps its name', () => {
  expect(stageName(stage('a'))).toBe('own');
});

describe('a name where there is little room', () => {
  it.each([
    ['resnet', 10, 'resnet'],
    ['resnet-18-quantised', 9, 'resn…ised'],
    ['😀'.repeat(80), 9, '😀😀…😀😀'],
    ['漢'.repeat(80), 9, '漢漢…漢漢'],
    ['W\u200dW'.repeat(40), 5, 'W\u200dW…W\u200dW'],
  ])('%j in %i letters is %j', (name, letters, shown) => {
    expect(cutName(name, letters)).toBe(shown);
  });

  it('is never cut within a character, and never longer than the room, an ellipsis included', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('…')),
        fc.integer({ min: 3, max: 30 }),
        (name, letters) => {
          const shown = cutName(name, letters);
          expect(/\p{Cs}/u.test(shown)).toBe(false);
          if (shown !== name)
            expect(shown.replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '').length).toBeLessThanOrEqual(
              2 * letters,
            );
          const [head = '', tail = ''] = shown === name ? [name] : shown.split('…');
          expect(name.startsWith(head) && name.endsWith(tail)).toBe(true);
        },
      ),
    );
  });
});

describe('a setting in words', () => {
  it.each([
    [['@SUM(1+1)'], 0, 2, 2, '@SUM(1+1) ×\u20092, by 2'],
    [['xlm-roberta-en'], 0, 1, 1, 'xlm-roberta-en ×\u20091'],
    [['漢字'], 0, 3, 1, '漢字 ×\u20093'],
    [['v'.repeat(80)], 0, 8, 16, `${'v'.repeat(80)} ×\u20098, by 16`],
    [['yolov5n'], 0, 2, 1, 'yolov5n ×\u20092'],
    [['yolov5n', 'yolov5s'], 1, 2, 4, 's ×\u20092, by 4'],
  ])('names the model, also where %j is all there is', (names, variant, replicas, batch, words) => {
    expect(settingWords(stage(...names), { variant, replicas, batch })).toBe(words);
  });
});

it('a setting where there is little room keeps its numbers, and both ends of the name', () => {
  const setting = { variant: 0, replicas: 2, batch: 8 };
  expect(settingWords(stage(`left-${'x'.repeat(80)}-right`), setting, 13)).toBe(
    'left-x…-right ×\u20092, by 8',
  );
  expect(settingWords(stage('resnet50'), setting, 13)).toBe('resnet50 ×\u20092, by 8');
});

describe('a name in bold', () => {
  it.each([
    ['@SUM(1+1)', 9, /^@.*….*\)$/],
    ['xxxxx-en', 8, /^xxx….*en$/],
    ['MMMMMMMM', 8, /^M+…M+$/],
    ['ResNet-152', 10, /^Res.*….*152?$/],
    ['漢漢漢漢', 8, /^漢…漢?$|^漢+…漢+$/],
  ])('%j that is wider than %i letters has an ellipsis and fits', (name, letters, shown) => {
    const cut = cutName(name, letters, boldLettersOf);
    expect(cut).toMatch(shown);
    expect(boldLettersOf(cut)).toBeLessThanOrEqual(letters + 0.65);
    expect(boldLettersOf(name)).toBeGreaterThan(letters);
  });

  it('stays whole where there is room', () => {
    expect(cutName('m', 3, boldLettersOf)).toBe('m');
    expect(cutName('large', 6, boldLettersOf)).toBe('large');
  });
});
