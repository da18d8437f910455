/** The exported agent between peers that mean it ill: it holds or goes on, tells nothing, and stays within its memory. */
import { describe, expect, it } from 'vitest';
import { exportManifests } from './export.ts';
import type { AuditRecord } from '../export/agent/audit.ts';
import { defaultLimits } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { compile } from '../model/tables.ts';
import { untrainedAgent } from '../testing/agents.ts';
import type { AgentProcess } from '../testing/cluster/agentProcess.ts';
import { configurationIn } from '../testing/cluster/deployed.ts';
import { trickNames, type TrickName } from '../testing/cluster/hostile/tricks.ts';
import { createHostileWorld, tellsToken, type HostileWorld } from '../testing/cluster/hostile/world.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

const pipeline = presetById('video')!;
const tables = compile(pipeline, defaultLimits);
const AT = Date.UTC(2026, 0, 31, 12);
const MIB = 2 ** 20;
/** The limit of the pod that `agent.yaml` orders. */
const LIMIT = 256 * MIB;
/** Honest in the end, only slowly told, or with a word changed that no decision rests on. */
const HARMLESS: readonly TrickName[] = ['a chunk for each byte'];

async function between(test: (world: HostileWorld, agent: AgentProcess) => Promise<void>): Promise<void> {
  const world = await createHostileWorld({
    pipeline,
    agent: untrainedAgent(tables, 3, 0.3),
    exportInto: exportManifests,
    timeoutSeconds: 2,
  });
  try {
    const agent = world.run('--at', '-', '--mode', 'live');
    await test(world, agent);
    const peak = await agent.peak();
    console.log(`peak memory of the agent: ${(peak / MIB).toFixed(1)} MiB`);
    expect(peak).toBeLessThan(LIMIT);
    expect(agent.errors()).toBe('');
    expect(tellsToken(agent.output())).toBe(false);
    for (const { lured } of [world.apiPeer, world.prometheusPeer])
      expect(lured).toEqual({ requests: 0, tokens: 0 });
    expect(world.mostCores()).toBeLessThanOrEqual(tables.limits.maxCores);
  } finally {
    await world.close();
  }
}

/** A decision whose peers are honest; where the machine is so busy that they are late, one of the next. */
async function onTime(agent: AgentProcess): Promise<AuditRecord> {
  let record = await agent.decide(AT);
  for (let k = 0; k < 10 && /took longer than/.test(record.reason ?? ''); k++)
    record = await agent.decide(AT);
  return record;
}

/** Decides with other loads until something is to be ordered. */
async function untilOrdered(world: HostileWorld, agent: AgentProcess, k: number): Promise<AuditRecord> {
  for (let n = 0; n < 20; n++) {
    world.load = 1 + ((7 * (20 * k + n)) % 60);
    const record = await agent.decide(AT);
    if (record.operations !== undefined) return record;
  }
  throw new Error('nothing was to be ordered in twenty decisions');
}

describe('the exported agent among hostile peers', { timeout: 180_000 }, () => {
  it.concurrent.each([0, 1])('holds whatever an API server answers to its questions, half %i', (half) =>
    between(async (world, agent) => {
      for (const trick of trickNames.filter((_, k) => k % 2 === half)) {
        world.apiPeer.choose = ({ method }) => (method === 'GET' ? { trick, carriedOut: false } : undefined);
        const before = configurationIn(world.api, world.plan);
        const record = await agent.decide(AT);
        if (!HARMLESS.includes(trick)) {
          expect(record, trick).toMatchObject({ outcome: 'held', reason: expect.any(String) as string });
          expect(configurationIn(world.api, world.plan), trick).toEqual(before);
        }
        expect(record.ms, trick).toBeLessThan(1000 * DECISION_SECONDS);
        expect(record.reason?.length ?? 0, trick).toBeLessThanOrEqual(1000);
        // Honest again: it goes on.
        world.apiPeer.choose = () => undefined;
        expect((await onTime(agent)).outcome, trick).toMatch(/applied|unchanged/);
      }
    }),
  );

  it.concurrent('holds whatever a Prometheus answers', () =>
    between(async (world, agent) => {
      // Those of the API server change nothing here.
      const harmless = [...HARMLESS, 'the token in what is ordered', 'a text of 400 KiB'];
      for (const trick of trickNames) {
        world.prometheusPeer.choose = () => ({ trick, carriedOut: false });
        const record = await agent.decide(AT);
        if (!harmless.includes(trick))
          expect(record, trick).toMatchObject({ outcome: 'held', reason: expect.any(String) as string });
        expect(record.ms, trick).toBeLessThan(1000 * DECISION_SECONDS);
      }
    }),
  );

  it.concurrent('takes no write for done that was not', () =>
    between(async (world, agent) => {
      const slow = trickNames.filter((name) => /100 ms|silent|nothing$|9 PB|4 GB/.test(name));
      const quick = trickNames.filter((name) => !slow.includes(name));
      let lost = 0;
      for (const [k, trick] of [...quick, ...slow.slice(0, 3)].entries()) {
        // Half of them are carried out all the same: only the answer is ill.
        const carriedOut = k % 2 === 0 || HARMLESS.includes(trick) || trick.startsWith('the token in what');
        let first = true;
        world.apiPeer.choose = ({ method, target }) => {
          if (method !== 'PATCH' || target.includes('dryRun') || !first) return undefined;
          first = false;
          return { trick, carriedOut };
        };
        const writes = (): number =>
          world.api.requests.filter((one) => one.method === 'PATCH' && !one.dryRun && one.status === 200)
            .length;
        const before = writes();
        const record = await untilOrdered(world, agent, k);
        const operations = record.operations!;
        const taken = operations.filter(({ result }) => result === 'taken').length;
        const done = writes() - before;
        // A write that was carried out and refused in words is found at the next decision.
        expect(done - taken, `${trick}: ${JSON.stringify(operations)}`).toBeGreaterThanOrEqual(0);
        expect(done - taken, `${trick}: ${JSON.stringify(operations)}`).toBeLessThanOrEqual(
          carriedOut ? 1 : 0,
        );
        if (record.outcome === 'applied')
          expect(configurationIn(world.api, world.plan), trick).toEqual(
            record.ordered!.map(({ variant, replicas, batch }, n) => ({
              variant: pipeline.stages[n]!.variants.findIndex(({ name }) => name === variant),
              replicas,
              batch,
            })),
          );
        if (trick.startsWith('redirect')) {
          expect(record.outcome, trick).toBe('partly');
          expect(
            operations.some(({ result }) =>
              /^refused: 30\d 127\.0\.0\.1:\d+ answered with a redirect \(30\d\) to .+; the agent follows none$/.test(
                result,
              ),
            ),
            `${trick}: ${JSON.stringify(operations)}`,
          ).toBe(true);
        }
        if (record.outcome !== 'applied') lost++;
      }
      expect(lost).toBeGreaterThan(10);
    }),
  );
});
