import { createContext } from 'svelte';
import { prefersReducedMotion } from 'svelte/motion';
import { PageAddress } from './address/address.svelte.ts';
import { entryFrom, headerOf, sameHeader, type Entry, type Header } from './address/entry.ts';
import { Comparison } from './comparing/comparison.svelte.ts';
import { defaultExperiment, scenarioOf, type Experiment } from '../../scenario/experiment.ts';
import { followSettings, offerOf } from './experiment/undoable.ts';
import { EXPERIMENT, History, type Settable } from './experiment/history.svelte.ts';
import { filledIn } from './exporting/filledIn.svelte.ts';
import type { FileIntake } from './intake/intake.svelte.ts';
import { fitting } from './training/fittingAgent.ts';
import type { LabState, Rules } from './labState.ts';
import { ShapedLoads } from './loads/shapedLoads.svelte.ts';
import { MAX_SEED, type LaneId, type View } from './address/linked.ts';
import { Memory } from './keeping/memory.svelte.ts';
import type { TrainingSettings } from './training/nextTraining.ts';
import { openOnce } from './keeping/openOnce.ts';
import { orAlert } from './orAlert.ts';
import type { PageId } from './pages.ts';
import { Playhead } from './replay/playhead.svelte.ts';
import { fitted, inOrder, type Fitted } from './policies/policyKeys.ts';
import { Predict } from './training/predict.svelte.ts';
import { Replays } from './replay/replays.svelte.ts';
import { Reproduction } from './comparing/reproduction.svelte.ts';
import type { Run } from './replay/run.ts';
import type { Surveys } from './replay/surveys.svelte.ts';
import { newRunId, Runs } from './training/runs.svelte.ts';
import { OwnPolicies } from './policies/own/ownPolicies.svelte.ts';
import { SetPolicies } from './policies/setPolicies.svelte.ts';
import { Theme } from './theme.svelte.ts';
import { Training, type TrainingOrder } from './training/training.svelte.ts';
import { Why } from './replay/why.svelte.ts';
import { Yardsticks } from './training/yardsticks.svelte.ts';
import { Simulator } from '../bridge/simulator.ts';
import { joined } from '../format.ts';
import { AGENT, baseOf, isSet, nameOwnBy, policyStyle, policyStyles, UNTRAINED } from '../theme/policies.ts';
import { namesApart } from '../theme/policyNames.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { AgentRecord } from '../../learning/network/trainedAgent.ts';
import type { Budget } from '../../learning/training/agentTraining.ts';
import { presets } from '../../model/presets/index.ts';
import { isOwn } from '../../policies/own/program.ts';
import { generateWorkload, generators } from '../../workload/generators.ts';
import { baseOf as baseOfLoad, importsOf, isShaped } from '../../workload/shaping/shaped.ts';
import type { ImportNote } from '../../storage/records.ts';
import type { Workload } from '../../workload/workload.ts';
import type { PolicyChoice } from '../../../workers/protocol.ts';

/** Letters of settings in the names of the Lab view: lanes have little room, and several sentences say them. */
const LANE_LETTERS = 36;
/** Under which name the storage has the last comparison. */
const COMPARED = 'compared';
/** Of imports and exports, before the first and after the last was dismissed. */
const NOTHING_SAID = { said: '', error: '' };

