import type { exporting } from './exporting.svelte.ts';
import type { Lab } from '../lab.svelte.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { agentFiles } from '../../../export/agent/agentFiles.ts';
import { answerTo, countedShare, type Answer } from '../../../export/asked.ts';
import { chosenBecause } from '../../../export/chosen.ts';
import { complaintsAbout, README, readmeOf } from '../../../export/clusterFiles.ts';
import type { ExportFile } from '../../../export/file.ts';
import { playedAt } from '../../../export/played.ts';
import { compile } from '../../../model/tables.ts';
import type { EpisodeSummary } from '../../../scenario/scenario.ts';

/** What the Export view needs of the lab. */
export interface ExportHost extends Pick<Lab, 'pipeline' | 'scenario' | 'agent'> {
  /** The kept run that the agent comes from. */
  readonly training: { readonly origin: string | undefined };
}

/** What the visitor filled in, and the worker that writes the policy's part. */
export type ExportForm = Pick<
  typeof exporting,
  'loadFor' | 'planFor' | 'chosenFor' | 'answeredFor' | 'comesTo' | 'filesOf' | 'policyOf'
>;

/** What is exported now: the manifests, the agent's part where there is one, and what is wrong with them. Made by the view: it has effects of its own. */
export class ExportDesk {
  /** By file, what a cluster would refuse; undefined while it is being checked. */
  checked = $state.raw<Awaited<ReturnType<typeof complaintsAbout>>>();
  /** What the configuration comes to at the load, in the header's environment; undefined while it is played. */
  comesTo = $state.raw<EpisodeSummary>();
  /** What single requests make of it where a share in time was asked for; undefined while they are counted. */
  #counted = $state.raw<EpisodeSummary>();
  /** Why the agent's part, the check, or what the configuration comes to could not be had; a sentence. */
  trouble = $state('');
  /** The trained agent's part; empty without one that fits the pipeline and the limits. */
  #policy = $state.raw<readonly ExportFile[]>([]);
  #program = $state('');

  readonly #host: ExportHost;
  readonly #form: ExportForm;

  readonly tables = $derived.by(() => compile(this.#host.pipeline, this.#host.scenario.limits));
  /** req/s that the configuration is the best for. */
  readonly load = $derived.by(() => this.#form.loadFor(this.#host.scenario.workload));
  readonly chosen = $derived.by(() => this.#form.chosenFor(this.tables, this.#host.scenario, this.load));
  /** Completes "The configuration is ..". */
  readonly why = $derived.by(() => chosenBecause(this.chosen, this.load, this.#host.scenario));
  /** What playing it came to, in words; undefined while it is played. */
  readonly played = $derived.by(() => {
    const { slaSeconds, environment } = this.#host.scenario;
    const asked = this.chosen.asked !== undefined;
    return this.comesTo && playedAt(this.comesTo, this.load, slaSeconds, environment, asked);
  });
  /**
   * How the share in time that was asked for came out, in words; without what was counted until it is. What was answered in
   * Pipelines and says more than the peak goes with it.
   */
  readonly answer = $derived.by((): Answer | undefined => {
    const { scenario } = this.#host;
    const { asked } = this.chosen;
    const answer = asked && answerTo(asked, scenario.environment, countedShare(this.#counted));
    const more = this.#form.answeredFor(scenario, this.chosen);
    return more === '' ? answer : { says: answer ? `${answer.says} ${more}` : more, short: true };
  });
  readonly plan = $derived.by(() => this.#form.planFor(this.tables, this.chosen));
  readonly withAgent = $derived(this.#policy.length > 0 && this.#program !== '');
  /** Without what was played: what a cluster would refuse does not hang on that. */
  readonly #manifests: readonly ExportFile[] = $derived.by(() => {
    const { plan, tables, why, withAgent } = this;
    if (!plan.ok) return [];
    const agent = withAgent ? agentFiles(plan.value, this.#policy, this.#program) : [];
    return [...this.#form.filesOf(plan.value, tables, why, withAgent), ...agent];
  });
  readonly files: readonly ExportFile[] = $derived.by(() => {
    const { plan, tables, why, withAgent, played, answer } = this;
    const told = (file: ExportFile): ExportFile =>
      plan.ok && file.name === README
        ? { ...file, content: readmeOf(plan.value, why, tables.limits.maxCores, withAgent, played, answer) }
        : file;
    return [...this.#manifests.map(told), ...this.#policy];
  });
  readonly objects = $derived(this.files.reduce((sum, file) => sum + file.objects.length, 0));
  /** Undefined while they are being counted. */
  readonly complaints = $derived(this.checked?.reduce((sum, file) => sum + file.complaints.length, 0));
  /** It is saved with what it comes to, or where that could not be had. */
  readonly safe = $derived(
    this.plan.ok &&
      this.complaints === 0 &&
      ((this.comesTo !== undefined && (this.chosen.asked === undefined || this.#counted !== undefined)) ||
        this.trouble !== ''),
  );

  /** `program` brings the in-cluster agent's text. */
  constructor(host: ExportHost, form: ExportForm, program: () => Promise<string>) {
    this.#host = host;
    this.#form = form;
    $effect(() => {
      const { agent, scenario, training } = host;
      const baseline = this.chosen.configuration;
      const { origin } = training;
      this.#policy = [];
      this.trouble = '';
      if (!agent) return undefined;
      const policy = form.policyOf(agent, scenario, baseline, origin);
      return this.#wanting(Promise.all([policy, program()]), ([found, text]) => {
        this.#policy = found;
        this.#program = text;
      });
    });
    $effect(() => {
      const { scenario } = host;
      const { chosen, load } = this;
      this.comesTo = undefined;
      this.#counted = undefined;
      const single = scenario.environment === 'discrete';
      const counting = chosen.asked !== undefined && !single;
      const played = this.#wanting(form.comesTo(scenario, chosen, load), (found) => {
        this.comesTo = found;
        if (single) this.#counted = found;
      });
      const counted =
        counting &&
        this.#wanting(form.comesTo({ ...scenario, environment: 'discrete' }, chosen, load), (found) => {
          this.#counted = found;
        });
      return () => {
        played();
        if (counted) counted();
      };
    });
    $effect(() => {
      this.checked = undefined;
      return this.#wanting(complaintsAbout(this.#manifests), (found) => {
        this.checked = found;
      });
    });
  }

  /** Takes what `coming` brings, unless what this returns is called before. */
  #wanting<T>(coming: Promise<T>, take: (value: T) => void): () => void {
    let wanted = true;
    coming.then(
      (value) => {
        if (wanted) take(value);
      },
      (error: unknown) => {
        if (wanted) this.trouble = sentenceOf(error);
      },
    );
    return () => {
      wanted = false;
    };
  }
}
