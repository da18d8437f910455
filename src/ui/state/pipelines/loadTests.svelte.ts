import { answersOf, askedOf, guessedOf, rowsOf, type Row, type Typed } from './loadTestQuestions.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { LoadTestReader } from '../../bridge/loadTestReader.ts';
import type { Variant } from '../../../model/pipeline.ts';
import type { Asked } from '../../../profiles/assemble.ts';
import type { FittedTests, FittedVariant } from '../../../profiles/fitTests.ts';
import type { LoadTest } from '../../../profiles/point.ts';
import { testedVariant } from '../../../profiles/testedVariant.ts';
import type { TimeUnit } from '../../../workload/intake/source.ts';

/** Who reads files and fits what they hold; a test gives its own. */
export type LoadTestSource = Pick<LoadTestReader, 'importLoadTest' | 'fitLoadTests'>;

/** A file that was read. */
export interface ReadFile {
  readonly id: number;
  readonly name: string;
  readonly test: LoadTest;
}

/** A file that was not, and why. */
export interface RefusedFile {
  readonly id: number;
  readonly file: File;
  readonly sentence: string;
  /** It can be read once somebody says its unit. */
  readonly unit: boolean;
}

/** A variant as the tests measured it, as far as is known. */
export interface TestedVariant {
  readonly fitted: FittedVariant;
  /** What would be added to the pipeline; undefined where something is missing or wrong. */
  readonly variant: Variant | undefined;
}

/** What a fit is asked of. */
interface FitAsked {
  readonly tests: readonly LoadTest[];
  readonly answers: readonly Asked[];
  readonly quantile: number;
}

const NONE: FittedTests = { variants: [], problems: [] };

export const QUANTILES = [0.5, 0.95, 0.99] as const;

