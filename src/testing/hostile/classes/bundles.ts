/** Trained policies as zips: damaged, and forged with true digests down to their networks and golden decisions. */
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { hostile, refusal } from '../class.ts';
import { cut, mustBeFinite, prepared } from '../use.ts';
import { jsonText, pick, spoiled } from '../values.ts';
import { trickedZip, zipOfEntries } from '../zips.ts';
import { policyFiles } from '../../../export/policy/policyFiles.ts';
import { readBundle } from '../../../export/policy/readBundle.ts';
import { settled } from '../../../export/policy/settle.ts';
import { zipOf } from '../../../export/zip.ts';
import { runEpisode } from '../../../scenario/episode.ts';
import { tablesOf } from '../../../scenario/prepare.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
import { agentPolicy } from '../../../learning/network/trainedAgent.ts';
import { digestOf } from '../../../model/digest.ts';
import { presetById } from '../../../model/presets/index.ts';
import type { Random } from '../../../model/random.ts';
import { smallestConfiguration } from '../../../model/tables.ts';
import { runArchive } from '../../../storage/archive.ts';
import { generateWorkload } from '../../../workload/generators.ts';
import { untrainedAgent } from '../../agents.ts';
import { mutate } from '../../mutate.ts';
import { accept, checkpointOf, runRecord } from '../../runs.ts';

const FOLDER = 'nlp/policy/';

let whole: Promise<Readonly<Record<string, Uint8Array>>> | undefined;
const wholeFiles = (): Promise<Readonly<Record<string, Uint8Array>>> =>
  (whole ??= (async () => {
    const pipeline = presetById('nlp')!;
    const scenario = {
      ...defaultScenario(pipeline, generateWorkload('fluctuating', 7, 300)),
      predictor: undefined,
    };
    const tables = tablesOf(scenario);
    const agent = untrainedAgent(tables, 3, 0.3);
    const run = runRecord({ scenario, agent, seeds: [1], steps: 256, status: 'paused' });
    const files = await policyFiles(agent, scenario, {
      baseline: smallestConfiguration(tables),
      run: accept(
        await runArchive({
          run,
          checkpoints: [checkpointOf('r1', 'latest', [256])],
          points: [],
          evaluations: [],
        }),
      ),
    });
    return unzipSync(zipOf('nlp', files));
  })());

type Files = [string, Uint8Array][];

/** bundle.json tells the truth of the files beside it. */
function relisted(files: Files, change: (bundle: unknown) => unknown = (bundle) => bundle): Files {
  return files.map(([name, bytes]) => {
    if (name !== `${FOLDER}bundle.json`) return [name, bytes];
    const bundle = JSON.parse(strFromU8(bytes)) as { sha256: Record<string, string> };
    for (const [other, content] of files) {
      const own = other.slice(FOLDER.length);
      if (Object.hasOwn(bundle.sha256, own)) bundle.sha256[own] = digestOf(content);
    }
    return [name, strToU8(jsonText(change(bundle)))];
  });
}

function forged(files: Files, random: Random): Files {
  const name = pick(
    [
      'agent.json',
      'predictor.json',
      'golden.jsonl',
      'bundle.json',
      'bundle.json',
      'training/run.zip',
      'policy.onnx',
    ],
    random,
  );
  if (name === 'bundle.json') return relisted(files, (bundle) => spoiled(bundle, random));
  return relisted(
    files.map(([other, bytes]) => {
      if (other !== `${FOLDER}${name}`) return [other, bytes];
      if (name.endsWith('.json'))
        return [other, strToU8(jsonText(lightlySpoiled(JSON.parse(strFromU8(bytes)), random)))];
      if (name === 'golden.jsonl') return [other, goldenOf(strFromU8(bytes), random)];
      return [other, mutate(bytes, random)];
    }),
  );
}

/** Networks are thousands of numbers: one more in another field, for most places are among them. */
function lightlySpoiled(value: unknown, random: Random): unknown {
  const { parameters, ...rest } = value as { parameters?: unknown };
  return random.uniform() < 0.5
    ? { ...(spoiled(rest, random) as object), parameters }
    : spoiled(value, random);
}

function goldenOf(text: string, random: Random): Uint8Array {
  const lines = text.trimEnd().split('\n');
  const at = random.integer(lines.length);
  return strToU8(lines.with(at, jsonText(spoiled(JSON.parse(lines[at]!), random))).join('\n'));
}

function damaged(files: Files, random: Random): Uint8Array {
  const draw = random.uniform();
  if (draw < 0.2) return mutate(zipOfEntries(files.map(([name, data]) => ({ name, data }))), random);
  if (draw < 0.35) return trickedZip(files, random);
  if (draw < 0.45) {
    const at = random.integer(files.length);
    return zipOfEntries(
      files
        .filter((_, i) => i !== at || draw < 0.4)
        .map(([name, data], i) => ({ name: i === at ? `${name}/../x` : name, data })),
    );
  }
  return zipOfEntries(forged(files, random).map(([name, data]) => ({ name, data })));
}

export const bundles = hostile<Uint8Array>({
  make: async (random) => damaged(Object.entries(await wholeFiles()), random),
  async meet(zip) {
    const read = await readBundle(zip, 'policy.zip');
    if (!read.ok) return refusal(read.message);
    const { scenario, agent } = settled(read.value);
    const ready = prepared({ ...scenario, workload: cut(scenario.workload) });
    const episode = await runEpisode(ready, agentPolicy(agent), { clock: () => 0, record: false });
    mustBeFinite(episode.summary, 'the summary of its replay');
    return { kind: 'accepted' };
  },
  bytesOf: (zip) => zip,
});
