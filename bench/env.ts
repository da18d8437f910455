/** Decisions a second of the environment through the pipe of `headless env`, beside the same orders in this process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { more, type BenchRow } from './row.ts';
import { middle } from './time.ts';
import { Incoming } from '../src/headless/env/incoming.ts';
import type { EnvLanes } from '../src/headless/env/lanes.ts';
import { servedBy } from '../src/headless/env.ts';
import { Notes } from '../src/headless/notes.ts';
import { Random } from '../src/model/random.ts';
import { createEnvironment } from '../src/scenario/prepare.ts';
import { HISTORY_SECONDS } from '../src/workload/workload.ts';

const LANES = 64;
/** Steps of one turn; the load has as many decisions. */
const STEPS = 108;
const TURNS = 7;

/** Of a client that waits for each answer before it asks again. */
class Client {
  readonly #child = spawn(
    process.execPath,
    [
      ...['src/headless/start.mjs', 'env', '--workload', 'fluctuating', '--lanes', String(LANES)],
      ...['--episode', String(STEPS), '--quiet'],
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  readonly #answers = new Incoming(this.#child.stdout);

  async ask(request: object, array?: Int32Array): Promise<void> {
    const bytes = array?.byteLength ?? 0;
    this.#child.stdin.write(`${JSON.stringify({ ...request, bytes })}\n`);
    if (array) this.#child.stdin.write(Buffer.from(array.buffer, array.byteOffset, bytes));
    const line = await this.#answers.line();
    if (line.kind !== 'line') throw new Error('the environment ended');
    const answer = JSON.parse(line.text) as { readonly error?: string; readonly bytes?: number };
    if (answer.error !== undefined) throw new Error(answer.error);
    await this.#answers.bytes(answer.bytes ?? 0);
  }

  async close(): Promise<void> {
    await this.ask({ request: 'close' });
    await once(this.#child, 'close');
  }
}

export async function benchEnv(): Promise<BenchRow[]> {
  const options = { workload: 'fluctuating', lanes: String(LANES), episode: String(STEPS) };
  const { lanes, prepared } = await servedBy(options, new Notes());
  const random = Random.stream(1, 'bench env');
  const { heads } = lanes.space;
  const all = Int32Array.from({ length: LANES * heads.length }, (_, i) =>
    random.integer(heads[i % heads.length]!),
  );
  // One lane in ten changes its order at a time, as in the bench of the plain environment.
  const orders = Array.from({ length: STEPS }, () => {
    for (let i = 0; i < all.length; i++)
      if ((Math.floor(i / heads.length) + random.integer(10)) % 10 === 0)
        all[i] = random.integer(heads[i % heads.length]!);
    return all.slice();
  });
  const fitting = orders.map((one) => fitted(lanes, one));
  const environment = createEnvironment(prepared, LANES);
  const client = new Client();
  await client.ask({ request: 'reset', seed: 1, start: 'first' });
  const plain: number[] = [];
  const stepped: number[] = [];
  const piped: number[] = [];
  const timed = async (into: number[], work: () => unknown): Promise<void> => {
    const from = performance.now();
    await work();
    into.push((1000 * LANES * STEPS) / (performance.now() - from));
  };
  for (let turn = 0; turn < TURNS; turn++) {
    await timed(plain, () => {
      for (let lane = 0; lane < LANES; lane++) environment.reset(lane, prepared.track, HISTORY_SECONDS);
      for (const one of fitting) environment.step(one);
    });
    lanes.reset(1, 'first');
    await timed(stepped, () => {
      for (const one of orders) lanes.step(one);
    });
    await timed(piped, async () => {
      for (const one of orders) await client.ask({ request: 'step' }, one);
    });
  }
  await client.close();
  const against = `plain environment, same orders, ${String(LANES)} lanes`;
  return [
    more(
      'with observations, rewards and info, in this process',
      middle(stepped),
      'decisions/s',
      against,
      middle(plain),
    ),
    more('through the pipe, one request at a time', middle(piped), 'decisions/s', against, middle(plain)),
  ];
}

/** The orders as they are run: repaired where they exceed the cores. */
function fitted(lanes: EnvLanes, orders: Int32Array): Int32Array {
  const own = orders.slice();
  for (let lane = 0; lane < lanes.lanes; lane++) lanes.repair.fit(own, lane * lanes.space.heads.length);
  return own;
}
