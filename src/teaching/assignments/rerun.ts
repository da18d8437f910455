/** What is handed in, run again in the assignment's world: the same code tells a student what is missing and a teacher what is so. */
import type { Assignment, GoalTask, Task } from './assignment.ts';
import { isRight } from './assignment.ts';
import { loadOf, pipelineOf } from './settings.ts';
import { digestOf } from '../../model/digest.ts';
import { patient, type Patience } from '../../model/patience.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { isTooMuch } from '../../model/watch.ts';
import { agentPolicy, AgentMismatch, type AgentRecord } from '../../learning/network/trainedAgent.ts';
import { AGENT_ID, UNTRAINED_ID } from '../../policies/ids.ts';
import type { PolicyFactory } from '../../policies/policy.ts';
import { policyById } from '../../policies/registry.ts';
import { settingsMisfit } from '../../policies/settings/key.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { scenarioOf, type Experiment } from '../../scenario/experiment.ts';
import { measureById } from '../../scenario/measures.ts';
import { prepare, type Prepared } from '../../scenario/prepare.ts';
import type { Episode, Scenario } from '../../scenario/scenario.ts';
import type { Facts, Lane, LabRun } from '../facts.ts';
import { valueOf } from '../figures.ts';
import { judge } from '../goals.ts';

/** What somebody made of an assignment. */
export interface Work {
  readonly experiment: Experiment;
  readonly agent?: AgentRecord | undefined;
  readonly answers: Readonly<Record<string, string>>;
}

export interface TaskOutcome {
  readonly met: boolean;
  /** Of a goal its figure on each of its loads, null where it is not known; of a question nothing. */
  readonly values: readonly (number | null)[];
}

/** JSON-safe: a hand-in claims one, and grading finds one. */
export interface Outcome {
  /** J of lane A on the load that is set; null where it has none. */
  readonly j: number | null;
  /** SHA-256 of what lane A ordered there. */
  readonly decisions: string;
  /** In the assignment's order. */
  readonly tasks: readonly TaskOutcome[];
}

/** What is still missing of each task, a sentence; '' where nothing is. */
export interface Told extends Outcome {
  readonly missing: readonly string[];
}

export interface Rerunning {
  readonly patience?: Patience;
  readonly clock?: () => number;
}

/** What runs of a work are made on, kept ready from one to the next: preparing costs more than running. */
const ready = new Map<string, Prepared>();
const MOST_READY = 8;

function preparedFor(key: string, scenario: () => Scenario, patience: Patience): Prepared {
  const known = ready.get(key);
  if (known) return { ...known, patience };
  const made = prepare(scenario(), undefined, undefined, patience);
  if (ready.size >= MOST_READY) ready.delete(ready.keys().next().value!);
  ready.set(key, made);
  return made;
}

function factoryOf(key: string, { agent }: Work): PolicyFactory | undefined {
  if (key !== AGENT_ID) return policyById(key);
  return agent ? agentPolicy(agent) : policyById(UNTRAINED_ID);
}

const lanesOf = (task: Task): readonly Lane[] =>
  task.kind === 'goal' && task.goal.goal === 'figure' && task.goal.figure.of === 'measure'
    ? [task.goal.figure.lane]
    : [];

/** Runs the work; refused in a sentence where it cannot run at all. */
export async function rerun(
  assignment: Assignment,
  work: Work,
  { patience = patient, clock = () => 0 }: Rerunning = {},
): Promise<Result<Told>> {
  const { experiment } = work;
  const pipeline = pipelineOf(experiment.pipeline, assignment.pipeline);
  if (!pipeline)
    return refused(
      `It asks for the pipeline “${experiment.pipeline}”, which is neither the lab’s nor the assignment’s.`,
    );
  const runs = new Map<string, LabRun>();
  const goalsOf = (load: string): readonly Task[] =>
    assignment.tasks.filter(
      (task) =>
        task.kind === 'goal' && (task.loads.length === 0 ? [experiment.workload] : task.loads).includes(load),
    );
  const loads = new Set([
    experiment.workload,
    ...assignment.tasks.flatMap((task) => (task.kind === 'goal' ? task.loads : [])),
  ]);
  try {
    for (const load of loads) {
      const workload = loadOf(load, experiment.seed);
      if (!workload.ok) return workload;
      const { a, b, ...world } = experiment;
      const key = JSON.stringify([pipeline, { ...world, workload: load }]);
      const prepared = preparedFor(
        key,
        () => scenarioOf({ ...experiment, workload: load }, pipeline, workload.value),
        patience,
      );
      const needed = goalsOf(load).flatMap(lanesOf);
      const episode = async (policy: string): Promise<Result<Episode>> => {
        const misfit =
          policy === AGENT_ID ? undefined : settingsMisfit(policy, pipeline, prepared.scenario.limits);
        if (misfit !== undefined) return refused(misfit);
        const factory = factoryOf(policy, work);
        if (!factory) return refused(`There is no policy “${policy}” here.`);
        return accepted(await runEpisode(prepared, factory, { clock, record: false }));
      };
      const first = await episode(a);
      if (!first.ok) return first;
      const second = needed.includes('b') && b !== a ? await episode(b) : first;
      if (!second.ok) return second;
      runs.set(load, {
        scenario: prepared.scenario,
        a: { policy: a, episode: first.value },
        b: { policy: b, episode: second.value },
      });
    }
  } catch (error) {
    if (isTooMuch(error) || error instanceof AgentMismatch) return refused(error.message);
    throw error;
  }
  const judged = assignment.tasks.map((task, i) =>
    task.kind === 'question'
      ? { met: isRight(task, work.answers[String(i)]), values: [], missing: '' }
      : judgedOn(task, work, runs),
  );
  const { episode } = runs.get(experiment.workload)!.a;
  return accepted({
    j: measureById('objective').of(episode.summary) ?? null,
    decisions: digestOf(new Uint8Array(Int32Array.from(episode.series.actions).buffer)),
    tasks: judged.map(({ met, values }) => ({ met, values })),
    missing: judged.map(({ missing }) => missing),
  });
}

function judgedOn(
  { goal, loads }: GoalTask,
  { experiment, agent }: Work,
  runs: ReadonlyMap<string, LabRun>,
): TaskOutcome & { readonly missing: string } {
  const ids = loads.length === 0 ? [experiment.workload] : loads;
  const each = ids.map((load) => {
    const run = runs.get(load)!;
    const facts: Facts = {
      page: 'lab',
      experiment,
      run,
      time: 0,
      playing: false,
      card: undefined,
      training: { active: false, steps: 0, agent: agent !== undefined },
      told: {},
      kept: {},
    };
    const { met, missing } = judge(goal, facts);
    const value = goal.goal === 'figure' ? (valueOf(goal.figure, facts) ?? null) : null;
    const where = met || loads.length === 0 ? missing : `On “${run.scenario.workload.name}”: ${missing}`;
    return { met, missing: where, value };
  });
  return {
    met: each.every(({ met }) => met),
    values: goal.goal === 'figure' ? each.map(({ value }) => value) : [],
    missing: each
      .filter(({ met }) => !met)
      .map(({ missing }) => missing)
      .join(' '),
  };
}
