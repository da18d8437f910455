import { expect, test } from 'vitest';
import { Figure } from './figure.svelte.ts';
import { readOwnLink } from '../state/address/ownLink.ts';
import { policyById } from '../../policies/registry.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare } from '../../scenario/prepare.ts';

const clock = (): number => 0;
/** Runs here what a worker runs there. */
const runner = {
  asked: [] as (readonly string[])[],
  policyMap: () => Promise.reject(new Error('nobody asked')),
  replay(scenario: Parameters<typeof prepare>[0], keys: readonly string[]) {
    runner.asked.push(keys);
    const ready = prepare(scenario);
    return Promise.all(keys.map((key) => runEpisode(ready, policyById(key)!, { clock, record: false })));
  },
};

test('a figure runs what its link says, stands at its moment, and leads to the same state in the lab', async () => {
  const figure = new Figure('#env=fluid&load=bursty&a=hpa&b=keda&t=300&embed=latency', runner);
  expect([figure.embed, figure.trouble]).toEqual(['latency', '']);
  await figure.open();
  expect(figure.stopped).toBe('');
  expect(figure.run!.scenario.workload.id).toBe('bursty');
  expect([figure.run!.a.id, figure.run!.b.id]).toEqual(['hpa', 'keda']);
  expect([figure.playhead.time, figure.playhead.playing]).toEqual([300, false]);
  figure.playhead.seek(420);
  const { experiment, view, troubles } = readOwnLink(figure.link);
  expect(troubles).toEqual([]);
  expect([experiment.environment, experiment.workload, experiment.a, experiment.b]).toEqual([
    'fluid',
    'bursty',
    'hpa',
    'keda',
  ]);
  expect([view.time, view.embed]).toEqual([420, undefined]);
});

test('without an agent the myopic optimum stands in its lane, as in a lab where none was trained', async () => {
  const figure = new Figure('#env=fluid&embed=lanes', runner);
  await figure.open();
  expect(figure.run!.a.id).toBe('optimum-predicted');
});

test('one policy in both lanes runs once', async () => {
  runner.asked = [];
  await new Figure('#env=fluid&a=hpa&b=hpa', runner).open();
  expect(runner.asked).toEqual([['hpa']]);
});

test('what a link names and a frame cannot have is said: imports, and figures that there are not', () => {
  expect(new Figure('#env=fluid&load=import:0123abcd&embed=lanes', runner).trouble).toMatch(/import/i);
  const strange = new Figure('#env=fluid&embed=everything', runner);
  expect(strange.trouble).toContain('There is no figure to embed “everything”');
  expect(strange.embed).toBe('lanes');
});

test('a run that fails leaves its sentence in the figure’s place', async () => {
  const figure = new Figure('#env=fluid', {
    ...runner,
    replay: () => Promise.reject(new Error('The replay stopped')),
  });
  await figure.open();
  expect([figure.run, figure.stopped]).toEqual([undefined, 'The replay stopped.']);
});

test('maps need the policies of the link and no run, and lead to the decision behind which the lab has them', async () => {
  runner.asked = [];
  const figure = new Figure('#env=fluid&a=opd&b=hpa&embed=map', runner);
  await figure.open();
  expect([figure.stopped, figure.run, runner.asked]).toEqual(['', undefined, []]);
  expect(figure.mapped!.keys).toEqual(['optimum-predicted', 'hpa']);
  expect(figure.mapped!.scenario.environment).toBe('fluid');
  expect(readOwnLink(figure.link).view).toMatchObject({ page: 'lab', why: 'a' });
});

test('the learning curve is the recorded one: nothing is computed, and Train shows it in the lab', async () => {
  runner.asked = [];
  const figure = new Figure('#env=fluid&a=hpa&embed=curve', runner);
  await figure.open();
  expect([figure.run, figure.mapped, runner.asked]).toEqual([undefined, undefined, []]);
  expect(readOwnLink(figure.link).view.page).toBe('train');
});

test('a lesson’s link stays bare, so that the lesson sets the lab', () => {
  expect(new Figure('#embed=lesson&lesson=autoscalers.2', runner).link).toBe('#lesson=autoscalers.2');
});
