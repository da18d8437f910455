import { describe, expect, it } from 'vitest';
import { aimNames, aimWords, keepsWords, TOLD, toldOf } from './words.ts';
import { chosenBecause } from '../../../export/chosen.ts';
import { presetById } from '../../../model/presets/index.ts';
import { measureById } from '../../../scenario/measures.ts';
import { tablesOf } from '../../../scenario/prepare.ts';
import { defaultScenario, type Scenario } from '../../../scenario/scenario.ts';
import { chosenFor, type Chosen } from '../../../scenario/chosen.ts';
import { playStill } from '../../../scenario/still.ts';
import { generateWorkload } from '../../../workload/generators.ts';

const video = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7));

function found(scenario: Scenario, load: number): { chosen: Chosen; summary: ReturnType<typeof playStill> } {
  const chosen = chosenFor('cheapest', tablesOf(scenario), scenario, load);
  return { chosen, summary: playStill(scenario, chosen.configuration, load) };
}

describe('what an export comes to', () => {
  it('is told by the measures of every result, an estimate as one', () => {
    const { summary } = found(video, 12);
    const told = Object.fromEntries(TOLD.map((id) => [id, toldOf(id, summary, 'fluid')]));
    expect(told).toEqual({
      inTime: '≈\u2009100.0\u2009%',
      latency: `${summary.latency.toFixed(measureById('latency').digits)} s`,
      cost: `${summary.cost.toFixed(measureById('cost').digits)} cores`,
      qos: `${summary.qos.toFixed(measureById('qos').digits)} points`,
      objective: `${summary.objective.toFixed(measureById('objective').digits)} points`,
    });
  });

  it('says whether the objective is kept, and by how much it is not', () => {
    const { slaSeconds } = video;
    const kept = keepsWords(found(video, 12).summary, 12, slaSeconds, 'fluid');
    expect(kept).toEqual({
      keeps: true,
      text: `It keeps the latency objective of ${String(slaSeconds)} s on average. An estimate: only single requests are late by chance.`,
    });
    const hasty = { ...video, slaSeconds: 0.05 };
    const late = found(hasty, 12);
    expect(keepsWords(late.summary, 12, 0.05, 'fluid')).toMatchObject({
      keeps: false,
      text: expect.stringMatching(
        /^It does not keep the latency objective of 0\.05 s: a request takes 0\.\d{3} s on average\./,
      ) as string,
    });
    expect(chosenBecause(late.chosen, 12, 0.05)).toMatch(
      /^the nearest that there is: none that carries 12 requests a second keeps the latency objective of 0\.05 s; the fastest takes 0\.\d+ s$/,
    );
  });

  it('says where the load is not carried at all', () => {
    const { chosen, summary } = found(video, 5000);
    expect(summary.throughput).toBeLessThan(5000);
    expect(keepsWords(summary, 5000, video.slaSeconds, 'fluid')).toMatchObject({
      keeps: false,
      text: expect.stringMatching(
        /^It does not carry this load: its slowest stage serves \d+\.\d\d of 5000 requests/,
      ) as string,
    });
    expect(chosenBecause(chosen, 5000, video.slaSeconds)).toMatch(
      /^the nearest that there is: none within the limits carries 5000 requests a second; of those that carry most, [\d.]+, it is the cheapest /,
    );
  });

  it('counts single requests', () => {
    const scenario: Scenario = { ...video, environment: 'discrete' };
    const { summary } = found(scenario, 12);
    expect(toldOf('inTime', summary, 'discrete')).toMatch(/^\d/);
    expect(keepsWords(summary, 12, video.slaSeconds, 'discrete').text).toMatch(
      /[\d,]+ requests were played one by one/,
    );
  });

  it('says in which sense it is the best, and what that does not know', () => {
    expect(Object.values(aimNames)).toEqual(['Reward (7)', 'Fewest cores']);
    expect(aimWords('best', 2)).toContain('no term for who is late');
    expect(aimWords('cheapest', 1.5)).toContain('within 1.5 s in all');
  });
});
