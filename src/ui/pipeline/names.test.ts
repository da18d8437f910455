import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutName, stageName, variantName, variantNames } from './names.ts';
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
