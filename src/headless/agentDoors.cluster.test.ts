/** The exported agent at its edges: how it starts, how it ends, and who asks at its port. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportManifests } from './export.ts';
import { defaultLimits } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { compile } from '../model/tables.ts';
import { untrainedAgent } from '../testing/agents.ts';
import { TOKEN } from '../testing/cluster/deployed.ts';
import { createHostileWorld, tellsToken, type HostileWorld } from '../testing/cluster/hostile/world.ts';
import { freePort } from '../testing/cluster/prometheusProcess.ts';

const pipeline = presetById('video')!;
const AT = Date.UTC(2026, 0, 31, 12);
let world: HostileWorld;
let folder: string;
beforeAll(async () => {
  world = await createHostileWorld({
    pipeline,
    agent: untrainedAgent(compile(pipeline, defaultLimits), 3, 0.3),
    exportInto: exportManifests,
    timeoutSeconds: 3,
  });
  folder = await mkdtemp(join(tmpdir(), 'sluice-doors-'));
}, 60_000);
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

/** What a start says that is refused: one sentence on standard error, code 1, nothing else. */
async function refusal(...args: readonly string[]): Promise<string> {
  const agent = world.run('--at', '-', ...args);
  expect(await agent.ended).toBe(1);
  expect(agent.output()).toBe('');
  expect(agent.errors()).not.toMatch(/\n\s+at |node:internal/);
  expect(tellsToken(agent.errors())).toBe(false);
  return agent.errors().trim();
}
const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

