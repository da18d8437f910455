import { SPEEDS } from '../address/linked.ts';
import { wholeSecond } from '../../format.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../../workload/workload.ts';

/** Where the lab stands in the run, in seconds of the trace. Runs only while playing in a visible tab. */
export class Playhead {
  /** Second of the trace, fractional only while playing. */
  time = $state(HISTORY_SECONDS);
  playing = $state(false);
  speed = $state(4);
  /** Seconds of the trace that the run covers. */
  end = $state(HISTORY_SECONDS);

  readonly start = HISTORY_SECONDS;
  #frame = 0;
  #last = 0;
  readonly #held: () => boolean;

  /** While `held` says so time stands still, also where it plays: what is on screen is not the run that is meant. */
  constructor(held: () => boolean = () => false) {
    this.#held = held;
  }

  /** Whole decisions since the start; the last second belongs to the last decision. */
  readonly decision = $derived(
    Math.max(0, Math.min(Math.floor((this.time - this.start) / DECISION_SECONDS), this.#decisions - 1)),
  );
  readonly atEnd = $derived(this.time >= this.end);

  get #decisions(): number {
    return Math.max(1, Math.round((this.end - this.start) / DECISION_SECONDS));
  }

  /** Holds the playhead inside a run of `decisions`. */
  cover(decisions: number): void {
    this.end = this.start + decisions * DECISION_SECONDS;
    if (this.time > this.end) this.time = this.end;
  }

  seek(time: number): void {
    this.time = wholeSecond(Math.min(this.end, Math.max(this.start, time)));
  }

  /** To the next or last decision, or by several. */
  step(decisions: number): void {
    const at = (this.time - this.start) / DECISION_SECONDS;
    this.pause();
    const on = decisions > 0 ? Math.floor(at + 1e-6) + decisions : Math.ceil(at - 1e-6) + decisions;
    this.seek(this.start + on * DECISION_SECONDS);
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  play(): void {
    if (this.atEnd) this.time = this.start;
    this.playing = true;
    this.#last = 0;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(this.#tick);
  }

  /** It stands on the second that the clock shows, which a link keeps and a reload brings back. */
  pause(): void {
    this.playing = false;
    this.time = wholeSecond(this.time);
    cancelAnimationFrame(this.#frame);
  }

  faster(steps: number): void {
    const at = SPEEDS.indexOf(this.speed);
    this.speed = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + steps))] ?? this.speed;
  }

  open(time: number, playing: boolean): void {
    this.seek(time);
    if (playing) this.play();
  }

  readonly #tick = (now: number): void => {
    if (!this.playing) return;
    // A hidden tab gets no frames; the first one after it counts as one frame, not as the whole absence.
    const elapsed = this.#last === 0 ? 0 : Math.min(0.1, (now - this.#last) / 1000);
    this.#last = now;
    if (this.#held()) {
      this.#frame = requestAnimationFrame(this.#tick);
      return;
    }
    const next = this.time + elapsed * this.speed;
    if (next >= this.end) {
      this.time = this.end;
      this.playing = false;
      return;
    }
    this.time = next;
    this.#frame = requestAnimationFrame(this.#tick);
  };
}
