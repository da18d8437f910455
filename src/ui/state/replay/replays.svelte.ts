import { untrack } from 'svelte';
import type { LabState } from '../labState.ts';
import { eventfulTime, openingTime } from './opening.ts';
import type { Playhead } from './playhead.svelte.ts';
import { runOf, runSide, type Run } from './run.ts';
import { computingWords, standingOf, stoppedWords, type ShownStanding } from './standing.ts';
import { sameOwn } from '../changed.ts';
import type { Training } from '../training/training.svelte.ts';
import { isTooMuch, sentenceOf } from '../../bridge/bridge.ts';
import type { Simulator } from '../../bridge/simulator.ts';
import type { OwnPolicies } from '../policies/own/ownPolicies.svelte.ts';
import { AGENT, UNTRAINED } from '../../theme/policies.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';
import { isHand } from '../../../policies/hand/orders.ts';
import { isOwn, type OwnPolicy } from '../../../policies/own/program.ts';
import type { Finding } from '../../../policies/lint.ts';
import type { Episode, Scenario } from '../../../scenario/scenario.ts';

/** Least milliseconds between replays of an agent that is still learning. */
const LEARNING_MS = 900;
/** Milliseconds after which the page says that a replay may be left. */
const SLOW_MS = 5000;
/** Milliseconds for which the verdict of the settings before may stay, dimmed: most replays are done sooner. */
const SHORT_MS = 400;
/** One frame for everything that a gesture changes. */
const FRAME_MS = 16;

/** What replays need of the lab. */
export interface ReplaySource extends Pick<
  LabState,
  'scenario' | 'a' | 'b' | 'left' | 'page' | 'notice' | 'nameOf' | 'choice' | 'waiting' | 'opening' | 'still'
> {
  readonly training: Pick<Training, 'active' | 'agent' | 'check'>;
  readonly playhead: Pick<Playhead, 'cover' | 'open'>;
  readonly simulator: Pick<Simulator, 'simulate' | 'lint' | 'stop'>;
  readonly own?: Pick<OwnPolicies, 'find' | 'fail'>;
}

/** How the replay that was asked for last goes. */
type Progress =
  /** What is on screen is all that was asked for. */
  | { readonly kind: 'resting' }
  /** `short`: at first the verdict of the settings before stays, dimmed; `slow`: it can be left for another choice at any time. */
  | { readonly kind: 'computing'; readonly pace: 'short' | 'usual' | 'slow' }
  /** Why it is not on screen, a sentence: too long, a failed worker, or the visitor had enough. */
  | { readonly kind: 'stopped'; readonly sentence: string; readonly failed: boolean };

type Own = Pick<OwnPolicy, 'key' | 'program' | 'onMisfit'>;

/** A replay that was asked for. */
interface Asked {
  readonly scenario: Scenario;
  readonly a: string;
  readonly b: string;
  readonly agent: AgentRecord | undefined;
  /** What the visitor's own policies among them run. */
  readonly own: readonly Own[];
  /** Of the visitor, who had it stopped and wants it after all. */
  readonly tries: number;
}

/** The two lanes: computed anew where what is chosen changes, and what stands in their place until then. */
export class Replays {
  run = $state.raw<Run | undefined>();
  /** What makes comparisons under these weights meaningless. */
  findings = $state.raw<readonly Finding[]>([]);
  #progress = $state.raw<Progress>({ kind: 'resting' });
  /** Raised where what was stopped is to be computed after all. */
  #tries = $state(0);

