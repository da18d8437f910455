import { createContext, untrack } from 'svelte';
import { prefersReducedMotion } from 'svelte/motion';
import { Comparison } from './comparison.svelte.ts';
import { defaultExperiment, scenarioOf, type Experiment } from './experiment.ts';
import { History } from './history.svelte.ts';
import { troubleWords, type Parsed } from './link.ts';
import { MAX_SEED, type LaneId, type Linked, type Names, type View } from './linked.ts';
import type { Intake } from './intake.svelte.ts';
import { Memory, type Found } from './memory.svelte.ts';
import { openOnce } from './openOnce.ts';
import { readOwnLink, writeOwnLink } from './ownLink.ts';
import { pageOf, type PageId } from './pages.ts';
import { Playhead } from './playhead.svelte.ts';
import { fitted, inOrder, type Fitted } from './policyKeys.ts';
import { newRunId, Runs } from './runs.svelte.ts';
import { LSTM, Predict } from './predict.svelte.ts';
import { Reproduction } from './reproduction.svelte.ts';
import { SetPolicies } from './setPolicies.svelte.ts';
import { Theme } from './theme.svelte.ts';
import { notTheLabs } from './notTheLabs.ts';
import { replayed } from './traces.ts';
import type { TrainingSettings } from './nextTraining.ts';
import { Training, type TrainingOrder } from './training.svelte.ts';
import { isTooMuch, sentenceOf } from '../bridge/bridge.ts';
import { Simulator } from '../bridge/simulator.ts';
import { eventfulTime, openingTime } from './opening.ts';
import { runOf, runSide, type Run } from './run.ts';
import { computingWords, standingOf, stoppedWords, type Standing } from './standing.ts';
import { Why } from './why.svelte.ts';
import { Yardsticks } from './yardsticks.svelte.ts';
import { AGENT, baseOf, isSet, policyStyle, policyStyles, UNTRAINED } from '../theme/policies.ts';
import { namesApart } from '../theme/policyNames.ts';
import type { Episode, Scenario } from '../../scenario/scenario.ts';
import { batchSizes, type Pipeline } from '../../model/pipeline.ts';
import type { Budget } from '../../learning/training/agentTraining.ts';
import { presets } from '../../model/presets/index.ts';
import type { Finding } from '../../policies/lint.ts';
import { generateWorkload, generators } from '../../workload/generators.ts';
import type { ImportNote } from '../../storage/records.ts';
import type { Workload } from '../../workload/workload.ts';
import type { AgentRecord } from '../../learning/network/agent.ts';
import type { PolicyChoice } from '../../../workers/protocol.ts';

/** Least milliseconds between replays of an agent that is still learning. */
const LEARNING_MS = 900;
/** Milliseconds after which the page says that a replay may be left. */
const SLOW_MS = 5000;
/** Milliseconds for which the verdict of the settings before may stay, dimmed: most replays are done sooner. */
const SHORT_MS = 400;
/** Milliseconds after which the page asks for what earlier visits left. */
const RECALL_MS = 150;
/** Letters of settings in the names of the Lab view: lanes have little room, and several sentences say them. */
const LANE_LETTERS = 36;
/** A link that names something kept waits no longer for the storage. */
const PATIENCE_MS = 3000;

/** Everything behind the page. One instance, passed down by context. */
/** Of imports and exports, before the first and after the last was dismissed. */
const NOTHING_SAID = { said: '', error: '' };

export class Lab {
  experiment = $state.raw<Experiment>(defaultExperiment);
  /** Imported in this visit or an earlier one. A link names them, and holds no data. */
  traces = $state.raw<readonly Workload[]>([]);
  pipelines = $state.raw<readonly Pipeline[]>([]);
  /** What their imports read, assumed and left out, by id; absent where nothing is known. */
  notes = $state.raw<Readonly<Record<string, readonly ImportNote[]>>>({});
  /** Files on their way in; undefined before the first one comes. */
  intake = $state.raw<Intake | undefined>();
  run = $state.raw<Run | undefined>();
  /** A replay is under way. */
  busy = $state(false);
  /** The replay under way takes longer than most: it can be left for another choice at any time. */
  slow = $state(false);
  /** It takes so long that the verdict before it no longer stands, not even dimmed. */
  overdue = $state(false);
  /** Why what was last asked for is not on screen, a sentence: it took too long, its worker failed, or the visitor had enough. */
  stopped = $state('');
  /** It was not stopped for its length: something broke. */
  failed = $state(false);
  /** One sentence about something refused or broken, until dismissed. */
  alert = $state('');
  /** What came of the last import or export of everything, where it was begun there. */
  imported = $state.raw<{ readonly said: string; readonly error: string }>(NOTHING_SAID);
  /** One sentence for the status line, read out politely. */
  notice = $state('');
  /** Second of the trace under the pointer. */
  hover = $state<number | undefined>();
  helpOpen = $state(false);
  /** The view on screen. */
  page = $state<PageId>('lab');
  /** The one that the Policies view explains: a key, perhaps with settings. */
  policy = $state<string>(AGENT);

