/** The load before a decision, what was forecast of it, and what came. */
import { whole } from '../format.ts';
import { domainOf, frame, plotBox } from '../charts/frame.ts';
import { bar, text } from '../charts/marks.ts';
import { px, type ChartModel, type Mark } from '../charts/model.ts';

/** Mean loads, requests/s: of the last twelve intervals, the oldest first; of the next, forecast and as it came. */
export interface SeenLoad {
  readonly before: readonly number[];
  readonly predicted: number;
  readonly came: number;
}

const HEIGHT = 46;
const BAR = 13;
const GAP = 3;
/** Room between what was, what was forecast and what came. */
const APART = 26;
const EDGE = 14;

export function loadChart({ before, predicted, came }: SeenLoad): ChartModel {
  const after = before.length * (BAR + GAP);
  const bars = [
    ...before.map((value, i) => ({ value, left: i * (BAR + GAP), kind: 'before' as const })),
    { value: predicted, left: after + APART, kind: 'forecast' as const },
    { value: came, left: after + BAR + GAP + 2 * APART, kind: 'came' as const },
  ];
  const width = bars.at(-1)!.left + BAR + EDGE;
  const box = plotBox(width, HEIGHT, { left: 0, right: EDGE, top: 12, bottom: 13 });
  const { y } = frame(box, {
    x: { domain: [0, 1] },
    y: { domain: domainOf([bars.map(({ value }) => value), [1]], { zero: true, above: 0 }) },
  });
  const under = (left: number, body: string): Mark =>
    text(left + BAR / 2, HEIGHT - 2, body, { ink: 'soft', anchor: 'middle', small: true });
  const shown = (k: number): string => (Number.isFinite(k) ? whole(k) : '–');
  return {
    title: 'Load before the decision',
    sentence: `The forecast was ${shown(predicted)} requests/s, and ${shown(came)} came.`,
    ...{ width, height: HEIGHT },
    marks: [
      ...bars.flatMap(({ value, left, kind }, i): readonly Mark[] => {
        if (!Number.isFinite(value)) return [];
        const place = {
          ...{ left, right: left + BAR, bottom: box.bottom },
          top: Math.min(box.bottom - 0.5, y(value)),
        };
        const drawn: Mark =
          kind === 'forecast'
            ? {
                ...{ kind: 'path', stroke: 'load', dash: '2 2', width: 1 },
                d: `M${left} ${place.bottom}V${px(place.top)}H${place.right}V${place.bottom}Z`,
              }
            : bar(place, kind === 'before' ? { ink: 'load', opacity: 0.5 } : { ink: 'ink' });
        const told = kind !== 'before' || i === before.length - 1;
        return [
          drawn,
          ...(told
            ? [
                text(left + BAR / 2, place.top - 3, whole(value), {
                  ...{ ink: 'ink', anchor: 'middle', bold: true, small: true },
                }),
              ]
            : []),
        ];
      }),
      { kind: 'path', d: `M0 ${box.bottom}H${box.right}`, stroke: 'strong', crisp: true },
      ...(before.length > 4 ? [text(0, HEIGHT - 2, 'two minutes', { ink: 'soft', small: true })] : []),
      under(bars.at(-2)!.left, 'forecast'),
      under(bars.at(-1)!.left, 'came'),
    ],
    head: ['Interval', 'Requests per second'],
    rows: bars.map(({ value, kind }, i) => [kind === 'before' ? i - before.length : kind, value]),
  };
}
