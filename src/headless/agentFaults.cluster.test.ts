/** What the exported agent does when the world around it is broken, one decision after the other. docs/cluster.md has the table. */
import { afterEach, describe, expect, it } from 'vitest';
import { exportManifests } from './export.ts';
import type { AuditRecord } from '../export/agent/audit.ts';
import { defaultLimits } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { compile } from '../model/tables.ts';
import { untrainedAgent } from '../testing/agents.ts';
import type { AgentProcess } from '../testing/cluster/agentProcess.ts';
import { configurationIn, orderedIn } from '../testing/cluster/deployed.ts';
import { hasPrometheus } from '../testing/cluster/prometheusProcess.ts';
import {
  createWorld,
  play,
  realLoad,
  type ClusterWorld,
  type WorldOptions,
} from '../testing/cluster/world.ts';

const tables = compile(presetById('video')!, defaultLimits);
/** Decides all over the place: nearly every decision changes something. */
const agent = untrainedAgent(tables, 3, 0.3);
const LIVE = ['--at', '-', '--mode', 'live'];

let opened: ClusterWorld | undefined;
afterEach(() => opened?.close());
async function world(options: Partial<WorldOptions> = {}): Promise<ClusterWorld> {
  opened = await createWorld({
    layout: 'seldon-per-stage',
    agent,
    workload: await realLoad(),
    exportInto: exportManifests,
    settings: (exported) => ({
      ...exported,
      guards: {
        cooldownSeconds: { variant: 0, replicas: 0, batch: 0 },
        hysteresis: 0,
        waitUntilReady: false,
        surgeHeadroom: false,
      },
      revert: { ...exported.revert, breaches: 0 },
    }),
    ...options,
  });
  return opened;
}

/** One decision, without time passing after it. */
async function decide(here: ClusterWorld, running: AgentProcess): Promise<AuditRecord> {
  await here.scraped();
  return running.decide(here.cluster.now);
}

/** Lets the cluster live on until a decision changes something; that decision is not carried out yet. */
async function untilChange(here: ClusterWorld, running: AgentProcess): Promise<void> {
  const { cluster, api, plan } = here;
  const asking = here.run('--at', '-', '--mode', 'dry-run');
  for (let k = 0; k < 60; k++) {
    await here.scraped();
    if ((await asking.decide(cluster.now)).outcome === 'dry-run') return;
    await running.decide(cluster.now);
    cluster.step(configurationIn(api, plan));
  }
  throw new Error('nothing was to be changed in sixty decisions');
}