/** Everything behind the page. One instance, passed down by context. */
export class Lab implements LabState {
  experiment = $state.raw<Experiment>(defaultExperiment);
  /** Imported in this visit or an earlier one. A link names them, and holds no data. */
  traces = $state.raw<readonly Workload[]>([]);
  pipelines = $state.raw<readonly Pipeline[]>([]);
  /** What their imports read, assumed and left out, by id; absent where nothing is known. */
  notes = $state.raw<Readonly<Record<string, readonly ImportNote[]>>>({});
  /** Files on their way in; undefined before the first one comes. */
  intake = $state.raw<FileIntake | undefined>();
  /** What is possible on scenarios, as far as it is known; undefined before the Lab view asks for it. */
  surveys = $state.raw<Surveys | undefined>();
  /** One sentence about something refused or broken, until dismissed. */
  alert = $state('');
  /** What came of the last import or export of everything, where it was begun there. */
  imported = $state.raw<{ readonly said: string; readonly error: string }>(NOTHING_SAID);
  /** One sentence for the status line, read out politely. */
  notice = $state('');
  /** Second of the trace under the pointer. */
  hover = $state<number | undefined>();
  helpOpen = $state(false);
  /** The Lab is told in words. */
  wordsOpen = $state(false);
  /** The view on screen. */
  page = $state<PageId>('lab');
  /** The one that the Policies view explains: a key, perhaps with settings. */
  policy = $state<string>(AGENT);
  /** The one that the Glossary is opened at. */
  term = $state<string | undefined>();
  /** Lesson and step that are played, as a link says them (`learn/place.ts`); undefined without one. */
  lesson = $state<string | undefined>();
  /** The assignment under way, as a link says it; undefined without one. */
  assignment = $state<string | undefined>();
  rules = $state.raw<Rules | undefined>();
  /** Pipelines that a lesson or an assignment brings with it, for as long as it lasts. */
  lent = $state.raw<readonly Pipeline[]>([]);

  readonly playhead = new Playhead(() => this.replays.former);
  readonly theme = new Theme();
  readonly training = new Training();
  readonly store = openOnce();
  readonly runs = new Runs(this.training, this.store);
  readonly predict = new Predict();
  readonly comparison = new Comparison(undefined, {
    get: async () => (await this.store()).found(COMPARED),
    put: async (record) => (await this.store()).putFound(COMPARED, record),
  });
  readonly loads = new ShapedLoads(this);
  readonly filled = filledIn;
  readonly reproduction = new Reproduction();
  readonly history = new History();
  readonly setPolicies = new SetPolicies();
  readonly simulator = new Simulator();
  readonly memory = new Memory(this.store, (sentence) => (this.alert = sentence));
  readonly own = new OwnPolicies(this.memory);
  readonly yardsticks = new Yardsticks(this.simulator);
  /** The decision card of the step under the playhead. */
  readonly why = new Why(this);
  readonly replays: Replays = new Replays(this);
  readonly address: PageAddress;

