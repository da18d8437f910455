import { describe, expect, it } from 'vitest';
import { createDiscrete } from './discrete.ts';
import type { RequestJournal } from './journal.ts';
import { Moments } from './moment.ts';
import type { TickRecord } from '../environment.ts';
import { Random } from '../../model/random.ts';
import { isFeasible, toConfiguration, type Tables } from '../../model/tables.ts';
import { constantTrack, testOptions, testPipeline, testTrack } from '../../testing/pipelines.ts';

/** Odd times, so that nothing but orders happens at whole seconds. */
const stage = [
  [0.5, 1, 0.1003, 0.0507],
  [0.9, 2, 0.2507, 0.1013],
] as const;
const SECONDS = 400;
const START = 120;

function feasible(tables: Tables, random: Random): Int32Array {
  const action = new Int32Array(3 * tables.stages);
  do {
    for (let n = 0; n < tables.stages; n++) {
      action[3 * n] = random.integer(tables.variants[n]!);
      action[3 * n + 1] = random.integer(tables.limits.maxReplicas);
      action[3 * n + 2] = random.integer(tables.batches.length);
    }
  } while (!isFeasible(tables, toConfiguration(tables, action)));
  return action;
}

/** Random orders under a load that overflows now and then. */
function play(
  seed: number,
  rollout: 'surge' | 'recreate',
): { environment: ReturnType<typeof createDiscrete>; ticks: TickRecord; journal: RequestJournal } {
  const random = Random.stream(seed, 'orders');
  const limits = { maxReplicas: 6, maxBatch: 8, maxCores: 16 };
  const options = testOptions(testPipeline([stage, stage, stage], 3.517), limits, {
    rollout,
    batchTimeoutSeconds: 0.3,
    batchRestartSeconds: seed % 2,
  });
  const rates = Float64Array.from({ length: START + SECONDS }, () => random.uniform() * 45);
  const environment = createDiscrete(options, 1, { seed });
  environment.reset(0, testTrack(rates), START);
  environment.collectRequests(0);
  environment.startJournal(0);
  environment.startRecording(0, SECONDS);
  for (let k = 0; k < SECONDS / 10; k++) environment.step(feasible(options.tables, random));
  return { environment, ticks: environment.record(), journal: environment.journalOf(0)! };
}

