import { expect, it } from 'vitest';
import { PolicyMaps } from './policyMaps.svelte.ts';
import type { MapRow } from '../../../experiments/policyMap/policyMap.ts';
import { runRecord } from '../../../testing/runs.ts';
import type { MapTold, PolicyChoice } from '../../../../workers/protocol.ts';

const { scenario } = runRecord();
const named = (id: string): PolicyChoice => ({ kind: 'named', id });
const told = (cores: number): MapTold => ({
  grid: { loads: [1], cores: [2, 3] },
  row: { cores } as MapRow,
});
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Call {
  readonly choice: PolicyChoice;
  readonly tell: (row: MapTold) => void;
  readonly end: (error?: Error) => void;
  readonly signal: AbortSignal;
}

function made(): { readonly maps: PolicyMaps; readonly calls: readonly Call[] } {
  const calls: Call[] = [];
  const maps = new PolicyMaps({
    policyMap: (_, choice, tell, signal) =>
      new Promise((resolve, reject) => {
        calls.push({ choice, tell, signal, end: (error) => (error ? reject(error) : resolve()) });
      }),
  });
  return { maps, calls };
}

it('makes one map after the other, shows its rows as they come, and keeps it', async () => {
  const { maps, calls } = made();
  maps.follow(scenario, [named('greedy'), named('hpa')]);
  await settled();
  expect([calls.length, maps.working]).toEqual([1, true]);
  calls[0]!.tell(told(3));
  expect(maps.of(scenario, named('greedy'))?.rows.map(({ cores }) => cores)).toEqual([3]);
  calls[0]!.tell(told(2));
  calls[0]!.end();
  await settled();
  expect(calls.map(({ choice }) => choice)).toEqual([named('greedy'), named('hpa')]);
  calls[1]!.end();
  await settled();
  expect(maps.working).toBe(false);
  maps.follow(structuredClone(scenario), [named('hpa'), named('greedy')]);
  await settled();
  expect(calls).toHaveLength(2);
  expect(maps.of(structuredClone(scenario), named('greedy'))?.rows).toHaveLength(2);
});

it('ends what nobody looks at any more, makes it anew later, and says why one is missing', async () => {
  const { maps, calls } = made();
  const leave = maps.follow(scenario, [named('greedy')]);
  await settled();
  calls[0]!.tell(told(3));
  leave();
  expect(calls[0]!.signal.aborted).toBe(true);
  calls[0]!.end(new Error('aborted'));
  await settled();
  expect(maps.trouble).toBe('');
  maps.follow(scenario, [named('greedy'), named('hpa')]);
  await settled();
  calls[1]!.end(new Error('A row took too long'));
  await settled();
  expect(maps.trouble).toBe('A row took too long.');
  expect(calls.at(-1)!.choice).toEqual(named('hpa'));
});

it('tells agents apart, and knows one again', async () => {
  const { maps, calls } = made();
  const agent = (): PolicyChoice => ({ kind: 'agent', agent: {} as never });
  const [one, other] = [agent(), agent()];
  maps.follow(scenario, [one]);
  await settled();
  calls[0]!.tell(told(3));
  expect(maps.of(scenario, { ...one })?.rows).toHaveLength(1);
  expect(maps.of(scenario, other)).toBeUndefined();
});
