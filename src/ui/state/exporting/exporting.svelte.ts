import type { FilledChoices } from './filled.ts';
import { filledIn, FilledIn, ownOf } from './filledIn.svelte.ts';
import { Exporter } from '../../bridge/exporter.ts';
import { download } from '../../download.ts';
import { filesOf } from '../../../export/clusterFiles.ts';
import {
  defaultChoices,
  planOf,
  type ClusterChoices,
  type ClusterPlan,
} from '../../../export/cluster/plan.ts';
import type { EpisodeSummary, Scenario } from '../../../scenario/scenario.ts';
import { chosenFor, type Chosen, type Standing } from '../../../scenario/chosen.ts';
import type { ExportFile } from '../../../export/file.ts';
import { zipOf } from '../../../export/zip.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';
import type { Configuration, Pipeline } from '../../../model/pipeline.ts';
import type { Result } from '../../../model/result.ts';
import type { Tables } from '../../../model/tables.ts';
import type { Aim } from '../../../policies/optimum/aim.ts';
import type { Workload } from '../../../workload/workload.ts';

/** What of the worker is asked here. */
type Work = Pick<Exporter, 'policyFiles' | 'playStill'>;

/** The answer to "what should I run?" that was taken here. */
export interface TakenAnswer {
  readonly configuration: Configuration;
  /** What to run. */
  readonly says: string;
  /** Where it falls short over the whole load; '' where it does not, or nobody knows. */
  readonly short: string;
}

/** What is exported, of what the user filled in; images and addresses of models belong to their pipeline. */
export class Exporting {
  /** Name of the file on screen. */
  shown = $state('README.md');
  /** Why the policy comes without its training, a sentence; empty where it is in it. */
  without = $state('');
  #taken = $state.raw<{ readonly answer: TakenAnswer; readonly to: string } | undefined>();
  readonly #filled: FilledIn;
  readonly #make: () => Work;
  #exporter: Work | undefined;
  #asked = 0;
  #underWay: Promise<readonly ExportFile[]> = Promise.resolve([]);

  constructor(filled: FilledIn = new FilledIn(), make: () => Work = () => new Exporter()) {
    this.#filled = filled;
    this.#make = make;
  }

  /** Load that the configuration is the best for, req/s: the highest of the load in the header, unless another was filled in. */
  loadFor(workload: Pick<Workload, 'rates'>): number {
    return this.#filled.load ?? peakOf(workload);
  }

  /** Fills in the load; undefined: it follows the header's again. */
  setLoad(load: number | undefined): void {
    this.#filled.load = load;
  }

  /** The load is the header's highest. */
  get follows(): boolean {
    return this.#filled.load === undefined;
  }

  /** In which sense the configuration is the best for the load. */
  get aim(): Aim {
    return this.#filled.aim;
  }

  setAim(aim: Aim): void {
    this.#filled.aim = aim;
  }

  /** What the cheapest has to answer in time, per cent; undefined: nothing of the kind. */
  get inTime(): number | undefined {
    return this.#filled.inTime;
  }

  setInTime(inTime: number | undefined): void {
    this.#filled.inTime = inTime;
  }

  choicesFor(pipeline: Pipeline): ClusterChoices {
    const usual = defaultChoices(pipeline);
    const filled = this.#filled;
    return {
      ...usual,
      ...filled.changes,
      images: lengthOf(ownOf(filled.images, pipeline.id), usual.images),
      modelUris: lengthOf(ownOf(filled.modelUris, pipeline.id), usual.modelUris),
    };
  }

  set(change: FilledChoices): void {
    this.#filled.changes = { ...this.#filled.changes, ...change };
  }

  setImage(pipeline: Pipeline, stage: number, image: string): void {
    const { images } = this.choicesFor(pipeline);
    const filled = this.#filled;
    filled.images = { ...filled.images, [pipeline.id]: images.with(stage, image.trim()) };
  }

  setModelUri(pipeline: Pipeline, stage: number, uri: string): void {
    const { modelUris } = this.choicesFor(pipeline);
    const filled = this.#filled;
    filled.modelUris = { ...filled.modelUris, [pipeline.id]: modelUris.with(stage, uri.trim()) };
  }

