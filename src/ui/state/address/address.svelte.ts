import { adopt, type Holder } from '../intake/belongings.ts';
import type { Comparison } from '../comparing/comparison.svelte.ts';
import type { History } from '../experiment/history.svelte.ts';
import type { LabState } from '../labState.ts';
import { troubleWords, type Parsed } from './link.ts';
import { ENVIRONMENT } from './linkFields.ts';
import { isTraceId, type Linked, type Names, type View } from './linked.ts';
import type { FoundEarlier, Memory } from '../keeping/memory.svelte.ts';
import { carries, carriesCode, readOwnLink, writeOwnLink } from './ownLink.ts';
import type { PageId } from '../pages.ts';
import { orAlert } from '../orAlert.ts';
import type { Playhead } from '../replay/playhead.svelte.ts';
import type { FilledIn } from '../exporting/filledIn.svelte.ts';
import type { ShapedLoads } from '../loads/shapedLoads.svelte.ts';
import { defaultTraining } from '../training/nextTraining.ts';
import { takeUp, type RunTaker } from '../training/takeUp.ts';
import type { Training } from '../training/training.svelte.ts';
import type { Predict } from '../training/predict.svelte.ts';
import type { OwnPolicies } from '../policies/own/ownPolicies.svelte.ts';
import type { SetPolicies } from '../policies/setPolicies.svelte.ts';
import type { Why } from '../replay/why.svelte.ts';
import { within } from '../../bridge/within.ts';
import { AGENT } from '../../theme/policies.ts';
import type { Budget } from '../../../learning/training/agentTraining.ts';
import { presets } from '../../../model/presets/index.ts';
import { defaultExperiment, type Experiment } from '../../../scenario/experiment.ts';
import { generators } from '../../../workload/generators.ts';
import { importsOf, isShaped } from '../../../workload/shaping/shaped.ts';

/** Milliseconds after which the page asks for what earlier visits left. */
const RECALL_MS = 150;
/** A link that names something kept waits no longer for the storage. */
const PATIENCE_MS = 3000;

/** What of the lab a link sets and says. */
export interface Addressed
  extends
    Holder,
    Pick<
      LabState,
      | 'page'
      | 'policy'
      | 'term'
      | 'lesson'
      | 'assignment'
      | 'lent'
      | 'rules'
      | 'alert'
      | 'a'
      | 'b'
      | 'show'
      | 'nameOf'
      | 'running'
    > {
  readonly pipeline: LabState['pipeline'];
  readonly workload: LabState['workload'];
  /** Undefined before the first one. */
  readonly run: unknown;
  readonly comparison: Pick<Comparison, 'chosen'>;
  readonly memory: Pick<Memory, 'change' | 'find'>;
  readonly playhead: Pick<Playhead, 'time' | 'speed' | 'playing' | 'seek' | 'play' | 'pause'>;
  readonly predict: Pick<Predict, 'keep' | 'whole' | 'recall' | 'used' | 'shown'>;
  readonly training: RunTaker['training'] & Pick<Training, 'settings' | 'linked'>;
  readonly runs: RunTaker['runs'];
  readonly filled: Pick<FilledIn, 'of' | 'take'>;
  readonly loads: Pick<ShapedLoads, 'draft'>;
  readonly setPolicies: Pick<SetPolicies, 'meet' | 'lost'>;
  readonly why: Pick<Why, 'lane'>;
  readonly history: Pick<History, 'together' | 'quietly'>;
  readonly own?: OwnPolicies;
}

/** The page's address: what it brought, what it says of what is on screen, and links that come into the open page. */
export class PageAddress {
  /** The link names something that the storage must be asked for: until it has answered, nothing is replayed. */
  waiting = $state(false);
  /** Counts links that came into the open page, for what they could not have is no part of the address. */
  followed = $state(0);
  /** Where in the run the page opens. */
  opening: View;
  /** The link says of the lab no more than a lesson, which sets it. */
  bare = false;

  readonly #lab: Addressed;
  #hash: string;

  constructor(lab: Addressed, hash: string) {
    this.#lab = lab;
    this.#hash = hash;
    const { experiment, view, wanted } = readOwnLink(hash);
    this.opening = view;
    lab.experiment = experiment;
    lab.playhead.speed = view.speed;
    lab.page = view.page;
    lab.policy = view.policy;
    lab.term = view.term;
    lab.lesson = view.lesson;
    lab.assignment = view.assignment;
    this.bare = isBare(hash);
    // A visit without a link finds names of images as they were left.
    this.#setUp(view, hash.length > 1);
    this.#meet(readOwnLink(hash, undefined, undefined, this.#stands));
    const { lost } = lab.setPolicies;
    if (lost.length > 0)
      lab.notice = `Of the settings kept here some are not taken by this version of the lab: ${lost.join(' ')}`;
    lab.why.lane = view.page === 'lab' ? view.why : undefined;
    this.waiting = wanted.length > 0 || view.agent !== undefined;
    // The first paint comes first, unless it needs what is kept.
    setTimeout(() => void this.remember(), this.waiting ? 0 : RECALL_MS);
  }