/** Load tests that were dropped, what they leave open, and the variants they come to. It stays for this visit. */
export class LoadTests {
  files = $state.raw<readonly ReadFile[]>([]);
  refused = $state.raw<readonly RefusedFile[]>([]);
  /** Which latency is fitted: p99 as in IPA's profiles. */
  quantile = $state<number>(0.99);
  /** Name of the file that is being read; '' while none is. */
  reading = $state('');
  /** Stages of the pipeline that is edited: the first is what a file without one is guessed to serve. */
  stages = $state.raw<readonly string[]>([]);
  #typed = $state.raw<Typed>({});
  readonly #source: LoadTestSource;
  /** What the last fit came to: it stands while the next is on its way. */
  #found = $state.raw(NONE);
  /** A fit is on its way, and what stands may be out of date. */
  fitting = $state(false);
  /** Why the last fit came to nothing, a sentence; '' otherwise. */
  trouble = $state('');
  #asked: FitAsked = { tests: [], answers: [], quantile: 0 };
  #fitted: Promise<void> | undefined;
  #next = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(source: LoadTestSource = new LoadTestReader()) {
    this.#source = source;
  }

  readonly #tests: readonly LoadTest[] = $derived(this.files.map(({ test }) => test));
  /** Anew with the files only, not with every letter that is typed. */
  readonly #open = $derived(askedOf(this.#tests));
  readonly rows: readonly Row[] = $derived(
    rowsOf(
      this.#open,
      this.files.map(({ id }) => id),
      this.#typed,
      this.stages,
    ),
  );
  /** Answers that cannot be, and such as contradict one another. */
  readonly problems: readonly string[] = $derived(this.#found.problems);
  /** Whether some box still holds a guess. */
  readonly guesses: boolean = $derived(this.rows.some(({ cells }) => cells.some(({ guessed }) => guessed)));
  readonly variants: readonly TestedVariant[] = $derived(
    this.#found.variants.map((one) => testedOf(one, this.rows)),
  );
  /** Those that can be added. */
  readonly addable: readonly TestedVariant[] = $derived(this.variants.filter(({ variant }) => variant));

  /** Reads the files one after the other; a wrong one is refused in a sentence, and the others are read all the same. */
  add(files: Iterable<File>): Promise<void> {
    for (const file of files) this.#queue = this.#queue.then(() => this.#read(file, undefined));
    return this.#queue;
  }

  /** Reads a file that may be something else: whether it is a load test, which is then here. */
  async takes(file: File): Promise<boolean> {
    if (file.size > MOST_BYTES) return false;
    const read = await this.#source.importLoadTest(file, undefined);
    if (read.ok) this.#put(file.name, read.value);
    return read.ok;
  }

  /** Reads a refused file again, its latencies in `unit`. */
  again({ id, file }: RefusedFile, unit: TimeUnit): Promise<void> {
    this.dismiss(id);
    this.#queue = this.#queue.then(() => this.#read(file, unit));
    return this.#queue;
  }

  /**
   * Has what is here fitted, in a worker, where it is not what was fitted last. Called from an effect; what it returns says
   * when the newest fit has come.
   */
  follow(): Promise<void> {
    const asked = {
      tests: this.#tests,
      answers: answersOf(this.#tests, this.rows),
      quantile: this.quantile,
    };
    if (same(asked, this.#asked)) return this.#fitted ?? Promise.resolve();
    this.#asked = asked;
    this.fitting = true;
    return (this.#fitted ??= this.#fit());
  }

  /** One fit at a time; while it is under way only the newest that is asked for waits, and what is older is never shown. */
  async #fit(): Promise<void> {
    for (let asked: FitAsked | undefined; asked !== this.#asked;) {
      asked = this.#asked;
      const { tests, answers, quantile } = asked;
      let found = NONE;
      let trouble = '';
      try {
        found = await (tests.length > 0 ? this.#source.fitLoadTests(tests, answers, quantile) : NONE);
      } catch (error) {
        trouble = sentenceOf(error);
      }
      if (asked === this.#asked) [this.#found, this.trouble] = [found, trouble];
    }
    this.#fitted = undefined;
    this.fitting = false;
  }

  remove(id: number): void {
    this.files = this.files.filter((one) => one.id !== id);
  }

  dismiss(id: number): void {
    this.refused = this.refused.filter((one) => one.id !== id);
  }

  /** Whatever is typed is no guess any more. */
  answer(key: string, text: string): void {
    this.#typed = { ...this.#typed, [key]: text };
  }

  /** Every guess that stands is right. */
  confirm(): void {
    const guesses = this.rows.flatMap(({ cells }) => cells.filter(({ guessed }) => guessed));
    this.#typed = { ...this.#typed, ...Object.fromEntries(guesses.map(({ key, text }) => [key, text])) };
  }

  async #read(file: File, unit: TimeUnit | undefined): Promise<void> {
    this.reading = file.name;
    const refuse = (sentence: string): void => {
      const asksUnit = sentence.includes(NO_UNIT);
      this.refused = [...this.refused, { id: this.#next++, file, sentence, unit: asksUnit }];
    };
    try {
      const read = await this.#source.importLoadTest(file, unit);
      if (read.ok) this.#put(file.name, read.value);
      else refuse(read.message);
    } catch (error) {
      refuse(`${file.name} could not be read: ${sentenceOf(error)}`);
    } finally {
      this.reading = '';
    }
  }

  /** One that came again takes the place of the first. */
  #put(name: string, test: LoadTest): void {
    this.files = [...this.files.filter((one) => one.name !== name), { id: this.#next++, name, test }];
  }
}

/** The tests are never written to: one that is the same is as it was. */
function same(a: FitAsked, b: FitAsked): boolean {
  return (
    a.quantile === b.quantile &&
    a.tests.length === b.tests.length &&
    a.tests.every((test, i) => test === b.tests[i]) &&
    JSON.stringify(a.answers) === JSON.stringify(b.answers)
  );
}

function testedOf(fitted: FittedVariant, rows: readonly Row[]): TestedVariant {
  const { cores, accuracy, name, files, fit } = fitted;
  const guessed = guessedOf(rows, files, name);
  const assumed = (['accuracy', 'cores'] as const).filter((figure) => guessed.includes(figure));
  const whole = fit.ok && cores !== undefined && accuracy !== undefined;
  return {
    fitted,
    variant: whole ? testedVariant({ name, cores, accuracy }, fit.value, assumed) : undefined,
  };
}

/** A load test that came as something else: its tool's sum is small, and logs of requests are loads too. */
const MOST_BYTES = 2 ** 20;
/** As `profiles/formats/csv.ts` says it. */
const NO_UNIT = 'does not say the unit of its latencies';

/** Of this visit. */
export const loadTests = new LoadTests();
