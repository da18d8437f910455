import { describe, expect, it } from 'vitest';
import { aimNames, aimWords, peakWords, TOLD, toldOf } from './words.ts';
import { presetById } from '../../../model/presets/index.ts';
import { measureById } from '../../../scenario/measures.ts';
import { tablesOf } from '../../../scenario/prepare.ts';
import { defaultScenario, type Scenario } from '../../../scenario/scenario.ts';
import { chosenFor } from '../../../scenario/chosen.ts';
import { playStill } from '../../../scenario/still.ts';
import { generateWorkload } from '../../../workload/generators.ts';

const video: Scenario = {
  ...defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7)),
  environment: 'fluid',
};

describe('what an export comes to', () => {
  it('is told by the measures of every result, an estimate as one', () => {
    const { configuration } = chosenFor('cheapest', tablesOf(video), video, 12);
    const summary = playStill(video, configuration, 12);
    const told = Object.fromEntries(TOLD.map((id) => [id, toldOf(id, summary, 'fluid')]));
    expect(told).toEqual({
      inTime: '≈\u2009100.0\u2009%',
      latency: `${summary.latency.toFixed(measureById('latency').digits)} s`,
      cost: `${summary.cost.toFixed(measureById('cost').digits)} cores`,
      qos: `${summary.qos.toFixed(measureById('qos').digits)} points`,
      objective: `${summary.objective.toFixed(measureById('objective').digits)} points`,
    });
  });

  it('says in which sense it is the best, and what that does not know', () => {
    expect(Object.values(aimNames)).toEqual(['Reward (7)', 'Fewest cores', 'Accuracy']);
    expect(aimWords('accurate', undefined, video)).toMatch(/^The greatest accuracy, .* at least 99 % of the/);
    expect(aimWords('best', undefined, video)).toContain('no term for who is late');
    expect(aimWords('cheapest', undefined, { ...video, slaSeconds: 1.5 })).toContain('within 1.5 s in all');
    const timely = (environment: Scenario['environment']) =>
      aimWords('cheapest', 99.9, { ...video, slaSeconds: 1.5, environment });
    expect(timely('chance')).toMatch(
      /at least 99\.9 % of the requests within 1\.5 s; .* queueing theory, an estimate/,
    );
    expect(timely('fluid')).toContain('which know no chance');
    const priced = { ...video, weights: { ...video.weights, lateWeight: 0.2 } };
    expect(aimWords('best', 99, priced)).toBe(
      'Q less the price of cores, batches and late requests; how many are late is an estimate.',
    );
    expect(aimWords('best', undefined, { ...priced, environment: 'instant' })).toMatch(
      /how many are late follows from the equations\.$/,
    );
  });

  it('says in a plain sentence that the load chosen is less than the header’s', () => {
    expect(peakWords('Fluctuating', 35, 20)).toBe(
      'The load in the header, Fluctuating, comes to 35 requests a second, more than the 20 chosen here.',
    );
    expect(peakWords('Fluctuating', 35, 40)).toContain('comes to at most 35 requests a second.');
  });
});
