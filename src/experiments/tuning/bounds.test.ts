import { expect, it } from 'vitest';
import { boundsNote, boundsOf, keyWithin } from './bounds.ts';

it('are those that the present setting states, stage by stage', () => {
  expect(boundsOf('hpa:max=6,2.min=3', 2, [])).toEqual([
    { min: undefined, max: 6 },
    { min: 3, max: 6 },
  ]);
  expect(boundsOf('hpa:max=6', 1, ['bounds'])).toEqual([{ min: undefined, max: undefined }]);
});

it('hold another setting within them', () => {
  const bounds = boundsOf('hpa:min=2,max=6', 2, []);
  expect(keyWithin('hpa', bounds)).toBe('hpa:min=2,max=6');
  expect(keyWithin('keda:max=8,2.min=4', bounds)).toBe('keda:max=6,1.min=2,2.min=4');
  expect(keyWithin('hpa:min=3,max=5', bounds)).toBe('hpa:min=3,max=5');
});

it('are told in a sentence', () => {
  expect(boundsNote('hpa:min=2,max=6', 2, [])).toContain('(at least 2, at most 6)');
  expect(boundsNote('hpa:min=2,max=6', 2, ['bounds'])).toMatch(/were searched too/);
  expect(boundsNote('hpa', 2, [])).toMatch(/states no least and no most/);
});
