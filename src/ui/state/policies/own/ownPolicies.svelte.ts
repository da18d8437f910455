/** Policies that the visitor wrote or brought: what this browser keeps of them, and which may run. */
import type { Memory } from '../../keeping/memory.svelte.ts';
import type { OwnPolicy } from '../../../../policies/own/program.ts';
import type { Scenario } from '../../../../scenario/scenario.ts';
import type { KeptPolicy } from '../../../../storage/records.ts';

/** As it is listed: without what is typed. */
export type Listed = Omit<KeptPolicy, 'draft'>;

/** How one ended on a scenario. */
interface Failed {
  readonly program: OwnPolicy['program'];
  readonly scenario: Scenario;
  readonly sentence: string;
}

export class OwnPolicies {
  /** In the order in which they came; another object where one is named, judged or programmed otherwise. */
  list = $state.raw<readonly Listed[]>([]);
  /** What is typed and was not run yet, by key. */
  drafts = $state.raw<Readonly<Record<string, string>>>({});
  #failed = $state.raw<Readonly<Record<string, Failed>>>({});
  /** Keys of those removed in this visit: what the storage answers late does not bring them back. */
  #removed: readonly string[] = [];
  readonly #memory: Pick<Memory, 'change'>;

  constructor(memory: Pick<Memory, 'change'>) {
    this.#memory = memory;
  }

  find(key: string): Listed | undefined {
    return this.list.find((one) => one.key === key);
  }

  /** One that may run, as plain data; undefined where it is not here, or nobody here has had it run. */
  runnable(key: string): OwnPolicy | undefined {
    const { name, program, onMisfit, ran } = this.find(key) ?? {};
    return ran && name !== undefined && program && onMisfit ? { key, name, program, onMisfit } : undefined;
  }

  /** Why it does not run on the scenario, a sentence; '' where it does. */
  whyNot(key: string, scenario: Scenario): string {
    const own = this.find(key);
    if (!own) return 'The policy that was chosen is not kept in this browser.';
    if (!own.ran) return `${own.name} never ran here: read it in Policies, and press Run there.`;
    const failed = this.#failed[key];
    return failed?.scenario === scenario && failed.program === own.program ? failed.sentence : '';
  }

  /** It ended with the sentence: on this scenario it is not tried again by itself. */
  fail(key: string, scenario: Scenario, sentence: string): void {
    const own = this.find(key);
    if (own) this.#failed = { ...this.#failed, [key]: { program: own.program, scenario, sentence } };
  }

  /** Keeps it, in its place or as the last. */
  put(policy: Listed): void {
    const { key } = policy;
    this.#removed = this.#removed.filter((one) => one !== key);
    const { [key]: _, ...others } = this.#failed;
    this.#failed = others;
    this.list = this.find(key)
      ? this.list.map((one) => (one.key === key ? policy : one))
      : [...this.list, policy];
    this.#write(key);
  }

  /** What is typed; undefined where that is what runs. */
  type(key: string, draft: string | undefined): void {
    const { [key]: _, ...others } = this.drafts;
    this.drafts = draft === undefined ? others : { ...others, [key]: draft };
  }

  /** Has the browser keep what is typed. */
  keepDraft(key: string): void {
    if (this.find(key)) this.#write(key);
  }

  remove(key: string): void {
    this.#removed = [...this.#removed, key];
    this.list = this.list.filter((one) => one.key !== key);
    void this.#memory.change((store) => store.removePolicy(key));
  }

  /** Takes over what earlier visits left, or another tab keeps; what is here stays. */
  adopt(found: readonly KeptPolicy[]): void {
    const fresh = found.filter(({ key }) => !this.find(key) && !this.#removed.includes(key));
    if (fresh.length === 0) return;
    const typed = fresh.flatMap(({ key, draft }) => (draft === undefined ? [] : [[key, draft] as const]));
    this.drafts = { ...Object.fromEntries(typed), ...this.drafts };
    this.list = [...fresh.map(({ draft: _, ...listed }) => listed), ...this.list];
  }

  #write(key: string): void {
    const own = this.find(key);
    if (own) void this.#memory.change((store) => store.putPolicy({ ...own, draft: this.drafts[key] }));
  }
}
