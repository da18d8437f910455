/** Where two policies run something else in the steady state, and who earns how much more by it. */
import { orderWords, rowsFrom } from './cells.ts';
import { heat, type Shade } from './heat.ts';
import type { ChartModel, Ink } from '../charts/model.ts';
import { written } from '../finding/told.ts';
import { fixed, plural } from '../format.ts';
import { differenceOf, WORTH, type MapDifference } from '../../experiments/policyMap/difference.ts';
import type { MapGrid } from '../../experiments/policyMap/grid.ts';
import type { MapRow } from '../../experiments/policyMap/policyMap.ts';
import type { Pipeline } from '../../model/pipeline.ts';

interface Side {
  readonly name: string;
  readonly rows: readonly MapRow[];
}

interface PriceMap {
  readonly a: Side;
  readonly b: Side;
  readonly pipeline: Pipeline;
  readonly grid: MapGrid;
  readonly mark?: { readonly load: number; readonly cores: number } | undefined;
}

/** Points from which on a difference is worth something, a small, or a large one. */
const STEPS = [WORTH, 0.1, 0.5] as const;
const OPACITY = [0.25, 0.55, 0.95] as const;
/** Of the first and the second: colours of policies may be too much alike for two sides of one scale. */
const SIDES: readonly [Ink, Ink] = [
  { light: '#006ab7', dark: '#6cb2f2' },
  { light: '#bc5407', dark: '#f09359' },
];

export function priceMap({ a, b, pipeline, grid, mark }: PriceMap, width: number): ChartModel {
  const [first, second] = [rowsFrom(grid, a.rows), rowsFrom(grid, b.rows)];
  const both = first.map((row, r): MapDifference | undefined => {
    const other = second[r];
    return row && other && differenceOf(row, other);
  });
  const prices = both.flatMap((one) => (one ? [...one.price] : []));
  const differing = both.reduce((sum, one) => sum + (one?.differs.filter((d) => d === 1).length ?? 0), 0);
  const named = ({ name }: Side, ink: Ink): readonly Shade[] =>
    STEPS.map((from, i) => ({
      name: `${name} +${i === STEPS.length - 1 ? `${from} or more` : `${i === 0 ? 0 : from} to ${STEPS[i + 1]!}`}`,
      ink,
      opacity: OPACITY[i]!,
    }));
  /** Its colour says whose it is: the name stands once. */
  const brief = (shade: number, i: number): Shade => {
    const before = used[i - 1] ?? 0;
    const one = shades[shade]!;
    const again = before >= 2 && before < shade && before < 2 + STEPS.length === shade < 2 + STEPS.length;
    return again ? { ...one, name: one.name.slice(one.name.lastIndexOf('+')) } : one;
  };
  const shades: readonly Shade[] = [
    { name: 'the same', ink: 'line', opacity: 0.45 },
    { name: 'another, as good', ink: 'soft', opacity: 0.45 },
    ...named(a, SIDES[0]),
    ...named(b, SIDES[1]),
  ];
  const shadeOf = (c: number, r: number): number | undefined => {
    const one = both[r];
    if (!one) return undefined;
    const price = one.price[c]!;
    if (one.differs[c] === 0) return 0;
    const size = STEPS.findLastIndex((from) => Math.abs(price) >= from);
    if (size < 0) return 1;
    return 2 + size + (price > 0 ? 0 : STEPS.length);
  };
  const used = [...new Set(grid.loads.flatMap((_, c) => grid.cores.map((__, r) => shadeOf(c, r))))]
    .filter((shade) => shade !== undefined)
    .sort((p, q) => p - q);
  const told = (c: number, r: number): string => {
    const { differs, price } = both[r]!;
    if (differs[c] === 0) return 'the same';
    const own = price[c]!;
    return Math.abs(own) < STEPS[0]
      ? 'as good'
      : `${own > 0 ? a.name : b.name} +${written('objective', Math.abs(own))}`;
  };
  const best = (sign: 1 | -1): number => prices.reduce((most, price) => Math.max(most, sign * price), 0);
  return heat(
    {
      title: `${a.name} and ${b.name}`,
      unit: 'who earns more J in the long run, points a decision',
      label: 'Crosshair of the map of differences',
      sentence:
        prices.length === 0
          ? 'Their differences follow when both maps have a row in common.'
          : differing === 0
            ? `${a.name} and ${b.name} run the same everywhere.`
            : `${a.name} and ${b.name} run something else in ${String(differing)} of ${plural(prices.length, 'cell')}, at most ${fixed(best(1), 2)} points a decision better for ${a.name} and ${fixed(best(-1), 2)} for ${b.name}.`,
      ...{ grid, mark },
      shades: used.map(brief),
      shadeOf: (c, r) => {
        const shade = shadeOf(c, r);
        return shade === undefined ? undefined : used.indexOf(shade);
      },
      dotted: (c, r) => first[r]?.settled[c] === 0 || second[r]?.settled[c] === 0,
      text: told,
      say: (c, r) =>
        `${told(c, r)}; ${a.name}: ${orderWords(pipeline, first[r]!, c)}; ${b.name}: ${orderWords(pipeline, second[r]!, c)}`,
      head: [a.name, b.name, 'Differ', 'J of the first less J of the second'],
      row: (c, r) => [
        orderWords(pipeline, first[r]!, c),
        orderWords(pipeline, second[r]!, c),
        both[r]!.differs[c] === 1 ? 'yes' : 'no',
        fixed(both[r]!.price[c]!, 3),
      ],
    },
    width,
  );
}
