/** What was decided about a file on its way into the lab, each with the weight that it has for its user. */

/** `read`: the file says so; `assumed`: the lab chose; `left out`: part of the file is not used. */
export interface Decision {
  readonly sentence: string;
  readonly weight: 'read' | 'assumed' | 'left out';
  /** What is used is no longer what the file says; so it is told although the file itself says it. */
  readonly changes?: true;
}

/** Collects decisions in order; `more` is added to each. */
export class DecisionLog<More extends object = object> {
  readonly decisions: (Decision & More)[] = [];
  readonly #more: More;

  constructor(more: More) {
    this.#more = more;
  }

  read(sentence: string): void {
    this.decisions.push({ ...this.#more, sentence, weight: 'read' });
  }

  /** Read off the file, and changed on the way. */
  changed(sentence: string): void {
    this.decisions.push({ ...this.#more, sentence, weight: 'read', changes: true });
  }

  assumed(sentence: string): void {
    this.decisions.push({ ...this.#more, sentence, weight: 'assumed' });
  }

  leftOut(sentence: string): void {
    this.decisions.push({ ...this.#more, sentence, weight: 'left out' });
  }

  add(decisions: readonly (Decision & More)[]): void {
    this.decisions.push(...decisions);
  }
}

/** What must be told also where room is short: all but what was plainly read. */
export function notesOf(decisions: readonly Decision[]): readonly string[] {
  return decisions
    .filter(({ weight, changes }) => weight !== 'read' || changes === true)
    .map(({ sentence }) => sentence);
}
