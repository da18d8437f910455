/** An hour of the exported agent among hostile peers, by its own clock and as fast as it decides: how much memory it ever holds. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchRow } from './row.ts';
import { exportManifests } from '../src/headless/export.ts';
import { defaultLimits } from '../src/model/pipeline.ts';
import { presetById } from '../src/model/presets/index.ts';
import { Random } from '../src/model/random.ts';
import { compile } from '../src/model/tables.ts';
import { untrainedAgent } from '../src/testing/agents.ts';
import type { AgentProcess } from '../src/testing/cluster/agentProcess.ts';
import type { Asked, HostilePeer } from '../src/testing/cluster/hostile/peer.ts';
import { trickNames, type TrickName } from '../src/testing/cluster/hostile/tricks.ts';
import { createHostileWorld, tellsToken, type HostileWorld } from '../src/testing/cluster/hostile/world.ts';
import { freePort } from '../src/testing/cluster/prometheusProcess.ts';

const MIB = 2 ** 20;
/** The limit of the pod that `agent.yaml` orders, MiB. */
const LIMIT = 256;
/** `SLUICE_AGENT_MINUTES` shortens it for a try. */
const MINUTES = Number(process.env['SLUICE_AGENT_MINUTES'] ?? 60);
/** Milliseconds between decisions of the one that does not wait for its clock, where they take no longer. */
const PAUSE = 500;

/** What takes the most memory, if anything does: played to all questions of a decision at once. */
const HEAVY = trickNames.filter((name) =>
  /endless|as many as|bomb|million|400 KiB|levels|objects/.test(name),
);

/** Ten seconds or a decision long, all are honest, one is not, all play one trick, or only writes are answered ill. */
class Mood {
  readonly #random: Random;
  #trick: TrickName | undefined;
  #share = 0;
  #writesOnly = false;

  constructor(random: Random) {
    this.#random = random;
  }

  change(): void {
    const among = (names: readonly TrickName[]): TrickName => names[this.#random.integer(names.length)]!;
    const kind = this.#random.uniform();
    this.#writesOnly = kind < 0.3;
    this.#share = kind < 0.3 ? 0.5 : kind < 0.6 ? 1 : 0.3;
    this.#trick = kind < 0.3 ? undefined : kind < 0.6 ? among(HEAVY) : undefined;
  }

  choose({ method, target }: Asked): ReturnType<HostilePeer['choose']> {
    const writes = method === 'PATCH' && !target.includes('dryRun');
    if ((this.#writesOnly && !writes) || this.#random.uniform() >= this.#share) return undefined;
    const trick = this.#trick ?? trickNames[this.#random.integer(trickNames.length)]!;
    return { trick, carriedOut: this.#random.uniform() < 0.5 };
  }
}

/** Slow, many and huge requests to the agent's own port, some a second, until `done`. */
async function pester(port: number, random: Random, done: () => boolean): Promise<number> {
  const open: Socket[] = [];
  let sent = 0;
  while (!done()) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    open.push(socket);
    if (open.length > 300) open.shift()!.destroy();
    const texts = [
      'GET /metrics HTTP/1.1\r\nhost: a\r\n',
      `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n\r\n`,
      'GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(1000),
      `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n${'x'.repeat(100_000)}`,
      `GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(10_000)}`,
    ];
    socket.write(texts[random.integer(texts.length)]!);
    sent++;
    await sleep(50);
  }
  for (const socket of open) socket.destroy();
  return sent;
}

/** Asks for the agent's health as its kubelet does, beside all that; how often it was asked, and in vain. */
async function probe(port: number, done: () => boolean): Promise<{ asked: number; failed: number }> {
  const found = { asked: 0, failed: 0 };
  while (!done()) {
    await sleep(2000);
    found.asked++;
    const answer = await fetch(`http://127.0.0.1:${String(port)}/healthz`, {
      signal: AbortSignal.timeout(1000),
    }).catch(() => undefined);
    if (answer?.status !== 200) found.failed++;
    await answer?.body?.cancel();
  }
  return found;
}

function pick(world: HostileWorld, seed: number): Mood {
  const mood = new Mood(Random.stream(seed, 'hostile'));
  for (const peer of [world.apiPeer, world.prometheusPeer]) peer.choose = (asked) => mood.choose(asked);
  return mood;
}

export async function benchAgentHour(): Promise<BenchRow[]> {
  const pipeline = presetById('video')!;
  const agent = untrainedAgent(compile(pipeline, defaultLimits), 3, 0.3);
  const make = (): Promise<HostileWorld> =>
    createHostileWorld({ pipeline, agent, exportInto: exportManifests, timeoutSeconds: 3 });
  const worlds = [await make(), await make()] as const;
  const [timed, fast] = worlds;
  const port = await freePort();
  const own = timed.run('--mode', 'live', '--port', String(port));
  const driven = fast.run('--at', '-', '--mode', 'live');
  const end = performance.now() + 60_000 * MINUTES;
  const over = (): boolean => performance.now() > end;
  const outcomes = new Map<string, number>();
  const note = (outcome: string): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);

  const byClock = async (): Promise<void> => {
    const mood = pick(timed, 1);
    while (!over()) {
      mood.change();
      note((await own.next()).outcome);
    }
  };
  const byTurn = async (): Promise<void> => {
    const mood = pick(fast, 2);
    const random = Random.stream(3, 'load');
    for (let k = 0; !over(); k++) {
      mood.change();
      fast.load = 60 * random.uniform();
      note((await driven.decide(Date.UTC(2026, 0, 31) + 10_000 * k)).outcome);
      await sleep(PAUSE);
    }
  };
  const peaks = async (): Promise<readonly number[]> =>
    (await Promise.all([own, driven].map((one: AgentProcess) => one.peak()))).map((bytes) => bytes / MIB);
  const report = async (): Promise<void> => {
    for (let minute = 1; !over(); minute++) {
      await sleep(Math.min(60_000, Math.max(0, end - performance.now())));
      const [a, b] = await peaks();
      console.log(
        `  minute ${String(minute)}: peak ${a!.toFixed(1)} MiB by its clock, ${b!.toFixed(1)} MiB driven; ${JSON.stringify(Object.fromEntries(outcomes))}`,
      );
    }
  };
  const [sent, health] = await Promise.all([
    pester(port, Random.stream(4, 'pester'), over),
    probe(port, over),
    byClock(),
    byTurn(),
    report(),
  ]);
  const found = await peaks();
  if ([own, driven].some((one) => tellsToken(one.output()) || tellsToken(one.errors())))
    throw new Error('the agent told its token');
  if (worlds.some((world) => world.apiPeer.lured.requests + world.prometheusPeer.lured.requests > 0))
    throw new Error('the agent followed a redirect');
  const tricks = worlds.flatMap((world) => [
    ...world.apiPeer.played.values(),
    ...world.prometheusPeer.played.values(),
  ]);
  console.log(
    `  ${String(tricks.reduce((sum, n) => sum + n, 0))} hostile answers, ${String(sent)} hostile requests to its port; ${String(health.failed)} of ${String(health.asked)} probes of its health failed; errors: ${JSON.stringify(own.errors() + driven.errors())}`,
  );
  await Promise.all(worlds.map((world) => world.close()));
  return found.map((peak, i) => ({
    name: `peak memory in ${String(MINUTES)} min, ${i === 0 ? 'by its own clock, its port pestered' : 'driven, a decision after the other'}`,
    value: peak,
    unit: 'MiB',
    against: 'its pod’s limit',
    againstValue: LIMIT,
    ratio: peak / LIMIT,
  }));
}
