import { expect, it } from 'vitest';
import { pointing, type Hearing } from './pointing.ts';

const currentTarget = {
  getBoundingClientRect: () => ({ left: 100, width: 200 }),
  setPointerCapture: () => undefined,
};
const at = (clientX: number, pointerType = 'touch'): PointerEvent =>
  ({ ...{ clientX, pointerType, button: 0, pointerId: 1 }, currentTarget }) as unknown as PointerEvent;

/** Where the crosshair is led, and what is dragged. */
function heard(options: Pick<Hearing, 'stays'> & { readonly drags?: boolean } = {}) {
  const told: (number | undefined)[] = [];
  const dragged: number[] = [];
  const handlers = pointing(() => ({
    onhover: (share) => told.push(share),
    ...(options.drags ? { ondrag: (share: number) => dragged.push(share) } : {}),
    ...(options.stays ? { stays: true } : {}),
  }));
  return { ...handlers, told, dragged };
}

it.each(['touch', 'mouse', 'pen'])('leads the crosshair by %s, and takes it away with it', (kind) => {
  const { down, move, up, leave, told } = heard();
  down(at(150, kind));
  move(at(200, kind));
  up();
  leave(at(200, kind));
  expect(told).toEqual([0.25, 0.5, undefined]);
});

it('leaves it where a finger was lifted only where it stays, and never where the mouse was', () => {
  const { down, leave, told } = heard({ stays: true });
  down(at(150));
  leave(at(150));
  expect(told).toEqual([0.25]);
  leave(at(150, 'mouse'));
  expect(told).toEqual([0.25, undefined]);
});

it('drags with a button down, also beyond the edge; a finger that only passes leads nothing', () => {
  const { down, move, up, leave, told, dragged } = heard({ drags: true });
  move(at(120));
  expect(told).toEqual([]);
  down(at(150));
  move(at(400));
  leave(at(400));
  expect([told, dragged]).toEqual([[1], [0.25, 1]]);
  up();
  leave(at(400));
  expect(told).toEqual([1, undefined]);
});
