import { expect, it } from 'vitest';
import { checkRun } from './schemas.ts';
import { accept, runRecord } from '../testing/runs.ts';

it('a run kept before nodes could be chosen had one node', () => {
  const run = runRecord();
  const { nodes, ...scenario } = run.scenario;
  expect(nodes).toBe(1);
  expect(accept(checkRun({ ...run, scenario }, 'a run'))).toEqual(run);
  expect(checkRun({ ...run, scenario: { ...scenario, nodes: 0.5 } }, 'a run').ok).toBe(false);
});