  readonly playhead = new Playhead(() => this.former);
  readonly theme = new Theme();
  readonly training = new Training();
  readonly #store = openOnce();
  readonly runs = new Runs(this.training, this.#store);
  readonly predict = new Predict();
  readonly comparison = new Comparison();
  readonly reproduction = new Reproduction();
  readonly history = new History();
  readonly setPolicies = new SetPolicies();
  readonly simulator = new Simulator();
  readonly memory = new Memory(this.#store, (sentence) => (this.alert = sentence));
  readonly yardsticks = new Yardsticks(this.simulator);
  /** The decision card of the step under the playhead. */
  readonly why = new Why(this);
  /** What makes comparisons under these weights meaningless. */
  findings = $state.raw<readonly Finding[]>([]);

  readonly pipeline: Pipeline = $derived(
    [...presets, ...this.pipelines].find((p) => p.id === this.experiment.pipeline) ?? presets[0]!,
  );
  readonly workload: Workload = $derived(
    this.traces.find((t) => t.id === this.experiment.workload) ??
      generated(this.experiment.workload, this.experiment.seed),
  );
  readonly scenario: Scenario = $derived(
    this.predict.into(scenarioOf(this.experiment, this.pipeline, this.workload)),
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
    const all = [...this.setPolicies.known, ...here.filter(isSet)];
    return inOrder(all.filter((key, i) => all.indexOf(key) === i));
  });
  /** One name a policy for the whole Lab view: lanes, sentences, charts. */
  readonly #names = $derived(
    namesApart([...policyStyles.map(({ id }) => id), ...this.yours, this.a, this.b], LANE_LETTERS),
  );

  /** How the run on screen stands to what is chosen. */
  readonly standing: Standing = $derived(standingOf(this.run, this));
  /** The run on screen is not of what is chosen: nothing of it may pass for that. */
  readonly former = $derived(this.standing === 'settings' || this.standing === 'elsewhere');
  /** It is time to say so in words; a setting that is computed at once only dims what stands. */
  readonly told = $derived(
    this.former && (this.standing === 'elsewhere' || this.overdue || this.stopped !== ''),
  );
  /** In a run's place: what is being computed, or that it was not; a short sentence. */
  readonly doing = $derived(
    this.stopped === ''
      ? computingWords(this.run, this, (key) => this.nameOf(key))
      : this.failed
        ? 'This run failed.'
        : 'This run was stopped.',
  );

  #opened = false;
  #wanted = 0;
  /** Raised where what was stopped is to be computed after all. */
  #tries = $state(0);
  /** What was asked for last, and whether it was stopped: then it is not begun again by itself. */
  #asked: Asked | undefined;
  #since = 0;
  #saidLeft = '';
  #timers: readonly ReturnType<typeof setTimeout>[] = [];
  #replayed = { scenario: undefined as Scenario | undefined, generation: -1, at: 0 };

  /** The link names something that the storage must be asked for: until it has answered, nothing is replayed. */
  #waiting = $state(false);
  readonly #view: View;
  readonly #hash: string;
  /** Links that came into the open page. */
  followed = $state(0);

