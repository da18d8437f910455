import { describe, expect, it } from 'vitest';
import { Flow, paceOf, type Place } from './flow.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario, type Episode } from '../../scenario/scenario.ts';
import { presetById } from '../../model/presets/index.ts';
import { policyById } from '../../policies/registry.ts';
import { generateWorkload } from '../../workload/generators.ts';

const SECONDS = 420;
const scenario = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7, SECONDS));
const episode = await runEpisode(prepare(scenario), policyById('ipa-exact')!, {
  clock: () => 0,
  record: true,
});
const ticks = episode.ticks!;

interface Dot {
  readonly stage: number;
  readonly place: Place;
  readonly at: number;
  readonly rank: number;
  readonly replica: number;
}

function dots(flow: Flow, t: number, speed = 1): Dot[] {
  const seen: Dot[] = [];
  flow.visit(t, paceOf(speed), (stage, place, at, rank, replica) =>
    seen.push({ stage, place, at, rank, replica }),
  );
  return seen;
}

const flowOf = ({ ticks, series }: Episode): Flow => new Flow(ticks!, series, scenario.slaSeconds);

describe('the dots of a run', () => {
  const flow = flowOf(episode);

  it('queue before the first stage as many as the record says', () => {
    for (let k = 1; k < ticks.seconds; k++) {
      const waiting = dots(flow, k).filter((dot) => dot.stage === 0 && dot.place === 'queue').length;
      expect(Math.abs(waiting - ticks.backlog[(k - 1) * ticks.stages]! / flow.grain)).toBeLessThanOrEqual(2);
    }
  });

  it('are the same wherever the playhead came from', () => {
    const fresh = flowOf(episode);
    const scrubbed = [250, 12, 133.37, 77.7].map((t) => dots(flow, t, 8));
    expect(scrubbed[2]).toEqual(dots(fresh, 133.37, 8));
    expect(scrubbed[1]).toEqual(dots(fresh, 12, 8));
  });

  it('have places that can be drawn', () => {
    const { maxReplicas } = scenario.limits;
    const wrong: Dot[] = [];
    for (let t = 0; t <= ticks.seconds; t += 0.73) {
      for (const dot of dots(flow, t, 8)) {
        const { at, rank, replica, stage } = dot;
        if (!(at >= 0 && at <= 1 && rank >= 0 && replica < maxReplicas && stage < ticks.stages))
          wrong.push(dot);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('move on: within a frame no crowd appears from nowhere', () => {
    const counts = Array.from({ length: 600 }, (_, i) => dots(flow, 20 + i / 60).length);
    for (let i = 1; i < counts.length; i++) expect(Math.abs(counts[i]! - counts[i - 1]!)).toBeLessThan(12);
  });

  it('stay few enough to draw under any load', () => {
    const big = { ...ticks, arrivals: ticks.arrivals.map((rate) => 1000 * rate) };
    const { grain } = new Flow(big, episode.series, scenario.slaSeconds);
    expect(Math.max(...big.arrivals) / grain).toBeLessThanOrEqual(70);
  });
});
