/** The columns of the table of settings tried, and its order. */
import { fixed, plural } from '../../format.ts';
import { nameOfKey } from '../../../experiments/tuning/names.ts';
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

const column = (
  id: Exclude<TriedColumn['id'], 'name' | 'rung'>,
  name: string,
  unit: string,
  more: boolean,
  digits: number,
  meaning: string,
  scale = 1,
): TriedColumn => ({
  id,
  name,
  unit,
  meaning,
  number: true,
  more,
  show: (row) => fixed(scale * row[id], digits),
});

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
  column('goodputShare', 'In time', '%', true, 1, 'Share answered within the latency objective.', 100),
  column('goodput', 'Goodput', 'req/s', true, 2, 'Requests answered within the latency objective, a second.'),
  column('cost', 'Cost', 'cores', false, 2, 'Mean cores held.'),
  column('p95', 'p95', 's', false, 3, 'Latency that 95 % of the requests answered do not exceed.'),
  column('p99', 'p99', 's', false, 3, 'Latency that 99 % of the requests answered do not exceed.'),
  column('objective', 'J', 'points', true, 2, 'Mean objective (4).'),
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
