/** The table of ground truth: instant environment, load known, three real workloads, video pipeline. */
import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { runEpisode } from '../scenario/episode.ts';
import { prepare } from '../scenario/prepare.ts';
import { defaultScenario } from '../scenario/scenario.ts';
import { presetById } from '../model/presets/index.ts';
import { policyById } from '../policies/registry.ts';
import { itWithShared } from '../testing/shared.ts';
import { importWorkload } from '../workload/import.ts';

/** Mean Q, C and J. */
type Row = readonly [q: number, c: number, j: number];

const table: readonly (readonly [string, Readonly<Record<string, Row>>])[] = [
  [
    'steady-low',
    { greedy: [11.46, 2.0, 11.16], ipa: [14.07, 18.2, 11.34], 'optimum-true': [13.92, 5.0, 13.17] },
  ],
  [
    'fluctuating',
    { greedy: [12.21, 3.7, 11.66], ipa: [14.49, 21.5, 11.26], 'optimum-true': [14.13, 8.4, 12.87] },
  ],
  [
    'steady-high',
    { greedy: [12.83, 5.0, 12.08], ipa: [14.75, 24.5, 11.07], 'optimum-true': [14.33, 10.9, 12.7] },
  ],
];

describe.each(table)('%s', (workload, rows) => {
  itWithShared('has the Q, C and J of the table', async (folder) => {
    const imported = importWorkload(readFileSync(`${folder}/data/traces/${workload}.csv`), `${workload}.csv`);
    if (!imported.ok) throw new Error(imported.message);
    const prepared = prepare({
      ...defaultScenario(presetById('video')!, imported.value.workload),
      environment: 'instant',
      forecaster: 'true',
    });
    const run = async (id: string): Promise<Row> => {
      const { summary } = await runEpisode(prepared, policyById(id)!, { clock: () => 0, record: false });
      return [summary.qos, summary.cost, summary.objective];
    };
    for (const [id, [q, c, j]] of Object.entries(rows)) {
      const found = await run(id);
      if (id === 'ipa') {
        expect(Math.abs(found[2] / j - 1), `${id} J ${found[2].toFixed(3)}`).toBeLessThan(0.02);
        const exact = await run('ipa-exact');
        expect(exact).toEqual(found);
      } else {
        expect(Math.abs(found[0] - q), `${id} Q ${found[0].toFixed(3)}`).toBeLessThan(0.02);
        expect(Math.abs(found[1] - c), `${id} C ${found[1].toFixed(3)}`).toBeLessThan(0.1);
        expect(Math.abs(found[2] - j), `${id} J ${found[2].toFixed(3)}`).toBeLessThan(0.02);
      }
    }
  });
});