  /** The experiment but for its lanes: one object while nothing of that changes, and so are all that follow from it. */
  #stood: Experiment = defaultExperiment;
  readonly #world: Experiment = $derived.by(() => {
    const now = { ...this.experiment, a: this.#stood.a, b: this.#stood.b };
    const names = Object.keys(now) as readonly (keyof Experiment)[];
    if (names.some((name) => now[name] !== this.#stood[name])) this.#stood = now;
    return this.#stood;
  });
  readonly pipeline: Pipeline = $derived(
    [...presets, ...this.pipelines, ...this.lent].find((p) => p.id === this.#world.pipeline) ?? presets[0]!,
  );
  readonly #loadId = $derived(this.experiment.workload);
  readonly #seed = $derived(this.experiment.seed);
  /** The same object when imports come or go: what runs on it is not computed anew. */
  readonly #generated = $derived(generated(this.#loadId, this.#seed));
  /** Of one with steps, until the first is made, what it begins with. */
  readonly workload: Workload = $derived(
    this.loads.workload ?? this.traces.find((t) => t.id === baseOfLoad(this.#loadId)) ?? this.#generated,
  );
  /** Loads that are the visitor's own: imports, and the one with steps in the header. */
  readonly ownLoads: readonly Workload[] = $derived(
    this.loads.workload ? [...this.traces, this.loads.workload] : this.traces,
  );
  readonly scenario: Scenario = $derived(
    this.predict.into(scenarioOf(this.#world, this.pipeline, this.workload)),
  );
  /** The agent, where it fits the pipeline and the limits in force. */
  readonly agent = $derived(fitting(this.training.agent, this.pipeline, this.experiment));
  readonly #ran: Readonly<Record<LaneId, Fitted>> = $derived({
    a: this.#effective(this.experiment.a),
    b: this.#effective(this.experiment.b),
  });
  /** Keys of the policies that run: where the one asked for fits the pipeline only in part, that part. */
  readonly a = $derived(this.#ran.a.key);
  readonly b = $derived(this.#ran.b.key);
  /** What of a lane's settings the pipeline does not have, a sentence; empty where it has all. */
  readonly left = $derived({ a: this.#ran.a.left, b: this.#ran.b.left });
  /** Policies with settings that the pickers offer, right after those that they set. */
  readonly yours: readonly string[] = $derived.by(() => {
    const here = [this.experiment.a, this.experiment.b, this.policy, ...this.comparison.chosen.policies];
    const all = [...this.setPolicies.known, ...here.filter(isSet)].filter(
      (key) => this.#concealed(key) === undefined,
    );
    const own = this.own.list.map(({ key }) => key);
    return inOrder([...all.filter((key, i) => all.indexOf(key) === i), ...own]);
  });
  /** One name a policy for the whole Lab view: lanes, sentences, charts. */
  readonly #names = $derived(
    namesApart([...policyStyles.map(({ id }) => id), ...this.yours, this.a, this.b], LANE_LETTERS),
  );

  constructor(hash: string) {
    nameOwnBy((key) => this.own.find(key)?.name);
    this.address = new PageAddress(this, hash);
    followSettings(this);
    this.training.onJudged = (run, judged) => void this.runs.keepJudged(run, judged);
    this.predict.onKeep = (predictor, used) =>
      void this.memory.change((store) => store.putPredictor(predictor, used));
  }

  /** The run on screen. */
  get run(): Run | undefined {
    return this.replays.run;
  }

  /** It is not of what is chosen: nothing of it may pass for that. */
  get former(): boolean {
    return this.replays.former;
  }

  /** Nothing is replayed before the storage has answered and the load is made. */
  get waiting(): boolean {
    return this.address.waiting || this.loads.making;
  }

  /** Where in the run the page opens. */
  get opening(): View {
    return this.address.opening;
  }

  /** The visitor wants nothing to move. */
  get still(): boolean {
    return prefersReducedMotion.current;
  }

  /** The run was playing when another view covered it. */
  #interrupted = false;

  /** The header was changed since the last entry of the browser's history. */
  #moved = false;

  /** What an entry of the browser's history keeps of what is on screen. */
  get entry(): Entry {
    return { page: this.page, header: headerOf(this.experiment) };
  }

  /** Has the address follow what is on screen; another header is an entry of its own, to which Back leads. */
  enter(): void {
    const own = this.#moved;
    this.#moved = false;
    const url = this.address.link() || location.pathname + location.search;
    if (own) history.pushState(this.entry, '', url);
    else history.replaceState(this.entry, '', url);
  }

  /** To another view, with an entry in the browser's history. */
  go(page: PageId): void {
    if (page === this.page || this.hides(page)) return;
    if (this.#moved) this.enter();
    history.pushState(
      { ...this.entry, page },
      '',
      this.address.link(page) || location.pathname + location.search,
    );
    this.show(page);
  }

  /** Another view, as the address or the history says. The run stands still where it cannot be seen. */
  show(page: PageId): void {
    if (page === this.page || this.hides(page)) return;
    if (this.page === 'lab') {
      this.#interrupted = this.playhead.playing;
      this.playhead.pause();
      this.why.close();
    }
    this.page = page;
    if (page === 'lab' && this.#interrupted) this.playhead.play();
  }

  /** The assignment under way does not show it. */
  hides(what: string): boolean {
    return this.rules?.hidden.includes(what) ?? false;
  }

  /** Why a setting cannot be turned, a sentence; '' where it can. */
  held(key: keyof Experiment): string {
    return this.rules && key in this.rules.held ? this.rules.why : '';
  }

  /** Back or forward, to the view and the header of that entry; false where the address is a link from elsewhere. */
  recall(state: unknown): boolean {
    const entry = entryFrom(state);
    if (!entry) return false;
    this.show(entry.page);
    if (entry.header && !sameHeader(entry.header, headerOf(this.experiment))) this.#bringBack(entry.header);
    this.address.followed++;
    return true;
  }

  /** What was deleted since does not come back, which is said. */
  #bringBack(header: Header): void {
    const { pipeline, workload } = this.experiment;
    const held = (id: string, ...lists: (readonly { readonly id: string }[])[]): boolean =>
      lists.flat().some((one) => one.id === id);
    const [pipe, load] = [
      held(header.pipeline, presets, this.pipelines),
      isShaped(header.workload)
        ? importsOf(header.workload).every((id) => held(id, this.traces))
        : held(header.workload, generators, this.traces),
    ];
    const there = {
      pipeline: pipe ? header.pipeline : pipeline,
      workload: load ? header.workload : workload,
    };
    this.set({ ...header, ...there }, 'link');
    if (!pipe || !load)
      this.notice = `The ${pipe ? 'load' : 'pipeline'} that stood here then was deleted; what stands now stays.`;
  }

  /** Replaces part of the experiment; `what` groups quick changes of one control into one step of undo. */
  set(change: Partial<Experiment>, what = Object.keys(change).join()): void {
    this.history.record(this.#settable, what);
    this.#become({ ...this.experiment, ...change }, what !== 'link');
    // What somebody else set is offered while it stands, and is not kept among the visitor’s own.
    if (what !== 'link' && what !== 'assignment') this.use([change.a ?? '', change.b ?? '']);
  }

  readonly #settable: Settable<Experiment> = {
    ...{ id: EXPERIMENT, words: '' },
    now: () => this.experiment,
    put: (experiment) => {
      this.#become(experiment);
    },
  };

  /** Where the agent leaves its lanes by that, or comes back into them, the visitor is told. */
  #become(asked: Experiment, own = true): void {
    const before = this.displaced;
    const { rules } = this;
    const next = { ...asked, ...rules?.held };
    if (rules && JSON.stringify(next) !== JSON.stringify(asked)) this.notice = rules.why;
    if (own && !sameHeader(headerOf(next), headerOf(this.experiment))) this.#moved = true;
    this.experiment = next;
    const now = this.displaced;
    if (now !== '' && now !== before) this.notice = now;
    if (before !== '' && now === '' && this.agent && [next.a, next.b].includes(AGENT))
      this.notice = `${policyStyle(AGENT).name} fits again, and is back in its lane.`;
  }

  /** Keys that the visitor set to work: they stay on offer, and a change of one from now on makes another. */
  use(keys: readonly string[]): void {
    this.setPolicies.keep(keys);
    this.setPolicies.settle();
  }

  /** The policy with settings is no longer on offer; where it stood, the one that it sets stands. */
  forgetPolicy(key: string): void {
    const base = baseOf(key);
    this.history.together(() => {
      const { a, b } = this.experiment;
      if (a === key || b === key) this.set({ a: a === key ? base : a, b: b === key ? base : b }, 'forget');
      if (this.policy === key) this.policy = base;
      const { chosen } = this.comparison;
      if (chosen.policies.includes(key))
        this.comparison.chosen = { ...chosen, policies: chosen.policies.filter((one) => one !== key) };
      this.history.record(offerOf(this.setPolicies, key));
      this.setPolicies.forget(key);
    });
  }

  /** Takes back the last change, of whatever view; what may not be on screen is named. */
  undo(): void {
    this.#say('Undone', () => this.history.undo());
  }

  redo(): void {
    this.#say('Done again', () => this.history.redo());
  }

  #say(verb: string, work: () => readonly Settable<unknown>[]): void {
    const { notice } = this;
    const done = work().map(({ id, words }) =>
      id === EXPERIMENT && this.page !== 'lab' ? 'what the header or the Lab sets' : words,
    );
    const words = done.filter((one) => one !== '');
    // What is said of the agent already comes of it.
    if (words.length > 0 && this.notice === notice) this.notice = `${verb}: ${joined(words)}.`;
  }

  /** Starts the agent's training on what is on screen, with one seed, and gives it lane A. */
  train(): void {
    if (this.training.active) return;
    if (this.experiment.a !== AGENT) this.set({ a: AGENT });
    void this.trainOn({}, { ...this.training.settings, seeds: 1 });
  }

  /** Starts a training; what `plan` leaves open comes from the page and from `settings`. */
  async trainOn(
    plan: Partial<TrainingOrder>,
    settings: TrainingSettings = this.training.settings,
  ): Promise<string | undefined> {
    const { scenario } = this;
    const { seed, seeds, ...rest } = settings;
    // A name needs the list of names; where nothing can be kept, any will do.
    if (!this.runs.loaded) await this.runs.refresh();
    if (this.training.active) return undefined;
    const id = newRunId();
    const drawn = Array.from({ length: seeds }, (_, i) => seed + i);
    const open = { id, name: this.runs.nextName(), scenario, seeds: drawn, parent: undefined };
    this.training.start({ ...rest, ...open, ...plan });
    return id;
  }

  /** Goes on with a kept run from its last checkpoint, where given with another budget. */
  async resume(id: string, budget?: Budget): Promise<void> {
    await orAlert(this, async () => {
      await this.runs.refresh();
      const run = this.runs.find(id);
      if (!run) throw new Error('This run is not kept in this browser any more');
      if (this.training.active) return;
      this.training.resume(run, await this.runs.series(id), budget);
    });
  }

  /** Another draw of the same load. */
  reseed(): void {
    this.set({ seed: (this.experiment.seed + 1) % (MAX_SEED + 1) }, 'reseed');
  }

  /** A new import begins: what was said of the one before is over. */
  beginImport(): void {
    this.alert = '';
    this.notice = '';
    this.forgetImported();
  }

  forgetImported(): void {
    this.imported = NOTHING_SAID;
  }

  /** Why the trained agent runs nowhere, though a lane asks for it and there is one: a sentence; else ''. */
  readonly displaced = $derived.by(() => {
    const { agent } = this.training;
    if (!agent || this.agent || ![this.experiment.a, this.experiment.b].includes(AGENT)) return '';
    return `${policyStyle(AGENT).name} runs in no lane now: ${misfitWords(agent, this.pipeline, [...presets, ...this.pipelines])} ${policyStyle(UNTRAINED).name} stands in its place, until that is set back or another agent is trained.`;
  });

  /** The policy that runs where `key` was asked for. */
  #effective(key: string): Fitted {
    if (key === AGENT && !this.agent) return { key: UNTRAINED, left: '' };
    if (isOwn(key)) {
      const why = this.own.whyNot(key, this.scenario);
      const instead = `${why} ${policyStyle(UNTRAINED).name} runs in its place.`;
      return why === '' ? { key, left: '' } : { key: UNTRAINED, left: instead };
    }
    return fitted(key, this.pipeline, this.scenario.limits);
  }

  /** The lane whose policy it is, where that is hidden and stands in no lane that shows it. */
  #concealed(key: string): LaneId | undefined {
    if (!this.rules) return undefined;
    const lanes = (['a', 'b'] as const).filter((lane) => this[lane] === key || this.experiment[lane] === key);
    return lanes.every((lane) => this.hides(lane)) ? lanes[0] : undefined;
  }

  /** Its key alone. */
  running(key: string): string {
    return this.#effective(key).key;
  }

  /** As the Lab view calls a policy, with the settings that there is room for. */
  nameOf(key: string): string {
    const concealed = this.#concealed(key);
    if (concealed !== undefined) return `Lane ${concealed.toUpperCase()}`;
    return this.#names.get(key) ?? policyStyle(key).name;
  }

  /** What stands behind a policy's id. */
  choice(id: string): PolicyChoice {
    const own = isOwn(id) && this.own.runnable(id);
    if (own) return { kind: 'own', own };
    return id === AGENT && this.agent ? { kind: 'agent', agent: this.agent } : { kind: 'named', id };
  }
}

function generated(id: string, seed: number): Workload {
  const base = baseOfLoad(id);
  return generateWorkload(generators.some((g) => g.id === base) ? base : defaultExperiment.workload, seed);
}

/** Why an agent does not decide here, a sentence; it fits one pipeline, one largest number of replicas and one largest batch. */
function misfitWords(agent: AgentRecord, pipeline: Pipeline, all: readonly Pipeline[]): string {
  if (agent.pipeline !== pipeline.id) {
    const own = all.find(({ id }) => id === agent.pipeline);
    return `it was trained for ${own ? own.name : 'a pipeline that is not here'}.`;
  }
  const [, replicas = 0, sizes = 1] = agent.shape.heads;
  return `it was trained for at most ${String(replicas)} replicas a stage and batches of at most ${String(2 ** (sizes - 1))}.`;
}

export const [getLab, setLab] = createContext<Lab>();
