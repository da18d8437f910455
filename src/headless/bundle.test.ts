import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBundle } from './bundle.ts';
import { exportManifests } from './export.ts';
import { simulate } from './simulate.ts';
import { train } from './train.ts';
import { parseBundle } from '../export/policy/bundle.ts';
import { accept } from '../testing/runs.ts';

let place: string;
let zip: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'sluice-'));
  zip = join(place, 'x.zip');
  await train([
    ...['--pipeline', 'video', '--workload', 'fluctuating', '--steps', '1024', '--backend', 'simd'],
    ...['--set', 'width=16,blocks=1,lanes=16,horizon=16,minibatch=128', '--weights', 'cost=2', '--out', zip],
  ]);
});

describe('a bundle on the command line', () => {
  it('holds the run with which the training goes on', async () => {
    const { run, scenario, bundle, predictor } = await loadBundle(zip);
    expect(predictor, 'the one that the lab ships').toBeUndefined();
    const { run: record, checkpoints } = run!.runs[0]!;
    expect(record).toMatchObject({ status: 'finished', seeds: [1], steps: 1024, budget: { steps: 1024 } });
    expect(record.overrides).toEqual({ width: 16, blocks: 1, lanes: 16, horizon: 16, minibatch: 128 });
    expect(checkpoints[0]?.states).toHaveLength(1);
    expect(scenario.weights.costWeight).toBe(2);
    expect(bundle.training?.seeds).toEqual([1]);
  });

  it('is a policy, as good as its evaluation says', async () => {
    const { summary } = (await simulate([
      ...['--pipeline', 'video', '--workload', 'fluctuating', '--weights', 'cost=2', '--policy', zip],
    ])) as { summary: { objective: number } };
    const { bundle } = await loadBundle(zip);
    expect(summary.objective).toBe(bundle.evaluation[0]!.policies['opd']!.objective);
  });

  it('is exported as manifests with its own baseline, and once more as a bundle', async () => {
    const out = join(place, 'manifests');
    await exportManifests(['--bundle', zip, '--layout', 'kserve', '--out', out]);
    const again = accept(parseBundle(await readFile(join(out, 'policy', 'bundle.json'), 'utf8'), 'b'));
    const { bundle } = await loadBundle(zip);
    expect(again).toEqual(bundle);
    const other = join(place, 'other');
    await expect(exportManifests(['--bundle', zip, '--pipeline', 'nlp', '--out', other])).rejects.toThrow(
      /--pipeline comes from the bundle/,
    );
  });

  it('is refused in a sentence where it is none', async () => {
    const none = join(place, 'none.zip');
    await writeFile(none, 'PK\u0003\u0004');
    const out = join(place, 'nothing');
    await expect(exportManifests(['--bundle', none, '--out', out])).rejects.toThrow(
      /it is a \.zip that is cut off or damaged; copy or download it again/,
    );
    await expect(simulate(['--workload', 'day', '--policy', none])).rejects.toThrow(
      /it is a \.zip that is cut off or damaged; copy or download it again/,
    );
    await expect(exportManifests(['--bundle', 'absent', '--out', out])).rejects.toThrow(/no file that can/);
  });
});
