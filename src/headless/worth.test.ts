import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { forecast } from './forecast.ts';
import { Notes } from './notes.ts';
import { loadWorkload } from './scenario.ts';
import { forecastValue, lostBy, type ForecastValue } from '../experiments/forecastValue/forecastValue.ts';
import { headline } from '../experiments/forecastValue/words.ts';
import { presetById } from '../model/presets/index.ts';
import { policyById } from '../policies/registry.ts';
import { defaultScenario } from '../scenario/scenario.ts';
import { defaultPredictor } from '../workload/forecasters/lstmDefault.ts';
import { predictorText } from '../workload/forecasters/predictorFile.ts';

let load: string;
let lstm: string;
const { parameters, ...shipped } = defaultPredictor();
const other = { ...shipped, parameters: parameters.map((p) => 0.9 * p) };
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  load = join(folder, 'waves.csv');
  lstm = join(folder, 'other.json');
  const rates = Array.from({ length: 220 }, (_, t) => `${String(t)},${String(12 + (t % 60 < 20 ? 9 : 0))}`);
  await writeFile(load, ['second,rps', ...rates].join('\n'));
  await writeFile(lstm, predictorText(other));
});

interface Told {
  readonly sentences: readonly string[];
  readonly bracket: object;
  readonly forecasters: readonly { readonly id: string; readonly lost: Readonly<Record<string, number>> }[];
}

it('forecast --worth gives the numbers of the page, for the policies and the predictor that are named', async () => {
  const policies = ['planner', 'greedy'];
  const options = ['--environment', 'instant', '--policies', policies.join(), '--lstm', lstm];
  const told = (await forecast(['--worth', '--workload', load, ...options])) as Told;
  const scenario = {
    ...defaultScenario(presetById('video')!, await loadWorkload(load, 7, {}, new Notes())),
    ...{ environment: 'instant' as const, predictor: other },
  };
  let value: ForecastValue | undefined;
  for await (const one of forecastValue(
    scenario,
    policies.map((id) => policyById(id)!),
  ))
    value = one;
  const { kind, plan, bound, rows } = value!;
  expect(told.bracket).toEqual({ kind, plan, bound });
  expect(told.forecasters).toEqual(
    rows.map((row) => ({
      ...row,
      lost: Object.fromEntries(policies.map((id) => [id, lostBy(value!, row, id)])),
    })),
  );
  expect(told.sentences[0]).toBe(headline(value!));
  expect(told.sentences).toHaveLength(3);
});

it.each([
  [['--worth', '--train', 'day'], '--worth goes without --train'],
  [['--worth'], '--workload is missing'],
  [['--worth', '--workload', 'step', '--policies', 'greedy,greedy'], '--policies names greedy twice.'],
  [['--worth', '--workload', 'step', '--policies', 'nobody'], 'The policy "nobody" is neither'],
  [['--train', 'day', '--test', 'step', '--policies', 'greedy'], '--policies is for --worth'],
])('%j is refused in a sentence', async (args, sentence) => {
  await expect(forecast(args)).rejects.toThrow(sentence);
});
