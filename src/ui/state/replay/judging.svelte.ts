import { Undertaking } from '../undertaking.svelte.ts';
import type { Run } from './run.ts';
import type { Explained } from './why.svelte.ts';
import { Judge } from '../../bridge/judge.ts';
import type { CountedOrder } from '../../../experiments/countedOrders.ts';
import type { Episode, EnvironmentKind, EpisodeSummary, Scenario } from '../../../scenario/scenario.ts';
import type { PolicyChoice } from '../../../../workers/protocol.ts';

/** What is asked of the worker; a test gives its own. */
export type JudgeWorker = Pick<Judge, 'count' | 'countOrders'>;

/** What judging needs of the lab. */
export interface Judged {
  choice(id: string): PolicyChoice;
}

/** A lane's run as it was estimated, and what the same policy comes to on the same scenario in single requests. */
interface Counted {
  readonly episode: Episode;
  readonly summary: EpisodeSummary;
}

/** One that ends where it is stopped without a word: the visitor did that. */
class Judging extends Undertaking {
  protected async judging(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.status !== 'idle') return;
    await this.during(async (signal) => {
      try {
        await work(signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    });
  }
}

/** The lanes judged by single requests, until their scenario changes. */
export class JudgedLanes extends Judging {
  /** Of one scenario. */
  #counted = $state.raw<readonly Counted[]>([]);
  #of: Scenario | undefined;
  readonly #source: Judged;
  readonly #worker: JudgeWorker;

  constructor(source: Judged, worker: JudgeWorker = new Judge()) {
    super();
    this.#source = source;
    this.#worker = worker;
  }

  /** What both lanes come to; undefined where one of them is not judged yet. */
  of({ a, b }: Run): Readonly<Record<'a' | 'b', EpisodeSummary>> | undefined {
    const own = this.#summary(a.episode);
    const other = this.#summary(b.episode);
    return own && other && { a: own, b: other };
  }

  /** Judges what of the run is not judged yet, a lane after the other. */
  async judge(run: Run): Promise<void> {
    const { scenario, a, b } = run;
    await this.judging(async (signal) => {
      if (this.#of !== scenario) this.#counted = [];
      this.#of = scenario;
      const sides = (a.episode === b.episode ? [a] : [a, b]).filter(({ episode }) => !this.#summary(episode));
      // An agent goes on learning meanwhile: the one meant is that of now.
      const asked = sides.map(({ id, episode }) => ({ episode, choice: this.#source.choice(id) }));
      for (const [i, { episode, choice }] of asked.entries()) {
        this.share = i / asked.length;
        const summary = await this.#worker.count(scenario, choice, signal);
        this.#counted = [...this.#counted, { episode, summary }];
      }
    });
  }

  #summary(episode: Episode): EpisodeSummary | undefined {
    return this.#counted.find((one) => one.episode === episode)?.summary;
  }
}

/** The orders that a decision card sets side by side, judged by single requests. */
export class JudgedOrders extends Judging {
  #of = $state.raw<Explained | undefined>();
  #counted = $state.raw<readonly CountedOrder[]>([]);
  readonly #worker: JudgeWorker;

  constructor(worker: JudgeWorker = new Judge()) {
    super();
    this.#worker = worker;
  }

  /** One for each alternative of the card; undefined where they are not judged yet. */
  of(shown: Explained): readonly CountedOrder[] | undefined {
    return this.#of === shown ? this.#counted : undefined;
  }

  /** What the lane ordered before the card's decision is played first: it led to it. */
  async judge(shown: Explained): Promise<void> {
    const { card, scenario, actions } = shown;
    const width = 3 * scenario.pipeline.stages.length;
    await this.judging(async (signal) => {
      this.#counted = await this.#worker.countOrders(
        scenario,
        actions.slice(0, card.decision * width),
        card.alternatives.map(({ configuration }) => configuration),
        signal,
      );
      this.#of = shown;
    });
  }
}

/** What of a lab is judged by single requests; it outlasts the views that show it. */
class Judgements {
  readonly lanes: JudgedLanes;
  readonly orders = new JudgedOrders();
  /** The environment that was left to see the single requests themselves. */
  from = $state<EnvironmentKind | undefined>();

  constructor(source: Judged) {
    this.lanes = new JudgedLanes(source);
  }
}

const judgements = new WeakMap<Judged, Judgements>();

/** Those of a lab. */
export function judgementsOf(lab: Judged): Judgements {
  const own = judgements.get(lab) ?? new Judgements(lab);
  judgements.set(lab, own);
  return own;
}