  planFor({ pipeline }: Tables, { configuration }: Chosen): Result<ClusterPlan> {
    return planOf(pipeline, configuration, this.choicesFor(pipeline));
  }

  /** What the manifests start with. */
  chosenFor(tables: Tables, standing: Standing, load: number): Chosen {
    return chosenFor(this.aim, tables, standing, load, this.inTime);
  }

  /** Keeps the answer as long as what it answers stands: aim, share in time and load that are filled in, and `scenario`. */
  takeAnswer(answer: TakenAnswer, scenario: Scenario): void {
    this.#taken = { answer, to: this.#questionOf(scenario) };
  }

  /** What the answer that was taken here says of what is chosen for the scenario, beside its load; '' without one. */
  answeredFor(scenario: Scenario, { configuration }: Chosen): string {
    if (this.#taken?.to !== this.#questionOf(scenario)) return '';
    const { answer } = this.#taken;
    return sameOrder(answer.configuration, configuration)
      ? answer.short
      : `“What should I run?” counts the waits by chance and answers otherwise: ${answer.says} What is chosen here follows the environment in the header.`;
  }

  /** What the answer depends on, the world apart: it is always counted by single requests. */
  #questionOf({ pipeline, workload, limits, weights, slaSeconds }: Scenario): string {
    const { aim, inTime, load } = this.#filled;
    return JSON.stringify([pipeline.id, workload.id, limits, weights, slaSeconds, aim, inTime, load]);
  }

  /** What it comes to at that load, played in a worker. Rejects with a sentence. */
  comesTo(scenario: Scenario, { configuration }: Chosen, load: number): Promise<EpisodeSummary> {
    // The load that it is played at is not the scenario's own, of which a day is long.
    const workload = { ...scenario.workload, rates: new Float64Array(0) };
    return this.#worker().playStill({ ...scenario, workload }, configuration, load);
  }

  /**
   * The policy's part, with the kept run `run` that the agent comes from. Rejects with a sentence where the agent does not
   * fit. Of several calls only the last one is carried out as soon as the one under way is: an earlier one comes back empty.
   */
  policyOf(
    agent: AgentRecord,
    scenario: Scenario,
    baseline: Configuration,
    run: string | undefined,
  ): Promise<readonly ExportFile[]> {
    const exporter = this.#worker();
    const mine = ++this.#asked;
    const made = this.#underWay.then(async () => {
      if (mine !== this.#asked) return [];
      const { files, without } = await exporter.policyFiles(agent, scenario, baseline, run);
      if (mine === this.#asked) this.without = without;
      return files;
    });
    this.#underWay = made.catch(() => []);
    return made;
  }

  /** `why` completes "The configuration is .."; `withAgent`: the policy's files and the agent that runs them stand beside the manifests. */
  filesOf(plan: ClusterPlan, { limits }: Tables, why: string, withAgent: boolean): readonly ExportFile[] {
    return filesOf(plan, why, limits.maxCores, withAgent);
  }

  #worker(): Work {
    return (this.#exporter ??= this.#make());
  }
}

/** The Export view's: it stays for this visit, and is not loaded before that view is. */
export const exporting = new Exporting(filledIn);

/** Requests a second at the busiest second of a load, whole. */
export function peakOf({ rates }: Pick<Workload, 'rates'>): number {
  return Math.ceil(rates.reduce((most, rate) => Math.max(most, rate), 0));
}

const sameOrder = (one: Configuration, other: Configuration): boolean =>
  JSON.stringify(one.map(({ variant, replicas, batch }) => [variant, replicas, batch])) ===
  JSON.stringify(other.map(({ variant, replicas, batch }) => [variant, replicas, batch]));

/** What a link fills in may be of a pipeline that has had other stages. */
const lengthOf = (filled: readonly string[] | undefined, usual: readonly string[]): readonly string[] =>
  filled?.length === usual.length ? filled : usual;

let program: Promise<string> | undefined;

/** The in-cluster agent's text; fetched when a policy is first exported. */
export function agentProgram(): Promise<string> {
  return (program ??= import('virtual:agent-program').then((module) => module.default));
}

/** All files as one zip. */
export function saveZip(name: string, files: readonly ExportFile[]): void {
  download(new Blob([zipOf(name, files)], { type: 'application/zip' }), name, 'zip');
}
