/** SMAPE of one forecaster as a dot on the axis of all, with the noise floor as a line: a lane of the table of scores. */
import { domainOf, frame } from '../../charts/frame.ts';
import { textWidth } from '../../charts/letters.ts';
import { dot, text } from '../../charts/marks.ts';
import { px, type ChartModel, type Ink, type PathMark } from '../../charts/model.ts';
import { fixed } from '../../format.ts';

interface Lane {
  readonly name: string;
  /** Per cent. */
  readonly smape: number;
  readonly ink: Ink;
  /** Larger than the others. */
  readonly own: boolean;
}

const HEIGHT = 30;
const MIDDLE = HEIGHT / 2;
const PAD = 10;
/** Right of a dot, for its value. */
const ROOM = 44;
/** Between a dot and its value. */
const BESIDE = 10;

/** `all` are the errors of every forecaster, `floor` is the noise's, per cent; the floor's own lane has no dot. */
export function scoreLane(
  lane: Lane | undefined,
  floor: number,
  all: readonly number[],
  width: number,
): ChartModel {
  const [low, high] = domainOf([[floor], all], { below: 0, above: 0 });
  const f = frame(
    { left: PAD, right: Math.max(PAD + 40, width - PAD - ROOM), top: 0, bottom: HEIGHT },
    { x: { domain: [low, Math.max(high, floor + 1)], clamp: true }, y: { domain: [0, 1] } },
  );
  const { name, smape, ink, own } = lane ?? {
    ...{ name: 'Noise floor', smape: floor, ink: 'soft' as const, own: false },
  };
  const x = f.x(smape);
  const value = fixed(smape, 2);
  const look = { bold: lane !== undefined };
  const end = x + BESIDE + textWidth(value, look) + 4;
  const path = (d: string, stroke: 'line' | 'soft', dash: string): PathMark => ({
    ...{ kind: 'path', d, stroke, dash },
  });
  return {
    title: name,
    sentence: value,
    ...{ width, height: HEIGHT },
    marks: [
      // Interrupted by the value.
      ...(lane ? [path(`M0 ${MIDDLE}H${px(x)}M${px(end)} ${MIDDLE}H${px(width)}`, 'line', '1 4')] : []),
      path(`M${px(f.x(floor))} 0V${lane ? HEIGHT : MIDDLE}`, 'soft', '3 3'),
      ...(lane ? [dot(f, smape, 0.5, { ink, r: own ? 6 : 5 })] : []),
      text(x + BESIDE, MIDDLE + 4, value, { ink, ...look }),
    ],
    head: ['forecaster', 'smape_percent'],
    rows: [[name, smape]],
  };
}
