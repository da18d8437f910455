/** A change of the configuration as requests to the API server, each of which is refused where it meets another state than expected. */
import { modelAt } from '../cluster/document.ts';
import { cpuOf, memoryOf } from '../cluster/quantity.ts';
import type { ApiRequest } from './kubernetes.ts';
import type { ContainerView, Ordered } from './resources.ts';
import type { AgentSettings } from './settings.ts';
import type { Configuration, StageConfig, Variant } from '../../model/pipeline.ts';
import { unitsOf, type Tables } from '../../model/tables.ts';

interface PatchStep {
  readonly op: 'test' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

export interface Operation {
  /** Name of the resource that changes. */
  readonly resource: string;
  /** The change in words. */
  readonly what: string;
  readonly request: ApiRequest;
  /** What is ordered as soon as this has been taken, beside what was ordered before. */
  readonly result: readonly { readonly stage: number; readonly change: Partial<StageConfig> }[];
}

const MERGE = 'application/merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
export const MANAGER = 'opd-agent';

/** Steps on one container, guarded by tests of all that they rest on. */
class Steps {
  readonly steps: PatchStep[] = [];
  readonly #tested = new Set<string>();

  test(path: string, value: unknown): void {
    if (this.#tested.has(path)) return;
    this.#tested.add(path);
    this.steps.push({ op: 'test', path, value });
  }

  begin(view: ContainerView): void {
    this.test('/metadata/resourceVersion', view.resourceVersion);
    this.test(`${view.containerPointer}/name`, view.container);
  }

  replace(path: string, value: unknown): void {
    this.steps.push({ op: 'replace', path, value });
  }

  variable(variable: ContainerView['batch'], value: string): void {
    if (!variable) return;
    this.test(`${variable.pointer}/name`, variable.name);
    this.replace(`${variable.pointer}/value`, value);
  }
}

/** MLServer batches only where the size is above 1 and the time above 0 (cluster/document.ts, `batching`). */
function stepBatch(steps: Steps, view: ContainerView, batch: number, timeoutSeconds: number): void {
  steps.begin(view);
  steps.variable(view.batch, String(batch));
  steps.variable(view.batchTime, String(batch > 1 ? timeoutSeconds : 0));
}

/** `memory`: of one replica, as Kubernetes writes it; undefined where it is the same for all variants. */
function stepVariant(
  steps: Steps,
  view: ContainerView,
  { name, cores }: Variant,
  memory: string | undefined,
): void {
  steps.begin(view);
  steps.variable(view.variant, name);
  if (view.fetched) {
    const { pointer, name: fetcher, folder } = view.fetched;
    steps.test(`${pointer}/name`, fetcher);
    steps.replace(`${pointer}/args/0`, modelAt(folder, name));
  }
  for (const side of ['requests', 'limits']) {
    steps.replace(`${view.containerPointer}/resources/${side}/cpu`, cpuOf(cores));
    if (memory !== undefined) steps.replace(`${view.containerPointer}/resources/${side}/memory`, memory);
  }
}

/** Memory of a variant where variants differ in it. */
const memoryIn = ({ memory }: AgentSettings, { memoryMb }: Variant): string | undefined =>
  memoryMb === undefined ? memory : memoryOf(memoryMb);

/** `path` with what makes the API server strict; `dry` only asks. */
export function addressed(path: string, dry: boolean): string {
  return `${path}?fieldManager=${MANAGER}&fieldValidation=Strict${dry ? '&dryRun=All' : ''}`;
}

/**
 * Operations that lead from what is ordered to `target`, those first that free cores: at no moment more are ordered than
 * W_max. Replicas alone go through `/scale` where the layout has it, everything else is one JSON Patch a resource.
 */
export function operationsFor(
  settings: AgentSettings,
  tables: Tables,
  ordered: Ordered,
  target: Configuration,
  batchTimeoutSeconds: number,
): readonly Operation[] {
  const all: Operation[] = [];
  const graph = new Steps();
  const graphWords: string[] = [];
  const graphResult: { stage: number; change: Partial<StageConfig> }[] = [];
  ordered.views.forEach(({ stage, batches }, n) => {
    const from = ordered.configuration[n]!;
    const to = target[n]!;
    const { variants, name } = tables.pipeline.stages[n]!;
    const chosen = variants[to.variant]!;
    const words: string[] = [];
    if (to.variant !== from.variant) words.push(`variant ${variants[from.variant]!.name} -> ${chosen.name}`);
    if (to.replicas !== from.replicas)
      words.push(`replicas ${String(from.replicas)} -> ${String(to.replicas)}`);
    const batchWords = `batch ${String(from.batch)} -> ${String(to.batch)}`;
    const apart = batches !== stage;
    const inGraph = settings.layout === 'seldon-graph';
    if (to.batch !== from.batch && apart) {
      const steps = new Steps();
      stepBatch(steps, batches, to.batch, batchTimeoutSeconds);
      all.push(patch(batches, steps, batchWords, [{ stage: n, change: { batch: to.batch } }]));
    }
    const batchHere = to.batch !== from.batch && !apart;
    if (words.length === 0 && !batchHere) return;
    const { batch: _, ...own } = to;
    const change = batchHere ? to : own;
    if (batchHere) words.push(batchWords);
    if (settings.layout === 'seldon-per-stage' && to.variant === from.variant) {
      all.push({
        resource: stage.resource.name,
        what: words.join(', '),
        request: {
          method: 'PATCH',
          path: `${stage.resource.path}/scale`,
          contentType: MERGE,
          body: { metadata: { resourceVersion: stage.resourceVersion }, spec: { replicas: to.replicas } },
        },
        result: [{ stage: n, change }],
      });
      return;
    }
    const steps = inGraph ? graph : new Steps();
    steps.begin(stage);
    if (to.variant !== from.variant) stepVariant(steps, stage, chosen, memoryIn(settings, chosen));
    if (to.replicas !== from.replicas) steps.replace(stage.replicasPointer, to.replicas);
    if (batchHere) stepBatch(steps, stage, to.batch, batchTimeoutSeconds);
    if (inGraph) {
      graphWords.push(`${name}: ${words.join(', ')}`);
      graphResult.push({ stage: n, change });
    } else all.push(patch(stage, steps, words.join(', '), [{ stage: n, change }]));
  });
  if (graphResult.length > 0)
    all.push(patch(ordered.views[0]!.stage, graph, graphWords.join('; '), graphResult));
  const growth = (operation: Operation): number =>
    unitsOf(tables, withResult(ordered.configuration, operation)) - unitsOf(tables, ordered.configuration);
  return all.sort((a, b) => growth(a) - growth(b));
}

function patch(view: ContainerView, steps: Steps, what: string, result: Operation['result']): Operation {
  return {
    resource: view.resource.name,
    what,
    request: { method: 'PATCH', path: view.resource.path, contentType: JSON_PATCH, body: steps.steps },
    result,
  };
}

/** The configuration after an operation. */
export function withResult(configuration: Configuration, { result }: Operation): Configuration {
  return configuration.map((one, n) =>
    result.reduce((all, { stage, change }) => (stage === n ? { ...all, ...change } : all), one),
  );
}