  constructor(hash: string) {
    const { experiment, view, wanted } = readOwnLink(hash);
    this.#hash = hash;
    this.experiment = experiment;
    this.playhead.speed = view.speed;
    this.page = view.page;
    this.policy = view.policy;
    this.comparison.chosen = view.compared;
    this.#meetLink(readOwnLink(hash, undefined, undefined, this.#stands));
    const { lost } = this.setPolicies;
    if (lost.length > 0)
      this.notice = `Of the settings kept here some are not taken by this version of the lab: ${lost.join(' ')}`;
    this.#view = view;
    this.why.lane = view.page === 'lab' ? view.why : undefined;
    this.#waiting = wanted.length > 0;
    this.predict.onKeep = (predictor, used) =>
      void this.memory.change((store) => store.putPredictor(predictor, used));
    // The first paint comes first, unless it needs what is kept.
    setTimeout(() => void this.remember(), this.#waiting ? 0 : RECALL_MS);
  }

  /** Brings back what earlier visits imported and trained. */
  async remember(): Promise<void> {
    await this.#recall((found) => {
      this.#adopt(found);
    });
    const { workload, pipeline } = this.experiment;
    const missing = this.#waiting && (this.workload.id !== workload || this.pipeline.id !== pipeline);
    this.#waiting = false;
    if (!missing) return;
    const read = readOwnLink(this.#hash, undefined, this.#holds, this.#stands);
    const { experiment } = read;
    this.experiment = { ...this.experiment, workload: experiment.workload, pipeline: experiment.pipeline };
    this.#meetLink(read);
  }

