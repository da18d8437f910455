import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carryOut } from './carryOut.ts';
import type { CommandName } from './help.ts';
import type { ThreadMessage } from './messages.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-too-much-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The refusal of a command on `seconds` of `rate` requests/s. */
async function refusal(
  name: CommandName,
  rate: number,
  seconds: number,
  ...args: readonly string[]
): Promise<string> {
  const load = join(folder, `${String(rate)}.csv`);
  const rows = Array.from({ length: seconds }, (_, t) => `${String(t)},${String(rate)}`);
  await writeFile(load, ['seconds,rate', ...rows].join('\n'));
  let last: ThreadMessage | undefined;
  await carryOut(
    name,
    args.map((arg) => (arg === 'LOAD' ? load : arg)),
    new Int32Array(1),
    (message) => {
      last = message;
    },
  );
  return last?.kind === 'refused' ? last.sentence : `no refusal: ${JSON.stringify(last).slice(0, 300)}`;
}

const ADVICE = 'Where it is worth the wait, --time-limit gives each single run more seconds.';
const simulate = ['--workload', 'LOAD', '--environment', 'discrete', '--policy', 'greedy'];
const compare = [
  ...['--pipelines', 'video', '--workloads', 'LOAD', '--environment', 'discrete'],
  ...['--policies', 'greedy', '--seeds', '1'],
];
const tune = ['--workload', 'LOAD', '--policy', 'hpa', '--candidates', '24'];

describe('what is too much', () => {
  it.each([
    ['simulate', 4e8, simulate],
    ['simulate', 2.1e6, simulate],
    ['compare', 4e8, compare],
    ['compare', 1e9, compare],
    ['tune', 1e9, tune],
  ] as const)(
    'is not said to need more time where that cannot help: %s at %d requests/s',
    async (name, rate, args) => {
      const said = await refusal(name, rate, 300, ...args);
      expect(said).toMatch(/^The load has [\d,]+ requests within ten seconds/);
      expect(said).not.toContain('--time-limit');
    },
  );

  it.each([
    ['simulate', simulate],
    ['compare', compare],
    ['tune', tune],
  ] as const)('is said to need more time where that lacked: %s', async (name, args) => {
    const said = await refusal(name, 1e6, 300, ...args, '--time-limit', '1');
    expect(said).toContain('was stopped after');
    expect(said.endsWith(` ${ADVICE}`)).toBe(true);
  });
});

describe('what files bring into sentences', () => {
  it('neither ends a line nor reaches the terminal as a command to it', async () => {
    const policy = join(folder, 'loud.js');
    await writeFile(policy, 'export default { name: "l", decide() { throw new Error("a\\nb\\x1b[2J"); } };');
    const load = join(folder, 'short.csv');
    await writeFile(load, Array.from({ length: 150 }, () => 8).join('\n'));
    const heard: ThreadMessage[] = [];
    const args = [
      '--pipelines',
      'video',
      '--workloads',
      load,
      '--policies',
      `${policy},greedy`,
      '--seeds',
      '1',
    ];
    await carryOut('compare', args, new Int32Array(1), (message) => heard.push(message));
    const notes = heard.flatMap((message) => (message.kind === 'note' ? [message.sentence] : []));
    expect(notes.at(-1)).toMatch(/^loud\.js failed at decision 1: Error: a b\ufffd\[2J, at line 1/);
    const alone = args.map((arg) => (arg === `${policy},greedy` ? policy : arg));
    await carryOut('compare', alone, new Int32Array(1), (message) => heard.push(message));
    const last = heard.at(-1)!;
    expect(last.kind === 'refused' && last.sentence).toMatch(/: Error: a b\ufffd\[2J, at line 1/);
  });
});
