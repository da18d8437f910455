import { expect, it } from 'vitest';
import { pausedWait } from './finiteSource.ts';
import { Random } from '../random.ts';

/** Waits of calls followed one by one, in services, ascending. */
function waits(clients: number, servers: number, pause: number): readonly number[] {
  const random = Random.stream(23, 'paused', clients, servers);
  const exponential = (): number => -pause * Math.log(1 - random.uniform());
  const next = Array.from({ length: clients }, exponential);
  const free = new Array<number>(servers).fill(0);
  const all: number[] = [];
  for (let i = 0; i < 60_000; i++) {
    const client = next.indexOf(Math.min(...next));
    const server = free.indexOf(Math.min(...free));
    const start = Math.max(next[client]!, free[server]!);
    if (i > 1000) all.push(start - next[client]!);
    free[server] = start + 1;
    next[client] = start + 1 + exponential();
  }
  return all.sort((a, b) => a - b);
}

it('finds no wait where clients are no more than servers, and one rest of a service where they are one more', () => {
  expect(pausedWait(2, 2, 1, 0.99)).toBe(0);
  // Two clients, one server: the other is served with the chance 1 / (1 + pause), and its rest is even over a service.
  expect(pausedWait(2, 1, 3, undefined)).toBeCloseTo(0.25 / 2, 9);
  expect(pausedWait(2, 1, 3, 0.99)).toBeCloseTo(1 - 0.01 / 0.25, 6);
});

it.each([
  [3, 1, 9],
  [5, 1, 7.3],
  [5, 2, 4.6],
  [9, 2, 4.6],
  [14, 4, 4.2],
])('comes near to calls followed one by one: %i clients, %i servers, pause %f', (clients, servers, pause) => {
  const all = waits(clients, servers, pause);
  const mean = all.reduce((sum, wait) => sum + wait, 0) / all.length;
  expect(1 + pausedWait(clients, servers, pause, undefined)).toBeCloseTo(1 + mean, 0.9);
  for (const quantile of [0.95, 0.99]) {
    const stay = 1 + all[Math.floor(quantile * all.length)]!;
    expect(Math.abs((1 + pausedWait(clients, servers, pause, quantile)) / stay - 1)).toBeLessThan(0.15);
  }
});
