/** What a policy runs in the steady state, over load and cores. */
import { orderWords, rowsFrom, valueOf, type Colouring } from './cells.ts';
import { heat, type Shade } from './heat.ts';
import type { ChartModel, Ink } from '../charts/model.ts';
import { written } from '../finding/told.ts';
import { coreWords, fixed, plural } from '../format.ts';
import { stageName, variantName, variantNames } from '../pipeline/names.ts';
import type { MapGrid } from '../../experiments/policyMap/grid.ts';
import type { MapRow } from '../../experiments/policyMap/policyMap.ts';
import type { Pipeline } from '../../model/pipeline.ts';

interface ChoiceMap {
  /** The policy's, and its ink. */
  readonly name: string;
  readonly ink: Ink;
  readonly pipeline: Pipeline;
  readonly grid: MapGrid;
  /** Those that are computed. */
  readonly rows: readonly MapRow[];
  readonly by: Colouring;
  /** Of the shades, where several maps share them: rows of all of them. */
  readonly among?: readonly MapRow[];
  readonly mark?: { readonly load: number; readonly cores: number } | undefined;
}

/** More values than so many are taken together. */
const MOST = 6;
const [FAINT, FULL] = [0.14, 0.95];

export function choiceMap(data: ChoiceMap, width: number): ChartModel {
  const { name, ink, pipeline, grid, rows: known, by, among = known, mark } = data;
  const rows = rowsFrom(grid, known);
  const classes = classesOf(by, pipeline, among);
  const words = colouringWords(by, pipeline);
  const told = (c: number, r: number): string => classes.text(valueOf(rows[r]!, c, by));
  const restless = known.reduce((sum, { settled }) => sum + settled.filter((one) => one === 0).length, 0);
  return heat(
    {
      title: name,
      unit: words,
      label: `Crosshair of the map of ${name}`,
      sentence: `${name}: ${words}, by load and cores${known.length < grid.cores.length ? `, ${known.length} of ${grid.cores.length} rows computed` : ''}.${
        restless > 0 ? ` In ${plural(restless, 'cell')} with a dot it does not settle.` : ''
      }`,
      ...{ grid, mark },
      shades: classes.names.map((one, i): Shade => ({
        name: one,
        ink,
        opacity:
          classes.names.length === 1
            ? (FAINT + FULL) / 2
            : FAINT + ((FULL - FAINT) * i) / (classes.names.length - 1),
      })),
      shadeOf: (c, r) => (rows[r] ? classes.of(valueOf(rows[r], c, by)) : undefined),
      dotted: (c, r) => rows[r]?.settled[c] === 0,
      text: told,
      say: (c, r) => {
        const row = rows[r]!;
        const calm = row.settled[c] === 1 ? '' : '; it does not settle, and this is its last order';
        return `${orderWords(pipeline, row, c)}; ${coreWords(row.cost[c]!)} held, accuracy ${written('accuracy', row.accuracy[c]!)}, J ${written('objective', row.objective[c]!)}${calm}`;
      },
      head: ['Configuration', 'Cores held', 'Accuracy', 'Largest batch', 'J', 'Settled'],
      row: (c, r) => {
        const row = rows[r]!;
        return [
          orderWords(pipeline, row, c),
          row.cost[c]!,
          written('accuracy', row.accuracy[c]!),
          row.batch[c]!,
          written('objective', row.objective[c]!),
          row.settled[c] === 1 ? 'yes' : 'no',
        ];
      },
    },
    width,
  );
}

/** What it is coloured by. */
export function colouringWords(by: Colouring, { stages }: Pipeline): string {
  if (typeof by === 'number') return `variant of ${stageName(stages[by]!)}`;
  return { cost: 'cores held', accuracy: 'accuracy, all stages', batch: 'largest batch' }[by];
}

interface Classes {
  readonly names: readonly string[];
  readonly of: (value: number) => number;
  readonly text: (value: number) => string;
}

/** The variants of a stage; the values there are; or as many spans of them as are told apart. */
function classesOf(by: Colouring, { stages }: Pipeline, rows: readonly MapRow[]): Classes {
  if (typeof by === 'number') {
    const names = variantNames(stages[by]!);
    const text = (value: number): string => variantName(names, value);
    return { names: stages[by]!.variants.map((_, z) => text(z)), of: (value) => value, text };
  }
  const text = (value: number): string => (by === 'accuracy' ? fixed(value, 2) : fixed(value, 0));
  const values = [...new Set(rows.flatMap((row) => [...row[by]].filter(Number.isFinite)))].sort(
    (a, b) => a - b,
  );
  if (values.length <= MOST)
    return { names: values.map(text), of: (value) => Math.max(0, values.indexOf(value)), text };
  const [low, high] = [values[0]!, values.at(-1)!];
  const of = (value: number): number =>
    Math.max(0, Math.min(MOST - 1, Math.floor((MOST * (value - low)) / (high - low)) || 0));
  const names = Array.from({ length: MOST }, (_, i) => {
    const own = values.filter((value) => of(value) === i);
    if (own.length === 0) return '';
    const [from, to] = [text(own[0]!), text(own.at(-1)!)];
    return from === to ? from : `${from} to ${to}`;
  });
  // Spans without a value have no swatch.
  const kept = names.flatMap((name, i) => (name === '' ? [] : [i]));
  return { names: kept.map((i) => names[i]!), of: (value) => kept.indexOf(of(value)), text };
}
