/** A lesson in words: where it stands, its text with the figures of now, what is asked, what is missing, what was answered. */
import { facts, list, text, type Block, type Section } from './twin.ts';
import { fixed } from '../format.ts';
import type { Learn } from '../state/learn/learn.svelte.ts';
import { figureWords, valueOf } from '../../teaching/figures.ts';
import type { Step } from '../../teaching/lesson.ts';
import { pieces } from '../../teaching/playing.ts';

/** What of a lesson is told. */
export type Played = Pick<
  Learn,
  'taught' | 'step' | 'words' | 'at' | 'given' | 'values' | 'right' | 'outcome' | 'judged' | 'free' | 'facts'
>;

/** What a step wants of the visitor. */
const asks: Readonly<Record<Step['kind'], string>> = {
  read: 'To read',
  look: 'To look at',
  predict: 'A guess, before it is shown',
  draw: 'A guess, before it is shown',
  do: 'Something to do in the Lab',
  explain: 'A question about what is on screen',
};

/** The equation's symbols with their values now. */
function equationOf({ step, words, facts: now }: Played): readonly Block[] {
  if (!step?.equation || !words?.equation) return [];
  const { symbols, words: spoken } = words.equation;
  return [
    text(`Equation: ${spoken}`),
    facts(
      ...step.equation.symbols.map(({ id, figure }) => ({
        name: symbols[id] ?? id,
        value: figure ? figureWords(figure, valueOf(figure, now)) : '–',
      })),
    ),
  ];
}

function questionOf(
  { step, words, given: { answers, done }, right, outcome }: Played,
  say: (words: string) => string,
): readonly Block[] {
  if (!step || !words) return [];
  const asked = words.question === undefined ? [] : [text(say(words.question))];
  if (step.kind === 'draw') {
    const levels = answers.find((one) => typeof one !== 'string');
    const level = (value: number): string => `${fixed(value, step.digits)}\u00a0${step.unit}`;
    const points = Object.keys(step.points).map((point, i) => {
      const guess = levels ? `you drew ${level(levels[i]!)}` : 'not drawn yet';
      return `${words.points?.[point] ?? point}: ${guess}${levels && outcome ? `, it came to ${level(outcome[i]!)}` : ''}`;
    });
    return [...asked, list(points)];
  }
  if (step.kind !== 'predict' && step.kind !== 'explain') return [];
  const of = (option: string) => words.options?.[option] ?? { text: option };
  const guess = step.kind === 'predict';
  const known = done || (guess && answers.length > 0) ? right : undefined;
  const options = step.options.map((option) => {
    const marks = [
      ...(answers.includes(option) ? [guess ? 'your guess' : 'your answer'] : []),
      ...(known === option ? ['so it is'] : []),
    ];
    return `${say(of(option).text)}${marks.length > 0 ? ` (${marks.join('; ')})` : ''}`;
  });
  const wrong =
    right === undefined
      ? []
      : answers.flatMap((one) => {
          const sentence = typeof one === 'string' && one !== right ? of(one).wrong : undefined;
          return sentence === undefined ? [] : [text(say(sentence))];
        });
  return [...asked, list(options), ...wrong];
}

/** What keeps the visitor from the next step, or that nothing does. */
function missingOf({ taught, step, at, given, judged, free }: Played): string {
  if (!step || !taught) return '';
  if (free)
    return at < taught.lesson.steps.length - 1 ? 'The next step is open.' : 'The lesson can be finished.';
  if (step.kind === 'do') return judged?.missing ?? '';
  if (given.answers.length === 0) return 'Not answered yet.';
  return step.kind === 'explain' ? 'The right answer is still missing.' : 'The outcome is on its way.';
}

/** The lesson on screen; nothing without one. */
export function lessonTwin(played: Played): readonly Section[] {
  const { taught, step, words, at, given, values } = played;
  if (!taught || !step || !words) return [];
  const say = (words: string): string =>
    pieces(words, step.figures, values)
      .map((piece) => piece.text)
      .join('');
  return [
    {
      id: 'lesson',
      heading: `Lesson: ${taught.words.title}`,
      blocks: [
        facts(
          {
            name: 'Step',
            value: `${String(at + 1)} of ${String(taught.lesson.steps.length)}, ${words.heading}`,
          },
          { name: 'What it is', value: asks[step.kind] },
        ),
        ...words.text.map((one) => text(say(one))),
        ...equationOf(played),
        ...questionOf(played, say),
        text(missingOf(played)),
        ...(given.done ? (words.after ?? []).map((one) => text(say(one))) : []),
      ],
    },
  ];
}
