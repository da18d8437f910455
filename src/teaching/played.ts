/** For tests: a lesson as it is played without a page, every step with the run that would be on screen there. */
import type { Facts, LabRun } from './facts.ts';
import type { Lesson, Scene, Step } from './lesson.ts';
import { after, figuresOf, sceneAt } from './playing.ts';
import { presetById } from '../model/presets/index.ts';
import { policyById } from '../policies/registry.ts';
import { runEpisode } from '../scenario/episode.ts';
import { defaultExperiment, scenarioOf, type Experiment } from '../scenario/experiment.ts';
import { prepare } from '../scenario/prepare.ts';
import { fitsJournal, type Episode, type Scenario } from '../scenario/scenario.ts';
import { generateWorkload } from '../workload/generators.ts';
import { namesOfBases, shapedWorkload } from '../workload/shaping/shape.ts';
import { isShaped } from '../workload/shaping/shaped.ts';
import { parseLoad } from '../workload/shaping/text.ts';
import type { Workload } from '../workload/workload.ts';

export interface PlayedStep {
  readonly step: Step;
  /** On entering, before anything is answered or done. */
  readonly before: Facts;
  /** With the outcome of a guess, or the solution of a task. */
  readonly after: Facts;
}

/** What views tell of a run: computed by the same code as theirs. */
type Telling = Facts['told'] | ((run: LabRun, scene: Scene) => Promise<Facts['told']>);

/** What a lesson's views would tell, by step; and loads that are neither the lab's own nor shaped of those. */
export interface Surroundings {
  readonly told?: Readonly<Record<string, Telling>>;
  readonly loadOf?: (id: string, seed: number) => Workload;
  /** Milliseconds, for a lesson that tells how long a decision takes; without it none takes any. */
  readonly clock?: () => number;
}

/** The lab's own loads, and those shaped of them: `flat:1200,20`, `steady-low~x2`. */
function plainLoad(id: string, seed: number): Workload {
  if (!isShaped(id)) return generateWorkload(id, seed);
  const load = parseLoad(id);
  if (!load.ok) throw new Error(load.message);
  const shaped = shapedWorkload(load.value, { rates: () => undefined, nameOf: namesOfBases() }, seed);
  if (!shaped.ok) throw new Error(shaped.message);
  return shaped.value;
}

const runs = new Map<string, Promise<LabRun>>();

/** Both lanes on what is set; runs of equal settings are made once. */
function runOf(
  experiment: Experiment,
  lesson: Lesson,
  { loadOf = plainLoad, clock = () => 0 }: Surroundings,
): Promise<LabRun> {
  const key = JSON.stringify([experiment, lesson.pipeline?.id]);
  const known = runs.get(key);
  if (known) return known;
  const made = madeRun(experiment, lesson, loadOf, clock);
  runs.set(key, made);
  return made;
}

async function madeRun(
  experiment: Experiment,
  { pipeline: own, id }: Lesson,
  loadOf: (id: string, seed: number) => Workload,
  clock: () => number,
): Promise<LabRun> {
  const pipeline = own?.id === experiment.pipeline ? own : presetById(experiment.pipeline);
  if (!pipeline) throw new Error(`The lesson ${id} has no pipeline ${experiment.pipeline}`);
  const scenario = scenarioOf(experiment, pipeline, loadOf(experiment.workload, experiment.seed));
  const a = await episodeOf(scenario, experiment.a, clock);
  const b = experiment.b === experiment.a ? a : await episodeOf(scenario, experiment.b, clock);
  return { scenario, a: { policy: experiment.a, episode: a }, b: { policy: experiment.b, episode: b } };
}

async function episodeOf(scenario: Scenario, key: string, clock: () => number): Promise<Episode> {
  const factory = policyById(key);
  if (!factory) throw new Error(`There is no policy ${key}`);
  const journal = fitsJournal(scenario);
  return runEpisode(prepare(scenario), factory, { clock, record: true, journal });
}

const experimentOf = ({ set }: Scene): Experiment => ({ ...defaultExperiment, ...set });

async function factsAt(
  lesson: Lesson,
  scene: Scene,
  told: Telling,
  kept: Facts['kept'],
  around: Surroundings,
): Promise<Facts> {
  const experiment = experimentOf(scene);
  const run = await runOf(experiment, lesson, around);
  return {
    page: scene.page ?? 'lab',
    experiment,
    run,
    time: scene.time ?? 0,
    playing: scene.play ?? false,
    card: scene.card === 'none' ? undefined : scene.card,
    training: { active: false, steps: 0, agent: false },
    told: typeof told === 'function' ? await told(run, scene) : told,
    kept,
  };
}

/** Plays the whole lesson. */
export async function play(lesson: Lesson, around: Surroundings = {}): Promise<readonly PlayedStep[]> {
  const played: PlayedStep[] = [];
  let kept: Facts['kept'] = {};
  for (const [k, step] of lesson.steps.entries()) {
    const scene = sceneAt(lesson, k);
    const leaves =
      step.kind === 'predict' || step.kind === 'draw'
        ? step.outcome
        : step.kind === 'do'
          ? step.solution
          : undefined;
    const told = around.told?.[step.id] ?? {};
    const before = await factsAt(lesson, scene, told, kept, around);
    const then = leaves ? await factsAt(lesson, after(scene, leaves), told, kept, around) : before;
    played.push({ step, before, after: then });
    const figures = Object.entries(figuresOf(step.figures, then));
    kept = { ...kept, ...Object.fromEntries(figures.map(([name, value]) => [`${step.id}.${name}`, value])) };
  }
  return played;
}
