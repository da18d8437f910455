/** For tests: what lessons' views would tell while they are played, computed by the code that the views use. */
import type { Facts, LabRun } from './facts.ts';
import type { Surroundings } from './played.ts';
import { worthTold } from './worthTold.ts';
import { forecastValue } from '../experiments/forecastValue/forecastValue.ts';
import { VALUED } from '../experiments/forecastValue/words.ts';
import { possibleIn } from '../experiments/possible.ts';
import { policyById } from '../policies/registry.ts';
import { prepare } from '../scenario/prepare.ts';

/** The first bracket: a longer search only raises the plan and lowers the bound. */
async function possible({ scenario, a, b }: LabRun): Promise<Facts['told']> {
  const known = [a, b].map(({ episode }) => episode.series.actions);
  const [first] = possibleIn(prepare(scenario), () => false, known);
  return { 'possible.plan': first!.played.summary.reward, 'possible.bound': first!.bound! };
}

/** What the forecasters up to `last` were measured to be worth. */
const worth =
  (last: string) =>
  async ({ scenario }: LabRun): Promise<Facts['told']> => {
    const policies = VALUED.map((id) => policyById(id)!);
    let told: Facts['told'] = {};
    for await (const value of forecastValue(scenario, policies, { goOn: () => false })) {
      told = worthTold(value);
      if (value.rows.some(({ id }) => id === last)) break;
    }
    return told;
  };

/** By lesson. */
export const surroundings: Readonly<Record<string, Surroundings>> = {
  ipa: { clock: () => performance.now() },
  forecasts: { told: { perfect: worth('perfect'), whose: worth('max120') } },
  'after-effects': { told: { possible } },
};