describe.each([
  [1, 'surge'],
  [2, 'recreate'],
] as const)('the journal of a run (%i, %s)', (seed, rollout) => {
  const { environment, ticks, journal } = play(seed, rollout);
  const moments = new Moments(journal);
  const { stages } = journal;
  const end = START + SECONDS;

  it('agrees with what the environment counted of its requests, to the last digit', () => {
    const counted = environment.requestsOf(0)!;
    const ids = Array.from({ length: journal.count }, (_, id) => id);
    const last = (id: number): number => journal.done[id * stages + stages - 1]!;
    const served = ids.filter((id) => last(id) <= end);
    const latencies = Float64Array.from(served, (id) => last(id) - journal.arrival[id]!).sort();
    expect(journal.count).toBe(counted.arrived);
    expect(served).toHaveLength(counted.served);
    expect(ids.filter((id) => journal.dropped[id]! <= end)).toHaveLength(counted.dropped);
    expect(counted.dropped).toBeGreaterThan(50);
    expect(latencies.filter((seconds) => seconds > 2)).toHaveLength(counted.slaViolations);
    expect(latencies[Math.ceil(0.95 * latencies.length) - 1]).toBe(counted.p95);
    expect(latencies[Math.ceil(0.5 * latencies.length) - 1]).toBe(counted.p50);
    // The same sum, added up as the environment does: in the order in which they were served.
    const order = served.sort(
      (a, b) =>
        last(a) - last(b) ||
        journal.slot[(a + 1) * stages - 1]! - journal.slot[(b + 1) * stages - 1]! ||
        journal.seat[(a + 1) * stages - 1]! - journal.seat[(b + 1) * stages - 1]!,
    );
    const sum = order.reduce((total, id) => total + (last(id) - journal.arrival[id]!), 0);
    expect(sum / served.length).toBe(counted.mean);
  });

  it('has as many in every queue at the end of every second as the record', () => {
    let some = 0;
    for (let k = 0; k < SECONDS; k++) {
      // Orders at a decision's own second come after the record of the second that it ends.
      const t = START + k + 1 - ((k + 1) % 10 === 0 ? 1e-9 : 0);
      const { waiting } = moments.at(t);
      for (let n = 0; n < stages; n++) {
        expect(waiting[n]).toBe(ticks.backlog[k * stages + n]);
        if (waiting[n]! > 0) some++;
      }
    }
    expect(some).toBeGreaterThan(200);
  });

  it('places requests once, ranks a queue from its head on, and seats no two on one place', () => {
    for (let t = START; t <= end; t += 1.37) {
      const { sights, waiting, inService } = moments.at(t);
      const under = sights.map(({ id }) => id);
      const expected: number[] = [];
      for (let id = 0; id < journal.count && journal.arrival[id]! <= t; id++)
        if (moments.end(id) > t) expected.push(id);
      expect(under).toEqual(expected);
      for (let n = 0; n < stages; n++) {
        const queue = sights.filter((s) => s.place === 'queue' && s.stage === n);
        expect(queue.map(({ rank }) => rank).sort((a, b) => a - b)).toEqual(queue.map((_, i) => i));
        expect(queue).toHaveLength(waiting[n]!);
        // Who is served next stands further ahead.
        const byRank = [...queue].sort((a, b) => a.rank - b.rank);
        const starts = byRank
          .map(({ id }) => journal.started[id * stages + n]!)
          .filter((start) => start < Infinity);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        const seated = sights.filter((s) => s.place === 'service' && s.stage === n);
        expect(seated).toHaveLength(inService[n]!);
        const seats = seated.map(
          ({ id, rank }) => `${String(journal.slot[id * stages + n])}/${String(rank)}`,
        );
        expect(new Set(seats).size).toBe(seats.length);
        for (const { id, rank } of seated) expect(rank).toBeLessThan(journal.batch[id * stages + n]!);
      }
    }
  });

  it('shows those that left within the last moments, and no others', () => {
    for (let t = START + 5; t < end; t += 31.7) {
      const gone = moments.at(t, 0.5).sights.filter((s) => s.place === 'left' || s.place === 'dropped');
      const expected = Array.from({ length: journal.count }, (_, id) => id).filter(
        (id) => moments.end(id) <= t && moments.end(id) > t - 0.5,
      );
      expect(gone.map(({ id }) => id)).toEqual(expected);
    }
  });

  it('knows of every second which replicas serve, start and give way, as the record does', () => {
    for (let k = 0; k < SECONDS; k++) {
      const at = journal.spells.filter(({ from, until }) => from <= START + k && START + k < until);
      for (let n = 0; n < stages; n++) {
        const count = (state: string): number => at.filter((s) => s.stage === n && s.state === state).length;
        const i = k * stages + n;
        expect(count('serving')).toBe(ticks.ready[i]);
        expect(count('replaced')).toBe(ticks.old[i]);
        // The record counts those that wait for cores too.
        expect(count('starting')).toBeLessThanOrEqual(ticks.starting[i]!);
      }
      const cores = at.reduce((sum, { variant }) => sum + stage[variant]![1], 0);
      expect(cores).toBe(ticks.cores[k]);
    }
  });

  it('works on every request on a replica that is there', () => {
    for (let i = 0; i < journal.count * stages; i++) {
      if (journal.started[i] === Infinity) continue;
      const there = journal.spells.filter(
        ({ slot, stage: n, state, from, until }) =>
          slot === journal.slot[i] &&
          n === i % stages &&
          state !== 'starting' &&
          from <= journal.started[i]! &&
          journal.started[i]! < until,
      );
      expect(there).toHaveLength(1);
    }
  });
});

describe('a journal', () => {
  const options = testOptions(testPipeline([stage]));
  const one = Int32Array.of(0, 7, 0);

  it('is not kept unless asked for, and ends with the episode', () => {
    const environment = createDiscrete(options, 1);
    environment.reset(0, constantTrack(5), START, one);
    expect(environment.journalOf(0)).toBeUndefined();
    environment.startJournal(0);
    expect(environment.journalOf(0)).toMatchObject({ count: 0, stages: 1 });
    environment.reset(0, constantTrack(5), START, one);
    expect(environment.journalOf(0)).toBeUndefined();
  });

  it('opened midway leaves out those under way, and changes nothing of what happens', () => {
    const [plain, watched] = [createDiscrete(options, 1), createDiscrete(options, 1)];
    for (const environment of [plain, watched]) {
      environment.reset(0, constantTrack(95), START, one);
      environment.collectRequests(0);
      environment.step(one);
    }
    const before = watched.requestsOf(0)!.arrived;
    watched.startJournal(0);
    for (const environment of [plain, watched]) environment.step(one);
    expect(watched.requestsOf(0)).toEqual(plain.requestsOf(0));
    const journal = watched.journalOf(0)!;
    expect(journal.count).toBe(watched.requestsOf(0)!.arrived - before);
    expect(journal.arrival[0]).toBeGreaterThan(START + 10);
    expect(journal.spells).toHaveLength(8);
  });
});
