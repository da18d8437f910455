import { zipSync, strToU8 } from 'fflate';
import { Exporter } from '../bridge/exporter.ts';
import { download } from '../timelines/save.ts';
import { filesOf } from '../../export/cluster/files.ts';
import { defaultChoices, planOf, type ClusterChoices, type ClusterPlan } from '../../export/cluster/plan.ts';
import type { Scenario } from '../../experiments/scenario.ts';
import type { ExportFile } from '../../export/file.ts';
import type { AgentRecord } from '../../learning/agent.ts';
import type { Pipeline, Weights } from '../../model/pipeline.ts';
import type { Result } from '../../model/result.ts';
import type { Tables } from '../../model/tables.ts';
import { frontierOf } from '../../policies/optimum/frontier.ts';

/** Oldest moment that a zip can name: the same files make the same bytes whenever they are saved. */
const ZIP_TIME = new Date(1980, 0, 1);

/** What the user filled in; images belong to their pipeline. */
class Exporting {
  changes = $state.raw<Partial<Omit<ClusterChoices, 'images'>>>({});
  images = $state.raw<Readonly<Record<string, readonly string[]>>>({});
  /** Load that the configuration is the best for, req/s. */
  load = $state(20);
  /** Name of the file on screen. */
  shown = $state('README.md');
  #exporter: Exporter | undefined;

  choicesFor(pipeline: Pipeline): ClusterChoices {
    const usual = defaultChoices(pipeline);
    return { ...usual, ...this.changes, images: this.images[pipeline.id] ?? usual.images };
  }

  set(change: Partial<Omit<ClusterChoices, 'images'>>): void {
    this.changes = { ...this.changes, ...change };
  }

  setImage(pipeline: Pipeline, stage: number, image: string): void {
    const { images } = this.choicesFor(pipeline);
    this.images = { ...this.images, [pipeline.id]: images.with(stage, image.trim()) };
  }

  planFor(tables: Tables, weights: Weights): Result<ClusterPlan> {
    const { pipeline } = tables;
    return planOf(pipeline, frontierOf(tables, weights).best(this.load), this.choicesFor(pipeline));
  }

  /** The policy's part. Rejects with a sentence where the agent does not fit. */
  policyOf(agent: AgentRecord, scenario: Scenario): Promise<readonly ExportFile[]> {
    this.#exporter ??= new Exporter();
    return this.#exporter.policyFiles(agent, scenario);
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
  const entries = Object.fromEntries(
    files.map((file) => [
      `${name}/${file.name}`,
      typeof file.content === 'string' ? strToU8(file.content) : file.content,
    ]),
  );
  const bytes = zipSync(entries, { mtime: ZIP_TIME });
  download(new Blob([bytes], { type: 'application/zip' }), `${name}.zip`);
}
