import { expect, it } from 'vitest';
import { replacedWords } from './replaced.ts';

const before = {
  pipeline: { id: 'video', name: 'Video' },
  workload: { id: 'bursty', name: 'Bursty' },
  a: 'opd',
  b: 'hpa',
};
const name = (key: string): string => key.toUpperCase();

it('an import says what it stands in place of, and how to go back', () => {
  expect(replacedWords(before, before, name)).toBe('');
  expect(replacedWords(before, { ...before, workload: { id: 'import:1', name: 'Mine' } }, name)).toBe(
    'It stands in place of “Bursty”; Undo (Ctrl Z) goes back.',
  );
  const own = { ...before, pipeline: { id: 'own', name: 'Own' }, b: 'keda' };
  expect(replacedWords(before, own, name)).toBe(
    'It stands in place of “Video” and HPA in lane B; Undo (Ctrl Z) goes back.',
  );
});
