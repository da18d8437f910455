import { approach, disc, type DotColours } from './dots.ts';
import { paceOf } from './flow.ts';
import { along, DOT, leavingMark, queueSlot, type LaneLayout, type Point } from './layout.ts';
import { seats } from './marks.ts';
import { LINGERING, type Singles, type Standing } from './singles.ts';
import type { JournalMoment, Sight } from '../../environment/discrete/moment.ts';

/** Most simulated seconds for which a request may be seen on the way to where it already is. */
const MOST_TRAVEL = 0.6;

/**
 * Draws every request at second `t` of the trace, `moment` of it (with `LINGERING`), and returns how many of those in
 * the pipeline it drew. Each is where the simulation has it: standing still there, or, where `moving`, still on the way
 * for the first moments after it got there. The canvas is in CSS px, already scaled.
 */
export function drawSingles(
  context: CanvasRenderingContext2D,
  layout: LaneLayout,
  singles: Singles,
  moment: JournalMoment,
  t: number,
  speed: number,
  moving: boolean,
  colours: DotColours,
): number {
  const travel = Math.min(MOST_TRAVEL, paceOf(speed).travel);
  const picture = new Picture(layout, singles, t, moving ? travel : 0);
  const calm = new Path2D();
  const late = new Path2D();
  const lost: { readonly alpha: number; readonly point: Point }[] = [];
  const { slaSeconds, journal, every } = singles;
  let drawn = 0;
  for (const sight of moment.sights) {
    if (sight.id % every !== 0) continue;
    const since = t - sight.since;
    if (sight.place === 'dropped') {
      const share = since / LINGERING;
      const { x, y } = queueSlot(layout.stages[sight.stage]!, 0);
      lost.push({ alpha: 1 - share, point: { x: x - 8 * share, y: y + 26 * share * share } });
      continue;
    }
    const age = (sight.place === 'left' ? sight.since : t) - journal.arrival[sight.id]!;
    const path = age > slaSeconds ? late : calm;
    if (sight.place === 'left') {
      const share = since / travel;
      if (share < 1) disc(path, along(layout.outlet, share));
      continue;
    }
    const { point, radius } = sight.place === 'queue' ? picture.waiting(sight) : picture.served(sight);
    disc(path, point, radius);
    drawn++;
  }
  context.clearRect(0, 0, layout.width, layout.height);
  context.fillStyle = colours.dot;
  context.fill(calm);
  context.fillStyle = colours.late;
  context.fill(late);
  context.strokeStyle = colours.late;
  context.lineWidth = 1.8;
  for (const { alpha, point } of lost) {
    context.globalAlpha = alpha;
    context.stroke(cross(point));
  }
  context.globalAlpha = 1;
  return drawn;
}

interface Dot {
  readonly point: Point;
  readonly radius: number;
}

/** Where single requests stand at one second; `travel` simulated seconds to get there. */
class Picture {
  readonly #layout: LaneLayout;
  readonly #singles: Singles;
  readonly #t: number;
  readonly #travel: number;

  constructor(layout: LaneLayout, singles: Singles, t: number, travel: number) {
    this.#layout = layout;
    this.#singles = singles;
    this.#t = t;
    this.#travel = travel;
  }

  waiting({ stage, since, rank }: Sight): Dot {
    const ahead = Math.floor(rank / this.#singles.every);
    return { point: this.#approach(stage, ahead, this.#t - since), radius: DOT };
  }

  served({ id, stage, since, rank }: Sight): Dot {
    const standing = this.#singles.standing(id, stage, this.#t);
    const { point, radius } = this.#seat(id, stage, rank, standing);
    const { done, stages } = this.#singles.journal;
    // In its seat for half of the service at least.
    const way = Math.min(0.3 * this.#travel, 0.5 * (done[id * stages + stage]! - since));
    const share = way > 0 ? (this.#t - since) / way : 1;
    if (share >= 1) return { point, radius };
    const from = this.#approach(
      stage,
      Math.floor(rank / this.#singles.every),
      since - this.#singles.moments.entered(id, stage),
    );
    return { point: along([from, point], share), radius: DOT + share * (radius - DOT) };
  }

  /** `seconds` after a request joined the queue of stage `n`, with `ahead` dots before it. */
  #approach(n: number, ahead: number, seconds: number): Point {
    const stage = this.#layout.stages[n]!;
    return seconds >= this.#travel ? queueSlot(stage, ahead) : approach(stage, ahead, seconds / this.#travel);
  }

  #seat(id: number, n: number, seat: number, standing: Standing | undefined): Dot {
    const stage = this.#layout.stages[n]!;
    const { journal } = this.#singles;
    const size = journal.batch[id * journal.stages + n]!;
    const { givesWay, place } = standing ?? { givesWay: false, place: 0 };
    const box = givesWay ? leavingMark(stage, place) : (stage.cells[place] ?? stage.cells[0]!);
    const { at, radius } = seats(box, givesWay ? size : Math.max(size, this.#singles.batchAt(n, this.#t)));
    return { point: at(seat), radius };
  }
}

function cross({ x, y }: Point): Path2D {
  const path = new Path2D();
  path.moveTo(x - DOT, y - DOT);
  path.lineTo(x + DOT, y + DOT);
  path.moveTo(x - DOT, y + DOT);
  path.lineTo(x + DOT, y - DOT);
  return path;
}