  /** Brings back what earlier visits imported and trained. */
  async remember(): Promise<void> {
    const lab = this.#lab;
    await this.#recall((found) => {
      adopt(lab, found);
    });
    const brought = await this.#unpacked(this.#hash);
    if (brought !== this.#hash) {
      const named = readOwnLink(brought);
      const { pipeline, a, b } = named.experiment;
      lab.experiment = { ...lab.experiment, pipeline, a, b, ...lab.rules?.held };
      if (carriesCode(this.#hash)) {
        lab.policy = named.view.policy;
        lab.history.quietly(() => {
          lab.comparison.chosen = named.view.compared;
        });
      }
      this.#hash = brought;
    }
    const { workload, pipeline } = lab.experiment;
    const lost = await this.#agentOf(this.opening.agent);
    const here = isShaped(workload)
      ? importsOf(workload).every((id) => this.#holds('trace', id))
      : lab.workload.id === workload;
    const missing = this.waiting && (!here || lab.pipeline.id !== pipeline);
    const read = readOwnLink(this.#hash, undefined, this.#holds, this.#stands);
    const { experiment, view } = read;
    const believed = readOwnLink(this.#hash, undefined, undefined, this.#stands);
    const away = this.waiting && read.troubles.join('\n') !== believed.troubles.join('\n');
    this.waiting = false;
    if (missing)
      lab.experiment = {
        ...lab.experiment,
        ...{ workload: experiment.workload, pipeline: experiment.pipeline },
        ...lab.rules?.held,
      };
    if (missing || away)
      lab.history.quietly(() => {
        lab.comparison.chosen = view.compared;
        if (lab.loads.draft === believed.view.draft) lab.loads.draft = view.draft;
      });
    if (missing || away || lost.length > 0) this.#meet({ ...read, troubles: [...read.troubles, ...lost] });
  }

  /** Another tab has brought something in: what is not here yet is taken up. */
  async lookAgain(): Promise<void> {
    const lab = this.#lab;
    const fresh = <T extends { readonly id: string }>(found: readonly T[], here: readonly T[]) =>
      found.filter(({ id }) => !here.some((one) => one.id === id));
    await this.#recall(({ traces, pipelines, policies }) => {
      const news = { traces: fresh(traces, lab.traces), pipelines: fresh(pipelines, lab.pipelines) };
      adopt(lab, { ...news, policies, predictor: undefined, used: false });
    });
  }

  /** A link that came into the open page: what it cannot have is said, and of that what was there stays. */
  async follow(given: string): Promise<void> {
    const lab = this.#lab;
    const mine = ++this.followed;
    const hash = await this.#unpacked(given);
    const {
      experiment: { workload, pipeline },
      view: { compared, draft },
      wanted: own,
    } = readOwnLink(hash, this.#linked());
    const traces = [
      ...[workload, draft ?? ''].flatMap(importsOf),
      ...(compared.workloads ?? []).filter(isTraceId),
    ];
    const pipelines = [pipeline, ...(compared.pipelines ?? [])].filter(
      (id) => !presets.some((preset) => preset.id === id),
    );
    const away =
      (own.includes('trace') && !traces.every((id) => this.#holds('trace', id))) ||
      (own.includes('pipeline') && !pipelines.every((id) => this.#holds('pipeline', id)));
    // Imported in another tab, or the storage has not answered yet.
    if (away)
      await this.#recall(({ traces, pipelines, policies }) => {
        adopt(lab, { traces, pipelines, policies, predictor: undefined, used: false });
      });
    if (mine !== this.followed) return;
    const before = this.#linked();
    const { experiment, view } = readOwnLink(hash, before, this.#holds);
    lab.history.together(() => {
      // Whoever goes elsewhere has left the assignment, and nothing of it holds.
      if (view.assignment !== lab.assignment) lab.rules = undefined;
      lab.set(experiment, 'link');
      lab.show(view.page);
      lab.policy = view.policy;
      lab.term = view.term;
      lab.lesson = view.lesson;
      lab.assignment = view.assignment;
      this.bare = isBare(given);
      this.#setUp(view);
    });
    const lost = await this.#agentOf(view.agent);
    // Which policy stands in a lane depends on the pipeline that the link brought.
    const read = readOwnLink(hash, before, this.#holds, this.#stands);
    this.#meet({ ...read, troubles: [...read.troubles, ...lost] });
    lab.playhead.speed = view.speed;
    // Before the first run there is no time to go to.
    if (!lab.run) this.opening = view;
    if (view.time !== undefined) lab.playhead.seek(view.time);
    if (view.page === 'lab') lab.why.lane = view.why;
    if (view.playing && view.page === 'lab') lab.playhead.play();
    else lab.playhead.pause();
    this.followed++;
  }

  /** The hash that restores what is on screen. */
  link(page: PageId = this.#lab.page): string {
    const { pipelines, pipeline, lent, rules } = this.#lab;
    const linked = this.#linked(page);
    // The lesson brings it again.
    const own = lent.includes(pipeline) ? defaultExperiment.pipeline : linked.experiment.pipeline;
    // The assignment brings what it holds again, and may hide it.
    const held = Object.keys(rules?.held ?? {}) as readonly (keyof Experiment)[];
    const told = Object.fromEntries(held.map((key) => [key, defaultExperiment[key]]));
    return writeOwnLink(
      { ...linked, experiment: { ...linked.experiment, pipeline: own, ...told } },
      { pipeline: pipelines.includes(pipeline) && !held.includes('pipeline') },
    );
  }

  /** Copies the link and says what it cannot carry. */
  async share(): Promise<void> {
    await orAlert(this.#lab, async () => {
      const { share } = await import('./share.ts');
      await share(this.#lab, this.link());
    });
  }

  /** The hash without the pipeline and the policies that a link carries, which are in the lab from then on. */
  async #unpacked(hash: string): Promise<string> {
    let left = hash;
    if (carries(left)) {
      const { unpacked } = await import('../pipelines/carried.ts');
      left = await unpacked(this.#lab, left);
    }
    const { own } = this.#lab;
    if (own && carriesCode(left)) {
      const { unpackedPolicies } = await import('../policies/own/carried.ts');
      left = await unpackedPolicies({ lab: this.#lab, own }, left);
    }
    return left;
  }

  #linked(page: PageId = this.#lab.page): Linked {
    const { experiment, policy, comparison, why, run, playhead, training, predict } = this.#lab;
    const term = page === 'glossary' ? this.#lab.term : undefined;
    const { settings } = training;
    // Before the first run there is no time but the one that was asked for.
    const { time, playing } = run ? playhead : this.opening;
    const lane = page === 'lab' ? why.lane : undefined;
    const { lesson, assignment } = this.#lab;
    const where = { page, policy, term, lesson, assignment, time, playing, speed: playhead.speed };
    const looked = {
      // The storage may not have answered yet.
      agent: training.linked ?? (this.waiting ? this.opening.agent : undefined),
      budget: sameBudget(settings.budget, defaultTraining.budget) ? undefined : settings.budget,
      drawn: predict.shown,
      draft: this.#lab.loads.draft,
      filled: this.#lab.filled.of(experiment.pipeline),
    };
    return { experiment, view: { ...where, ...looked, why: lane, compared: comparison.chosen } };
  }

  /** What is chosen and filled in in single views. */
  #setUp({ compared, drawn, draft, budget, filled }: View, linked = true): void {
    const { comparison, predict, training, experiment, loads } = this.#lab;
    comparison.chosen = compared;
    predict.shown = drawn;
    loads.draft = draft;
    if (budget) training.settings = { ...training.settings, budget };
    // What a pipeline has of its own is kept by the browser; without a link nothing else is said of it.
    const { images, modelUris } = linked ? filled : this.#lab.filled.of(experiment.pipeline);
    this.#lab.filled.take({ ...filled, images, modelUris }, experiment.pipeline);
  }

  /** Takes up the agent of the kept run that a link names; says, in a sentence, where that cannot be. */
  async #agentOf(id: string | undefined): Promise<readonly string[]> {
    const { runs, training } = this.#lab;
    if (id === undefined || id === training.origin) return [];
    await within(PATIENCE_MS, runs.refresh());
    const run = runs.find(id);
    if (run) void takeUp(this.#lab, run);
    if (run?.agent) return [];
    const { a, b } = this.#lab.experiment;
    const stands = [a, b].includes(AGENT)
      ? training.origin === undefined
        ? `${this.#lab.nameOf(this.#lab.running(AGENT))} stands instead.`
        : 'The agent that was here stands instead.'
      : 'No lane asks for it.';
    return [
      run
        ? `The trained agent of the link comes from ${run.name}, which has kept none yet. ${stands}`
        : `The trained agent of the link is not in this browser, or was deleted here: a link holds settings, not data. ${stands}`,
    ];
  }

  /** Has what the link brings on offer, and says which of it cannot be had. */
  #meet(read: Pick<Parsed, 'troubles' | 'rest'>): void {
    const { experiment, policy, comparison, setPolicies } = this.#lab;
    setPolicies.meet([experiment.a, experiment.b, policy, ...comparison.chosen.policies]);
    if (read.troubles.length > 0) this.#lab.alert = troubleWords(read);
  }

  /** Asks the storage, and waits for its answer no longer than anybody would. */
  async #recall(take: (found: FoundEarlier) => void): Promise<void> {
    await within(PATIENCE_MS, this.#lab.memory.find().then(take));
  }

  readonly #holds = (kind: 'trace' | 'pipeline', id: string): boolean =>
    (kind === 'trace' ? this.#lab.traces : this.#lab.pipelines).some((one) => one.id === id);

  /** What stands, by the names on screen. */
  readonly #stands: Names = {
    lane: (key) => this.#lab.nameOf(this.#lab.running(key)),
    pipeline: (id) => [...presets, ...this.#lab.pipelines].find((one) => one.id === id)?.name,
    load: (id) => [...generators, ...this.#lab.traces, this.#lab.workload].find((one) => one.id === id)?.name,
  };
}

function isBare(hash: string): boolean {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  return fields.has('lesson') && !fields.has(ENVIRONMENT);
}

function sameBudget(one: Budget, other: Budget): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
