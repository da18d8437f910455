import { assignmentsOf, type Keeping } from './assignments.svelte.ts';
import { assignmentHash } from './carriedAssignment.ts';
import type { LabState } from '../../labState.ts';
import { AGENT } from '../../../theme/policies.ts';
import {
  ASSIGNMENT,
  ASSIGNMENT_VERSION,
  assignmentFrom,
  assignmentText,
  MOST_OPTIONS,
  MOST_TRIES,
  optionDigest,
  type Assignment,
  type GoalTask,
  type QuestionTask,
  type Task,
} from '../../../../teaching/assignments/assignment.ts';
import {
  controls,
  hideable,
  type Control,
  type Hideable,
} from '../../../../teaching/assignments/controls.ts';
import { goalName } from '../../../../teaching/assignments/words.ts';
import type { Lane } from '../../../../teaching/facts.ts';
import type { Relation } from '../../../../teaching/goals.ts';
import { refused, type Result } from '../../../../model/result.ts';

/** What building needs of the lab. */
export interface Buildable
  extends Keeping, Pick<LabState, 'experiment' | 'a' | 'b' | 'pipeline' | 'pipelines'> {}

export interface DraftGoal {
  readonly kind: 'goal';
  readonly key: number;
  readonly measure: string;
  readonly lane: Lane;
  readonly is: Extract<Relation, 'above' | 'below' | 'at least' | 'at most'>;
  /** As it is typed. */
  readonly than: string;
  readonly loads: readonly string[];
}

export interface DraftQuestion {
  readonly kind: 'question';
  readonly key: number;
  readonly question: string;
  /** One a line. */
  readonly options: string;
  /** Number of the right one, from 0 on. */
  readonly right: number;
}

export type DraftTask = DraftGoal | DraftQuestion;

/** What can be done with a setting. */
export type Access = 'open' | 'locked' | 'hidden';

/** Few settings are for a student to turn, so all others begin locked. */
const OPEN: readonly Control[] = ['a'];

