/** The exported agent by its own clock, in real time, while the world around it goes down and comes back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { exportManifests } from './export.ts';
import { defaultLimits } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { compile } from '../model/tables.ts';
import { untrainedAgent } from '../testing/agents.ts';
import type { AgentProcess } from '../testing/cluster/agentProcess.ts';
import { configurationIn, lastSeries } from '../testing/cluster/deployed.ts';
import { freePort, hasPrometheus } from '../testing/cluster/prometheusProcess.ts';
import { createWorld, realLoad, type ClusterWorld } from '../testing/cluster/world.ts';
import { HISTORY_SECONDS } from '../workload/workload.ts';

const tables = compile(presetById('video')!, defaultLimits);

let opened: ClusterWorld | undefined;
let living: ReturnType<typeof setInterval> | undefined;
afterEach(async () => {
  clearInterval(living);
  await opened?.close();
});

describe.skipIf(!hasPrometheus)('the exported agent by its own clock', { timeout: 300_000 }, () => {
  it('survives kills, 60 s without an API server, and an absent Prometheus', async () => {
    // Second 120 of the load is now: the history is scraped at once, and then a second a second.
    const start = 10_000 * Math.floor(Date.now() / 10_000) - 1000 * HISTORY_SECONDS;
    const here = await createWorld({
      layout: 'seldon-per-stage',
      agent: untrainedAgent(tables, 3, 0.3),
      workload: await realLoad(),
      exportInto: exportManifests,
      start,
      scrape: '1s',
      until: () => Date.now(),
    });
    opened = here;
    const { cluster, api, plan, prometheus } = here;
    living = setInterval(() => {
      if (Date.now() >= cluster.now) cluster.step(configurationIn(api, plan));
    }, 50);
    const port = await freePort();
    const begin = (): AgentProcess => here.run('--mode', 'live', '--port', String(port));
    const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${String(port)}${path}`);
    await prometheus.until(lastSeries(plan), start + 1000 * HISTORY_SECONDS);
    let agent = begin();

    // By its own clock: on whole tens of seconds, and nothing twice.
    const [first, second] = [await agent.next(), await agent.next()];
    expect(first.outcome, first.reason).toMatch(/applied|unchanged/);
    expect(Date.parse(second.at) - Date.parse(first.at)).toBe(10_000);
    expect((Date.parse(first.at) + 1000 * here.settings.prometheus.delaySeconds) % 10_000).toBe(0);
    expect((await get('/healthz')).status).toBe(200);
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toMatch(/^opd_agent_live 1$/m);
    expect(metrics).toMatch(/^opd_agent_held 0$/m);
    expect(metrics).toMatch(/^opd_agent_decisions_total\{outcome="held"\} 0$/m);

    agent.signal('SIGKILL');
    expect(await agent.ended).toBeNull();
    agent = begin();
    expect((await agent.next()).outcome).toMatch(/applied|unchanged/);

    const before = configurationIn(api, plan);
    const downAt = Date.now();
    await api.down();
    const held: string[] = [];
    while (Date.now() < downAt + 60_000) held.push((await agent.next()).reason ?? 'not held');
    await api.up();
    console.log(`the API server was away for 60 s: ${String(held.length)} decisions held`);
    expect(held.length).toBeGreaterThanOrEqual(5);
    for (const reason of held) expect(reason).toMatch(/could not be read: 0 no answer/);
    expect(configurationIn(api, plan)).toEqual(before);
    // The one that was under way may still be held.
    const after = [await agent.next(), await agent.next()].map(({ outcome }) => outcome);
    expect(after.at(-1)).toMatch(/applied|unchanged/);

    await prometheus.kill();
    const blind = [await agent.next(), await agent.next()];
    expect(blind.at(-1)!.reason).toMatch(/Prometheus does not answer/);
    await prometheus.start();
    let back = await agent.next();
    for (let k = 0; k < 2 && back.outcome === 'held'; k++) back = await agent.next();
    expect(back.outcome).toMatch(/applied|unchanged/);

    await sleep(200);
    agent.signal('SIGTERM');
    expect(await agent.ended).toBe(0);
    expect(agent.errors()).toBe('');
    expect(here.mostCores()).toBeLessThanOrEqual(tables.limits.maxCores);
  });
});