  readonly busy = $derived(this.#progress.kind === 'computing');
  readonly slow = $derived(this.#progress.kind === 'computing' && this.#progress.pace === 'slow');
  /** Why what was asked for is not on screen; '' where it is, or is under way. */
  readonly stopped = $derived(this.#progress.kind === 'stopped' ? this.#progress.sentence : '');
  /** It was not stopped for its length: something broke. */
  readonly failed = $derived(this.#progress.kind === 'stopped' && this.#progress.failed);
  /** How the run on screen stands to what is chosen. */
  readonly standing: ShownStanding = $derived.by(() => standingOf(this.run, this.#source));
  /** The run on screen is not of what is chosen: nothing of it may pass for that. */
  readonly former = $derived(this.standing === 'settings' || this.standing === 'elsewhere');
  /** It is time to say so in words; a setting that is computed at once only dims what stands. */
  readonly told = $derived(
    this.former &&
      (this.standing === 'elsewhere' ||
        this.stopped !== '' ||
        (this.#progress.kind === 'computing' && this.#progress.pace !== 'short')),
  );
  /** In a run's place: what is being computed, or that it was not; a short sentence. */
  readonly doing = $derived.by(() =>
    this.stopped === ''
      ? computingWords(this.run, this.#source, (key) => this.#source.nameOf(key))
      : this.failed
        ? 'This run failed.'
        : 'This run was stopped.',
  );

  readonly #source: ReplaySource;
  #opened = false;
  #wanted = 0;
  /** What was begun last: where it was stopped it is not begun again by itself. */
  #asked: Asked | undefined;
  #since = 0;
  #saidLeft = '';
  #timers: readonly ReturnType<typeof setTimeout>[] = [];
  #replayed: {
    readonly scenario?: Scenario;
    readonly agent?: AgentRecord | undefined;
    readonly own?: readonly Own[];
    readonly at: number;
  } = {
    at: 0,
  };

  constructor(source: ReplaySource) {
    this.#source = source;
  }

  /** Replays whatever is out of date; what it returns lets go of what has not begun. Called from an effect: it reads what it depends on. */
  follow(): () => void {
    const { waiting, scenario, a, b, left, training } = this.#source;
    if (waiting) return () => undefined;
    untrack(() => {
      // The lane itself says in full what stands in the place of one of the visitor's own.
      const told = { a: a === UNTRAINED ? '' : left.a, b: b === UNTRAINED ? '' : left.b };
      // Of orders by hand it is said already what runs instead.
      const settings = (told.a !== '' && !isHand(a)) || (told.b !== '' && !isHand(b));
      this.#sayLeft([told.a, told.b], settings ? ' The lane runs without that.' : '');
    });
    const { agent } = training;
    const own = [a, b].flatMap((key): readonly Own[] => {
      const found = isOwn(key) && this.#source.own?.find(key);
      return found ? [found] : [];
    });
    const asked: Asked = { scenario, a, b, agent, own, tries: this.#tries };
    const mine = ++this.#wanted;
    const learning =
      untrack(() => training.active) &&
      scenario === this.#replayed.scenario &&
      agent !== this.#replayed.agent;
    const wait = learning ? this.#replayed.at + LEARNING_MS - performance.now() : 0;
    const timer = setTimeout(
      () => {
        this.#replay(asked, mine).catch((error: unknown) => {
          if (mine === this.#wanted) this.#giveUp(sentenceOf(error), !isTooMuch(error));
        });
      },
      Math.max(wait, FRAME_MS),
    );
    return () => {
      clearTimeout(timer);
    };
  }

  /** Ends what is being computed; what is on screen stays, as the run before it. */
  stop(): void {
    if (!this.busy) return;
    this.#wanted++;
    this.#source.simulator.stop();
    this.#giveUp(stoppedWords((performance.now() - this.#since) / 1000), false);
  }

  /** Computes what was stopped after all. */
  again(): void {
    this.#tries++;
  }

  async #replay(asked: Asked, mine: number): Promise<void> {
    const { scenario, a, b, agent } = asked;
    const { simulator, training, playhead } = this.#source;
    const name = (id: string): string => this.#source.nameOf(id);
    const old = this.run;
    const same = old?.scenario === scenario;
    // What is on screen and still true is not computed again.
    const keep = (id: string): Episode | undefined => {
      const side = same ? [old.a, old.b].find((s) => s.id === id) : undefined;
      if (id === AGENT && this.#replayed.agent !== agent) return undefined;
      return runsAlike(this.#replayed.own ?? [], asked.own, id) ? side?.episode : undefined;
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
        : ids.some(isOwn)
          ? await this.#apart(scenario, ids)
          : await simulator.simulate(
              scenario,
              ids.map((id) => this.#source.choice(id)),
              `The replay of ${ids.map(name).join(' and ')}`,
            );
    // A long run is received in one task and drawn in another.
    if (ids.length > 0) await new Promise((heard) => setTimeout(heard));
    if (fresh === undefined || mine !== this.#wanted) return;
    const episode = (id: string): Episode => fresh[ids.indexOf(id)] ?? keep(id)!;
    const sides = [runSide(a, name(a), episode(a), old?.a), runSide(b, name(b), episode(b), old?.b)] as const;
    this.#replayed = { scenario, agent, own: asked.own, at: performance.now() };
    const run = runOf(scenario, ...sides, old);
    this.#rest();
    this.run = run;
    if (!same) void this.#lint(scenario);
    playhead.cover(run.a.episode.series.t.length);
    if (a === AGENT && ids.includes(AGENT))
      training.check(scenario, run.a.episode.summary.regret, run.levels);
    if (!this.#opened) this.#open(run);
  }

  /** Each by itself, so that a policy of the visitor's own that fails takes no other with it; undefined where one did, or where a newer replay came. */
  async #apart(scenario: Scenario, ids: readonly string[]): Promise<readonly Episode[] | undefined> {
    const episodes: Episode[] = [];
    for (const id of ids) {
      const doing = `The replay of ${this.#source.nameOf(id)}`;
      try {
        const done = await this.#source.simulator.simulate(scenario, [this.#source.choice(id)], doing);
        if (!done) return undefined;
        episodes.push(...done);
      } catch (error) {
        if (!isOwn(id) || !this.#source.own) throw error;
        // What runs in its place is asked for by that.
        const sentence = sentenceOf(error);
        this.#source.notice = sentence;
        this.#source.own.fail(id, scenario, sentence);
        return undefined;
      }
    }
    return episodes;
  }

  #begin(): void {
    this.#rest();
    this.#since = performance.now();
    const pace = (now: 'short' | 'usual' | 'slow'): void => {
      this.#progress = { kind: 'computing', pace: now };
    };
    pace('short');
    this.#timers = [setTimeout(pace, SHORT_MS, 'usual'), setTimeout(pace, SLOW_MS, 'slow')];
  }

  #rest(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#progress = { kind: 'resting' };
  }

  #giveUp(sentence: string, failed: boolean): void {
    this.#rest();
    this.#progress = { kind: 'stopped', sentence, failed };
  }

  /** A failed check of the weights must not hide a run that came out well. */
  async #lint(scenario: Scenario): Promise<void> {
    const findings = await this.#source.simulator.lint(scenario).catch(() => []);
    if (this.#source.scenario === scenario) this.findings = findings;
  }

  #open({ a, b }: Run): void {
    this.#opened = true;
    const { opening, still, page, playhead } = this.#source;
    const own = still ? eventfulTime(a.episode.series, b.episode.series) : openingTime(a.episode.series);
    playhead.open(opening.time ?? own, opening.playing && !still && page === 'lab');
  }

  /** Said once: it stays to be read at the lane. */
  #sayLeft(left: readonly string[], then: string): void {
    const said = left.filter((why, i) => why !== '' && left.indexOf(why) === i).join(' ');
    if (said === this.#saidLeft) return;
    this.#saidLeft = said;
    if (said !== '') this.#source.notice = `${said}${then}`;
  }
}

/** Whether a policy runs the same: those that are not the visitor's own always do. */
function runsAlike(before: readonly Own[], now: readonly Own[], id: string): boolean {
  const [one, other] = [before, now].map((list) => list.find(({ key }) => key === id));
  return one && other ? sameOwn(one, other) : one === other;
}

function sameAsked(one: Asked, other: Asked): boolean {
  return (
    one.scenario === other.scenario &&
    one.a === other.a &&
    one.b === other.b &&
    one.agent === other.agent &&
    one.own.every(({ key }) => runsAlike(one.own, other.own, key)) &&
    one.tries === other.tries
  );
}