export const optionsIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** 64 bits by chance. */
function newSalt(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The assignment that a teacher is building. */
export class Builder {
  title = $state('');
  text = $state('');
  tries = $state('3');
  tasks = $state.raw<readonly DraftTask[]>([]);
  access = $state.raw<Readonly<Record<Control, Access>>>(
    Object.fromEntries(controls.map(({ id }) => [id, OPEN.includes(id) ? 'open' : 'locked'])) as Readonly<
      Record<Control, Access>
    >,
  );
  hiddenViews = $state.raw<readonly Hideable[]>([]);
  /** What came of the last link or file, or why there is none: sentences. */
  said = $state('');
  trouble = $state('');

  readonly #lab: Buildable;
  #next = 1;

  constructor(lab: Buildable) {
    this.#lab = lab;
    this.addGoal();
  }

  addGoal(): void {
    const goal: DraftGoal = {
      ...{ kind: 'goal', key: this.#next++, measure: 'objective', lane: 'a' },
      ...{ is: 'above', than: '', loads: [] },
    };
    this.tasks = [...this.tasks, goal];
  }

  addQuestion(): void {
    const question: DraftQuestion = {
      ...{ kind: 'question', key: this.#next++, question: '', options: '', right: 0 },
    };
    this.tasks = [...this.tasks, question];
  }

  change(key: number, change: Partial<DraftGoal> | Partial<DraftQuestion>): void {
    this.tasks = this.tasks.map((task) => (task.key === key ? ({ ...task, ...change } as DraftTask) : task));
  }

  remove(key: number): void {
    this.tasks = this.tasks.filter((task) => task.key !== key);
  }

  allow(id: Control, access: Access): void {
    this.access = { ...this.access, [id]: access };
  }

  showView(id: Hideable, shown: boolean): void {
    this.hiddenViews = hideable.filter((one) => (one === id ? !shown : this.hiddenViews.includes(one)));
  }

  /** The assignment as it stands; refused in a sentence that says what lacks. */
  assignment(): Result<Assignment> {
    const { experiment, a, b, pipeline, pipelines } = this.#lab;
    if (this.title.trim() === '') return refused('The assignment needs a title.');
    const tries = Number(this.tries);
    if (!Number.isInteger(tries) || tries < 1 || tries > MOST_TRIES)
      return refused(`It may be handed in from 1 to ${String(MOST_TRIES)} times.`);
    if (this.tasks.length === 0) return refused('The assignment needs a goal or a question.');
    const tasks: Task[] = [];
    for (const [i, draft] of this.tasks.entries()) {
      const task = draft.kind === 'goal' ? goalOf(draft, i) : questionOf(draft, i);
      if (!task.ok) return task;
      tasks.push(task.value);
    }
    const of = (access: Access): readonly Control[] =>
      controls.map(({ id }) => id).filter((id) => this.access[id] === access);
    const lane = (asked: string, runs: string): string => (asked === AGENT ? asked : runs);
    const built = {
      format: ASSIGNMENT,
      version: ASSIGNMENT_VERSION,
      title: this.title.trim(),
      text: this.text.trim(),
      experiment: { ...experiment, a: lane(experiment.a, a), b: lane(experiment.b, b) },
      ...(pipelines.includes(pipeline) && { pipeline }),
      locked: of('locked'),
      hidden: [...of('hidden'), ...this.hiddenViews],
      tasks,
      tries,
    };
    // What is given out is read as whoever opens it will read it.
    return assignmentFrom(JSON.parse(JSON.stringify(built)), 'The assignment');
  }

  #made(): Assignment | undefined {
    const made = this.assignment();
    this.said = '';
    this.trouble = made.ok ? '' : made.message;
    if (!made.ok) return undefined;
    void assignmentsOf(this.#lab).keepBuilt(made.value);
    return made.value;
  }

  /** The file's text and title. */
  file(): { readonly text: string; readonly name: string } | undefined {
    const made = this.#made();
    if (!made) return undefined;
    this.said = 'The file is saved; this browser keeps the assignment to grade by.';
    return { text: assignmentText(made), name: `${made.title} assignment` };
  }

  /** The link's hash. */
  async link(): Promise<string | undefined> {
    const made = this.#made();
    if (!made) return undefined;
    const hash = await assignmentHash(made);
    if (!hash.ok) {
      this.trouble = hash.message;
      return undefined;
    }
    this.said = `The link is copied: ${String(hash.value.length)} characters. This browser keeps the assignment to grade by.`;
    return hash.value;
  }
}

function goalOf({ measure, lane, is, than, loads }: DraftGoal, i: number): Result<GoalTask> {
  const value = Number(than.replace(',', '.'));
  if (than.trim() === '' || !Number.isFinite(value))
    return refused(`Number ${String(i + 1)} needs a figure that must be reached.`);
  return {
    ok: true,
    value: {
      kind: 'goal',
      goal: {
        ...{ goal: 'figure', figure: { of: 'measure', measure, lane } },
        ...{ name: goalName(measure, lane), is, than: value },
      },
      loads,
    },
  };
}

function questionOf({ question, options, right }: DraftQuestion, i: number): Result<QuestionTask> {
  const listed = optionsIn(options);
  const place = `Number ${String(i + 1)}`;
  if (question.trim() === '') return refused(`${place} needs a question.`);
  if (listed.length < 2 || listed.length > MOST_OPTIONS)
    return refused(`${place} needs from 2 to ${String(MOST_OPTIONS)} options, one a line.`);
  if (new Set(listed).size < listed.length) return refused(`${place} has an option twice.`);
  const salt = newSalt();
  const chosen = listed[Math.min(right, listed.length - 1)]!;
  return {
    ok: true,
    value: {
      ...{ kind: 'question', question: question.trim(), options: listed, salt },
      right: optionDigest(salt, chosen),
    },
  };
}

const builders = new WeakMap<Buildable, Builder>();

/** The lab's own: what was typed stays while the lab is looked at. */
export function builderOf(lab: Buildable): Builder {
  const known = builders.get(lab);
  if (known) return known;
  let made!: Builder;
  $effect.root(() => {
    made = new Builder(lab);
  });
  builders.set(lab, made);
  return made;
}
