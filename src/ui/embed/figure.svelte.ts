/** What a frame in another page shows: the state of its link, computed once. */
import { troubleWords } from '../state/address/link.ts';
import { ENVIRONMENT } from '../state/address/linkFields.ts';
import { CURVE, EMBEDS, LESSON, MAP } from '../state/address/embeds.ts';
import { CARRIED, carries, readOwnLink, writeOwnLink } from '../state/address/ownLink.ts';
import { fitted } from '../state/policies/policyKeys.ts';
import type { View } from '../state/address/linked.ts';
import { Playhead } from '../state/replay/playhead.svelte.ts';
import { eventfulTime } from '../state/replay/opening.ts';
import { runOf, runSide, type Run } from '../state/replay/run.ts';
import { sentenceOf } from '../bridge/bridge.ts';
import { Replayer } from '../bridge/replayer.ts';
import { wholeSecond } from '../format.ts';
import { AGENT, policyStyle, UNTRAINED } from '../theme/policies.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { presets } from '../../model/presets/index.ts';
import { defaultExperiment, scenarioOf, type Experiment } from '../../scenario/experiment.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { generateWorkload, generators } from '../../workload/generators.ts';
import { isShaped } from '../../workload/shaping/shaped.ts';
import type { Workload } from '../../workload/workload.ts';

/** What computes the runs; a test answers in its place. */
type Runner = Pick<Replayer, 'replay' | 'policyMap'>;

/** What policy maps are made of: the link's scenario, and the policies of its lanes. */
export interface Mapped {
  readonly scenario: Scenario;
  readonly keys: readonly [string, string];
}

export class Figure {
  run = $state.raw<Run | undefined>();
  /** In the place of a run, where maps are shown. */
  mapped = $state.raw<Mapped | undefined>();
  /** Why there is no run, a sentence. */
  stopped = $state('');
  /** What of the link could not be had; '' where all could. */
  readonly trouble: string;
  /** What is shown, of `EMBEDS`. */
  readonly embed: string;
  /** Lesson and step, where one is to be played. */
  readonly lesson: string | undefined;
  readonly playhead = new Playhead();

  readonly #linked: ReturnType<typeof readOwnLink>;
  /** The pipeline that the link brings, as it brings it. */
  readonly #carried: string | undefined;
  /** The link says nothing of the lab. */
  readonly #bare: boolean;
  readonly runner: Runner;

  constructor(hash: string, runner: Runner = new Replayer()) {
    this.runner = runner;
    this.#carried = carries(hash) ? new RegExp(`&${CARRIED}=([^&]*)`).exec(hash)?.[1] : undefined;
    this.#bare = !new RegExp(`[#&]${ENVIRONMENT}=`).test(hash);
    // Nothing is kept here: of a visitor's own there is only the pipeline that comes along.
    this.#linked = readOwnLink(hash, undefined, (kind) => kind === 'pipeline' && this.#carried !== undefined);
    const { view } = this.#linked;
    this.trouble = troubleWords(this.#linked);
    this.embed = view.embed ?? EMBEDS[0]!.id;
    this.lesson = view.lesson;
    this.playhead.speed = view.speed;
  }

  /** The lab in the state of this figure: the hash of its address. */
  get link(): string {
    const { experiment, view } = this.#linked;
    // A link that says a lesson and nothing of the lab has the lesson set the lab.
    if (this.#bare && view.lesson !== undefined) return `#lesson=${view.lesson}`;
    const time = this.run ? wholeSecond(this.playhead.time) : view.time;
    const { page, why } = this.#place;
    const hash = writeOwnLink(
      { experiment, view: { ...view, page, why, embed: undefined, time, playing: this.playhead.playing } },
      { pipeline: this.#carried !== undefined },
    );
    return this.#carried === undefined ? hash : `${hash}&${CARRIED}=${this.#carried}`;
  }

  /** Where the lab shows what stands here: the curve in Train, the map behind a decision. */
  get #place(): Pick<View, 'page' | 'why'> {
    const { page, why } = this.#linked.view;
    if (this.embed === CURVE) return { page: 'train', why };
    return this.embed === MAP ? { page: 'lab', why: why ?? 'a' } : { page, why };
  }

  /** Computes both lanes and stands where something happens, or at the link's moment; what has no run computes none. */
  async open(): Promise<void> {
    if (this.embed === LESSON || this.embed === CURVE) return;
    try {
      const { experiment, view } = this.#linked;
      const pipeline = await this.#pipeline(experiment);
      const scenario = scenarioOf(experiment, pipeline, await loadOf(experiment));
      const [a, b] = [experiment.a, experiment.b].map((key) => runningIn(scenario, key)) as [string, string];
      if (this.embed === MAP) {
        this.mapped = { scenario, keys: [a, b] };
        return;
      }
      const keys = a === b ? [a] : [a, b];
      const episodes = await this.runner.replay(scenario, keys);
      const side = (key: string) =>
        runSide(key, policyStyle(key).name, episodes[keys.indexOf(key)]!, undefined);
      const run = runOf(scenario, side(a), side(b), undefined);
      this.playhead.cover(run.a.episode.series.t.length);
      this.run = run;
      const { time } = view;
      this.playhead.open(
        time ?? eventfulTime(run.a.episode.series, run.b.episode.series),
        // A page that somebody reads stays still unless its author wants it otherwise.
        time !== undefined && view.playing,
      );
    } catch (error) {
      this.stopped = sentenceOf(error);
    }
  }

  async #pipeline({ pipeline }: Experiment): Promise<Pipeline> {
    if (this.#carried === undefined) return presets.find(({ id }) => id === pipeline) ?? presets[0]!;
    const { carriedPipeline } = await import('../state/pipelines/carried.ts');
    const read = await carriedPipeline(this.#carried);
    if (!read.ok) throw new Error(read.message);
    return read.value;
  }
}

/** No agent is trained here: in its place stands what stands there in a lab without one. */
function runningIn(scenario: Scenario, key: string): string {
  return key === AGENT ? UNTRAINED : fitted(key, scenario.pipeline, scenario.limits).key;
}

async function loadOf({ workload, seed }: Experiment): Promise<Workload> {
  if (!isShaped(workload))
    return generateWorkload(
      generators.some(({ id }) => id === workload) ? workload : defaultExperiment.workload,
      seed,
    );
  const { Shaper } = await import('../bridge/shaper.ts');
  const made = await new Shaper().shape({ text: workload, seed, imports: [] });
  if ('message' in made) throw new Error(made.message);
  return made.workload;
}
