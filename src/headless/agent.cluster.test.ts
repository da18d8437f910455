/** The exported agent in a cluster that is played, decision by decision: it must do what the lab's simulator does. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { exportManifests } from './export.ts';
import { Guard } from '../export/agent/guards.ts';
import type { AgentSettings } from '../export/agent/settings.ts';
import { runEpisode } from '../scenario/episode.ts';
import {
  agentPolicy,
  agentText,
  createDecider,
  opdInfo,
  type AgentRecord,
} from '../learning/network/trainedAgent.ts';
import { defaultLimits } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { compile, toConfiguration } from '../model/tables.ts';
import type { PolicyFactory } from '../policies/policy.ts';
import { brieflyTrainedAgent, untrainedAgent } from '../testing/agents.ts';
import { layouts } from '../export/cluster/plan.ts';
import { configurationIn, objectsIn } from '../testing/cluster/deployed.ts';
import { hasPrometheus } from '../testing/cluster/prometheusProcess.ts';
import {
  createWorld,
  play,
  realLoad,
  type ClusterWorld,
  type WorldOptions,
} from '../testing/cluster/world.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../workload/workload.ts';

if (!hasPrometheus)
  console.log(
    'skipped: there is no Prometheus with its promtool on this machine, so the agent is not run in a cluster',
  );

const video = presetById('video')!;
const tables = compile(video, defaultLimits);
const OPEN: AgentSettings['guards'] = {
  cooldownSeconds: { variant: 0, replicas: 0, batch: 0 },
  hysteresis: 0,
  waitUntilReady: false,
  surgeHeadroom: false,
};
const LIVE = ['--at', '-', '--mode', 'live'];

let opened: ClusterWorld | undefined;
afterEach(() => opened?.close());
async function world(
  options: Pick<WorldOptions, 'layout' | 'agent'> & Partial<WorldOptions>,
): Promise<ClusterWorld> {
  opened = await createWorld({ workload: await realLoad(), exportInto: exportManifests, ...options });
  return opened;
}

/** The agent under its guards, as the simulator runs it. */
function guardedPolicy(agent: AgentRecord, { guards, layout }: AgentSettings): PolicyFactory {
  return {
    info: opdInfo,
    create: () => {
      const decider = createDecider(agent, tables);
      const guard = new Guard(tables, guards, layout !== 'seldon-per-stage');
      return Promise.resolve({
        info: opdInfo,
        decide: (observation) => {
          const present = toConfiguration(tables, observation.action);
          const preference = decider.preference(observation);
          const { configuration } = guard.check(
            observation,
            decider.decide(observation),
            preference,
            observation.time,
          );
          guard.changed(present, configuration, observation.time);
          return configuration;
        },
      });
    },
  };
}

const trained = hasPrometheus ? await brieflyTrainedAgent(video, 150_000) : untrainedAgent(tables, 1);
/** Decides all over the place. */
const shaken = untrainedAgent(tables, 3, 0.3);

describe.skipIf(!hasPrometheus)('the exported agent in a cluster', { timeout: 240_000 }, () => {
  it.each([
    ['seldon-per-stage', 'trained', 'open', undefined, Infinity],
    ['seldon-per-stage', 'shaken', 'as exported', undefined, 60],
    ['seldon-graph', 'shaken', 'open', undefined, 40],
    // Replicas start for longer than a decision lasts: old and new ones serve side by side.
    ['seldon-graph', 'shaken', 'as exported', 25, 40],
    ['kserve', 'trained', 'as exported', undefined, 40],
    ['kserve', 'shaken', 'open', 15, 40],
  ] as const)(
    '%s, %s, guards %s, start-up %s s: decides as the simulator does, every time',
    async (layout, which, guards, startupSeconds, most) => {
      const agent = which === 'shaken' ? shaken : trained;
      const here = await world({
        layout,
        agent,
        startupSeconds,
        settings: (exported) => ({
          ...exported,
          guards: guards === 'open' ? OPEN : exported.guards,
          // The simulator knows no baseline; a test of its own does.
          revert: { ...exported.revert, breaches: 0 },
        }),
      });
      const start = configurationIn(here.api, here.plan);
      const factory = guards === 'open' ? agentPolicy(agent) : guardedPolicy(agent, here.settings);
      const { series } = await runEpisode(here.prepared, factory, { clock: () => 0, record: false, start });
      const decisions = Math.min(most, series.t.length);
      const running = here.run(...LIVE);
      let changes = 0;
      await play(here, running, decisions, (record, k) => {
        expect(record.reason, JSON.stringify(record)).toBeUndefined();
        expect(record.predicted).toBeCloseTo(series.predicted[k]!, 6);
        expect(
          configurationIn(here.api, here.plan),
          `decision ${String(k)}: ${JSON.stringify(record)}`,
        ).toEqual(toConfiguration(tables, series.actions, 3 * tables.stages * k));
        expect(['applied', 'unchanged']).toContain(record.outcome);
        if (record.outcome === 'applied') changes++;
      });
      expect(here.cluster.second).toBe(HISTORY_SECONDS + decisions * DECISION_SECONDS);
      expect(changes).toBeGreaterThan(3);
      expect(here.mostCores()).toBeLessThanOrEqual(tables.limits.maxCores);
      console.log(
        `${layout}, ${which}, guards ${guards}, start-up ${String(startupSeconds)}: all ${String(decisions)} decisions equal, ${String(changes)} of them changes`,
      );
    },
  );

  it.each(layouts)('records series that Prometheus takes, in the layout %s', async (layout) => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-rules-'));
    const agent = join(folder, 'agent.json');
    await writeFile(agent, agentText(shaken));
    const out = join(folder, 'export');
    await exportManifests(['--pipeline', 'video', '--policy', agent, '--layout', layout, '--out', out]);
    for (const [written, count] of [
      ['manifests/monitoring.yaml', 5],
      ['agent/agent.yaml', 2],
    ] as const) {
      const rule = (await objectsIn(join(out, written))).find(({ kind }) => kind === 'PrometheusRule');
      const file = join(folder, 'rules.yml');
      await writeFile(file, JSON.stringify(rule!['spec']));
      const checked = execFileSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
      expect(checked).toContain(`SUCCESS: ${String(count)} rules found`);
    }
    await rm(folder, { recursive: true });
  });

  it('changes nothing in dry run, and writes every decision down', async () => {
    const here = await world({ layout: 'seldon-per-stage', agent: trained });
    const before = ['crop', 'queue-crop'].map((name) => here.api.read('SeldonDeployment', name));
    const running = here.run('--at', '-');
    const outcomes: string[] = [];
    await play(here, running, 12, (record) => {
      outcomes.push(record.outcome);
      for (const { result } of record.operations ?? []) expect(result).toBe('would be taken');
    });
    expect(outcomes).toHaveLength(12);
    expect(outcomes).toContain('dry-run');
    expect(here.mostCores()).toBe(0);
    expect(['crop', 'queue-crop'].map((name) => here.api.read('SeldonDeployment', name))).toEqual(before);
    expect(here.api.requests.some(({ dryRun }) => dryRun)).toBe(true);
    for (const { method, dryRun } of here.api.requests) expect(method === 'GET' || dryRun).toBe(true);
  });
});
