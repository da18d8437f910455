/** For tests: what lessons' views would tell while they are played, computed by the code that the views use. */
import type { Facts, LabRun } from './facts.ts';
import type { Lesson, Scene } from './lesson.ts';
import { policyMap as policyMapLesson } from './lessons/policy-map/lesson.ts';
import type { Surroundings } from './played.ts';
import { worthTold } from './worthTold.ts';
import { forecastValue } from '../experiments/forecastValue/forecastValue.ts';
import { VALUED } from '../experiments/forecastValue/words.ts';
import { gridOf } from '../experiments/policyMap/grid.ts';
import { mapFacts, toldOfMaps } from '../experiments/policyMap/mapFacts.ts';
import { policyMap, type MapRow } from '../experiments/policyMap/policyMap.ts';
import { possibleIn } from '../experiments/possible.ts';
import { policyById } from '../policies/registry.ts';
import { prepare } from '../scenario/prepare.ts';
import type { Scenario } from '../scenario/scenario.ts';

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

const maps = new Map<string, Promise<readonly MapRow[]>>();

/** A whole map; each is made once. */
function mapOf(scenario: Scenario, id: string): Promise<readonly MapRow[]> {
  const key = JSON.stringify([scenario.environment, scenario.pipeline.id, scenario.workload.name, id]);
  const known = maps.get(key) ?? madeMap(scenario, id);
  maps.set(key, known);
  return known;
}

async function madeMap(scenario: Scenario, id: string): Promise<readonly MapRow[]> {
  const rows: MapRow[] = [];
  for await (const row of policyMap(scenario, policyById(id)!, gridOf(scenario))) rows.push(row);
  return rows;
}

/** What the maps tell that a scene asks for; nothing before one is asked for. */
async function mapTold({ scenario }: LabRun, { asks = {} }: Scene): Promise<Facts['told']> {
  if (!asks['map.open']) return {};
  const grid = gridOf(scenario);
  const [left, right] = [String(asks['map.left']), String(asks['map.right'])];
  const [first, second] = [await mapOf(scenario, left), await mapOf(scenario, right)];
  const at = asks['map.point'] === 'dearest' ? mapFacts(grid, first, second)?.dearest : undefined;
  return { ...toldOfMaps(grid, first, second, at), 'map.left': left, 'map.right': right };
}

/** One way to tell at every step of a lesson. */
const throughout = <T>({ steps }: Lesson, telling: T): Readonly<Record<string, T>> =>
  Object.fromEntries(steps.map(({ id }) => [id, telling]));

/** By lesson. */
export const surroundings: Readonly<Record<string, Surroundings>> = {
  ipa: { clock: () => performance.now() },
  forecasts: { told: { perfect: worth('perfect'), whose: worth('max120') } },
  'policy-map': { told: throughout(policyMapLesson, mapTold) },
  'after-effects': { told: { possible } },
};
