/** Everything around the exported agent, made for one test: cluster, API server, Prometheus and the export itself. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentProcess } from './agentProcess.ts';
import type { ApiServer } from './apiServer.ts';
import {
  agentProcessOf,
  apiServerFor,
  configurationIn,
  coresIn,
  lastSeries,
  metricsServer,
  TOKEN,
} from './deployed.ts';
import { PlayedCluster } from './playedCluster.ts';
import { freePort, startPrometheus, type PrometheusProcess } from './prometheusProcess.ts';
import { sharedFolder } from '../shared.ts';
import type { AgentSettings } from '../../export/agent/settings.ts';
import { defaultChoices, planOf, type ClusterPlan, type Layout } from '../../export/cluster/plan.ts';
import { prepare, type Prepared } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { agentText, type AgentRecord } from '../../learning/network/trainedAgent.ts';
import { presetById } from '../../model/presets/index.ts';
import { generateWorkload } from '../../workload/generators.ts';
import { importWorkload } from '../../workload/import.ts';
import { HISTORY_SECONDS, type Workload } from '../../workload/workload.ts';

/** A real trace where the shared folder is at hand, else a generated one. */
export async function realLoad(): Promise<Workload> {
  const shared = sharedFolder();
  if (shared === undefined) {
    console.log('skipped: ../shared is absent, so the cluster plays a generated load and no real trace');
    return generateWorkload('fluctuating', 7);
  }
  const imported = importWorkload(
    await readFile(join(shared, 'data', 'traces', 'fluctuating.csv')),
    'fluctuating.csv',
  );
  if (!imported.ok) throw new Error(imported.message);
  return imported.value.workload;
}

export interface ClusterWorld {
  readonly prepared: Prepared;
  readonly plan: ClusterPlan;
  readonly cluster: PlayedCluster;
  readonly api: ApiServer;
  readonly prometheus: PrometheusProcess;
  readonly settings: AgentSettings;
  /** Most cores that were ordered after any write; 0 before the first. */
  readonly mostCores: () => number;
  /** Starts the exported program with these arguments beside those that say where everything is. */
  readonly run: (...args: readonly string[]) => AgentProcess;
  /** Waits until Prometheus has scraped all that was. */
  readonly scraped: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface WorldOptions {
  readonly layout: Layout;
  readonly agent: AgentRecord;
  readonly workload: Workload;
  /** The headless command `export`. */
  readonly exportInto: (args: readonly string[]) => Promise<unknown>;
  /** What is changed of the settings that were exported. */
  readonly settings?: (exported: AgentSettings) => AgentSettings;
  /** Seconds that every replica takes to start; default: each variant's own. */
  readonly startupSeconds?: number | undefined;
  /** When second 0 of the load was, ms since 1970; default: the load ends now. */
  readonly start?: number;
  /** Between scrapes. */
  readonly scrape?: string;
  /** Replaces what the metrics say. */
  readonly metrics?: (text: string) => string;
  /** Samples after this are not shown yet; default: none are held back. */
  readonly until?: () => number;
}

export async function createWorld(options: WorldOptions): Promise<ClusterWorld> {
  const { layout, workload, metrics = (text: string) => text, until = () => Infinity } = options;
  const closing: (() => Promise<unknown>)[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'sluice-agent-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const prometheus = await startPrometheus(`127.0.0.1:${String(port)}`, options.scrape ?? '100ms');
  closing.push(() => prometheus.close());
  await writeFile(join(folder, 'agent.json'), agentText(options.agent));
  const out = join(folder, 'export');
  await options.exportInto([
    ...['--pipeline', 'video', '--layout', layout, '--policy', join(folder, 'agent.json')],
    ...['--prometheus', prometheus.url, '--out', out],
  ]);
  const pipeline = presetById('video')!;
  const prepared = prepare({
    ...defaultScenario(pipeline, workload),
    startupSeconds: options.startupSeconds,
  });
  const any = pipeline.stages.map(() => ({ variant: 0, replicas: 1, batch: 1 }));
  const planned = planOf(pipeline, any, { ...defaultChoices(pipeline), layout });
  if (!planned.ok) throw new Error(planned.message);
  const plan = planned.value;
  let most = 0;
  const api: ApiServer = await apiServerFor(
    out,
    () => cluster.pods(),
    () => (most = Math.max(most, coresIn(api, plan))),
  );
  closing.push(() => api.close());
  const start = options.start ?? 1000 * (Math.floor(Date.now() / 1000) - workload.rates.length);
  const cluster: PlayedCluster = new PlayedCluster(prepared, plan, configurationIn(api, plan), start);
  const server = await metricsServer(port, () =>
    metrics(cluster.exposition(cluster.now - 1000 * (HISTORY_SECONDS + 30), until())),
  );
  closing.push(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, TOKEN);
  const exported = JSON.parse(await readFile(join(out, 'agent', 'settings.json'), 'utf8')) as AgentSettings;
  const settings = options.settings?.(exported) ?? exported;
  const changed = join(folder, 'settings.json');
  await writeFile(changed, JSON.stringify(settings));
  return {
    prepared,
    plan,
    cluster,
    api,
    prometheus,
    settings,
    mostCores: () => most,
    scraped: () => prometheus.until(lastSeries(plan), cluster.now),
    run: (...args) => {
      const running = agentProcessOf(out, api, tokenFile, changed, args);
      closing.push(() => {
        running.signal('SIGKILL');
        return running.ended;
      });
      return running;
    },
    close: async () => {
      for (const close of closing.splice(0).reverse()) await close();
    },
  };
}

/** Decision by decision: measured, decided, ordered; then the cluster lives through ten seconds of it. */
export async function play(
  { cluster, api, plan, scraped }: ClusterWorld,
  running: AgentProcess,
  decisions: number,
  each: (record: Awaited<ReturnType<AgentProcess['decide']>>, k: number) => void,
): Promise<void> {
  for (let k = 0; k < decisions; k++) {
    await scraped();
    each(await running.decide(cluster.now), k);
    cluster.step(configurationIn(api, plan));
  }
}
