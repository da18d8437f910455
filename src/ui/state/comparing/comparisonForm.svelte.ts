import {
  comparedLoads,
  comparedOf,
  comparedPolicies,
  standingUnder,
  toggled,
  type ChoiceList,
} from './compared.ts';
import { planChanges } from '../changed.ts';
import type { Comparison } from './comparison.svelte.ts';
import type { Experiment } from '../../../scenario/experiment.ts';
import type { Lab } from '../lab.svelte.ts';
import type { OwnPolicies } from '../policies/own/ownPolicies.svelte.ts';
import { inOrder } from '../policies/policyKeys.ts';
import type { Training } from '../training/training.svelte.ts';
import { plural } from '../../format.ts';
import { cellCount, misfits } from '../../../experiments/comparison/plan.ts';
import { isOwn } from '../../../policies/own/program.ts';
import { isShaped } from '../../../workload/shaping/shaped.ts';
import { presets } from '../../../model/presets/index.ts';

/** What the choice of a comparison needs of the lab. */
export interface ComparisonHost extends Pick<Lab, 'pipelines' | 'ownLoads' | 'scenario' | 'yours'> {
  readonly own?: Pick<OwnPolicies, 'runnable' | 'whyNot'>;
  readonly experiment: Pick<Experiment, 'sla'>;
  readonly training: Pick<Training, 'agent'>;
  readonly comparison: Pick<Comparison, 'chosen' | 'made' | 'status' | 'planOf' | 'ready' | 'run' | 'recall'>;
}

/** What can be chosen to be compared, and what the choice comes to. */
export class ComparisonForm {
  readonly #host: ComparisonHost;

  readonly pipelines = $derived.by(() => [...presets, ...this.#host.pipelines]);
  readonly workloads = $derived.by(() => [
    ...comparedLoads.map(({ id, name, summary }) => ({ id, name, summary })),
    ...this.#host.ownLoads.map(({ id, name }) => ({
      id,
      name,
      summary: `${isShaped(id) ? 'shaped' : 'imported'}: the same for every seed`,
    })),
  ]);
  /** What is ticked: the header's where nothing else was chosen. */
  readonly standing = $derived.by(() => standingUnder(this.#host.comparison.chosen, this.#host.scenario));
  /** Policies with settings of the visitor's own. */
  readonly yours = $derived.by(() => comparedOf(this.#host.yours));
  readonly plan = $derived.by(() => {
    const { comparison, ownLoads: traces, training, scenario, experiment, own } = this.#host;
    const { pipelines } = this;
    return comparison.planOf({
      ...{ pipelines, traces, agent: training.agent, scenario, slaSeconds: experiment.sla },
      own: (key) => own?.runnable(key),
    });
  });
  /** What of it cannot run, sentences. */
  readonly left = $derived.by(() => {
    const { own, scenario, comparison } = this.#host;
    const unrun = comparison.chosen.policies.flatMap((key) =>
      isOwn(key) && own && !own.runnable(key) ? [own.whyNot(key, scenario)] : [],
    );
    return [...unrun, ...misfits(this.plan)];
  });
  /** What of the results on screen is of something else than what stands now, in a few words each. */
  readonly changed: readonly string[] = $derived.by(() => {
    const { made, status } = this.#host.comparison;
    return made && status !== 'running' ? planChanges(made, this.plan) : [];
  });
  /** Some of it ran before it was stopped. */
  readonly resumable = $derived.by(
    () => this.#host.comparison.status === 'stopped' && this.#host.comparison.ready(this.plan) > 0,
  );
  /** What the button says. */
  readonly label = $derived.by(() => {
    if (this.resumable) return 'Resume';
    const runs = cellCount(this.plan);
    return runs === 0 ? 'Compare' : `Compare: ${plural(runs, 'run')}`;
  });

  constructor(host: ComparisonHost) {
    this.#host = host;
  }

  /** Chooses `id` or no longer. */
  toggle(list: ChoiceList, id: string): void {
    const { comparison } = this.#host;
    comparison.chosen = toggled(comparison.chosen, this.standing, list, id, this.#order(list));
  }

  /** The list, or the environment, is as in the header again. */
  follow(what: 'pipelines' | 'workloads' | 'environment'): void {
    const { comparison } = this.#host;
    comparison.chosen = { ...comparison.chosen, [what]: undefined };
  }

  run(): Promise<void> {
    return this.#host.comparison.run(this.plan);
  }

  /** Has what was found before the page was opened anew on screen again, also that of another tab where it is of what stands. */
  recall(): Promise<void> {
    return this.#host.comparison.recall((made) => planChanges(made, this.plan).length === 0);
  }

  /** As the list on screen has them. */
  #order(list: ChoiceList): readonly string[] {
    if (list === 'policies') return inOrder([...comparedPolicies, ...this.yours]);
    return (list === 'pipelines' ? this.pipelines : this.workloads).map(({ id }) => id);
  }
}
