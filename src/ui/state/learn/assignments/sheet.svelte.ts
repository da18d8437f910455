import { untrack } from 'svelte';
import { assignmentsOf, type Assignments, type Keeping } from './assignments.svelte.ts';
import { assignmentIn } from './carriedAssignment.ts';
import type { SheetRecord } from './kept.ts';
import type { LabState } from '../../labState.ts';
import { sentenceOf } from '../../../bridge/bridge.ts';
import { Grader } from '../../../bridge/grader.ts';
import { AGENT } from '../../../theme/policies.ts';
import type { AgentRecord } from '../../../../learning/network/trainedAgent.ts';
import {
  assignmentDigest,
  heldBy,
  parseAssignment,
  type Assignment,
} from '../../../../teaching/assignments/assignment.ts';
import { handInName, handInText } from '../../../../teaching/assignments/handIn.ts';
import type { Told, Work } from '../../../../teaching/assignments/rerun.ts';
import { defaultExperiment, type Experiment } from '../../../../scenario/experiment.ts';

/** What working on an assignment needs of the lab. */
export interface Workplace
  extends
    Keeping,
    Pick<
      LabState,
      | 'experiment'
      | 'a'
      | 'b'
      | 'set'
      | 'alert'
      | 'notice'
      | 'assignment'
      | 'rules'
      | 'lesson'
      | 'lent'
      | 'page'
    > {
  readonly agent: AgentRecord | undefined;
  go(page: LabState['page']): void;
}

/** Milliseconds without a change after which what is set is run. */
const REST_MS = 300;
const ID = /^[0-9a-f]{16}$/;
/** What is kept of an assignment's digest, and said in the address while it is worked on. */
const idOf = (assignment: Assignment): string => assignmentDigest(assignment).slice(0, 16);

