/** A task in words: what a student reads, and what heads a column of the teacher's table. */
import type { GoalTask, Task } from './assignment.ts';
import { figureWords } from '../figures.ts';
import type { Lane } from '../facts.ts';
import { measureById } from '../../scenario/measures.ts';
import { generators } from '../../workload/generators.ts';

/** What a goal's sentence calls a measure of a lane: “lane A’s share in time”. */
export function goalName(measure: string, lane: Lane): string {
  const { name } = measureById(measure);
  const what =
    measure === 'inTime'
      ? 'share in time'
      : /^(?:.|p\d+)$/.test(name)
        ? name
        : name.charAt(0).toLowerCase() + name.slice(1);
  return `lane ${lane.toUpperCase()}’s ${what}`;
}

export const loadName = (id: string): string => generators.find((one) => one.id === id)?.name ?? id;

export const joined = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)!}`;

/** “Lane A’s J above 11.90, on Bursty and Steady low.” */
export function goalWords({ goal, loads }: GoalTask): string {
  if (goal.goal === 'choice') return goal.words;
  const number = (value: number): string => figureWords(goal.figure, value);
  const wanted =
    goal.is === 'between'
      ? `between ${number(goal.than)} and ${number(goal.and ?? goal.than)}`
      : `${goal.is === 'equal' ? '' : `${goal.is} `}${number(goal.than)}`;
  const on = loads.length === 0 ? '' : `, on ${joined(loads.map(loadName))}`;
  return `${goal.name.charAt(0).toUpperCase()}${goal.name.slice(1)} ${wanted}${on}.`;
}

export const taskWords = (task: Task): string => (task.kind === 'goal' ? goalWords(task) : task.question);
