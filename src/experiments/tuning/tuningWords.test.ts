import { expect, it } from 'vitest';
import type { Tried, TuningResult } from './result.ts';
import { finding } from './tuningWords.ts';

const tried = (key: string, goodputShare: number, cost: number): Tried => ({
  ...{ key, goodputShare, cost, rung: 6, load: 'whole', seeds: 5 },
  ...{ goodput: 10 * goodputShare, p50: 0.1, p95: 0.2, p99: 0.3, dropped: 0, objective: 1 },
});
const result = (present: Tried, best: Tried): TuningResult => ({
  ...{ tried: [present, best], present: present.key, best: best.key, front: [best.key], bestOf: [] },
  ...{ difference: undefined, plan: { candidates: 30, stretchSeconds: 600 }, seeds: [7], complete: true },
});
const now = tried('hpa:target=0.5', 0.977, 13.4);

it('says in one sentence what is better, without the settings', () => {
  expect(finding(result(now, tried('hpa:target=0.68,2.min=4', 1, 7.92)))).toBe(
    'A better setting answers 100.0 % in time on 7.92 cores; as it is set now, 97.7 % on 13.40.',
  );
  expect(finding(result(now, tried('keda:target=2', 0.99998, 7.92)))).toBe(
    'A better setting of KEDA answers 99.99 % in time on 7.92 cores; HPA, as it is set now, 97.7 % on 13.40.',
  );
});

it('says that nothing better was found', () => {
  expect(finding(result(now, now))).toBe(
    'Nothing better was found: as HPA is set now, it answers 97.7 % in time on 13.40 cores, and no setting tried answers more on as few.',
  );
});