describe('the exported agent begins with a sentence or not at all', { timeout: 60_000 }, () => {
  it('where its port is taken', async () => {
    const port = await freePort();
    const other = createServer().listen(port);
    try {
      const agent = world.run('--port', String(port));
      expect(await agent.ended).toBe(1);
      expect(agent.errors()).toBe(
        `Port ${String(port)} cannot be opened for /metrics and /healthz: another program has taken it. Choose another with --port, or none with --port 0.\n`,
      );
    } finally {
      other.close();
    }
  });

  it.each<readonly [string, () => Promise<readonly string[]>, RegExp]>([
    [
      'its settings are missing',
      async () => ['--settings', join(folder, 'none')],
      /none cannot be read: there is no such file\.$/,
    ],
    [
      'its settings are a folder',
      async () => ['--settings', folder],
      /cannot be read: it is no plain file\.$/,
    ],
    [
      'its settings are a device',
      async () => ['--settings', '/dev/zero'],
      /^\/dev\/zero cannot be read: it is no plain file\.$/,
    ],
    [
      'its settings are no JSON',
      async () => ['--settings', await file('a.json', TOKEN)],
      /this is not JSON\.$/,
    ],
    [
      'its bundle is missing',
      async () => ['--bundle', join(folder, 'none')],
      /none cannot be read: there is no such folder\.$/,
    ],
    [
      'its bundle is a file',
      async () => ['--bundle', await file('b', '')],
      /b cannot be read: a part of its path is no folder\.$/,
    ],
    [
      'its bundle holds a device',
      async () => {
        await mkdir(join(folder, 'c'), { recursive: true });
        await symlink('/dev/zero', join(folder, 'c', 'agent.json'));
        return ['--bundle', join(folder, 'c')];
      },
      /agent\.json cannot be read: it is no plain file\.$/,
    ],
    [
      'its token is missing',
      async () => ['--token-file', join(folder, 'none')],
      /none cannot be read: there is no such file\.$/,
    ],
    [
      'its token has two lines',
      async () => ['--token-file', await file('d', `${TOKEN}\n${TOKEN}`)],
      /^The token in .*d has a line break inside; expected one line/,
    ],
    [
      'its token is a header',
      async () => ['--token-file', await file('e', `Bearer ${TOKEN}`)],
      /a character that no token has/,
    ],
    ['its token is a device', async () => ['--token-file', '/dev/zero'], /no plain file/],
    ['its API server has no address', async () => ['--api', 'api:6443'], /^--api is no address like https:/],
    [
      'its API server has a password',
      async () => ['--api', 'https://me:secret@api'],
      /^--api is no address like https:\S+, without a user and a password\.$/,
    ],
    ['a time is none', async () => ['--at', 'noon'], /^"noon" is no time like 2026/],
    ['an option is unknown', async () => ['--tokn', 'x'], /--tokn/],
  ])('where %s', async (_, args, sentence) => {
    expect(await refusal(...(await args()))).toMatch(sentence);
  });

  it('where a line of standard input never ends', async () => {
    const agent = world.run('--at', '-');
    agent.type('1'.repeat(1_000_000));
    expect(await agent.ended).toBe(1);
    expect(agent.errors()).toBe('A line of standard input is longer than 100 characters.\n');
  });

  it('holds, and shows nothing, where its token goes bad while it runs', async () => {
    const agent = world.run('--at', '-');
    expect((await agent.decide(AT)).outcome).not.toBe('held');
    await writeFile(world.tokenFile, `${TOKEN}\n${TOKEN}\n`);
    const { reason } = await agent.decide(AT);
    expect(reason).toMatch(/could not be read: 0 no answer \(The token in \S+ has a line break inside;/);
    expect(tellsToken(agent.output() + agent.errors())).toBe(false);
    await writeFile(world.tokenFile, `${TOKEN}\n`);
    expect((await agent.decide(AT)).outcome).not.toBe('held');
    agent.signal('SIGTERM');
    expect(await agent.ended).toBe(0);
  });
});

describe('the exported agent ends', { timeout: 60_000 }, () => {
  it('after the decision that is being ordered, however often it is told to', async () => {
    const agent = world.run('--at', '-', '--mode', 'live');
    const writes = (): number =>
      world.api.requests.filter(
        ({ method, dryRun, status }) => method === 'PATCH' && !dryRun && status === 200,
      ).length;
    let begun = 0;
    world.apiPeer.choose = ({ method, target }) => {
      if (method === 'PATCH' && !target.includes('dryRun')) begun++;
      return undefined;
    };
    world.api.delay(2000, 'writes');
    const before = writes();
    let decided = agent.decide(AT);
    for (let load = 1; begun === 0; load = (load + 7) % 60) {
      const done = await Promise.race([decided.then(() => true), sleep(100).then(() => false)]);
      if (!done) continue;
      world.load = load;
      decided = agent.decide(AT);
    }
    const told = performance.now();
    for (const signal of ['SIGTERM', 'SIGTERM', 'SIGINT', 'SIGTERM', 'SIGINT'] as const) {
      agent.signal(signal);
      await sleep(100);
    }
    const record = await decided;
    expect(await agent.ended).toBe(0);
    const seconds = (performance.now() - told) / 1000;
    console.log(`ended ${seconds.toFixed(1)} s after the first of five signals`);
    world.api.delay(0);
    world.apiPeer.choose = () => undefined;
    expect(record.operations!.length).toBeGreaterThan(0);
    expect(writes() - before).toBe(record.operations!.filter(({ result }) => result === 'taken').length);
    expect(writes() - before).toBeGreaterThan(0);
    expect(agent.errors()).toBe(
      'SIGTERM a second time is ignored: a decision is being ordered, and ends within 25 s.\n',
    );
    expect(seconds).toBeLessThan(25);
  });

  it('at once at the second signal where nothing was ordered yet', async () => {
    const agent = world.run('--at', '-', '--mode', 'live');
    const seen = { asked: false };
    world.prometheusPeer.choose = () => {
      seen.asked = true;
      return { trick: 'silent', carriedOut: false };
    };
    const decided = agent.decide(AT).catch((error: unknown) => error);
    while (!seen.asked) await sleep(20);
    agent.signal('SIGTERM');
    await sleep(100);
    agent.signal('SIGTERM');
    expect(await agent.ended).toBe(0);
    expect(await decided).toBeInstanceOf(Error);
    world.prometheusPeer.choose = () => undefined;
    expect(agent.errors()).toBe(
      'SIGTERM a second time: the decision under way has ordered nothing yet and is left.\n',
    );
  });

  it('where nobody reads its record any more, with code 1 and a sentence', async () => {
    const agent = world.run('--at', '-');
    agent.closeOutput();
    void agent.decide(AT).catch(() => undefined);
    expect(await agent.ended).toBe(1);
    expect(agent.errors()).toBe('The record of decisions cannot be written (EPIPE): the agent ends.\n');
  });
});

describe('the agent’s own port', { timeout: 60_000 }, () => {
  it('answers its probes beside slow, many and huge requests', async () => {
    const port = await freePort();
    const agent = world.run('--port', String(port));
    const open: Socket[] = [];
    let closed = 0;
    const begin = (text: string): Socket => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined).on('close', () => closed++);
      socket.resume().write(text);
      open.push(socket);
      return socket;
    };
    const get = async (path: string, init: RequestInit = {}): Promise<Response> =>
      fetch(`http://127.0.0.1:${String(port)}${path}`, { ...init, signal: AbortSignal.timeout(5000) });
    for (;;) {
      if (await get('/healthz').catch(() => undefined)) break;
      await sleep(50);
    }
    const before = await agent.peak();
    for (let k = 0; k < 500; k++) begin('GET /metrics HTTP/1.1\r\nx: ');
    for (let k = 0; k < 20; k++) {
      begin('GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(5000));
      begin(`GET /${'a'.repeat(1_000_000)} HTTP/1.1\r\n`);
      begin(
        `POST /metrics HTTP/1.1\r\nhost: a\r\ncontent-length: 100000000000\r\n\r\n${'x'.repeat(1_000_000)}`,
      );
      begin(
        `GET /metrics HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nFFFFFF\r\n${'x'.repeat(1_000_000)}`,
      );
      begin(`GET /metrics HTTP/1.1\r\n${'a: b\r\n'.repeat(100_000)}`);
      expect((await get('/healthz')).status).toBe(200);
    }
    expect(await (await get('/metrics')).text()).toMatch(/^# TYPE opd_agent_decisions_total counter$/m);
    expect((await get('/metrics', { method: 'POST' })).status).toBe(405);
    expect((await get('/metrics', { method: 'DELETE' })).status).toBe(405);
    expect((await get('/../../etc/passwd')).status).toBe(404);
    // The slow ones are gone after five seconds, or somewhat later where the machine is busy.
    for (let k = 0; k < 40 && closed < open.length; k++) await sleep(500);
    expect(closed).toBe(open.length);
    expect((await get('/healthz')).status).toBe(200);
    const peak = await agent.peak();
    console.log(
      `600 ill requests: ${((peak - before) / 2 ** 20).toFixed(1)} MiB more, peak ${(peak / 2 ** 20).toFixed(1)} MiB`,
    );
    expect(peak).toBeLessThan(256 * 2 ** 20);
    agent.signal('SIGTERM');
    expect(await agent.ended).toBe(0);
    expect(agent.errors()).toBe('');
  });
});
