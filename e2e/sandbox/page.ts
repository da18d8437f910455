/**
 * The page's part of a sandbox, and the built worker that runs policies, without the lab around them: bundled by
 * sandbox/open.ts into an empty page of the lab's origin, which plays one scenario by whatever policy the test brings.
 */
import { proxy, wrap } from 'comlink';
import { lendSandboxes } from '../../src/ui/own/lend.ts';
import type { OnMisfit } from '../../src/policies/own/program.ts';
import { defaultScenario, type Episode } from '../../src/scenario/scenario.ts';
import { presetById } from '../../src/model/presets/index.ts';
import { generateWorkload } from '../../src/workload/generators.ts';
import {
  settingsOf,
  type ComparisonPlan,
  type PlannedPolicy,
} from '../../src/experiments/comparison/plan.ts';
import { TaskLine } from '../../src/experiments/comparison/line.ts';
import { nothingFound, type FoundPiece } from '../../src/experiments/comparison/tasks.ts';
import type { CompareApi } from '../../workers/compareProtocol.ts';
import type { PolicyChoice, SimulateApi } from '../../workers/protocol.ts';

/** What a test asks of the page. */
export interface Played {
  /** Milliseconds from the call to its end. */
  readonly ms: number;
  /** What it was refused or ended with; undefined where it played to its end. */
  readonly why: string | undefined;
  readonly summary: Episode['summary'] | undefined;
  /** Head indices of every decision: variant, replicas - 1, batch's exponent of each stage. */
  readonly actions: readonly number[];
  /** Of each decision, by the worker's clock. */
  readonly decisionMs: readonly number[];
}

/** What a comparison came to. */
export interface Compared {
  readonly ms: number;
  /** Runs that were played to their end, and by policy the sentences of those that were not. */
  readonly runs: number;
  /** Of them all. */
  readonly decisions: number;
  readonly late: readonly (readonly [policy: string, why: string])[];
}

export interface SandboxPage {
  /** A sandboxed policy, or one of the lab by its id, over steady-low on the video pipeline. */
  play(policy: string, kind: 'code' | 'named', onMisfit: OnMisfit): Promise<Played>;
  /** Compares policies, ids of the lab's or texts of code, on pipelines, loads and seeds 1.. in one worker of `script`. */
  compare(
    script: string,
    policies: readonly string[],
    on: { readonly pipelines: readonly string[]; readonly loads: readonly string[]; readonly seeds: number },
  ): Promise<Compared>;
  /** Ends the worker, and all its sandboxes. */
  end(): void;
}

/** As src/ui/trusted.ts has it for the lab, here for whatever the test names. */
interface TrustedTypes {
  readonly defaultPolicy: unknown;
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): unknown;
}

export function sandboxPage(script: string): SandboxPage {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes && !trustedTypes.defaultPolicy)
    trustedTypes.createPolicy('default', { createScriptURL: (url) => url });
  const worker = lendSandboxes(new Worker(script, { type: 'module', name: 'simulate' }));
  const remote = wrap<SimulateApi>(worker);
  const scenario = defaultScenario(presetById('video')!, generateWorkload('steady-low', 1));
  let count = 0;
  return {
    async play(policy, kind, onMisfit) {
      const key = `own-${String(++count)}`;
      const choice: PolicyChoice =
        kind === 'named'
          ? { kind, id: policy }
          : { kind: 'own', own: { key, name: 'Mine', onMisfit, program: { kind, source: policy } } };
      const before = performance.now();
      const told = (why: string | undefined, episode: Episode | undefined): Played => ({
        ms: performance.now() - before,
        why,
        summary: episode?.summary,
        actions: Array.from(episode?.series.actions ?? []),
        decisionMs: Array.from(episode?.series.decisionMs ?? []),
      });
      try {
        const [episode] = await remote.simulate(scenario, [choice]);
        return told(undefined, episode);
      } catch (error) {
        return told((error as Error).message, undefined);
      }
    },
    async compare(comparing, policies, { pipelines, loads, seeds }) {
      const worker = lendSandboxes(new Worker(comparing, { type: 'module', name: 'compare' }));
      const one = wrap<CompareApi>(worker);
      const plan: ComparisonPlan = {
        pipelines: pipelines.map((id) => presetById(id)!),
        workloads: loads.map((id) => ({ kind: 'drawn', id })),
        policies: policies.map((policy, i): PlannedPolicy => {
          if (!policy.includes('export default')) return { kind: 'named', key: policy };
          const own = { key: `own-${String(i)}`, name: `Own ${String(i)}`, onMisfit: 'repair' } as const;
          return { kind: 'own', ...own, own: { ...own, program: { kind: 'code', source: policy } } };
        }),
        seeds: Array.from({ length: seeds }, (_, i) => i + 1),
        settings: settingsOf(scenario, undefined),
        series: 'none',
      };
      const found: FoundPiece[] = [];
      try {
        await one.open(plan.settings);
        const before = performance.now();
        const line = new TaskLine(plan, nothingFound);
        for (let chunk = await line.chunk(1); chunk.length > 0; chunk = await line.chunk(1)) {
          await one.run(
            chunk.map(({ task }) => ({ ...task, references: false })),
            proxy((pieces: readonly FoundPiece[]) => void found.push(...pieces)),
          );
          for (const { ended } of chunk) ended();
        }
        const ms = performance.now() - before;
        const cells = found.flatMap((p) => (p.kind === 'cell' ? [p.cell] : []));
        return {
          ms,
          runs: cells.length,
          decisions: cells.reduce((sum, { summary }) => sum + summary.decisions, 0),
          late: found.flatMap((p) => (p.kind === 'late' ? [[p.late.policy ?? '', p.late.why] as const] : [])),
        };
      } finally {
        worker.terminate();
      }
    },
    end: () => {
      worker.terminate();
    },
  };
}
