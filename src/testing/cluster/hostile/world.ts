/** The exported agent between two hostile peers: a Prometheus that is made up, and one in front of the API server's double. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHostilePeer, type Asked, type Honest, type HostilePeer } from './peer.ts';
import type { AgentProcess } from '../agentProcess.ts';
import type { ApiServer } from '../apiServer.ts';
import { agentProcessOf, apiServerFor, coresIn, TOKEN } from '../deployed.ts';
import type { AgentSettings } from '../../../export/agent/settings.ts';
import { defaultChoices, planOf, type ClusterPlan } from '../../../export/cluster/plan.ts';
import { agentText, type AgentRecord } from '../../../learning/network/trainedAgent.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import { HISTORY_SECONDS } from '../../../workload/workload.ts';

export interface HostileWorld {
  readonly plan: ClusterPlan;
  readonly api: ApiServer;
  /** In front of the API server. */
  readonly apiPeer: HostilePeer;
  readonly prometheusPeer: HostilePeer;
  /** req/s that Prometheus tells of. */
  load: number;
  readonly tokenFile: string;
  /** Most cores that were ordered after any write; 0 before the first. */
  readonly mostCores: () => number;
  readonly run: (...args: readonly string[]) => AgentProcess;
  readonly close: () => Promise<void>;
}

/** An honest Prometheus's answer: `load` requests in each second, nothing waits, every stage takes 0.1 s. */
function measured({ target }: Asked, load: number): Honest {
  const { searchParams } = new URL(target, 'http://prometheus');
  const at = Number(searchParams.get('time'));
  const result = searchParams.get('query')!.endsWith('s]')
    ? {
        resultType: 'matrix',
        result: [
          {
            metric: {},
            values: Array.from({ length: HISTORY_SECONDS + 15 }, (_, k) => [
              at - HISTORY_SECONDS - 14 + k,
              String(Math.round(load * k)),
            ]),
          },
        ],
      }
    : { resultType: 'scalar', result: [at, '0.1'] };
  return { status: 200, body: JSON.stringify({ status: 'success', data: result }) };
}

/** What the API server's double says and does. */
async function forwarded(
  { method, target, token, contentType, body }: Asked,
  api: ApiServer,
): Promise<Honest> {
  const answer = await fetch(`${api.url}${target}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(contentType === '' ? {} : { 'content-type': contentType }),
    },
    ...(body === '' ? {} : { body }),
  });
  return { status: answer.status, body: await answer.text() };
}

export interface HostileOptions {
  readonly pipeline: Pipeline;
  readonly agent: AgentRecord;
  /** The headless command `export`. */
  readonly exportInto: (args: readonly string[]) => Promise<unknown>;
  /** Seconds that Prometheus is given. */
  readonly timeoutSeconds: number;
}

export async function createHostileWorld(options: HostileOptions): Promise<HostileWorld> {
  const { pipeline, timeoutSeconds } = options;
  const folder = await mkdtemp(join(tmpdir(), 'sluice-hostile-'));
  const out = join(folder, 'export');
  await writeFile(join(folder, 'agent.json'), agentText(options.agent));
  await options.exportInto([
    ...['--pipeline', pipeline.id, '--layout', 'seldon-per-stage'],
    ...['--policy', join(folder, 'agent.json'), '--out', out],
  ]);
  const any = pipeline.stages.map(() => ({ variant: 0, replicas: 1, batch: 1 }));
  const planned = planOf(pipeline, any, { ...defaultChoices(pipeline), layout: 'seldon-per-stage' });
  if (!planned.ok) throw new Error(planned.message);
  const plan = planned.value;
  let most = 0;
  const api: ApiServer = await apiServerFor(
    out,
    () => [],
    () => (most = Math.max(most, coresIn(api, plan))),
  );
  const prometheusPeer = await startHostilePeer(async (asked) => measured(asked, world.load));
  const apiPeer = await startHostilePeer((asked) => forwarded(asked, api));
  const exported = JSON.parse(await readFile(join(out, 'agent', 'settings.json'), 'utf8')) as AgentSettings;
  const settings: AgentSettings = {
    ...exported,
    prometheus: { ...exported.prometheus, url: prometheusPeer.url, timeoutSeconds },
    // Nothing is held back by itself: every decision is to be ordered.
    guards: {
      cooldownSeconds: { variant: 0, replicas: 0, batch: 0 },
      hysteresis: 0,
      waitUntilReady: false,
      surgeHeadroom: false,
    },
    revert: { breaches: 0, holdSeconds: 0 },
  };
  const file = join(folder, 'settings.json');
  await writeFile(file, JSON.stringify(settings));
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, `${TOKEN}\n`);
  const running: AgentProcess[] = [];
  const world: HostileWorld = {
    plan,
    api,
    apiPeer,
    prometheusPeer,
    load: 5,
    tokenFile,
    mostCores: () => most,
    run: (...args) => {
      const one = agentProcessOf(out, apiPeer, tokenFile, file, args);
      running.push(one);
      return one;
    },
    close: async () => {
      for (const one of running) {
        one.signal('SIGKILL');
        await one.ended;
      }
      await Promise.all([prometheusPeer.close(), apiPeer.close()]);
      await api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}

/** Whether a piece of the token, of so many characters, stands in `text` in any of the forms that the tricks use. */
export function tellsToken(text: string, piece = 12): boolean {
  const bare = (one: string): string => one.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const forms = [
    TOKEN,
    Array.from(TOKEN).reverse().join(''),
    Buffer.from(TOKEN).toString('hex'),
    Buffer.from(`Bearer ${TOKEN}`).toString('base64').slice(10),
    Array.from(TOKEN, (char) => `u00${char.charCodeAt(0).toString(16)}`).join(''),
  ].map(bare);
  const inside = bare(text);
  return forms.some((form) => {
    for (let i = 0; i + piece <= form.length; i += 1)
      if (inside.includes(form.slice(i, i + piece))) return true;
    return false;
  });
}
