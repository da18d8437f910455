import { describe, expect, it } from 'vitest';
import { chosenBecause } from './chosen.ts';
import { filesOf, README } from './clusterFiles.ts';
import { defaultChoices, planOf } from './cluster/plan.ts';
import { playedAt, UNCOUNTED } from './played.ts';
import { presetById } from '../model/presets/index.ts';
import { chosenFor } from '../scenario/chosen.ts';
import { shareInTime } from '../scenario/measures.ts';
import { tablesOf } from '../scenario/prepare.ts';
import { defaultScenario, type Scenario } from '../scenario/scenario.ts';
import { playStill } from '../scenario/still.ts';
import { generateWorkload } from '../workload/generators.ts';
import type { Aim } from '../policies/optimum/aim.ts';

const of = (id: string): Scenario => ({
  ...defaultScenario(presetById(id)!, generateWorkload('fluctuating', 7)),
  environment: 'fluid',
});

/** What an export of that scenario says: why, what it came to, and the README with it. */
function exported(scenario: Scenario, aim: Aim, load: number) {
  const chosen = chosenFor(aim, tablesOf(scenario), scenario, load);
  const summary = playStill(scenario, chosen.configuration, load);
  const played = playedAt(summary, load, scenario.slaSeconds, scenario.environment);
  const why = chosenBecause(chosen, load, scenario);
  const plan = planOf(scenario.pipeline, chosen.configuration, defaultChoices(scenario.pipeline));
  if (!plan.ok) throw new Error(plan.message);
  const files = filesOf(plan.value, why, 30, false, played);
  const readme = String(files.find(({ name }) => name === README)!.content);
  return { summary, played, why, paragraphs: readme.split('\n\n') };
}

describe('what is said of a configuration that was played', () => {
  it('is first of all that it does not carry the load in single requests, whatever the equations say', () => {
    const { summary, played, why, paragraphs } = exported(
      { ...of('sum-qa'), environment: 'discrete' },
      'cheapest',
      20,
    );
    expect(shareInTime(summary)).toBeLessThan(0.9);
    expect(why).toMatch(/^the cheapest one that by the equations .* they know no waiting by chance$/);
    expect(played).toMatchObject({ verdict: 'fails', chanceLeftOut: false });
    expect(played.says).toMatch(
      /^In single requests it does not carry 20 requests a second: [\d.]+ % of them are answered within the latency objective of 1\.422 s\.$/,
    );
    expect(played.more).toMatch(
      /One play of [\d,]+ requests in 10 min at this load; the Lab plays another length/,
    );
    expect(paragraphs[1]).toContain(`**${played.says}**`);
    expect(paragraphs[2]).toContain(`The configuration is ${why}.`);
  });

  it('is what the reward it was chosen by says of who is late', () => {
    const scenario = of('sum-qa');
    const chosen = chosenFor('best', tablesOf(scenario), scenario, 20);
    const priced = { ...scenario, weights: { ...scenario.weights, lateWeight: 0.2 } };
    expect(chosenBecause(chosen, 20, scenario)).toMatch(/; the reward does not count who is late$/);
    expect(chosenBecause(chosen, 20, priced)).toMatch(
      /, by the equations and an estimate of who is late; of the reward each per cent .* late costs 0\.2$/,
    );
    expect(chosenBecause(chosen, 20, { ...priced, environment: 'instant' })).toMatch(
      /, exact by the equations; of the reward each per cent .* late costs 0\.2$/,
    );
  });

  it('as a fluid is that chance was not counted, in the README too', () => {
    const { played, paragraphs } = exported(of('sum-qa'), 'cheapest', 20);
    expect(played).toMatchObject({ verdict: 'serves', chanceLeftOut: true });
    expect(played.says).toMatch(/^As a fluid, without chance, it serves 20 requests a second: about /);
    expect(paragraphs[1]).toContain('The configuration is');
    expect(paragraphs[2]).toContain(`${played.says} `);
    expect(paragraphs[2]).toContain(`${UNCOUNTED} The environment “Single requests” counts it`);
  });

  it('judges by the share in time with the limits of the Lab, and tells the mean as a mean', () => {
    const { summary } = exported({ ...of('video'), environment: 'discrete' }, 'best', 12);
    const shared = (share: number) =>
      playedAt(
        { ...summary, inTime: share * (summary.served + summary.dropped), latency: 1 },
        12,
        2,
        'discrete',
      );
    expect([0.798, 0.899, 0.9, 0.98, 0.99].map((share) => shared(share).verdict)).toEqual([
      'fails',
      'fails',
      'carries',
      'carries',
      'serves',
    ]);
    expect(shared(0.798).more).toContain(
      'The mean latency is 1.000 s, which is within it, but a mean does not say who is late.',
    );
    expect(shared(0.995).more).toMatch(/^The mean latency is 1\.000 s\. /);
  });

  it('has one verdict where the slowest stage is a hundredth short', () => {
    const { summary, played, why } = exported(of('video'), 'best', 35);
    expect(summary.throughput).toBeLessThan(35);
    expect(played.verdict).toBe('serves');
    expect(played.more).toMatch(
      /Its slowest stage serves 34\.99 of 35 a second: it is short by 0\.01, so a queue builds up slowly/,
    );
    expect(played.says + played.more).not.toContain('not carry');
    expect(why).not.toContain('best one for');
  });

  it('says where the load is not carried at all, and where nobody came', () => {
    const { played, why } = exported(of('video'), 'cheapest', 5000);
    expect(played.verdict).toBe('fails');
    expect(played.more).toMatch(/serves \d+\.\d\d of 5000 a second; the rest waits until it is dropped\./);
    expect(why).toMatch(
      /^the nearest that there is: by the equations none within the limits carries 5000 requests a second; of those that carry most, [\d.]+, it is the cheapest /,
    );
    expect(exported(of('video'), 'best', 0).played.says).toBe(
      'At 0 requests a second nobody came, so nobody was late.',
    );
    expect(exported({ ...of('video'), slaSeconds: 0.05 }, 'cheapest', 12).why).toMatch(
      /^the nearest that there is: by the equations none that carries 12 requests a second keeps the latency objective of 0\.05 s; the fastest takes 0\.\d+ s$/,
    );
  });
});
