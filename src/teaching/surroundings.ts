/** For tests: what lessons' views would tell while they are played, computed by the code that the views use. */
import type { Facts, LabRun } from './facts.ts';
import type { Lesson, Scene } from './lesson.ts';
import { cluster } from './lessons/cluster/lesson.ts';
import { ppo } from './lessons/ppo/lesson.ts';
import { BUDGET, isTrainingId, SEED, trainings, type TrainingId } from './lessons/ppo/trainings.ts';
import { policyMap as policyMapLesson } from './lessons/policy-map/lesson.ts';
import type { Surroundings } from './played.ts';
import { worthTold } from './worthTold.ts';
import { forecastValue } from '../experiments/forecastValue/forecastValue.ts';
import { VALUED } from '../experiments/forecastValue/words.ts';
import { gridOf } from '../experiments/policyMap/grid.ts';
import { mapFacts, toldOfMaps } from '../experiments/policyMap/mapFacts.ts';
import { policyMap, type MapRow } from '../experiments/policyMap/policyMap.ts';
import { possibleIn } from '../experiments/possible.ts';
import { decisionChanges } from '../export/cluster/changes.ts';
import { restarting, toldOfChanges } from '../export/cluster/changesTold.ts';
import { defaultChoices, layouts } from '../export/cluster/plan.ts';
import { examineSeeds, type Diagnosis } from '../learning/doctor/doctor.ts';
import { toldOfMinibatch, toldOfTraining } from '../learning/doctor/toldOfTraining.ts';
import { plainEngine } from '../learning/engines/plainEngine.ts';
import { configWith } from '../learning/ppo/settings.ts';
import { heldOutScenario, trainingLoads } from '../learning/task/trainingLoads.ts';
import type { TrainingState } from '../learning/training/checkpoint.ts';
import type { Look } from '../learning/training/look.ts';
import type { HeldOutEvaluation, TrainPoint } from '../learning/training/progress.ts';
import { trainGroup } from '../learning/training/trainGroup.ts';
import { policyById } from '../policies/registry.ts';
import { prepare } from '../scenario/prepare.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** The first bracket: a longer search only raises the plan and lowers the bound. */
async function possible({ scenario, a, b }: LabRun): Promise<Facts['told']> {
  const known = [a, b].map(({ episode }) => episode.series.actions);
  const [first] = possibleIn(prepare(scenario), () => false, known);
  return { 'possible.plan': first!.played.summary.reward, 'possible.bound': first!.bound! };
}

/** The last forecaster that a lesson names. */
const LAST_NAMED = 'max120';

const worths = new Map<Scenario, Promise<Facts['told']>>();

/** What the forecasters were measured to be worth, as far as a lesson names them; measured once. */
function worth({ scenario }: LabRun): Promise<Facts['told']> {
  const measured = worths.get(scenario) ?? worthOf(scenario);
  worths.set(scenario, measured);
  return measured;
}

async function worthOf(scenario: Scenario): Promise<Facts['told']> {
  const policies = VALUED.map((id) => policyById(id)!);
  let told: Facts['told'] = {};
  for await (const value of forecastValue(scenario, policies, { goOn: () => false })) {
    told = worthTold(value);
    if (value.rows.some(({ id }) => id === LAST_NAMED)) break;
  }
  return told;
}

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

/** What the Export view tells of lane A's changes, under the layout and at the change that a scene asks for. */
function changesTold({ scenario, a }: LabRun, { page, asks = {} }: Scene): Promise<Facts['told']> {
  if (page !== 'export') return Promise.resolve({});
  const layout = layouts.find((one) => one === asks['changes.layout']) ?? 'seldon-per-stage';
  const { pipeline, slaSeconds } = scenario;
  const { series } = a.episode;
  const found = decisionChanges(pipeline, { ...defaultChoices(pipeline), layout }, series);
  if (!found.ok) throw new Error(found.message);
  const changes = found.value;
  const at = changes.findIndex((one) => restarting(layout, one) === asks['changes.at']);
  return Promise.resolve(toldOfChanges({ layout, changes, series, slaSeconds, at: at < 0 ? undefined : at }));
}

/** A training of the lesson on PPO that has ended. */
interface Trained {
  readonly points: readonly TrainPoint[];
  readonly evaluations: readonly HeldOutEvaluation[];
  readonly findings: readonly Diagnosis[];
  /** Into its last update. */
  readonly look: Look;
  /** What the store keeps as the best checkpoint. */
  readonly best: readonly TrainingState[];
}

async function trained(
  scenario: Scenario,
  overrides: Readonly<Record<string, string | number | boolean>>,
  from?: readonly TrainingState[],
): Promise<Trained> {
  const { loads, heldOut } = trainingLoads(scenario.workload, SEED);
  const config = configWith(overrides);
  const [points, evaluations]: [TrainPoint[], HeldOutEvaluation[]] = [[], []];
  let [look, best, better]: [Look | undefined, readonly TrainingState[], boolean] = [undefined, [], false];
  await trainGroup({
    ...{ scenario: heldOutScenario(scenario, heldOut), loads, config, budget: BUDGET, seeds: [SEED] },
    from: from && { kind: 'fork', states: from },
    engine: (shape) => Promise.resolve(plainEngine(shape)),
    clock: () => 0,
    onPoint: (point) => void points.push(point),
    onEvaluation: (evaluation) => {
      evaluations.push(evaluation);
      better = evaluation.best;
    },
    look: () => (one) => void (look = one),
    afterUpdate: (group) => {
      if (better) best = group.states();
      better = false;
      return Promise.resolve();
    },
  });
  return { points, evaluations, findings: examineSeeds([points], config), look: look!, best };
}

const trainedBefore = new Map<string, Promise<Trained>>();

/** Each is trained once; `healed` is the fork of `fast` that the doctor proposes. */
function trainingOf(scenario: Scenario, id: TrainingId | 'healed'): Promise<Trained> {
  const known = trainedBefore.get(id);
  if (known) return known;
  const made = id === 'healed' ? healed(scenario) : trained(scenario, trainings[id].overrides);
  trainedBefore.set(id, made);
  return made;
}

async function healed(scenario: Scenario): Promise<Trained> {
  const { findings, best } = await trainingOf(scenario, 'fast');
  const { change } = findings.find(({ id }) => id === 'kl-spike')!;
  return trained(scenario, { ...trainings.fast.overrides, ...change }, best);
}

/** What the Train view tells of the training that a scene asks for. */
async function trainingTold({ scenario }: LabRun, { asks = {} }: Scene): Promise<Facts['told']> {
  const id = asks['train.run'];
  if (!isTrainingId(id)) return {};
  const fork = asks['train.cure'] === true;
  const { points, evaluations, findings, look } = await trainingOf(scenario, fork ? 'healed' : id);
  const slide = asks['microscope.which'] === 'first' ? look.first : look.last;
  return {
    ...toldOfTraining(points, evaluations, findings),
    ...toldOfMinibatch(slide, look.clip),
    'train.fork': fork,
  };
}

/** One way to tell at every step of a lesson. */
const throughout = <T>({ steps }: Lesson, telling: T): Readonly<Record<string, T>> =>
  Object.fromEntries(steps.map(({ id }) => [id, telling]));

/** By lesson. */
export const surroundings: Readonly<Record<string, Surroundings>> = {
  forecasts: { told: { perfect: worth, whose: worth } },
  cluster: { told: throughout(cluster, changesTold) },
  ppo: { told: throughout(ppo, trainingTold) },
  'policy-map': { told: throughout(policyMapLesson, mapTold) },
  'after-effects': { told: { possible } },
};
