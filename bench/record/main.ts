/**
 * `npm run record [training comparison evaluation]`: makes the results that the page shows as recorded and writes
 * src/ui/recorded/*.json; without names all three. The comparison makes the training too, for its agent.
 * `npm run record -- --check [names]`: makes them again and writes nothing; ends with 1 where anything but a time of this machine differs.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { inputsOf, recordedNames, type RecordedName } from '../../src/experiments/recorded/inputs.ts';
import {
  madeComparison,
  madeEvaluation,
  madeCurves,
  madeYardstick,
  type RecordTools,
} from '../../src/experiments/recorded/make.ts';

const FOLDER = join(import.meta.dirname, '../../src/ui/recorded');
/** What the machine has its part in. */
const OF_THE_MACHINE = new Set(
  [
    'recorded',
    'elapsedSeconds',
    'stepsPerSecond',
    'decisionMs',
    'milliseconds',
    'times',
    'decisionTimes',
  ].values(),
);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false } },
});
const strange = positionals.find((name) => recordedNames.every((known) => known !== name));
if (strange !== undefined) {
  console.error(`"${strange}" is none of ${recordedNames.join(', ')}.`);
  process.exit(2);
}
const wanted = recordedNames.filter((name) => positionals.length === 0 || positionals.includes(name));

const tools: RecordTools = {
  clock: () => performance.now(),
  tell: (doing) => {
    console.log(doing);
  },
};

async function made(): Promise<Partial<Record<RecordedName, object>>> {
  const found: Partial<Record<RecordedName, object>> = {};
  const training =
    wanted.includes('training') || wanted.includes('comparison') ? await madeCurves(tools) : undefined;
  if (training && wanted.includes('training'))
    found.training = { ...training.made, yardstick: await madeYardstick() };
  if (training && wanted.includes('comparison'))
    found.comparison = await madeComparison(training.agent, tools);
  if (wanted.includes('evaluation')) found.evaluation = await madeEvaluation(tools);
  return found;
}

const withoutTimes = (text: string): string =>
  JSON.stringify(JSON.parse(text, (name, value: unknown) => (OF_THE_MACHINE.has(name) ? undefined : value)));

const found = await made();
mkdirSync(FOLDER, { recursive: true });
for (const name of wanted) {
  const path = join(FOLDER, `${name}.json`);
  const recorded = new Date().toISOString().slice(0, 10);
  const text = `${JSON.stringify({ format: 1, recorded, inputs: inputsOf(name), ...found[name] })}\n`;
  if (values.check) {
    const same = existsSync(path) && withoutTimes(readFileSync(path, 'utf8')) === withoutTimes(text);
    console.log(
      `${name}.json: ${same ? 'the same but for times' : 'DIFFERENT; npm run record writes it anew'}`,
    );
    if (!same) process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
    console.log(`${name}.json: ${kilobytes(text.length)}, compressed ${kilobytes(gzipSync(text).length)}`);
  }
}
