import { paceOf, type Flow } from './flow.ts';
import { along, DOT, queueSlot, type LaneLayout, type Point, type StageLayout } from './layout.ts';

export interface DotColours {
  readonly dot: string;
  readonly late: string;
}

/** Draws every request that can be seen `t` seconds into the record. The canvas is in CSS px, already scaled. */
export function drawDots(
  context: CanvasRenderingContext2D,
  layout: LaneLayout,
  flow: Flow,
  t: number,
  speed: number,
  colours: DotColours,
): void {
  context.clearRect(0, 0, layout.width, layout.height);
  const calm = new Path2D();
  const late = new Path2D();
  const falling: { readonly at: number; readonly point: Point }[] = [];
  flow.visit(t, paceOf(speed), (n, place, at, rank, replica, isLate) => {
    const stage = layout.stages[n]!;
    const path = isLate ? late : calm;
    switch (place) {
      case 'approach':
        disc(path, approach(stage, rank, at));
        break;
      case 'queue':
        disc(path, queueSlot(stage, rank));
        break;
      case 'enter': {
        const cell = stage.cells[replica] ?? stage.cells[0]!;
        const from = queueSlot(stage, 0);
        const to = { x: cell.x + cell.width / 2, y: cell.y + cell.height / 2 };
        disc(path, { x: from.x + at * (to.x - from.x), y: from.y + at * (to.y - from.y) });
        break;
      }
      case 'exit':
        disc(path, along(layout.outlet, at));
        break;
      case 'drop': {
        const from = queueSlot(stage, rank);
        falling.push({ at, point: { x: from.x - 8 * at, y: from.y + 26 * at * at } });
        break;
      }
    }
  });
  context.fillStyle = colours.dot;
  context.fill(calm);
  context.fillStyle = colours.late;
  context.fill(late);
  for (const { at, point } of falling) {
    const path = new Path2D();
    disc(path, point);
    context.globalAlpha = 1 - at;
    context.fill(path);
  }
  context.globalAlpha = 1;
}

/** Along the pipe, then to the end of the queue, behind `ahead` others. */
export function approach(stage: StageLayout, ahead: number, at: number): Point {
  const slot = queueSlot(stage, ahead);
  const corners = stage.inlet.slice(0, -1);
  return along([...corners, { x: slot.x, y: stage.inlet.at(-1)!.y }, slot], at);
}

export function disc(path: Path2D, { x, y }: Point, radius = DOT): void {
  path.moveTo(x + radius, y);
  path.arc(x, y, radius, 0, 2 * Math.PI);
}
