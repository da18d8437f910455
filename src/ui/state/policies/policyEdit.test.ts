import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownCount, readText, shownFields, textOf, withSetting, type Scope } from './policyEdit.ts';
import { fieldsOf } from '../../../policies/settings/key.ts';
import { settable } from '../../../policies/settings/fields.ts';
import { keysWithSettings } from '../../../testing/policyKeys.ts';

const shown = (key: string, scope: Scope, name: string) =>
  shownFields(key, scope).find(({ field }) => field.key === name)!;

describe('settings as they are edited', () => {
  it('of all stages begin with the default, of one with what holds for all', () => {
    expect(shown('hpa:target=0.5', undefined, 'target')).toMatchObject({ value: 0.5, standard: 0.8 });
    expect(shown('hpa:target=0.5', 1, 'target')).toMatchObject({ value: 0.5, standard: 0.5 });
    expect(shown('hpa:target=0.5,2.target=0.7', 1, 'target')).toMatchObject({ value: 0.7, standard: 0.5 });
    expect(shown('hpa:metric=rate', undefined, 'target')).toMatchObject({ value: 'auto', standard: 'auto' });
    expect(shown('hpa:metric=rate', undefined, 'metric')).toMatchObject({ value: 'rate', standard: 'cpu' });
    // One sync for all stages.
    expect(shownFields('hpa', 0).map(({ field }) => field.key)).not.toContain('sync');
  });

  it('make another key, and the default makes none', () => {
    expect(withSetting('hpa', undefined, 'target', 0.5)).toEqual({ ok: true, value: 'hpa:target=0.5' });
    expect(withSetting('hpa:target=0.5', 1, 'target', 0.7)).toEqual({
      ok: true,
      value: 'hpa:target=0.5,2.target=0.7',
    });
    expect(withSetting('hpa:target=0.5', undefined, 'target', 0.8)).toEqual({ ok: true, value: 'hpa' });
    expect(withSetting('hpa:target=0.5,2.target=0.7', 1, 'target', 0.5)).toEqual({
      ok: true,
      value: 'hpa:target=0.5',
    });
  });

  it('forget targets of another metric', () => {
    expect(withSetting('hpa:target=0.5,min=2,2.target=0.7', undefined, 'metric', 'queue')).toEqual({
      ok: true,
      value: 'hpa:metric=queue,min=2',
    });
    expect(withSetting('hpa:metric=queue,target=12,2.min=2', 1, 'metric', 'cpu')).toEqual({
      ok: true,
      value: 'hpa:metric=queue,target=12,2.metric=cpu,2.min=2',
    });
  });

  it('are refused where they contradict each other, and say why', () => {
    expect(withSetting('hpa:max=3', undefined, 'min', 4)).toEqual({
      ok: false,
      message: 'HPA: the minimum of 4 replicas is more than the maximum of 3.',
    });
  });

  it('are counted by scope', () => {
    expect(['hpa', 'hpa:target=0.5,min=2,2.target=0.7'].map((key) => ownCount(key, undefined))).toEqual([
      0, 2,
    ]);
    expect(ownCount('hpa:target=0.5,2.target=0.7', 1)).toBe(1);
    expect(ownCount('hpa:target=0.5,2.target=0.7', 0)).toBe(0);
  });

  it('every value that holds can be set again, and changes nothing', () => {
    fc.assert(
      fc.property(keysWithSettings, fc.constantFrom(undefined, 0, 1), (key, scope) => {
        for (const { field, value } of shownFields(key, scope)) {
          if (field.key === 'metric') continue;
          expect(withSetting(key, scope, field.key, value), field.key).toEqual({ ok: true, value: key });
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('typed values', () => {
  const field = (name: string) => fieldsOf('hpa').find(({ key }) => key === name)!;

  it('are per cent where they are shares', () => {
    expect(readText(field('target'), '50')).toEqual({ ok: true, value: 0.5 });
    expect(readText(field('target'), ' 55 % ')).toEqual({ ok: true, value: 0.55 });
    expect(readText(field('upTolerance'), '2,5')).toEqual({ ok: true, value: 0.025 });
    expect(textOf(field('target'), 0.55)).toBe('55');
    expect(readText(field('max'), 'auto')).toEqual({ ok: true, value: 'auto' });
  });

  it.each([
    ['target', '0', 'Target takes a number from 1 % to 1000 %, in whole per cent; “0” is not.'],
    ['target', 'much', 'Target takes a number from 1 % to 1000 %, in whole per cent; “much” is not.'],
    ['stabilisation', '7200', 'Stabilisation down takes a whole number from 0 s to 3600 s; “7200” is not.'],
    ['stabilisation', '', 'Stabilisation down takes a whole number from 0 s to 3600 s; “” is not.'],
    ['max', '1.5', 'Maximum takes a whole number from 1 to 1000, or auto; “1.5” is not.'],
  ])('%s refuses %j in a sentence', (name, text, message) => {
    expect(readText(field(name), text)).toEqual({ ok: false, message });
  });

  it('come back from what is shown, for every field of every policy', () => {
    for (const id of settable)
      for (const { field: one, value } of shownFields(id, undefined))
        expect(readText(one, textOf(one, value)), one.key).toEqual({ ok: true, value });
  });
});