describe.skipIf(!hasPrometheus)('the exported agent and faults', { timeout: 180_000 }, () => {
  it('orders the same where other writers come first, and tries no more than three times', async () => {
    const here = await world();
    const running = here.run(...LIVE);
    await untilChange(here, running);
    const asked = here.run('--at', '-', '--mode', 'dry-run');
    const meant = (await asked.decide(here.cluster.now)).ordered;
    here.api.conflictNext(2);
    const record = await decide(here, running);
    expect(record.outcome).toBe('applied');
    expect(record.ordered).toEqual(meant);
    expect(orderedIn(here.api, here.plan).map(({ variant }) => variant)).toEqual(
      meant!.map(({ variant }) => variant),
    );
    here.cluster.step(configurationIn(here.api, here.plan));

    await untilChange(here, running);
    here.api.conflictNext(100);
    const lost = await decide(here, running);
    expect(lost.outcome).toBe('partly');
    expect(lost.operations!.at(-1)!.result).toMatch(/^refused: 409/);
    here.api.conflictNext(0);
    const again = await decide(here, running);
    expect(again.outcome).toBe('applied');
  });

  it('knows that a write was taken though its answer was lost, and does not order it twice', async () => {
    const here = await world();
    const running = here.run(...LIVE);
    await untilChange(here, running);
    const before = here.api.requests.length;
    here.api.loseNext(1);
    const record = await decide(here, running);
    expect(record.outcome).toBe('applied');
    expect(record.operations!.every(({ result }) => result === 'taken')).toBe(true);
    const writes = here.api.requests
      .slice(before)
      .filter(({ method, dryRun }) => method === 'PATCH' && !dryRun);
    // The one whose answer was lost is not among the answers.
    expect(writes).toHaveLength(record.operations!.length - 1);
    expect(orderedIn(here.api, here.plan).map(({ replicas }) => replicas)).toEqual(
      record.ordered!.map(({ replicas }) => replicas),
    );
  });

  it('holds while the API server fails, and goes on from what is ordered', async () => {
    const here = await world();
    const running = here.run(...LIVE);
    await untilChange(here, running);
    const before = configurationIn(here.api, here.plan);
    await here.api.down();
    const down = await decide(here, running);
    expect(down).toMatchObject({
      outcome: 'held',
      reason: expect.stringMatching(/could not be read: 0 no answer/) as string,
    });
    await here.api.up();
    here.api.failNext(50, 503);
    const failing = await decide(here, running);
    expect(failing).toMatchObject({ outcome: 'held', reason: expect.stringMatching(/503/) as string });
    here.api.failNext(0);
    expect(configurationIn(here.api, here.plan)).toEqual(before);
    expect((await decide(here, running)).outcome).toBe('applied');
  });

  it.each([
    [
      'no number',
      (text: string) => text.replace(/^(grpc_server_started_total\S*queue-crop\S*) \S+/gm, '$1 NaN'),
      /backlog of crop is NaN/,
    ],
    [
      'below nothing',
      (text: string) => text.replace(/^(model_infer_request_duration_sum\S+) (\S+)/gm, '$1 -$2'),
      /latency of crop/,
    ],
    [
      'a count that is none',
      (text: string) => text.replace(/^(grpc_server_started_total\S*router\S*) \S+/gm, '$1 NaN'),
      /arrivals that are no counts/,
    ],
    [
      'nothing of one stage',
      (text: string) => text.replace(/^grpc_server_\S*classification.*\n/gm, ''),
      /no backlog of classification/,
    ],
  ])('holds where the metrics are strange: %s', async (_, metrics, reason) => {
    let broken = false;
    const here = await world({ metrics: (text) => (broken ? metrics(text) : text) });
    const running = here.run(...LIVE);
    await play(here, running, 2, () => undefined);
    await here.scraped();
    const before = configurationIn(here.api, here.plan);
    broken = true;
    here.cluster.step(before);
    // The series that is broken may be the one that tells when all is scraped.
    await here.prometheus.until('model_infer_request_duration_sum{container="queue-crop"}', here.cluster.now);
    const record = await running.decide(
      here.cluster.now + (reason.source.includes('no backlog') ? 400_000 : 0),
    );
    expect(record.outcome).toBe('held');
    if (!reason.source.includes('no backlog')) expect(record.reason).toMatch(reason);
    expect(configurationIn(here.api, here.plan)).toEqual(before);
  });

  it('holds on old metrics and while Prometheus is away, and goes on when it is back', async () => {
    const here = await world();
    const running = here.run(...LIVE);
    await here.scraped();
    const late = await running.decide(here.cluster.now + 20_000);
    expect(late.reason).toMatch(/newest count of arrivals is 20\.0 s old/);
    await here.prometheus.kill();
    expect((await running.decide(here.cluster.now)).reason).toMatch(/Prometheus does not answer/);
    await here.prometheus.start();
    expect((await decide(here, running)).outcome).toMatch(/applied|unchanged/);
  });

  it('leaves alone what somebody set by hand and it does not know, and goes on from what it knows', async () => {
    const here = await world();
    const running = here.run(...LIVE);
    type Deployment = {
      spec: {
        replicas: number;
        predictors: { componentSpecs: { spec: { containers: { env: { value: string }[] }[] } }[] }[];
      };
    };
    const variable = (object: unknown): { value: string } =>
      (object as Deployment).spec.predictors[0]!.componentSpecs[0]!.spec.containers[0]!.env[0]!;
    await play(here, running, 2, () => undefined);

    const replicas = (count: number): void =>
      here.api.edit(
        'SeldonDeployment',
        'crop',
        (object) => ((object as unknown as Deployment).spec.replicas = count),
      );
    replicas(20);
    expect((await decide(here, running)).reason).toMatch(
      /crop has 20 replicas, which the policy does not know/,
    );
    replicas(1);
    here.cluster.step(configurationIn(here.api, here.plan));
    const known = await decide(here, running);
    expect(known.before![0]!.replicas).toBe(1);
    expect(known.outcome).toMatch(/applied|unchanged/);

    const was = variable(here.api.read('SeldonDeployment', 'crop')).value;
    here.api.edit('SeldonDeployment', 'crop', (object) => (variable(object).value = 'yolov9'));
    const writes = here.api.requests.filter(({ method }) => method === 'PATCH').length;
    expect((await decide(here, running)).reason).toMatch(
      /crop runs the variant "yolov9", which the policy does not know/,
    );
    expect(here.api.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(writes);
    here.api.edit('SeldonDeployment', 'crop', (object) => (variable(object).value = was));
    expect((await decide(here, running)).outcome).toMatch(/applied|unchanged/);
  });

  it('is paused by an annotation on any resource', async () => {
    const here = await world();
    const running = here.run(...LIVE);
    await untilChange(here, running);
    const annotate = (value: string | undefined): void =>
      here.api.edit('SeldonDeployment', 'queue-classification', ({ metadata }) => {
        (metadata as { annotations?: Record<string, string> }).annotations =
          value === undefined ? {} : { 'opd.lab/paused': value };
      });
    annotate('true');
    expect((await decide(here, running)).reason).toBe('queue-classification says that the agent is paused.');
    annotate(undefined);
    expect((await decide(here, running)).outcome).toBe('applied');
  });

  it('orders the baseline when the latency was above the objective too often, and holds to it', async () => {
    const here = await world({
      settings: (exported) => ({ ...exported, revert: { breaches: 3, holdSeconds: 30 } }),
      // Every request takes a hundred times as long as it does.
      metrics: (text) =>
        text.replace(
          /^(model_infer_request_duration_sum\S+) (\S+)/gm,
          (_, series: string, value: string) => `${series} ${String(100 * Number(value))}`,
        ),
    });
    const baseline = configurationIn(here.api, here.plan);
    const running = here.run(...LIVE);
    const reverted: boolean[] = [];
    await play(here, running, 6, (record) => {
      reverted.push(record.reason !== undefined);
      if (record.reason !== undefined) {
        expect(record.reason).toMatch(/the baseline is ordered/);
        expect(configurationIn(here.api, here.plan)).toEqual(baseline);
      }
    });
    expect(reverted).toEqual([false, false, true, true, true, false]);
  });

  it('leaves a decision half done where it is killed, and the next finishes from what is ordered', async () => {
    const here = await world();
    const first = here.run(...LIVE);
    await untilChange(here, first);
    here.api.delay(400, 'writes');
    const killed = first.decide(here.cluster.now).catch((error: unknown) => error);
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (here.api.requests.some(({ method, dryRun }) => method === 'PATCH' && !dryRun)) break;
    }
    first.signal('SIGKILL');
    expect(await first.ended).toBeNull();
    expect(await killed).toBeInstanceOf(Error);
    here.api.delay(0);
    const second = here.run(...LIVE);
    const record = await decide(here, second);
    expect(record.outcome).toMatch(/applied|unchanged/);
    expect(
      orderedIn(here.api, here.plan).map(({ variant, replicas, batch }) => ({ variant, replicas, batch })),
    ).toEqual(record.ordered!.map(({ variant, replicas, batch }) => ({ variant, replicas, batch })));
    expect(here.mostCores()).toBeLessThanOrEqual(tables.limits.maxCores);
  });
});
