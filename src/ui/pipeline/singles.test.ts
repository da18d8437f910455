import { describe, expect, it } from 'vitest';
import { laneLayout } from './layout.ts';
import { seats } from './marks.ts';
import { placesOf } from './places.ts';
import { Singles } from './singles.ts';
import type { Spell } from '../../environment/discrete/journal.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario, fitsJournal } from '../../scenario/scenario.ts';
import { presetById } from '../../model/presets/index.ts';
import { policyById } from '../../policies/registry.ts';
import { generateWorkload } from '../../workload/generators.ts';

const pipeline = presetById('video')!;
const scenario = {
  ...defaultScenario(pipeline, generateWorkload('bursty', 7, 620)),
  environment: 'discrete' as const,
};
const options = { clock: () => 0, record: true, journal: true };
// Changes its variants often, and drops requests under this load.
const episode = await runEpisode(prepare(scenario), policyById('ipa-exact')!, options);
const ticks = episode.ticks!;
const singles = new Singles(episode.journal!, ticks, episode.series, scenario.slaSeconds);
const START = episode.series.t[0]!;
const cores = (n: number, z: number): number => pipeline.stages[n]!.variants[z]!.cores;

describe('single requests on screen', () => {
  it('show at the beginning of every second what the record says of it', () => {
    let starting = 0;
    let old = 0;
    for (let k = 0; k < ticks.seconds; k++) {
      const t = START + k;
      const moment = singles.moments.at(t);
      expect(singles.coresHeld(t, cores)).toBe(ticks.cores[k]);
      for (let n = 0; n < ticks.stages; n++) {
        const frame = singles.frame(n, t, moment);
        const i = k * ticks.stages + n;
        expect(frame.ready).toBe(ticks.ready[i]);
        expect(frame.starting).toHaveLength(ticks.starting[i]!);
        expect(frame.old).toBe(ticks.old[i]);
        expect(frame.cells.filter((cell) => cell)).toHaveLength(frame.ready + frame.starting.length);
        expect(frame.cells.length).toBeLessThanOrEqual(scenario.limits.maxReplicas);
        expect(frame.backlog).toBe(moment.waiting[n]);
        for (const share of frame.starting) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThan(1);
        }
        starting += frame.starting.length;
        old += frame.old;
      }
    }
    expect(starting).toBeGreaterThan(100);
    expect(old).toBeGreaterThan(20);
  });

  it('sit in replicas that stand there, as many as the batch has, in seats inside the cell', () => {
    const layout = laneLayout(900, ticks.stages, scenario.limits.maxReplicas, [40, 40]);
    let seated = 0;
    for (let t = START; t < START + ticks.seconds; t += 0.73) {
      const batches = new Map<string, { size: number; seats: Set<number> }>();
      for (const { id, place, stage, rank } of singles.moments.at(t).sights) {
        if (place !== 'service') continue;
        const standing = singles.standing(id, stage, t)!;
        expect(standing.spell).toMatchObject({ stage });
        expect(standing.spell.state).not.toBe('starting');
        const size = episode.journal!.batch[id * ticks.stages + stage]!;
        const key = `${String(stage)} ${String(standing.givesWay)} ${String(standing.place)}`;
        const batch = batches.get(key) ?? { size, seats: new Set() };
        batches.set(key, batch);
        expect(batch.size).toBe(size);
        batch.seats.add(rank);
        if (!standing.givesWay) {
          const cell = layout.stages[stage]!.cells[standing.place]!;
          const { at, radius } = seats(cell, Math.max(size, singles.batchAt(stage, t)));
          expect(Math.abs(at(rank).x - cell.x - cell.width / 2)).toBeLessThanOrEqual(cell.width / 2 - radius);
          expect(Math.abs(at(rank).y - cell.y - cell.height / 2)).toBeLessThanOrEqual(
            cell.height / 2 - radius,
          );
        }
        seated++;
      }
      for (const { size, seats: taken } of batches.values()) expect(taken.size).toBe(size);
    }
    expect(seated).toBeGreaterThan(1000);
  });

  it('are a sample where more come than can be told apart, and not journalled where too many come', () => {
    expect(singles.every).toBe(1);
    const many = { ...ticks, arrivals: ticks.arrivals.map((count) => 20 * count) };
    const sampled = new Singles(episode.journal!, many, episode.series, scenario.slaSeconds);
    expect(sampled.every).toBeGreaterThan(1);
    expect(Math.max(...many.arrivals) / sampled.every).toBeLessThanOrEqual(200);
    expect(fitsJournal(scenario)).toBe(true);
    expect(fitsJournal({ ...scenario, environment: 'fluid' })).toBe(false);
    const rates = new Float64Array(1200).fill(500);
    expect(fitsJournal({ ...scenario, workload: { ...scenario.workload, rates } })).toBe(false);
  });
});

describe('places of replicas', () => {
  const spell = (slot: number, state: Spell['state'], from: number, until: number): Spell => ({
    slot,
    stage: 0,
    variant: 0,
    state,
    from,
    until,
    due: from,
  });

  it('are kept while a replica starts and serves, given away when it leaves, and the lowest free', () => {
    const spells = [
      spell(0, 'serving', 0, 10),
      spell(1, 'starting', 0, 10),
      spell(2, 'starting', 0, 17),
      // At 10: the first leaves and its slot goes to another; the second serves on where it started.
      spell(0, 'starting', 10, Infinity),
      spell(1, 'serving', 10, 20),
      spell(2, 'serving', 17, Infinity),
      spell(1, 'draining', 20, 21),
    ];
    expect([...placesOf(spells)]).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('never hold two replicas at once, in a whole run', () => {
    const { spells } = singles.journal;
    const places = placesOf(spells);
    for (const [i, a] of spells.entries()) {
      for (let j = i + 1; j < spells.length && spells[j]!.from < a.until; j++) {
        const b = spells[j]!;
        const row = ({ state }: Spell): boolean => state === 'replaced' || state === 'draining';
        if (a.stage === b.stage && row(a) === row(b)) expect(places[j]).not.toBe(places[i]);
      }
    }
    expect(spells.length).toBeGreaterThan(50);
  });
});
