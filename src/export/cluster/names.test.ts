import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LABEL, dnsLabelOf, labelsOf, LONGEST_STAGE, seldonName } from './names.ts';

const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 20 }));

describe('labels', () => {
  it.each([
    ['YOLOv5 m', 'yolov5-m'],
    ['Détection d’objets', 'detection-d-objets'],
    ['  --Human/Pose--  ', 'human-pose'],
    ['5 stages', 'stage-5-stages'],
    ['<script>alert(1)</script>', 'script-alert-1-script'],
  ])('of %s is %s', (text, label) => {
    expect(dnsLabelOf(text, 'stage')).toBe(label);
  });

  it('names what has no letter, differently for different texts', () => {
    expect(dnsLabelOf('検出', 'stage')).toMatch(/^stage-[0-9a-f]{6}$/);
    expect(dnsLabelOf('検出', 'stage')).not.toBe(dnsLabelOf('分類', 'stage'));
  });

  it('of any texts are labels, short enough, all different, and none that is taken', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 12 }), (many) => {
        const taken = ['router', 'agent'];
        const labels = labelsOf([...many, 'Router', 'agent'], 'stage', LONGEST_STAGE, taken);
        expect(new Set([...labels, ...taken]).size).toBe(many.length + 4);
        for (const label of labels) {
          expect(label).toMatch(LABEL);
          expect(label.length).toBeLessThanOrEqual(LONGEST_STAGE);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the name that Seldon gives', () => {
  it('is the MD5 of a name that is too long', () => {
    expect(seldonName('a'.repeat(63))).toBe('a'.repeat(63));
    // echo -n aaaa… (64 times) | md5sum
    expect(seldonName('a'.repeat(64))).toBe('seldon-014842d480b571495a4a0363793f7367');
  });
});
