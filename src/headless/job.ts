/** `compare --job --shards 7 --out folder`: what lets a cluster run a comparison in parts. */
import { basename } from 'node:path';
import { namedIn, PLAN_FLAGS, PLAN_OPTIONS, planned, planWords } from './comparePlan.ts';
import { TIME_LIMIT } from './clock.ts';
import { readInput, type InputKind } from './inputs.ts';
import { thisLab } from './lab.ts';
import type { Notes } from './notes.ts';
import { oneByOne } from './oneByOne.ts';
import { number, required, text, unwrap, UsageError, type Options } from './options.ts';
import { outFolder, writeFolder } from './outFolder.ts';
import { RANGES } from './ranges.ts';
import { filesOfLoad } from './shapedLoad.ts';
import { keyedPolicy } from './simulate.ts';
import type { Stop } from './stop.ts';
import { planDigest } from '../experiments/comparison/planDigest.ts';
import { MOST_SHARDS } from '../experiments/comparison/partSchemas.ts';
import { runsIn, shardsOf } from '../experiments/comparison/shards.ts';
import { complaintsAbout } from '../export/clusterFiles.ts';
import { jobManifests, type JobInput } from '../export/cluster/job.ts';
import { jobFiles } from '../export/cluster/jobFiles.ts';
import { presetById } from '../model/presets/index.ts';
import { splitPolicyKeys } from '../policies/settings/key.ts';
import { generators } from '../workload/generators.ts';
import { isShaped } from '../workload/shaping/shaped.ts';

/** Options that say what the Job is like; `--job` itself is a flag. */
export const JOB_OPTIONS = [
  ...['shards', 'parallelism', 'retries', 'image', 'namespace', 'claim', 'storage', 'cores', 'memory'],
];

/** The file of `name` among the inputs, and the name that it has there. Throws UsageError where it cannot be read. */
type Take = (name: string, what: string, kind: InputKind) => Promise<string>;

/** The comparison's own options as words, files by their bare names. */
async function wordsOf(options: Options, take: Take): Promise<readonly string[]> {
  const { pipelines, workloads, policies } = namedIn(options);
  const named = async (names: readonly string[], each: (name: string) => Promise<string>): Promise<string> =>
    (await oneByOne(names, each)).join(',');
  const policyNamed = async (name: string): Promise<string> =>
    keyedPolicy(name) ? name : take(name, 'The policy', 'policy');
  const against = text(options, 'against');
  const own: Readonly<Record<string, string | undefined>> = {
    pipelines: await named(pipelines, async (name) =>
      presetById(name) ? name : take(name, 'The pipeline', 'pipeline'),
    ),
    workloads: await named(workloads, (name) => loadNamed(name, take)),
    ...(policies.length > 0 ? { policies: await named(policies, policyNamed) } : {}),
    ...(against === undefined
      ? {}
      : {
          against: splitPolicyKeys(against)
            .map((name) => (policies.includes(name) && !keyedPolicy(name) ? basename(name) : name))
            .join(),
        }),
  };
  return [
    ...[...PLAN_OPTIONS, TIME_LIMIT].flatMap((name) => {
      const value = own[name] ?? text(options, name);
      return value === undefined ? [] : [`--${name}`, value];
    }),
    ...PLAN_FLAGS.filter((name) => options[name] === true).map((name) => `--${name}`),
  ];
}

/** A load as its name stands in the cluster. The text of one with steps is its name in the results, and stays as it is. */
async function loadNamed(name: string, take: Take): Promise<string> {
  if (generators.some(({ id }) => id === name)) return name;
  if (!isShaped(name) || (await readInput(name, 'The workload', 'load')))
    return take(name, 'The workload', 'load');
  for (const file of filesOfLoad(name)) {
    if (basename(file) !== file)
      throw new UsageError(
        `The load "${name}" names the file "${file}" by its folder, which the cluster does not have; call the command in that folder, and name the file alone.`,
      );
    await take(file, 'The workload', 'load');
  }
  return name;
}

/** Files that were read, each once, by the names that they have in the cluster. */
class Inputs {
  readonly #paths = new Map<string, string>();
  readonly files: JobInput[] = [];

  async take(path: string, what: string, kind: InputKind): Promise<string> {
    const name = basename(path);
    if (this.#paths.get(name) === path) return name;
    const content = await readInput(path, what, kind);
    if (!content) throw new UsageError(`${what} "${path}" is no file that can be read.`);
    this.#paths.set(name, path);
    this.files.push({ name, content });
    return name;
  }
}

/**
 * Writes job.yaml, merge.yaml, a Dockerfile and a README into the folder `--out`, whole or not at all; every object is
 * checked as a cluster would check it. The comparison's inputs go with them, in a ConfigMap. Throws UsageError.
 */
export async function exportJob(options: Options, notes: Notes, stop: Stop): Promise<object> {
  if (text(options, 'shard') !== undefined)
    throw new UsageError('--shard runs a part here, and --job lets a cluster run them: give one of them.');
  const out = await outFolder(options);
  required(options, 'shards');
  const most = { min: 1, max: MOST_SHARDS, whole: true, unit: 'shards' };
  const shards = number(options, 'shards', 1, most);
  const { plan, against } = await planned(options, notes);
  const lab = await thisLab();
  const digest = planDigest(plan, { against, notes: notes.sentences, lab });
  const inputs = new Inputs();
  const words = await wordsOf(options, (...asked) => inputs.take(...asked));
  const choices = {
    name: `compare-${digest.slice(0, 8)}`,
    namespace: text(options, 'namespace') ?? 'opd',
    image: text(options, 'image') ?? `registry.example/sluice:${lab.sources.slice(0, 12)}`,
    shards,
    parallelism: number(options, 'parallelism', shards, { ...most, unit: 'pods' }),
    cores: number(options, 'cores', 1, RANGES.variantCores),
    memory: text(options, 'memory') ?? '2Gi',
    retries: number(options, 'retries', 3, { min: 0, max: 100, whole: true, unit: 'tries' }),
    claim: text(options, 'claim'),
    storage: text(options, 'storage') ?? '1Gi',
  };
  const manifests = unwrap(jobManifests(words, inputs.files, choices));
  const files = jobFiles(manifests, choices, lab, planWords(plan));
  const checked = await complaintsAbout(files);
  const wrong = checked.flatMap(({ name, complaints }) => complaints.map((one) => `${name}: ${one}`));
  if (wrong.length > 0) throw new Error(`The Job would be refused. ${wrong.join(' ')}`);
  stop.places(`Stopping as soon as "${out.path}" is written whole.`);
  await writeFolder(out, files, notes, stop);
  notes.add(undefined, [
    `The image ${choices.image} must hold this very lab: its Dockerfile is in "${out.path}", to be built where the lab's sources are.`,
    ...(choices.claim === undefined
      ? [
          'The parts go to a volume that pods of several nodes write to (ReadWriteMany); where the cluster has none, --claim names one that you have.',
        ]
      : []),
  ]);
  return {
    out: out.path,
    ...{ job: choices.name, image: choices.image, plan: digest, lab },
    shards: shardsOf(plan, shards).map(runsIn),
    inputs: inputs.files.map(({ name, content }) => ({ name, bytes: content.length })),
    files: files.map(({ name, objects }, i) => ({
      file: name,
      objects: objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      complaints: checked[i]!.complaints,
    })),
  };
}