  /** Asks the storage, and waits for its answer no longer than anybody would. */
  async #recall(adopt: (found: Found) => void): Promise<void> {
    const finding = this.memory.find().then(adopt);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([finding, late]);
    clearTimeout(timer);
  }

  readonly #holds = (kind: 'trace' | 'pipeline', id: string): boolean =>
    (kind === 'trace' ? this.traces : this.pipelines).some((one) => one.id === id);

  /** What stands, by the names on screen. */
  readonly #stands: Names = {
    lane: (key) => this.nameOf(this.#effective(key).key),
    pipeline: (id) => [...presets, ...this.pipelines].find((one) => one.id === id)?.name,
    load: (id) => [...generators, ...this.traces].find((one) => one.id === id)?.name,
  };

  #adopt({ pipelines, traces, predictor, used }: Found): void {
    // What this visit imported is newer.
    const fresh = <T extends { readonly id: string }>(
      found: readonly T[],
      here: readonly T[],
    ): readonly T[] => [...found.filter(({ id }) => !here.some((mine) => mine.id === id)), ...here];
    const plain = <T extends { readonly notes?: readonly ImportNote[] }>({ notes: _, ...rest }: T) => rest;
    const noted = [...traces, ...pipelines].flatMap(({ id, notes }) => (notes ? [[id, notes] as const] : []));
    this.notes = { ...Object.fromEntries(noted), ...this.notes };
    const loads = notTheLabs(traces, generators).map(plain);
    for (const load of loads) this.predict.keep(load.id, load);
    this.traces = fresh(loads.map(replayed), this.traces);
    this.pipelines = fresh(notTheLabs(pipelines, presets).map(plain), this.pipelines);
    if (predictor) this.predict.recall(predictor, used);
  }

  /** Deletes an imported trace for good. */
  async forgetTrace(id: string): Promise<void> {
    if (!(await this.memory.change((store) => store.removeTrace(id)))) return;
    const gone = this.traces.find((trace) => trace.id === id);
    const used = this.experiment.workload === id;
    if (used) this.set({ workload: defaultExperiment.workload }, 'forget');
    this.traces = this.traces.filter((trace) => trace.id !== id);
    if (gone) this.notice = deleted(gone.name, used ? this.workload.name : undefined);
  }

  /** Deletes an imported pipeline for good. */
  async forgetPipeline(id: string): Promise<void> {
    if (!(await this.memory.change((store) => store.removePipeline(id)))) return;
    const gone = this.pipelines.find((pipeline) => pipeline.id === id);
    const used = this.experiment.pipeline === id;
    if (used) this.set({ pipeline: defaultExperiment.pipeline }, 'forget');
    this.pipelines = this.pipelines.filter((pipeline) => pipeline.id !== id);
    if (gone) this.notice = deleted(gone.name, used ? this.pipeline.name : undefined);
  }

  /** Gives an imported trace or pipeline another name; its id, which links hold, stays. */
  async rename(kind: 'trace' | 'pipeline', id: string, name: string): Promise<void> {
    const notes = this.notes[id];
    const noted = notes ? { notes } : {};
    if (kind === 'trace') {
      const trace = this.traces.find((one) => one.id === id);
      if (!trace) return;
      const whole = { ...this.predict.whole(trace), name };
      this.predict.keep(id, whole);
      this.traces = this.traces.map((one) => (one.id === id ? { ...one, name } : one));
      await this.memory.change((store) => store.putTrace({ ...whole, ...noted }));
    } else {
      this.pipelines = this.pipelines.map((one) => (one.id === id ? { ...one, name } : one));
      const pipeline = this.pipelines.find((one) => one.id === id);
      if (pipeline) await this.memory.change((store) => store.putPipeline({ ...pipeline, ...noted }));
    }
  }

  /** The run was playing when another view covered it. */
  #interrupted = false;

  /** To another view, with an entry in the browser's history. */
  go(page: PageId): void {
    if (page === this.page) return;
    history.pushState({ page }, '', this.link(page) || location.pathname + location.search);
    this.show(page);
  }

  /** Another view, as the address or the history says. The run stands still where it cannot be seen. */
  show(page: PageId): void {
    if (page === this.page) return;
    if (this.page === 'lab') {
      this.#interrupted = this.playhead.playing;
      this.playhead.pause();
      this.why.close();
    }
    this.page = page;
    if (page === 'lab' && this.#interrupted) this.playhead.play();
  }

  /** Back or forward, whose entries change the view alone; false where the address is a link from elsewhere. */
  recall(state: unknown): boolean {
    const page = typeof state === 'object' && state !== null && 'page' in state && pageOf(state.page);
    if (!page) return false;
    this.show(page);
    this.followed++;
    return true;
  }

  /** Replaces part of the experiment; `what` groups quick changes of one control into one step of undo. */
  set(change: Partial<Experiment>, what = Object.keys(change).join()): void {
    this.history.push(this.experiment, what);
    this.experiment = { ...this.experiment, ...change };
    if (what !== 'link') this.use([change.a ?? '', change.b ?? '']);
  }

  /** Keys that the visitor set to work: they stay on offer, and a change of one from now on makes another. */
  use(keys: readonly string[]): void {
    this.setPolicies.keep(keys);
    this.setPolicies.settle();
  }

  /** A link that came into the open page: what it cannot have is said, and of that what was there stays. */
  async follow(hash: string): Promise<void> {
    const mine = ++this.followed;
    const {
      experiment: { workload, pipeline },
      wanted: own,
    } = readOwnLink(hash, this.#linked());
    const away =
      (own.includes('trace') && !this.#holds('trace', workload)) ||
      (own.includes('pipeline') && !this.#holds('pipeline', pipeline));
    // Imported in another tab, or the storage has not answered yet.
    if (away)
      await this.#recall(({ traces, pipelines }) => {
        this.#adopt({ traces, pipelines, predictor: undefined, used: false });
      });
    if (mine !== this.followed) return;
    const before = this.#linked();
    const { experiment, view } = readOwnLink(hash, before, this.#holds);
    this.set(experiment, 'link');
    this.show(view.page);
    this.policy = view.policy;
    this.comparison.chosen = view.compared;
    // Which policy stands in a lane depends on the pipeline that the link brought.
    this.#meetLink(readOwnLink(hash, before, this.#holds, this.#stands));
    this.playhead.speed = view.speed;
    if (view.time !== undefined) this.playhead.seek(view.time);
    if (view.page === 'lab') this.why.lane = view.why;
    if (view.playing && view.page === 'lab') this.playhead.play();
    else this.playhead.pause();
    this.followed++;
  }

  /** Has what the link brings on offer, and says which of it cannot be had. */
  #meetLink(read: Pick<Parsed, 'troubles' | 'rest'>): void {
    this.setPolicies.meet([
      this.experiment.a,
      this.experiment.b,
      this.policy,
      ...this.comparison.chosen.policies,
    ]);
    if (read.troubles.length > 0) this.alert = troubleWords(read);
  }

  /** The policy with settings is no longer on offer; where it stood, the one that it sets stands. */
  forgetPolicy(key: string): void {
    const base = baseOf(key);
    const { a, b } = this.experiment;
    if (a === key || b === key) this.set({ a: a === key ? base : a, b: b === key ? base : b }, 'forget');
    if (this.policy === key) this.policy = base;
    const { chosen } = this.comparison;
    if (chosen.policies.includes(key))
      this.comparison.chosen = { ...chosen, policies: chosen.policies.filter((one) => one !== key) };
    this.setPolicies.forget(key);
  }

  undo(): void {
    this.experiment = this.history.undo(this.experiment) ?? this.experiment;
  }

  redo(): void {
    this.experiment = this.history.redo(this.experiment) ?? this.experiment;
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
    try {
      await this.runs.refresh();
      const run = this.runs.find(id);
      if (!run || this.training.active) return;
      this.training.resume(run, await this.runs.series(id), budget);
    } catch (error) {
      this.alert = sentenceOf(error);
    }
  }

  /** Another draw of the same load. */
  reseed(): void {
    this.set({ seed: (this.experiment.seed + 1) % (MAX_SEED + 1) }, 'reseed');
  }

  /** Copies the link and says what it cannot carry. */
  async share(): Promise<void> {
    const missing = [
      ...(this.traces.includes(this.workload) ? [`the imported trace “${this.workload.name}”`] : []),
      ...(this.pipelines.includes(this.pipeline) ? [`the imported pipeline “${this.pipeline.name}”`] : []),
      ...(this.a === AGENT || this.b === AGENT ? ['the trained agent'] : []),
      ...(this.predict.used && this.experiment.forecaster === LSTM ? ['the trained predictor'] : []),
    ];
    const but =
      missing.length === 0
        ? ''
        : ` ${list(missing)} stay${missing.length === 1 ? 's' : ''} with you: a link holds settings, not data.`;
    const url = `${location.href.split('#')[0] ?? ''}${this.link()}`;
    try {
      await navigator.clipboard.writeText(url);
      this.notice = `Link copied.${but}`;
    } catch {
      history.replaceState(history.state, '', url);
      this.notice = `The link is in the address bar.${but}`;
    }
  }

  /** Replays whatever is out of date. Called from an effect: it reads what it depends on. */
  replay(): () => void {
    if (this.#waiting) return () => undefined;
    const { scenario, a, b } = this;
    const left = [this.left.a, this.left.b].filter((why, i, all) => why !== '' && all.indexOf(why) === i);
    untrack(() => this.#sayLeft(left));
    const generation = this.training.generation;
    const asked: Asked = { scenario, a, b, generation, tries: this.#tries };
    const mine = ++this.#wanted;
    const learning =
      untrack(() => this.training.active) &&
      scenario === this.#replayed.scenario &&
      generation !== this.#replayed.generation;
    const wait = learning ? Math.max(0, this.#replayed.at + LEARNING_MS - performance.now()) : 0;
    // One frame for everything a gesture changes; longer for an agent that is still learning.
    const timer = setTimeout(
      () => {
        this.#replay(asked, mine).catch((error: unknown) => {
          if (mine === this.#wanted) this.#giveUp(sentenceOf(error), !isTooMuch(error));
        });
      },
      Math.max(wait, 16),
    );
    return () => {
      clearTimeout(timer);
    };
  }

  async #replay(asked: Asked, mine: number): Promise<void> {
    const { scenario, a, b, generation } = asked;
    const old = this.run;
    const same = old?.scenario === scenario;
    // What is on screen and still true is not computed again.
    const keep = (id: string): Episode | undefined => {
      const side = same ? [old.a, old.b].find((s) => s.id === id) : undefined;
      return id === AGENT && this.#replayed.generation !== generation ? undefined : side?.episode;
    };
    const ids = (a === b ? [a] : [a, b]).filter((id) => keep(id) === undefined);
    if (ids.length === 0 && old?.a.id === a && old.b.id === b) {
      // Back to what is shown, from something that was still computing or was stopped.
      this.#rest();
      return;
    }
    if (this.stopped !== '' && this.#asked && sameAsked(this.#asked, asked)) return;
    this.#asked = asked;
    this.#begin();
    const fresh =
      ids.length === 0
        ? []
        : await this.simulator.simulate(
            scenario,
            ids.map((id) => this.choice(id)),
            `The replay of ${ids.map((id) => this.nameOf(id)).join(' and ')}`,
          );
    if (fresh === undefined || mine !== this.#wanted) return;
    const episode = (id: string): Episode => fresh[ids.indexOf(id)] ?? keep(id)!;
    this.#replayed = { scenario, generation, at: performance.now() };
    const run = runOf(
      scenario,
      runSide(a, this.nameOf(a), episode(a), scenario, old?.a),
      runSide(b, this.nameOf(b), episode(b), scenario, old?.b),
      old,
    );
    this.#rest();
    this.run = run;
    if (!same) void this.#lint(scenario);
    this.playhead.cover(run.a.episode.series.t.length);
    if (a === AGENT && ids.includes(AGENT)) this.training.check(scenario, run.a.episode.summary.regret);
    if (!this.#opened) this.#open(run);
  }

  /** Ends what is being computed; what is on screen stays, as the run before it. */
  stopComputing(): void {
    if (!this.busy) return;
    this.#wanted++;
    this.simulator.stop();
    this.#giveUp(stoppedWords((performance.now() - this.#since) / 1000));
  }

  /** Computes what was stopped after all. */
  computeAgain(): void {
    this.#tries++;
  }

  #begin(): void {
    this.#rest();
    this.busy = true;
    this.#since = performance.now();
    this.#timers = [
      setTimeout(() => (this.overdue = true), SHORT_MS),
      setTimeout(() => (this.slow = true), SLOW_MS),
    ];
  }

  #rest(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.busy = false;
    this.overdue = false;
    this.slow = false;
    this.stopped = '';
  }

  #giveUp(sentence: string, failed = false): void {
    this.#rest();
    this.stopped = sentence;
    this.failed = failed;
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

  /** A failed check of the weights must not hide a run that came out well. */
  async #lint(scenario: Scenario): Promise<void> {
    const findings = await this.simulator.lint(scenario).catch(() => []);
    if (this.scenario === scenario) this.findings = findings;
  }

  #open(run: Run): void {
    this.#opened = true;
    const { time, playing } = this.#view;
    const { a, b } = run;
    const still = prefersReducedMotion.current;
    const own = still ? eventfulTime(a.episode.series, b.episode.series) : openingTime(a.episode.series);
    this.playhead.open(time ?? own, playing && !still && this.page === 'lab');
  }

  /** Said once: it stays to be read at the lane. */
  #sayLeft(left: readonly string[]): void {
    const said = left.join(' ');
    if (said === this.#saidLeft) return;
    this.#saidLeft = said;
    if (said !== '') this.notice = `${said} The lane runs without that.`;
  }

  /** The policy that runs where `key` was asked for. */
  #effective(key: string): Fitted {
    if (key === AGENT && !this.agent) return { key: UNTRAINED, left: '' };
    return fitted(key, this.pipeline, this.scenario.limits);
  }

  /** As the Lab view calls a policy, with the settings that there is room for. */
  nameOf(key: string): string {
    return this.#names.get(key) ?? policyStyle(key).name;
  }

  /** What stands behind a policy's id. */
  choice(id: string): PolicyChoice {
    return id === AGENT && this.agent ? { kind: 'agent', agent: this.agent } : { kind: 'named', id };
  }

  /** The hash that restores what is on screen. */
  link(page: PageId = this.page): string {
    return writeOwnLink(this.#linked(page), { pipeline: this.pipelines.includes(this.pipeline) });
  }

  #linked(page: PageId = this.page): Linked {
    const { time, speed, playing } = this.playhead;
    // Before the first run there is no time but the one that was asked for.
    const where = this.run ? { time, playing } : { time: this.#view.time, playing: this.#view.playing };
    return {
      experiment: this.experiment,
      view: {
        page,
        speed,
        policy: this.policy,
        compared: this.comparison.chosen,
        why: page === 'lab' ? this.why.lane : undefined,
        ...where,
      },
    };
  }
}

/** A replay that was asked for. */
interface Asked {
  readonly scenario: Scenario;
  readonly a: string;
  readonly b: string;
  readonly generation: number;
  /** Of the visitor, who had it stopped and wants it after all. */
  readonly tries: number;
}

function sameAsked(one: Asked, other: Asked): boolean {
  return (
    one.scenario === other.scenario &&
    one.a === other.a &&
    one.b === other.b &&
    one.generation === other.generation &&
    one.tries === other.tries
  );
}

function list(parts: readonly string[]): string {
  const text =
    parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `runs` is what the lab took in its place, where it was in use. */
function deleted(name: string, runs: string | undefined): string {
  return runs === undefined ? `“${name}” was deleted.` : `“${name}” was deleted; the lab runs “${runs}”.`;
}

function generated(id: string, seed: number): Workload {
  return generateWorkload(generators.some((g) => g.id === id) ? id : defaultExperiment.workload, seed);
}

function fitting(
  agent: AgentRecord | undefined,
  pipeline: Pipeline,
  { maxReplicas, maxBatch }: Experiment,
): AgentRecord | undefined {
  if (!agent) return undefined;
  const heads = pipeline.stages.flatMap((stage) => [
    stage.variants.length,
    maxReplicas,
    batchSizes(maxBatch).length,
  ]);
  return agent.pipeline === pipeline.id && agent.shape.heads.join() === heads.join() ? agent : undefined;
}

export const [getLab, setLab] = createContext<Lab>();
