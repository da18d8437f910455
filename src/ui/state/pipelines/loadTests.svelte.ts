import { answersOf, guessedOf, rowsOf, type Row, type Typed } from './loadTestQuestions.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { LoadTestReader } from '../../bridge/loadTestReader.ts';
import { DEFAULT_STARTUP_SECONDS, type AssumedFigure, type Variant } from '../../../model/pipeline.ts';
import type { Result } from '../../../model/result.ts';
import {
  assemble,
  fitted,
  type AssembledVariant,
  type Assembly,
  type Question,
} from '../../../profiles/assemble.ts';
import type { FittedProfile } from '../../../profiles/fit.ts';
import type { LoadTest } from '../../../profiles/point.ts';
import type { TimeUnit } from '../../../workload/intake/source.ts';

/** Who reads a file; a test gives its own. */
export type LoadTestSource = Pick<LoadTestReader, 'importLoadTest'>;

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
  readonly stage: string;
  readonly assembled: AssembledVariant;
  readonly fit: Result<FittedProfile>;
  /** What of it nobody has said. */
  readonly guessed: readonly Question[];
  /** What would be added to the pipeline; undefined where something is missing or wrong. */
  readonly variant: Variant | undefined;
}

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
  /** Of the files that are here. */
  #fits: Record<string, Result<FittedProfile>> = {};
  #next = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(source: LoadTestSource = new LoadTestReader()) {
    this.#source = source;
  }

  readonly #tests: readonly LoadTest[] = $derived(this.files.map(({ test }) => test));
  readonly rows: readonly Row[] = $derived(
    rowsOf(
      this.#tests,
      this.files.map(({ id }) => id),
      this.#typed,
      this.stages,
    ),
  );
  readonly assembly: Assembly = $derived(assemble(this.#tests, answersOf(this.#tests, this.rows)));
  /** Whether some box still holds a guess. */
  readonly guesses: boolean = $derived(this.rows.some(({ cells }) => cells.some(({ guessed }) => guessed)));
  readonly variants: readonly TestedVariant[] = $derived(
    this.assembly.stages.flatMap(({ name, variants }) => variants.map((one) => this.#tested(name, one))),
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

  remove(id: number): void {
    this.#fits = {};
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
    this.#fits = {};
    this.files = [...this.files.filter((one) => one.name !== name), { id: this.#next++, name, test }];
  }

  /** A fit costs more than a keystroke may: one whose points are as they were is not made again. */
  #fitOf(assembled: AssembledVariant): Result<FittedProfile> {
    const { points, source } = assembled;
    const key = JSON.stringify([
      ...[this.quantile, source],
      ...points.map(({ file, line, batch, replicas }) => [file, line, batch, replicas]),
    ]);
    return (this.#fits[key] ??= fitted(assembled, this.quantile));
  }

  #tested(stage: string, assembled: AssembledVariant): TestedVariant {
    const fit = this.#fitOf(assembled);
    const guessed = guessedOf(this.rows, assembled.files, assembled.name);
    const { cores, accuracy, name } = assembled;
    const whole = fit.ok && cores !== undefined && accuracy !== undefined;
    return {
      ...{ stage, assembled, fit, guessed },
      variant: whole ? variantOf({ name, cores, accuracy }, fit.value, guessed) : undefined,
    };
  }
}

/** A load test that came as something else: its tool's sum is small, and logs of requests are loads too. */
const MOST_BYTES = 2 ** 20;
/** As `profiles/formats/csv.ts` says it. */
const NO_UNIT = 'does not say the unit of its latencies';

/** A load test says nothing of how long a replica takes to start. */
function variantOf(
  { name, cores, accuracy }: Pick<Variant, 'name' | 'cores' | 'accuracy'>,
  { latency, provenance }: FittedProfile,
  guessed: readonly Question[],
): Variant {
  const assumed: readonly AssumedFigure[] = [
    ...(provenance.assumed ?? []),
    ...(['accuracy', 'cores'] as const).filter((figure) => guessed.includes(figure)),
    'startupSeconds',
  ];
  const { seconds, spread } = latency;
  return {
    ...{ name, accuracy, cores, startupSeconds: DEFAULT_STARTUP_SECONDS },
    latency: {
      ...{ ...latency, seconds: seconds.map(plain) },
      ...(spread ? { spread: spread.map(([low, high]) => [plain(low), plain(high)] as const) } : {}),
    },
    provenance: { ...provenance, assumed },
  };
}

/** Digits that nobody measured are not shown in the editor's boxes. */
const plain = (seconds: number): number => Number(seconds.toPrecision(6));

/** Of this visit. */
export const loadTests = new LoadTests();
