import { expect, it } from 'vitest';
import { onEscape } from './escape.ts';

const press = (key: string, takesBack: boolean, defaultPrevented = false) => {
  const seen: string[] = [];
  const event = {
    ...{ key, defaultPrevented },
    preventDefault: () => seen.push('no default'),
    stopPropagation: () => seen.push('stopped'),
  } as unknown as KeyboardEvent;
  onEscape(event, () => {
    seen.push('asked');
    return takesBack;
  });
  return seen;
};

it('keeps the key from a dialog where something was taken back, and only there', () => {
  expect(press('Escape', true)).toEqual(['asked', 'no default', 'stopped']);
  expect(press('Escape', false)).toEqual(['asked']);
  expect(press('a', true)).toEqual([]);
  expect(press('Escape', true, true)).toEqual([]);
});
