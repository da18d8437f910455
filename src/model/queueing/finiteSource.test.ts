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

it('finds no wait where clients are no more than servers', () => {
  expect(pausedWait(2, 2, 1, 0.99)).toBe(0);
  expect(pausedWait(3, 4, 0.5, undefined)).toBe(0);
});

it.each([
  [2, 1, 3],
  [5, 1, 4.6],
  [5, 1, 7.3],
  [5, 2, 4.6],
  [9, 2, 4.6],
  [18, 4, 4.3],
  [50, 4, 16.9],
])('comes near to calls followed one by one: %i clients, %i servers, pause %f', (clients, servers, pause) => {
  const all = waits(clients, servers, pause);
  const mean = all.reduce((sum, wait) => sum + wait, 0) / all.length;
  expect(Math.abs((1 + pausedWait(clients, servers, pause, undefined)) / (1 + mean) - 1)).toBeLessThan(0.06);
  for (const quantile of [0.5, 0.95, 0.99]) {
    const stay = 1 + all[Math.floor(quantile * all.length)]!;
    expect(Math.abs((1 + pausedWait(clients, servers, pause, quantile)) / stay - 1)).toBeLessThan(0.08);
  }
});
