import { expect, it } from 'vitest';
import { constantServiceWait, delayProbability } from './erlang.ts';

it('is Erlang C: the utilisation with one server, a third at half the load of two', () => {
  for (const u of [0, 0.3, 0.9]) expect(delayProbability(1, u)).toBeCloseTo(u, 12);
  expect(delayProbability(2, 0.5)).toBeCloseTo(1 / 3, 12);
});

it('is Pollaczek and Khinchine with one server, and finite at saturation', () => {
  for (const u of [0.1, 0.5, 0.99, 1]) expect(constantServiceWait(1, u)).toBeCloseTo(u / 2, 12);
  for (const servers of [2, 8, 16])
    expect(constantServiceWait(servers, 1)).toBeCloseTo(1 / (2 * servers), 12);
  expect(constantServiceWait(4, 0)).toBe(0);
});

/**
 * Mean wait in M/D/c, in services, times (1 - utilisation): the number in the system a service later is those beyond the
 * servers and who came since (Crommelin 1932), iterated until it stands; Little's law gives the wait.
 */
function exactWait(servers: number, utilisation: number): number {
  const offered = servers * utilisation;
  const most = 400;
  const came = new Float64Array(most + 1);
  let term = Math.exp(-offered);
  for (let k = 0; k <= most; k++, term *= offered / k) came[k] = term;
  let share = new Float64Array(most + 1);
  share[0] = 1;
  for (let turn = 0; turn < 3000; turn++) {
    const next = new Float64Array(most + 1);
    for (let n = 0; n <= most; n++) {
      if (share[n]! < 1e-14) continue;
      const left = Math.max(0, n - servers);
      for (let k = 0; k <= 80 && left + k <= most; k++) next[left + k]! += share[n]! * came[k]!;
    }
    share = next;
  }
  let waiting = 0;
  for (let n = servers; n <= most; n++) waiting += (n - servers) * share[n]!;
  return (waiting / offered) * (1 - utilisation);
}

it.each([
  [2, 0.5],
  [2, 0.9],
  [4, 0.7],
  [8, 0.8],
  [16, 0.9],
])('is within 4 per cent of the exact wait of M/D/%i at utilisation %f', (servers, utilisation) => {
  const exact = exactWait(servers, utilisation);
  expect(Math.abs(constantServiceWait(servers, utilisation) / exact - 1)).toBeLessThan(0.04);
});
