/** The columns of the table of settings tried, and its order. */
import { fixed, plural } from '../../format.ts';
import { nameOfKey } from '../../../experiments/tuning/names.ts';
import { measureById } from '../../../scenario/measures.ts';
import type { Tried } from '../../../experiments/tuning/result.ts';

export interface TriedColumn {
  readonly id: 'name' | 'goodputShare' | 'goodput' | 'cost' | 'p95' | 'p99' | 'objective' | 'rung';
  readonly name: string;
  readonly unit: string;
  /** One sentence. */
  readonly meaning: string;
  readonly number: boolean;
  /** More is better: the first click puts the greatest at the top. */
  readonly more: boolean;
  readonly show: (row: Tried) => string;
}

/** How thoroughly a setting was judged last. */
export const judgedOn = ({ load, seeds }: Pick<Tried, 'load' | 'seeds'>): string =>
  `${load === 'whole' ? 'all of it' : 'a third'}, ${plural(seeds, 'draw')}`;

/** A measure of a run; `scale` takes a setting's figure to the measure's unit. */
function column(
  id: Exclude<TriedColumn['id'], 'name' | 'rung'>,
  measure: string = id,
  scale = 1,
): TriedColumn {
  const { name, unit, meaning, digits, better } = measureById(measure);
  const show = (row: Tried): string => fixed(scale * row[id], digits);
  return { id, name, unit, meaning, number: true, more: better === 'more', show };
}

export const TRIED_COLUMNS: readonly TriedColumn[] = [
  {
    id: 'name',
    name: 'Setting',
    unit: '',
    meaning: 'What differs from the defaults.',
    number: false,
    more: false,
    show: ({ key }) => nameOfKey(key),
  },
  column('goodputShare', 'inTime', 100),
  column('goodput'),
  column('cost'),
  column('p95'),
  column('p99'),
  column('objective'),
  {
    id: 'rung',
    name: 'Judged on',
    unit: '',
    meaning:
      'How thoroughly it was judged last: on how much of the load, over how many draws of the arrivals.',
    number: false,
    more: true,
    show: judgedOn,
  },
];

export function order(rows: readonly Tried[], by: TriedColumn['id'], down: boolean): readonly Tried[] {
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (by === 'name') return sign * a.key.localeCompare(b.key);
    return sign * (a[by] - b[by]);
  });
}
