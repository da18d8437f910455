import { describe, expect, it } from 'vitest';
import { answerTo, countedShare, estimateWords } from './asked.ts';
import { chosenBecause } from './chosen.ts';
import { presetById } from '../model/presets/index.ts';
import { chosenFor } from '../scenario/chosen.ts';
import { tablesOf } from '../scenario/prepare.ts';
import { defaultScenario, type Scenario } from '../scenario/scenario.ts';
import { playStill } from '../scenario/still.ts';
import { generateWorkload } from '../workload/generators.ts';

const kept = { percent: 99, estimate: 0.9948, keeps: true };
const missed = { percent: 99, estimate: 0.971, keeps: false };

describe('a share in time that was asked for', () => {
  it('is told by estimate, and counted beside it; what falls short says by how much', () => {
    expect(answerTo(kept, 'chance', undefined)).toEqual({
      says: 'At least 99 % in time was asked for: it is 99.5 % by queueing theory.',
      short: false,
    });
    expect(answerTo(kept, 'discrete', 0.9931)).toEqual({
      says: 'At least 99 % in time was asked for: it is 99.5 % by queueing theory and 99.3 % counted in single requests.',
      short: false,
    });
    expect(answerTo(kept, 'chance', 0.847)).toEqual({
      says: 'At least 99 % in time was asked for: it is 99.5 % by queueing theory and 84.7 % counted in single requests, 14.3 points short of what was asked.',
      short: true,
    });
    expect(answerTo({ ...kept, estimate: 1 }, 'fluid', 0.7).says).toContain(
      '100.0 % by the fluid’s equations, which know no chance, and 70.0 % counted',
    );
  });

  it('that nothing comes to is short, whatever was counted', () => {
    const { says, short } = answerTo(missed, 'chance', 0.995);
    expect(short).toBe(true);
    expect(says).toBe(
      'At least 99 % in time was asked for, and nothing within the limits comes to it: the nearest is 97.1 % by queueing theory and 99.5 % counted in single requests.',
    );
  });

  it('is written with decimals that show on which side it lies', () => {
    expect(answerTo(kept, 'chance', 0.98997).says).toContain(
      '98.997 % counted in single requests, less than 0.1 points short',
    );
    expect(estimateWords({ percent: 100, estimate: 1 - 1e-12, keeps: false }, 'chance')).toBe(
      'just under 100 % by queueing theory',
    );
  });

  it('is not answered by a play to which nobody came', () => {
    const video: Scenario = {
      ...defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7)),
      environment: 'discrete',
    };
    const { configuration } = chosenFor('cheapest', tablesOf(video), video, 0, 99);
    expect(countedShare(playStill(video, configuration, 0))).toBeUndefined();
    expect(countedShare(undefined)).toBeUndefined();
    expect(countedShare(playStill(video, configuration, 1))).toBeGreaterThan(0);
  });

  it('is why a configuration was chosen, or the nearest', () => {
    const under = { environment: 'chance', slaSeconds: 1.5, weights: {} as Scenario['weights'] } as const;
    const chosen = { aim: 'cheapest', configuration: [], found: undefined } as const;
    expect(chosenBecause({ ...chosen, asked: kept }, 20, under)).toBe(
      'the cheapest one that carries 20 requests a second and answers at least 99 % of them within the latency objective of 1.5 s: 99.5 % by queueing theory',
    );
    expect(chosenBecause({ ...chosen, aim: 'accurate', asked: kept }, 20, under)).toMatch(
      /^the most accurate one within the cores of the device that carries 20 requests a second and answers/,
    );
    expect(chosenBecause({ ...chosen, asked: missed }, 20, under)).toBe(
      'the nearest that there is: none within the limits that carries 20 requests a second answers 99 % of them within the latency objective of 1.5 s; of all that carry it, this one answers most in time, 97.1 % by queueing theory',
    );
    const found = { configuration: [], carries: false, keeps: true, throughput: 9, seconds: 1 };
    expect(chosenBecause({ ...chosen, found, asked: missed }, 20, under)).toContain(
      'none within the limits carries 20 requests a second, so none answers 99 % of them in time; of those that carry most, 9.0,',
    );
  });
});
