/** What each policy loses to the best plan found, under every forecaster, the closest on the left. */
import { frame, lineAcross, plotBox, type Frame } from '../../charts/frame.ts';
import { besideOf, endLabels, legend, tailOf } from '../../charts/labels.ts';
import { dot, empty, line, stretch, text } from '../../charts/marks.ts';
import type { ChartModel, Mark } from '../../charts/model.ts';
import { fixed } from '../../format.ts';
import { policyMark, policyStyle } from '../../theme/policies.ts';
import {
  lostBy,
  TRAINED,
  type ForecastValue,
  type ForecastValueRow,
} from '../../../experiments/forecastValue/forecastValue.ts';

const PLOT = 236;
const NARROW = 620;
/** Of a forecaster's name and its error below the plot. */
const LINE = 13;
const LINES = 3;
/** Columns below this width have their names on two levels in turn, px. */
const ROOM = 52;
const LEFT = 34;

/** "Last 20 s" in two lines: "Last", "20 s". */
function twoLines(name: string): readonly [string, string] {
  const at = name.indexOf(' ');
  return at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at + 1)];
}

const percent = (smape: number): string => `${fixed(smape, 1)} %`;
const spoken = ({ name, smape }: ForecastValueRow): string => `${name}, ${fixed(smape, 1)} % SMAPE`;

/** Names and errors below the plot. */
function feet(f: Frame, rows: readonly ForecastValueRow[], levels: number): readonly Mark[] {
  return rows.flatMap((row, i) => {
    const top = f.box.bottom + LINE + 3 + (i % levels) * (LINES * LINE + 4);
    const [first, second] = twoLines(row.name);
    const bold = row.id === TRAINED;
    return [...(second === '' ? [first] : [first, second]), percent(row.smape)].map((body, n, all) =>
      text(f.x(i), top + n * LINE, body, {
        ...{ ink: n === all.length - 1 && !bold ? 'soft' : 'ink', anchor: 'middle', small: true },
        ...{ bold, hint: spoken(row) },
      }),
    );
  });
}

/** The band of what is possible, and its ends by name. */
function possible(f: Frame, gap: number, { kind }: ForecastValue): readonly Mark[] {
  const { box } = f;
  const name = kind === 'exact' ? 'optimum' : 'best plan found';
  const look = { anchor: 'end', small: true, ink: 'soft', halo: true } as const;
  return [
    ...(gap > 0
      ? [
          stretch(f, 'y', [-gap, 0], {
            ...{ ink: 'ink', opacity: 0.08 },
            hint: `What is possible: the bound lies ${fixed(gap, 2)} above the best plan found`,
          }),
          lineAcross(box, f.y(-gap), 'soft', { dash: '3 3' }),
          text(box.right - 2, f.y(-gap) - 5, 'bound: nobody can earn more', look),
        ]
      : []),
    lineAcross(box, f.y(0), 'ink'),
    text(box.right - 2, f.y(0) + 12, name, { ...look, ink: 'ink' }),
  ];
}

export function worthChart(value: ForecastValue, width: number): ChartModel {
  const { rows, policies, plan, bound, kind } = value;
  const narrow = width < NARROW;
  const names = policies.map((id) => policyStyle(id).name);
  const count = Math.max(1, rows.length);
  const right = narrow ? 8 : besideOf(names);
  const levels = (width - LEFT - right) / count < ROOM ? 2 : 1;
  const top = narrow ? 40 : 20;
  const bottom = levels * (LINES * LINE + 4) + 4;
  const height = top + PLOT + bottom;
  const box = plotBox(width, height, { left: LEFT, right, top, bottom });
  const gap = bound === undefined || !Number.isFinite(bound - plan) ? 0 : Math.max(0, bound - plan);
  const lost = policies.map((id) => Float64Array.from(rows, (row) => lostBy(value, row, id)));
  const most = Math.max(0.1, ...lost.flatMap((of) => [...of].filter(Number.isFinite)));
  const f = frame(box, {
    x: { domain: [-0.5, count - 0.5] },
    y: {
      domain: [-gap, 1.08 * most],
      ticks: 5,
      down: true,
      // What lies in the band has names of its own.
      text: (at, digits) => (at < 0 ? '' : fixed(at, digits)),
    },
  });
  const at = Float64Array.from(rows, (_, i) => i);
  const labels = policies.map((id, p) => {
    const { color, dash } = policyMark(id);
    return { name: names[p]!, ink: color, dash, y: f.y(tailOf(lost[p]!, 1)) };
  });
  const drawn = policies.flatMap((id, p): readonly Mark[] => {
    const { color: ink, dash, shape } = policyMark(id);
    return [
      line(f, at, lost[p]!, { ink, dash, width: 1.4, opacity: 0.7 }),
      ...rows.flatMap((row, i) =>
        Number.isFinite(lost[p]![i])
          ? [
              dot(f, i, lost[p]![i]!, {
                ink,
                shape,
                hint: `${names[p]!}, ${spoken(row)}: ${fixed(lost[p]![i]!, 2)}`,
              }),
            ]
          : [],
      ),
    ];
  });
  return {
    title: kind === 'exact' ? 'Lost to the optimum' : 'Lost to the best plan found',
    unit: 'points a decision',
    sentence: `How much less each policy earns than the ${kind === 'exact' ? 'optimum' : 'best plan found'}, points a decision, under each forecaster; the closest stands on the left, with its SMAPE.${gap > 0 ? ' The band reaches up to the bound, which nobody exceeds.' : ''}`,
    ...{ width, height },
    marks: [
      ...f.marks,
      ...(rows.length === 0 ? [empty(f, 'No forecaster is through yet.')] : possible(f, gap, value)),
      ...drawn,
      ...feet(f, rows, levels),
      ...(rows.length === 0
        ? []
        : narrow
          ? legend(labels, { left: 0, right: width - 8, y: 12 })
          : endLabels(labels, box, width)),
    ],
    crosshair: {
      label: 'Forecaster of the values',
      ...{ box, at, x: (k) => f.x(k) },
      tracks: policies.map((id, p) => ({
        ink: policyMark(id).color,
        y: (k: number) => f.y(lost[p]![k]!),
        text: (k: number) => fixed(lost[p]![k]!, 2),
      })),
      say: (k) =>
        `${spoken(rows[k]!)}: ${policies.map((_, p) => `${names[p]!} ${fixed(lost[p]![k]!, 2)}`).join(', ')}`,
    },
    head: [
      'Forecaster',
      'SMAPE, %',
      ...names.flatMap((name) => [`${name}, points a decision`, `${name}, lost`]),
    ],
    rows: [
      ...rows.map((row) => [
        row.name,
        row.smape,
        ...policies.flatMap((id) => [row.earned[id] ?? '', lostBy(value, row, id)]),
      ]),
      [kind === 'exact' ? 'Optimum' : 'Best plan found', '', ...policies.flatMap(() => [plan, 0])],
      ...(bound === undefined || kind === 'exact'
        ? []
        : [['Bound', '', ...policies.flatMap(() => [bound, plan - bound])]]),
    ],
  };
}
