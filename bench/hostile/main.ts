/**
 * `npm run hostile`: everything that enters, made hostile; docs/hostile.md. `npm run hostile -- links archives` tries these
 * classes, `--page` the built page, `--attempts n` so many in all (20,000), `--seed n` others, `--only archives:17` one alone, with its input; `--json
 * file` keeps the counts.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { inspect, parseArgs } from 'node:util';
import { attempt, inputOf } from '../../src/testing/hostile/attempt.ts';
import { classByName, classes } from '../../src/testing/hostile/classes/index.ts';
import { campaign, isClean, type Tally } from '../../src/testing/hostile/runner.ts';
import { report } from './report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    attempts: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'string' },
    jobs: { type: 'string', default: String(Math.min(4, availableParallelism())) },
    page: { type: 'boolean', default: false },
  },
});

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  console.error(`--${name} takes a whole number from 0 to ${String(most)}, not “${text}”.`);
  process.exit(2);
}

const seed = whole('seed', values.seed, 999_999_999);

/** One attempt alone, in this process, where a debugger can follow it. */
async function again(asked: string): Promise<boolean> {
  const [name = '', index = ''] = asked.split(':');
  const listed = classByName(name);
  if (!listed) {
    console.error(`There is no class “${name}”; there are ${classes.map((c) => c.name).join(', ')}.`);
    process.exit(2);
  }
  const one = await listed.load();
  const number = whole('only', index, 1e9);
  const input = await inputOf(name, one, seed, number);
  console.log(inspect(input, { depth: 12, maxArrayLength: 40, maxStringLength: 4000 }));
  if (one.bytesOf && values.json !== undefined) writeFileSync(values.json, one.bytesOf(input));
  const { verdict, said, ms } = await attempt(name, one, seed, number);
  console.log(`\n${verdict} after ${ms.toFixed(0)} ms: ${said}`);
  await one.end?.();
  return verdict === 'accepted' || verdict === 'refused';
}

/** The browser's part, e2e/hostile.spec.ts, in its long form; it needs `npm run build`. */
function page(): boolean {
  const { status } = spawnSync('npx', ['playwright', 'test', 'hostile.spec.ts', '--project', 'plain'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      SLUICE_HOSTILE_PAGE: String(whole('attempts', values.attempts, 1_000_000)),
      SLUICE_HOSTILE_SEED: String(seed),
      ...(values.json === undefined ? {} : { SLUICE_HOSTILE_OUT: values.json }),
    },
  });
  return status === 0;
}

async function all(): Promise<boolean> {
  const unknown = positionals.find((name) => !classByName(name));
  if (unknown !== undefined) {
    console.error(`There is no class “${unknown}”; there are ${classes.map((c) => c.name).join(', ')}.`);
    process.exit(2);
  }
  const chosen = classes.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const attempts = whole('attempts', values.attempts, 100_000_000);
  const weights = chosen.reduce((sum, { weight }) => sum + weight, 0);
  const waiting = [...chosen].sort((a, b) => b.weight - a.weight);
  const tallies: Tally[] = [];
  const begun = performance.now();
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const tally = await campaign(one.name, { seed, to: Math.ceil((attempts * one.weight) / weights) });
      tallies.push(tally);
      console.error(
        `${tally.name}: ${String(tally.attempts)} attempts${isClean(tally) ? '' : ', NOT CLEAN'}`,
      );
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, whole('jobs', values.jobs, 64)) }, work));
  const ordered = chosen.map(({ name }) => tallies.find((tally) => tally.name === name)!);
  console.log(report(ordered, seed, (performance.now() - begun) / 1000));
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ seed, classes: ordered }, undefined, 2)}\n`);
  return ordered.every(isClean);
}

const clean = values.page ? page() : await (values.only === undefined ? all() : again(values.only));
process.exitCode = clean ? 0 : 1;
process.exit();
