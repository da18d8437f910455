import { expect, it } from 'vitest';
import { searchWords } from './searchWords.ts';

it('says what a search changes, and what stays as it is set', () => {
  expect(searchWords('hpa', [])).toBe(
    'Searched: target, least and most replicas within those set, stabilisation and rules. As set now: bounds beyond those set, metric, tolerances, variants and batches.',
  );
  expect(searchWords('kpa:target=2', ['bounds', 'metric', 'variant', 'batch'])).toBe(
    'Searched: target, least and most replicas, windows, panic threshold, delay, bounds beyond those set, metric, variants and batches.',
  );
  expect(searchWords('keda', ['bounds'])).toMatch(/, stabilisation, rules, polling and bounds beyond /);
});
