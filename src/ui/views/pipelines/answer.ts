/** How the answer to "what should I run?" stands on the page. */
import { secondsWords } from './figures.ts';
import type { TermId } from '../../glossary/terms.ts';
import { written } from '../../finding/told.ts';
import { fixed } from '../../format.ts';
import type { Answer } from '../../../experiments/answer/answer.ts';
import { STILL } from '../../../experiments/answer/onTrace.ts';
import type { Objective } from '../../../experiments/answer/question.ts';

/** What can be wanted, and what it means. */
export const WANTED: readonly { readonly id: Objective; readonly name: string; readonly title: string }[] = [
  {
    id: 'cores',
    name: 'Fewest cores',
    title: 'The fewest cores that answer that share within the latency objective',
  },
  { id: 'j', name: 'Best reward', title: 'The greatest reward, by the weights of What if?' },
  {
    id: 'accuracy',
    name: 'Most accurate',
    title:
      'The greatest accuracy within the device’s cores that answers that share within the latency objective',
  },
];

/** Columns beside who played, and the term that says what each is. */
export const TRACE_FIGURES: readonly { readonly name: string; readonly term?: TermId }[] = [
  { name: 'Cores, mean', term: 'cores' },
  { name: 'Core hours' },
  { name: 'In time', term: 'inTime' },
  { name: 'p99', term: 'percentile' },
  { name: 'Accuracy', term: 'accuracy' },
  { name: 'J', term: 'j' },
];

export interface TraceRow {
  readonly key: string;
  /** The answer itself. */
  readonly own: boolean;
  /** Who, and a figure for each of `TRACE_FIGURES`. */
  readonly cells: readonly string[];
}

/** Who played the whole load, as the table has them: means over the plays. */
export function traceRows({ trace = [] }: Pick<Answer, 'trace'>): readonly TraceRow[] {
  return trace.map(({ policy, name, counted, coreHours }) => ({
    key: policy,
    own: policy === STILL,
    cells: [
      name,
      written('cost', counted.cores.mean),
      fixed(coreHours, 2),
      `${fixed(100 * counted.share.mean, 1)} %`,
      secondsWords(counted.p99.mean),
      written('accuracy', counted.accuracy.mean),
      written('objective', counted.objective.mean),
    ],
  }));
}
