/**
 * The page's part of a sandbox, and the built worker that runs policies, without the lab around them: bundled by
 * sandbox/open.ts into an empty page of the lab's origin, which plays one scenario by whatever policy the test brings.
 */
import { wrap } from 'comlink';
import { lendSandboxes } from '../../src/ui/own/lend.ts';
import type { OnMisfit } from '../../src/policies/own/program.ts';
import { defaultScenario, type Episode } from '../../src/scenario/scenario.ts';
import { presetById } from '../../src/model/presets/index.ts';
import { generateWorkload } from '../../src/workload/generators.ts';
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

export interface SandboxPage {
  /** A sandboxed policy, or one of the lab by its id, over steady-low on the video pipeline. */
  play(policy: string, kind: 'code' | 'named', onMisfit: OnMisfit): Promise<Played>;
  /** Ends the worker, and all its sandboxes. */
  end(): void;
}

/** As src/ui/trusted.ts has it for the lab, here for whatever the test names. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): unknown;
}

export function sandboxPage(script: string): SandboxPage {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', { createScriptURL: (url) => url });
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
    end: () => {
      worker.terminate();
    },
  };
}
