/** Geometry of a lane, px: pipes, basins, chambers. Stages run side by side where they fit, else below each other. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface StageLayout {
  /** Where requests pile up. */
  readonly basin: Box;
  /** Dots in one row of the basin, and the rows it has. */
  readonly perRow: number;
  readonly rows: number;
  /** The chamber behind the gate. */
  readonly chamber: Box;
  /** One per possible replica. */
  readonly cells: readonly Box[];
  /** The row of small marks for replicas that are being replaced. */
  readonly oldRow: Point;
  /** Where the ladder of variants stands. */
  readonly ladder: Box;
  /** Title above the chamber. */
  readonly title: Point;
  /** Way of a dot from the stage before (or from the left edge) to the basin. */
  readonly inlet: readonly Point[];
}

export interface LaneLayout {
  readonly width: number;
  readonly height: number;
  readonly stacked: boolean;
  readonly stages: readonly StageLayout[];
  readonly outlet: readonly Point[];
  /** Line width of the pipes. */
  readonly pipe: number;
}

/** Distance of dots in a queue. */
export const PITCH = 6.5;
export const DOT = 2.5;

const TITLE = 20;
const CHAMBER = 72;
const PAD = 7;
/** The pipes run this far above the chamber's floor. */
const FLOOR = 11;
const PIPE = 13;
const OLD = 13;
const OUTLET = 26;
/** Room between stacked stages for the pipe that leads back. */
const RETURN = 22;
/** Least edge of a cell, the ladder that cells give way to, and the room of a queue with its pipe. */
const SMALLEST = 16;
const LADDER = 64;
const QUEUE = 66;
/** Narrower than this, three stages side by side have no room for a queue. */
const NARROWEST = 219;

const stacks = (width: number, stages: number): boolean =>
  stages > 1 && (width - OUTLET) / stages < NARROWEST;

/** Of a lane's picture, px, whatever it shows: known before there is anything to show. */
export function laneHeight(width: number, stages: number): number {
  const row = TITLE + CHAMBER + OLD;
  return stacks(width, stages) ? stages * (row + RETURN) - RETURN : row;
}

export function laneLayout(
  width: number,
  stages: number,
  maxReplicas: number,
  ladderWidth: readonly number[],
): LaneLayout {
  const stacked = stacks(width, stages);
  const columns = stacked ? 1 : stages;
  const rowHeight = TITLE + CHAMBER + OLD + (stacked ? RETURN : 0);
  const block = (width - OUTLET) / columns;
  const built: StageLayout[] = [];
  let from: Point | undefined;
  for (let n = 0; n < stages; n++) {
    const x = stacked ? 0 : n * block;
    const y = stacked ? n * rowHeight : 0;
    const stage = stageLayout(
      x,
      y,
      block,
      maxReplicas,
      ladderWidth[n] ?? 40,
      from,
      stacked ? width : undefined,
    );
    built.push(stage);
    from = { x: stage.chamber.x + stage.chamber.width, y: stage.chamber.y + CHAMBER - FLOOR };
  }
  const end = from ?? { x: 0, y: 0 };
  return {
    width,
    height: laneHeight(width, stages),
    stacked,
    stages: built,
    outlet: [end, { x: width, y: end.y }],
    pipe: PIPE,
  };
}

