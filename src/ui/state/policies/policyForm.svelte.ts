import type { Lab } from '../lab.svelte.ts';
import { ownCount, shownFields, withSetting, type Scope, type Shown } from './policyEdit.ts';
import { fitted } from './policyKeys.ts';
import type { SetPolicies } from './setPolicies.svelte.ts';
import type { History } from '../experiment/history.svelte.ts';
import { settingOf } from '../experiment/undoable.ts';
import { batchSizes } from '../../../model/pipeline.ts';
import type { Result } from '../../../model/result.ts';
import type { SettingField, SettingValue } from '../../../policies/settings/key.ts';
import { AUTO } from '../../../policies/settings/types.ts';

/** What the settings of a policy need of the lab. */
export interface SettingsHost extends Pick<Lab, 'policy' | 'pipeline' | 'scenario' | 'notice' | 'use'> {
  readonly setPolicies: Pick<SetPolicies, 'edit'>;
  readonly history: Pick<History, 'record'>;
}

/** The settings of the policy on screen, for all stages or for one; a change of one makes another policy. */
export class PolicyForm {
  /** The stage as a list of them says it, by its number from 0; '' is all. */
  wanted = $state('');

  readonly #host: SettingsHost;
  readonly #key: () => string;

  /** Whether a stage may have settings of its own. */
  readonly staged = $derived.by(() =>
    shownFields(this.#key(), undefined).some(({ field }) => field.perStage),
  );
  readonly scope: Scope = $derived.by(() =>
    this.wanted === '' || !this.staged || !this.#stages[Number(this.wanted)]
      ? undefined
      : Number(this.wanted),
  );
  readonly rows = $derived.by(() => shownFields(this.#key(), this.scope));
  /** What of them the pipeline does not have, a sentence. */
  readonly left = $derived.by(
    () => fitted(this.#key(), this.#host.pipeline, this.#host.scenario.limits).left,
  );
  /** Labels of those that no stage has of its own. */
  readonly shared: readonly string[] = $derived.by(() => {
    if (this.scope === undefined) return [];
    const all = shownFields(this.#key(), undefined).map(({ field }) => field);
    return all.filter(({ perStage, kind }) => !perStage && kind !== 'rules').map(({ label }) => label);
  });
  /** Those that can serve: of the stage, or of every stage where one is set for all. */
  readonly #variants: readonly string[] = $derived.by(() => {
    const [first, ...rest] = this.scope === undefined ? this.#stages : [this.#stages[this.scope]!];
    const has = (name: string) => rest.every((stage) => stage.variants.some((v) => v.name === name));
    return first?.variants.map(({ name }) => name).filter(has) ?? [];
  });

  /** `key` says which policy is on screen. */
  constructor(host: SettingsHost, key: () => string) {
    this.#host = host;
    this.#key = key;
  }

  get #stages() {
    return this.#host.pipeline.stages;
  }

  /** How many settings a stage has of its own. */
  ownOf(stage: number): number {
    return ownCount(this.#key(), stage);
  }

  /** Refused in a sentence where the value cannot be together with the others. */
  change({ key: name }: SettingField, value: SettingValue): Result<string> {
    const made = withSetting(this.#key(), this.scope, name, value);
    if (made.ok) this.become(made.value);
    return made;
  }

  /** The policy of that key takes the place of the one on screen. */
  become(key: string): void {
    const host = this.#host;
    if (key === host.policy) return;
    host.history.record(settingOf(host, host.policy, key));
    host.setPolicies.edit(host.policy, key);
    host.policy = key;
  }

  /** What a list offers; undefined where the value is typed. */
  optionsOf({ field, value }: Shown): readonly SettingValue[] | undefined {
    if (field.kind === 'choice') return field.options;
    const some: readonly SettingValue[] | undefined =
      field.kind === 'name'
        ? this.#variants
        : field.options.length > 0
          ? batchSizes(this.#host.scenario.limits.maxBatch)
          : undefined;
    // What was set on another pipeline stays to be seen.
    return some && [AUTO, ...some, ...(value === AUTO || some.includes(value) ? [] : [value])];
  }

  /** Why its list is as short as it is, a sentence. */
  remarkOf({ kind }: SettingField): string {
    return kind === 'name' && this.scope === undefined && this.#variants.length === 0
      ? 'The stages of this pipeline have no variant in common: choose a stage above.'
      : '';
  }

  /** The key into the clipboard; the policy is in use from then on. */
  async copy(): Promise<void> {
    const key = this.#key();
    this.#host.use([key]);
    try {
      await navigator.clipboard.writeText(key);
      this.#host.notice = 'Copied, as the command line takes it after --policy.';
    } catch {
      this.#host.notice = 'The browser does not let the page copy; select the text.';
    }
  }
}