/** 64 bits by chance. */
function newSheet(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A student's work on the assignment that is open. */
export class Sheet {
  record = $state.raw<SheetRecord | undefined>();
  /** What is set comes to, on every load that a goal names; undefined while it is not known. */
  told = $state.raw<Told | undefined>();
  /** Why it is not, a sentence. */
  trouble = $state('');
  /** What came of the last hand-in. */
  said = $state('');
  handing = $state(false);

  readonly assignment: Assignment | undefined = $derived(this.record?.assignment);
  readonly left = $derived(
    this.record ? Math.max(0, this.record.assignment.tries - this.record.attempts) : 0,
  );

  readonly #lab: Workplace;
  readonly #all: Assignments;
  readonly #grader: Pick<Grader, 'check'>;
  #before: Experiment | undefined;
  /** The id under which it is open: another comes from a link. */
  #mine: string | undefined;
  #asked = 0;

  constructor(lab: Workplace, grader: Pick<Grader, 'check'> = new Grader()) {
    this.#lab = lab;
    this.#all = assignmentsOf(lab);
    this.#grader = grader;
  }

  /** A link may have brought an assignment. Called from an effect. */
  arrive(): void {
    const { assignment } = this.#lab;
    untrack(() => {
      // The address may have left it, and come back.
      const away = assignment !== this.#mine || !this.#lab.rules;
      if (assignment !== undefined && away) void this.#arrive(assignment);
    });
  }

  async #arrive(text: string): Promise<void> {
    const lab = this.#lab;
    this.#mine = text;
    await this.#all.loaded;
    if (ID.test(text)) {
      const kept = this.#all.kept.sheets[text];
      if (kept) {
        this.#begin(kept.assignment, true);
        return;
      }
      this.#close();
      lab.alert =
        'The assignment of this address is not kept in this browser: open the link or the file that it was given out by.';
      return;
    }
    const read = await assignmentIn(text);
    if (read.ok) this.#begin(read.value, false);
    else {
      this.#close();
      lab.alert = read.message;
    }
  }

  /** Opens an assignment's file; refuses in the alert. */
  async open(file: File): Promise<void> {
    await this.#all.loaded;
    const read = parseAssignment(await file.text(), file.name);
    if (read.ok) this.#begin(read.value, false);
    else this.#lab.alert = read.message;
  }

  #begin(assignment: Assignment, stands: boolean): void {
    const lab = this.#lab;
    const id = idOf(assignment);
    const kept = this.#all.kept.sheets[id];
    this.#before ??= stands ? defaultExperiment : lab.experiment;
    lab.rules = undefined;
    lab.lesson = undefined;
    lab.lent = assignment.pipeline ? [assignment.pipeline] : [];
    this.told = undefined;
    this.said = '';
    this.record = kept ?? {
      assignment,
      sheet: newSheet(),
      ...{ name: '', attempts: 0, answers: {}, experiment: undefined },
    };
    const held = Object.fromEntries(
      [...heldBy(assignment)].map((key) => [key, assignment.experiment[key]]),
    ) as Partial<Experiment>;
    const begun = kept?.experiment ?? assignment.experiment;
    lab.set({ ...(stands ? lab.experiment : begun), ...held }, 'assignment');
    lab.rules = {
      why: `The assignment “${assignment.title}” has locked this.`,
      held,
      hidden: assignment.hidden,
    };
    this.#mine = id;
    lab.assignment = id;
    void this.#all.keepSheet(id, this.record);
    if (!stands || lab.rules.hidden.includes(lab.page)) lab.go('lab');
  }

  #close(): void {
    const lab = this.#lab;
    this.#mine = undefined;
    this.record = undefined;
    this.told = undefined;
    lab.assignment = undefined;
    lab.rules = undefined;
  }

  /** Ends the work; what was set before stands again, and the sheet is kept for when it is opened again. */
  leave(): void {
    const lab = this.#lab;
    const before = this.#before;
    this.#before = undefined;
    this.#close();
    if (before) lab.set(before, 'assignment over');
    lab.lent = [];
    lab.go('learn');
  }

  #change(change: Partial<SheetRecord>): void {
    if (!this.record || this.#mine === undefined) return;
    this.record = { ...this.record, ...change };
    void this.#all.keepSheet(this.#mine, this.record);
  }

  rename(name: string): void {
    this.#change({ name });
  }

  answer(task: number, option: string): void {
    if (this.record) this.#change({ answers: { ...this.record.answers, [task]: option } });
  }

  /** What is set, with the keys of what runs. */
  #set(): Omit<Work, 'answers'> {
    const { experiment, a, b, agent, rules } = this.#lab;
    const lane = (key: 'a' | 'b', runs: string): string =>
      (rules && key in rules.held) || experiment[key] === AGENT ? experiment[key] : runs;
    const lanes = { a: lane('a', a), b: lane('b', b) };
    return {
      experiment: { ...experiment, ...lanes },
      agent: Object.values(lanes).includes(AGENT) ? agent : undefined,
    };
  }

  /** Runs what is set, a moment after the last change. Called from an effect: it reads what it depends on. */
  follow(): (() => void) | undefined {
    const { assignment } = this;
    const set = this.#set();
    if (!assignment || !this.#lab.rules) return undefined;
    const timer = setTimeout(() => void this.#check(assignment, set), REST_MS);
    return () => {
      clearTimeout(timer);
    };
  }

  async #check(assignment: Assignment, set: Omit<Work, 'answers'>): Promise<void> {
    const mine = ++this.#asked;
    try {
      const result = await this.#grader.check(assignment, { ...set, answers: {} });
      if (mine !== this.#asked) return;
      this.trouble = result.ok ? '' : result.message;
      this.told = result.ok ? result.value : undefined;
      this.#change({ experiment: this.#lab.experiment });
    } catch (error) {
      if (mine !== this.#asked) return;
      this.trouble = sentenceOf(error);
      this.told = undefined;
    }
  }

  /** The hand-in as a text and the name of its file; undefined where what is set cannot be run, which `trouble` says. */
  async handIn(): Promise<{ readonly text: string; readonly name: string } | undefined> {
    const { record } = this;
    if (!record || this.left === 0 || this.handing) return undefined;
    this.handing = true;
    try {
      const { assignment } = record;
      const elsewhere = (await this.#all.attemptsOf(idOf(assignment))) ?? 0;
      if (elsewhere > record.attempts) {
        this.#change({ attempts: elsewhere });
        this.said = `It was handed in from another tab meanwhile; ${triesWords(assignment.tries - elsewhere)}`;
        return undefined;
      }
      const work = { ...this.#set(), answers: record.answers };
      const found = await this.#grader.check(assignment, work);
      this.trouble = found.ok ? '' : found.message;
      if (!found.ok) return undefined;
      const { missing: _, ...claimed } = found.value;
      const attempt = record.attempts + 1;
      const name = record.name.trim();
      const text = handInText({
        assignment: assignmentDigest(assignment),
        title: assignment.title,
        sheet: record.sheet,
        name,
        attempt,
        ...work,
        claimed,
      });
      this.#change({ attempts: attempt });
      this.said = handedWords(assignment, found.value);
      return { text, name: handInName(assignment, name, attempt) };
    } catch (error) {
      this.trouble = sentenceOf(error);
      return undefined;
    } finally {
      this.handing = false;
    }
  }
}

/** “2 tries are left.” */
export const triesWords = (left: number): string =>
  left <= 0 ? 'no try is left.' : left === 1 ? 'one try is left.' : `${String(left)} tries are left.`;

/** “Handed in: 2 of 3 are met. The answer to question 3 is not right.” */
function handedWords({ tasks }: Assignment, told: Told): string {
  const met = told.tasks.filter((one) => one.met).length;
  const wrong = tasks.flatMap((task, i) =>
    task.kind === 'question' && !told.tasks[i]!.met ? [String(i + 1)] : [],
  );
  const answers =
    wrong.length === 0
      ? ''
      : wrong.length === 1
        ? ` The answer to number ${wrong[0]!} is not right.`
        : ` The answers to numbers ${wrong.join(' and ')} are not right.`;
  return `The file is saved: ${String(met)} of ${String(tasks.length)} are met.${answers}`;
}

const sheets = new WeakMap<Workplace, Sheet>();

/** The lab's own, made when it is first asked for. */
export function sheetOf(lab: Workplace): Sheet {
  const known = sheets.get(lab);
  if (known) return known;
  // It outlives the component that asks first.
  let made!: Sheet;
  $effect.root(() => {
    made = new Sheet(lab);
  });
  sheets.set(lab, made);
  return made;
}
