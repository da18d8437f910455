/** Code that a visitor brings, run in this very thread: whoever cannot trust it or wait for it puts a thread around it. */
import { OwnFailure } from './failure.ts';
import { begin, faultOf, plainAnswer, type Fault } from './guest.ts';
import type { OwnPolicy } from './program.ts';
import type { OwnRuns } from './runs.ts';

/**
 * Answers are taken down to what crosses to another thread (`answerOf` reads it there). `after` looks at what a decision left
 * behind, and throws `OwnFailure` where that is too much.
 */
export function codeRuns(after: (own: OwnPolicy) => void = () => undefined): OwnRuns {
  return {
    start: (own, opening, { stages }) =>
      new Promise((resolve) => {
        const { name, program } = own;
        if (program.kind !== 'code') throw new Error(`${name} is a network, which is not evaluated`);
        const run = orFault(
          () => begin(program.source, opening),
          (fault) => `${name} could not begin: ${fault}.`,
        );
        let decisions = 0;
        resolve({
          decide: ({ plain }) =>
            new Promise((decided) => {
              decisions++;
              const answer = orFault(
                () => plainAnswer(run.decide(plain), stages),
                (fault) => `${name} failed at decision ${String(decisions)}: ${fault}.`,
              );
              after(own);
              decided(answer);
            }),
          end: () => undefined,
        });
      }),
  };
}

function orFault<T>(act: () => T, sentence: (fault: string) => string): T {
  try {
    return act();
  } catch (error) {
    throw new OwnFailure(sentence(faultWords(faultOf(error))));
  }
}

/** "TypeError: x is not a function, at line 3, column 5". */
export function faultWords({ what, place }: Fault): string {
  const said = what.replace(/[.\s]+$/, '');
  return place === undefined
    ? said
    : `${said}, at line ${String(place.line)}, column ${String(place.column)}`;
}