function stageLayout(
  x: number,
  y: number,
  block: number,
  maxReplicas: number,
  ladderWidth: number,
  from: Point | undefined,
  returnAt: number | undefined,
): StageLayout {
  const rows = maxReplicas <= 8 ? Math.min(2, Math.ceil(maxReplicas / 4)) : maxReplicas <= 18 ? 3 : 4;
  const columns = Math.ceil(maxReplicas / rows);
  const gap = rows <= 2 ? 5 : 3;
  const inner = CHAMBER - 2 * PAD;
  const high = Math.min(27, (inner - (Math.max(2, rows) - 1) * gap) / Math.max(2, rows));
  // Where the block is narrow, cells give way before the names of the variants do, which tell nothing when cut.
  const room = block - Math.min(ladderWidth, LADDER) - (3 * PAD + 4) - QUEUE;
  const size = Math.min(high, Math.max(Math.min(high, SMALLEST), (room + gap) / columns - gap));
  const cellsWidth = columns * (size + gap) - gap;
  const ladderRoom = Math.min(ladderWidth, Math.max(34, block - cellsWidth - 3 * PAD - QUEUE));
  const chamberWidth = PAD + cellsWidth + 11 + ladderRoom + PAD;
  const top = y + TITLE;
  const chamber: Box = { x: x + block - chamberWidth, y: top, width: chamberWidth, height: CHAMBER };
  const space = block - chamberWidth;
  const basinWidth = Math.max(34, Math.min(112, space * 0.6));
  const basin: Box = { x: chamber.x - basinWidth - 5, y: top, width: basinWidth, height: CHAMBER };
  const pipeY = top + CHAMBER - FLOOR;
  const cells = Array.from({ length: maxReplicas }, (_, i) => ({
    x: chamber.x + PAD + (i % columns) * (size + gap),
    y: top + PAD + Math.floor(i / columns) * (size + gap) + (inner - (rows * (size + gap) - gap)) / 2,
    width: size,
    height: size,
  }));
  const gate: Point = { x: basin.x + basinWidth, y: pipeY };
  const start = from ?? { x: 0, y: pipeY };
  const inlet =
    from && returnAt !== undefined
      ? [
          start,
          { x: returnAt - 8, y: start.y },
          { x: returnAt - 8, y: y - RETURN / 2 - 1 },
          { x: 8, y: y - RETURN / 2 - 1 },
          { x: 8, y: pipeY },
          gate,
        ]
      : [start, gate];
  return {
    basin,
    perRow: Math.max(4, Math.floor((basinWidth - 6) / PITCH)),
    // The number of those who wait stands above the topmost row.
    rows: Math.floor((CHAMBER - FLOOR - 21) / PITCH) + 1,
    chamber,
    cells,
    oldRow: { x: chamber.x + PAD, y: top + CHAMBER + 4 },
    ladder: { x: chamber.x + PAD + cellsWidth + 11, y: top + PAD, width: ladderRoom, height: inner },
    title: { x: chamber.x, y: y + 13 },
    inlet,
  };
}

/** The mark of the replica at `place` in the row of those that give way. */
export function leavingMark({ oldRow }: StageLayout, place: number): Box {
  return { x: oldRow.x + place * 11, y: oldRow.y, width: 9, height: 9 };
}

/** Where the dot with `rank` others ahead stands: a line folded upwards from the gate, as people queue. */
export function queueSlot(stage: StageLayout, rank: number): Point {
  const { basin, perRow, rows } = stage;
  const last = perRow * rows - 1;
  const r = Math.min(rank, last);
  const row = Math.min(rows - 1, Math.floor(r / perRow));
  const along = r - row * perRow;
  // Between the ends of two rows a dot climbs; elsewhere it slides.
  const climb = Math.max(0, along - (perRow - 1));
  const column = Math.min(perRow - 1, along);
  const fromGate = row % 2 === 0 ? column : perRow - 1 - column;
  return {
    x: basin.x + basin.width - 5 - fromGate * PITCH,
    y: basin.y + basin.height - FLOOR - (row + climb) * PITCH,
  };
}

/** The point at share `at` (0..1) of the length of a polyline. */
export function along(points: readonly Point[], at: number): Point {
  let length = 0;
  for (let i = 1; i < points.length; i++) length += distance(points[i - 1]!, points[i]!);
  let left = Math.min(1, Math.max(0, at)) * length;
  for (let i = 1; i < points.length; i++) {
    const step = distance(points[i - 1]!, points[i]!);
    if (left <= step && step > 0) {
      const share = left / step;
      const [p, q] = [points[i - 1]!, points[i]!];
      return { x: p.x + share * (q.x - p.x), y: p.y + share * (q.y - p.y) };
    }
    left -= step;
  }
  return points[points.length - 1] ?? { x: 0, y: 0 };
}

function distance(p: Point, q: Point): number {
  return Math.hypot(q.x - p.x, q.y - p.y);
}
