import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isKnown, durationSeconds, type ExpressionRule } from './rules.ts';

describe('a duration', () => {
  it.each([
    ['10s', 10],
    ['1h30m', 5400],
    ['1m0.5s', 60.5],
    ['.5ms', 0.0005],
    ['-2s', -2],
    ['0', 0],
  ])('%s is %d s', (text, seconds) => {
    expect(durationSeconds(text)).toBeCloseTo(seconds, 12);
  });

  it.each(['', 'abc', '10', '5d', '1s ', 's', '1 s', '--1s', '.s', '1e3s'])('"%s" is none', (text) => {
    expect(durationSeconds(text)).toBeUndefined();
  });
});

it('every rule of the schemas is evaluated', () => {
  const folder = join(import.meta.dirname, '..', 'schemas');
  const rules: ExpressionRule[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json')))
    JSON.parse(readFileSync(join(folder, name), 'utf8'), (key, value: unknown) => {
      if (key === 'x-kubernetes-validations') rules.push(...(value as readonly ExpressionRule[]));
      return value;
    });
  expect(rules).toHaveLength(45);
  expect(rules.filter((rule) => !isKnown(rule))).toEqual([]);
});
