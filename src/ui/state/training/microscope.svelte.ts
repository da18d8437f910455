import type { Training } from './training.svelte.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import type { Look } from '../../../learning/training/look.ts';

/** Milliseconds between two looks into a training that goes on. */
const EVERY_MS = 1500;

/** Symbols of the objective (11) that can be pointed at, in the equation or in what it stands for. */
export const SYMBOLS = ['ratio', 'advantage', 'clip', 'min', 'c1', 'c2'] as const;
export type SymbolId = (typeof SYMBOLS)[number];

/** What it needs of the training. */
export type Looked = Pick<Training, 'status' | 'active' | 'plan' | 'look' | 'askLook' | 'lookAtKept'>;

/** The PPO microscope: the update of the run on screen that was looked into last, and what of the objective is pointed at. */
export class Microscope {
  /** The minibatch that is shown. */
  which = $state<'first' | 'last'>('last');
  /** The symbol that is pointed at: in the equation, in its setting or in its curve. */
  symbol = $state<SymbolId | undefined>();
  /** Why the run cannot be looked into, a sentence. */
  trouble = $state('');
  /** A kept run is being looked into. */
  busy = $state(false);
  #kept = $state.raw<{ readonly run: string; readonly look: Look } | undefined>();

  readonly #training: Looked;
  readonly #run: () => string | undefined;

  /** `run` is the id of the run on screen. */
  constructor(training: Looked, run: () => string | undefined) {
    this.#training = training;
    this.#run = run;
  }

  /** The run on screen is being trained here. */
  readonly live = $derived.by(() => this.#training.active && this.#training.plan?.id === this.#run());

  readonly look: Look | undefined = $derived.by(() => {
    const run = this.#run();
    const { plan, look } = this.#training;
    if (run !== undefined && !this.live && this.#kept?.run === run) return this.#kept.look;
    return plan?.id === run ? look : undefined;
  });

  /** The look is of an update of which nothing was kept. */
  readonly tried = $derived.by(() => this.look !== undefined && this.look === this.#kept?.look);

  /**
   * For an effect of what shows it: looks are asked for as long as it is shown, one in `EVERY_MS` of a training that goes on,
   * none of one that is paused, one of a run at rest. Returns what ends that.
   */
  watch(): (() => void) | undefined {
    const run = this.#run();
    const { status, look } = this.#training;
    if (run === undefined) return undefined;
    if (this.live) {
      if (status.kind !== 'running') return undefined;
      const timer = setTimeout(() => this.#training.askLook(), look ? EVERY_MS : 0);
      return () => clearTimeout(timer);
    }
    if (!this.look && this.trouble === '') void this.next();
    return undefined;
  }

  /** Shows the update that comes next: of a training, which goes on for it where it is paused, or of a run at rest. */
  async next(): Promise<void> {
    const run = this.#run();
    if (run === undefined) return;
    if (this.live) {
      this.#training.askLook();
      return;
    }
    if (this.busy) return;
    this.busy = true;
    this.trouble = '';
    try {
      const look = await this.#training.lookAtKept(run, this.#kept?.run === run);
      this.#kept = { run, look };
    } catch (error) {
      if (this.#run() === run) this.trouble = sentenceOf(error);
    } finally {
      this.busy = false;
    }
  }

  /** Another run is on screen: what went wrong with the last says nothing of it. */
  forget(): void {
    this.trouble = '';
    this.symbol = undefined;
  }
}
