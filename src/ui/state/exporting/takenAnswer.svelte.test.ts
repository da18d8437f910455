import { expect, it } from 'vitest';
import { Exporting } from './exporting.svelte.ts';
import { FilledIn } from './filledIn.svelte.ts';
import { compile } from '../../../model/tables.ts';
import { runRecord } from '../../../testing/runs.ts';

it('an answer that is taken to an export is told there while its question stands', () => {
  const { scenario } = runRecord();
  const tables = compile(scenario.pipeline, scenario.limits);
  const exporting = new Exporting(new FilledIn(undefined));
  exporting.setAim('cheapest');
  exporting.setInTime(99);
  exporting.setLoad(12);
  const chosen = exporting.chosenFor(tables, scenario, 12);
  const [short, says] = ['It is for the peak.', 'Run it. That is 3 cores.'];
  expect(exporting.answeredFor(scenario, chosen)).toBe('');
  exporting.takeAnswer({ configuration: chosen.configuration, says, short }, scenario);
  expect(exporting.answeredFor(scenario, chosen)).toBe(short);
  // Of another world the choice may be another, and that is said.
  const fewer = chosen.configuration.with(0, { ...chosen.configuration[0]!, replicas: 1 });
  expect(chosen.configuration).not.toEqual(fewer);
  expect(
    exporting.answeredFor({ ...scenario, environment: 'fluid' }, { ...chosen, configuration: fewer }),
  ).toBe(
    '“What should I run?” counts the waits by chance and answers otherwise: Run it. That is 3 cores. What is chosen here follows the environment in the header.',
  );
  for (const other of [
    { ...scenario, slaSeconds: 0.5 },
    { ...scenario, limits: { ...scenario.limits, maxCores: 9 } },
    { ...scenario, workload: { ...scenario.workload, id: 'other' } },
  ])
    expect(exporting.answeredFor(other, chosen)).toBe('');
  exporting.setLoad(13);
  expect(exporting.answeredFor(scenario, chosen)).toBe('');
  exporting.setLoad(12);
  exporting.setInTime(95);
  expect(exporting.answeredFor(scenario, chosen)).toBe('');
});
