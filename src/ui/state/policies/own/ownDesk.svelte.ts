/** One policy of one's own as it is written: what is typed, when it runs, and what came of that. */
import type { Listed, OwnPolicies } from './ownPolicies.svelte.ts';
import { ownNames } from './newPolicy.ts';
import { nameTrouble } from '../../intake/intakeNames.ts';
import type { LabState } from '../../labState.ts';
import { sentenceOf } from '../../../bridge/bridge.ts';
import type { OwnRunner } from '../../../bridge/ownRunner.ts';
import { sourceComplaint } from '../../../../policies/own/schema.ts';
import type { OnMisfit } from '../../../../policies/own/program.ts';
import type { EpisodeSummary, Scenario } from '../../../../scenario/scenario.ts';

/** Without a letter typed for so long, what is typed is kept, and runs where that is wanted. */
const PAUSE_MS = 900;

export interface DeskHost extends Pick<LabState, 'scenario' | 'a' | 'b' | 'nameOf' | 'choice'> {
  readonly own: OwnPolicies;
}

/** What a policy came to on a scenario. */
export interface Trial {
  readonly key: string;
  readonly name: string;
  readonly summary: EpisodeSummary;
}

export interface Tried {
  readonly scenario: Scenario;
  readonly trial: Trial;
  /** The policies of the lanes on the same scenario. */
  readonly beside: readonly Trial[];
}

/** Fetched with the first run. */
function fetched(): Pick<OwnRunner, 'run'> {
  const runner = import('../../../bridge/ownRunner.ts').then(({ OwnRunner }) => new OwnRunner());
  return { run: async (...asked) => (await runner).run(...asked) };
}

export class OwnDesk {
  running = $state(false);
  /** It runs at every stop of typing. */
  auto = $state(false);
  tried = $state.raw<Tried | undefined>();
  /** Why it did not run to its end, a sentence; '' where it did. */
  failure = $state('');

  readonly #host: DeskHost;
  readonly #key: string;
  readonly #make: () => Pick<OwnRunner, 'run'>;
  #runner: Pick<OwnRunner, 'run'> | undefined;
  #stop: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What is kept; undefined once it was deleted. */
  readonly own: Listed | undefined = $derived.by(() => this.#host.own.find(this.#key));
  /** Of code: what stands in the editor; '' for a network. */
  readonly text: string = $derived.by(() => {
    const { program } = this.own ?? {};
    return this.#host.own.drafts[this.#key] ?? (program?.kind === 'code' ? program.source : '');
  });
  /** What is typed is not what runs. */
  readonly typed = $derived.by(() => this.#host.own.drafts[this.#key] !== undefined);
  /** The result is of another scenario than the one in the header. */
  readonly former = $derived.by(
    () => this.tried !== undefined && this.tried.scenario !== this.#host.scenario,
  );

  constructor(host: DeskHost, key: string, make: () => Pick<OwnRunner, 'run'> = fetched) {
    this.#host = host;
    this.#key = key;
    this.#make = make;
  }

  type(text: string): void {
    const { own } = this;
    if (own?.program.kind !== 'code' || text === this.text) return;
    this.#host.own.type(this.#key, text === own.program.source ? undefined : text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#rest();
    }, PAUSE_MS);
  }

  #rest(): void {
    if (sourceComplaint(this.text) !== undefined) return;
    // Only what somebody here had run before runs again by itself.
    if (this.auto && this.own?.ran) void this.run();
    else this.#host.own.keepDraft(this.#key);
  }

  /** A name that no other has; refused in a sentence, '' where it is taken. */
  rename(name: string): string {
    const { own } = this;
    if (!own || name.trim() === own.name) return '';
    const trouble = nameTrouble(name, ownNames(this.#host.own.list.filter(({ key }) => key !== this.#key)));
    if (trouble === '') this.#host.own.put({ ...own, name: name.trim() });
    return trouble;
  }

  judge(onMisfit: OnMisfit): void {
    const { own } = this;
    if (own && own.onMisfit !== onMisfit) this.#host.own.put({ ...own, onMisfit });
  }

  /** Sets what is typed to work, here and wherever the policy stands, and tries it on the scenario in the header. */
  async run(): Promise<void> {
    const { own, text } = this;
    if (!own) return;
    this.stop();
    clearTimeout(this.#timer);
    const complaint = own.program.kind === 'code' ? sourceComplaint(text) : undefined;
    if (complaint !== undefined) {
      this.failure = `The code is not run: ${complaint}.`;
      return;
    }
    const { own: kept, scenario } = this.#host;
    const program =
      own.program.kind === 'network' || text === own.program.source
        ? own.program
        : ({ kind: 'code', source: text } as const);
    kept.type(this.#key, undefined);
    kept.put({ ...own, program, ran: true });
    const stop = (this.#stop = new AbortController());
    this.running = true;
    try {
      await this.#try(scenario, stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) {
        this.failure = sentenceOf(error);
        this.tried = undefined;
        kept.fail(this.#key, scenario, this.failure);
      }
    }
    if (this.#stop === stop) this.running = false;
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.running = false;
  }

  /** Nobody looks at it any more: what is typed is kept. */
  leave(): void {
    this.stop();
    clearTimeout(this.#timer);
    if (this.typed && sourceComplaint(this.text) === undefined) this.#host.own.keepDraft(this.#key);
  }

  async #try(scenario: Scenario, signal: AbortSignal): Promise<void> {
    const runner = (this.#runner ??= this.#make());
    const trialOf = async (key: string): Promise<Trial> => {
      const summary = await runner.run(scenario, this.#host.choice(key), signal);
      return { key, name: this.#host.nameOf(key), summary };
    };
    const lanes = [this.#host.a, this.#host.b].filter(
      (key, i, both) => key !== this.#key && both.indexOf(key) === i,
    );
    const trial = await trialOf(this.#key);
    signal.throwIfAborted();
    this.failure = '';
    const known = this.tried?.scenario === scenario ? this.tried.beside : [];
    const beside = lanes.flatMap((key) => known.find((one) => one.key === key) ?? []);
    this.tried = { scenario, trial, beside };
    for (const key of lanes) {
      if (beside.some((one) => one.key === key)) continue;
      // A policy beside it that fails says so in its lane.
      const other = await trialOf(key).catch(() => undefined);
      signal.throwIfAborted();
      if (other) this.tried = { ...this.tried, beside: [...this.tried.beside, other] };
    }
  }
}
