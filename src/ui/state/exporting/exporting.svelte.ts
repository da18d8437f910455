import { Exporter } from '../../bridge/exporter.ts';
import { download } from '../../download.ts';
import { filesOf } from '../../../export/clusterFiles.ts';
import {
  defaultChoices,
  planOf,
  type ClusterChoices,
  type ClusterPlan,
} from '../../../export/cluster/plan.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { ExportFile } from '../../../export/file.ts';
import { zipOf } from '../../../export/zip.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';
import type { Configuration, Pipeline, Weights } from '../../../model/pipeline.ts';
import type { Result } from '../../../model/result.ts';
import type { Tables } from '../../../model/tables.ts';
import { frontierOf } from '../../../policies/optimum/frontier.ts';

/** What the user filled in; images and addresses of models belong to their pipeline. */
export class Exporting {
  changes = $state.raw<Partial<Omit<ClusterChoices, 'images' | 'modelUris'>>>({});
  images = $state.raw<Readonly<Record<string, readonly string[]>>>({});
  modelUris = $state.raw<Readonly<Record<string, readonly string[]>>>({});
  /** Load that the configuration is the best for, req/s. */
  load = $state(20);
  /** Name of the file on screen. */
  shown = $state('README.md');
  /** Why the policy comes without its training, a sentence; empty where it is in it. */
  without = $state('');
  readonly #make: () => Pick<Exporter, 'policyFiles'>;
  #exporter: Pick<Exporter, 'policyFiles'> | undefined;
  #asked = 0;
  #underWay: Promise<readonly ExportFile[]> = Promise.resolve([]);

  constructor(make: () => Pick<Exporter, 'policyFiles'> = () => new Exporter()) {
    this.#make = make;
  }

  choicesFor(pipeline: Pipeline): ClusterChoices {
    const usual = defaultChoices(pipeline);
    return {
      ...usual,
      ...this.changes,
      images: this.images[pipeline.id] ?? usual.images,
      modelUris: this.modelUris[pipeline.id] ?? usual.modelUris,
    };
  }

  set(change: Partial<Omit<ClusterChoices, 'images' | 'modelUris'>>): void {
    this.changes = { ...this.changes, ...change };
  }

  setImage(pipeline: Pipeline, stage: number, image: string): void {
    const { images } = this.choicesFor(pipeline);
    this.images = { ...this.images, [pipeline.id]: images.with(stage, image.trim()) };
  }

  setModelUri(pipeline: Pipeline, stage: number, uri: string): void {
    const { modelUris } = this.choicesFor(pipeline);
    this.modelUris = { ...this.modelUris, [pipeline.id]: modelUris.with(stage, uri.trim()) };
  }

  planFor(tables: Tables, weights: Weights): Result<ClusterPlan> {
    const { pipeline } = tables;
    return planOf(pipeline, this.baselineFor(tables, weights), this.choicesFor(pipeline));
  }

  /** What the manifests start with. */
  baselineFor(tables: Tables, weights: Weights): Configuration {
    return frontierOf(tables, weights).best(this.load);
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
    const exporter = (this.#exporter ??= this.#make());
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

  /** `withAgent`: the policy's files and the agent that runs them stand beside the manifests. */
  filesOf(plan: ClusterPlan, { limits }: Tables, withAgent: boolean): readonly ExportFile[] {
    const why = `the exact best one for ${String(this.load)} requests a second`;
    return filesOf(plan, why, limits.maxCores, withAgent);
  }
}

/** The Export view's: it stays for this visit, and is not loaded before that view is. */
export const exporting = new Exporting();

let program: Promise<string> | undefined;

/** The in-cluster agent's text; fetched when a policy is first exported. */
export function agentProgram(): Promise<string> {
  return (program ??= import('virtual:agent-program').then((module) => module.default));
}

/** All files as one zip. */
export function saveZip(name: string, files: readonly ExportFile[]): void {
  download(new Blob([zipOf(name, files)], { type: 'application/zip' }), name, 'zip');
}
