/** The in-cluster agent as a program; built into one file that needs nothing but Node. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { optionsOf, USAGE, type Options } from './options.ts';
import { dueAfter, INTERVAL, isMissed, nextDue } from './schedule.ts';
import { serve } from './server.ts';
import { Agent } from '../agent.ts';
import type { AuditRecord } from '../audit.ts';
import { kubernetesAt } from '../kubernetes.ts';
import { mindOf } from '../mind.ts';
import { prometheusAt } from '../prometheus.ts';
import { parseSettings, type AgentSettings } from '../settings.ts';
import { Telemetry } from '../telemetry.ts';
import { digestOf } from '../../../model/digest.ts';

/** Seconds that the API server is given for an answer. */
const PATIENCE = 5;

/** Ends the program with a sentence: nothing was changed. */
function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

async function filesIn(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const names = (await readdir(folder, { withFileTypes: true }))
    // What a ConfigMap is mounted with begins with two dots.
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('..'))
    .map(({ name }) => name);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  );
}

/** Inside a cluster the API server's address stands in the environment. */
function apiOf({ api }: Options): string {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
  if (api !== undefined) return api;
  if (host === undefined) refuse('No API server: --api is missing, and this is no pod of a cluster.');
  return `https://${host.includes(':') ? `[${host}]` : host}:${port ?? '443'}`;
}

async function build(options: Options): Promise<{ readonly agent: Agent; readonly settings: AgentSettings }> {
  const settings = parseSettings(await readFile(options.settings, 'utf8'), options.settings);
  if (!settings.ok) refuse(settings.message);
  const files = await filesIn(options.bundle);
  const bundle = files.get('bundle.json') ?? new Uint8Array();
  if (digestOf(bundle) !== settings.value.bundle)
    refuse('The settings were made for another bundle; take both from the same export.');
  const mind = mindOf(files);
  if (!mind.ok) refuse(`The self-test failed: ${mind.message}`);
  if (mind.value.tables.stages !== settings.value.stages.length)
    refuse('The settings name another number of stages than the bundle has.');
  if (options.check) {
    process.stdout.write('The bundle is whole, and every golden decision is repeated.\n');
    process.exit(0);
  }
  const chosen = { ...settings.value, mode: options.mode ?? settings.value.mode };
  const { url, timeoutSeconds } = chosen.prometheus;
  const agent = new Agent(chosen, mind.value, {
    prometheus: prometheusAt(url, timeoutSeconds),
    kubernetes: kubernetesAt(apiOf(options), () => readFile(options.tokenFile, 'utf8'), PATIENCE),
    clock: () => performance.now(),
  });
  return { agent, settings: chosen };
}

/** A time of the command line or of a line; undefined where it is none. */
function timeOf(text: string): number | undefined {
  const time = Date.parse(text.trim());
  return Number.isFinite(time) ? time : undefined;
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (!options.ok) refuse(`${options.message}\n\n${USAGE}`);
  const { at, port } = options.value;
  const { agent, settings } = await build(options.value);
  const telemetry = new Telemetry();
  const note = (record: AuditRecord): void => {
    telemetry.note(record);
    process.stdout.write(`${JSON.stringify(record)}\n`);
  };
  if (at !== undefined) {
    for await (const line of at === '-' ? createInterface(process.stdin) : [at]) {
      const time = timeOf(line);
      if (time === undefined) refuse(`"${line}" is no time like 2026-01-31T12:00:00Z.`);
      note(await agent.decide(time));
    }
    return;
  }

  let deciding: Promise<void> | undefined;
  let last = performance.now();
  const server = port > 0 ? serve(port, telemetry, () => performance.now() - last < 3 * INTERVAL) : undefined;
  let due = nextDue(Date.now());
  const tick = (): void => {
    const now = due;
    const missed = isMissed(now, Date.now());
    due = dueAfter(now, Date.now());
    timer = setTimeout(tick, due - Date.now());
    if (deciding || missed) {
      telemetry.skip();
      return;
    }
    deciding = agent.decide(now - 1000 * settings.prometheus.delaySeconds).then((record) => {
      note(record);
      last = performance.now();
      deciding = undefined;
    }, crash);
  };
  let timer = setTimeout(tick, due - Date.now());
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      // A decision that has begun is carried to its end.
      clearTimeout(timer);
      server?.close();
      void (deciding ?? Promise.resolve()).then(() => process.exit(0));
    });
}

/** A bug: the pod restarts, and reads from the cluster what is ordered. */
function crash(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(2);
}

main().catch(crash);
