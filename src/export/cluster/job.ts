/**
 * A comparison as an Indexed Job: each pod runs the shard of its index and writes its part to a volume; a second Job, applied
 * when the first is through, merges the parts there.
 */
import { metadata, resources, restricted, type KubernetesObject, type Manifest } from './document.ts';
import { isLabel, LONGEST } from './names.ts';
import { isImage, isQuantity } from './plan.ts';
import { MOST_CONFIG_BYTES } from './validate/core.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** What only the user knows; all of it has a placeholder or a default. */
export interface JobChoices {
  readonly name: string;
  readonly namespace: string;
  /** Holds the lab, built by the Dockerfile that goes with the Job. */
  readonly image: string;
  readonly shards: number;
  /** Pods at a time. */
  readonly parallelism: number;
  /** Of one pod, in thousandths at the finest. */
  readonly cores: number;
  readonly memory: string;
  /** How often a shard is tried again. */
  readonly retries: number;
  /** A claim of the namespace that the parts go to; undefined: one is written. */
  readonly claim: string | undefined;
  /** Of the claim that is written. */
  readonly storage: string;
}

/** A file that the comparison reads, by the name that its options give it. */
export interface JobInput {
  readonly name: string;
  readonly content: Uint8Array;
}

/** The user of the image, who may write nothing but what is mounted. */
const USER = 65_532;
const INPUTS = '/inputs';
const PARTS = '/parts';
/** Given to each pod of an Indexed Job. */
const INDEX = '$(JOB_COMPLETION_INDEX)';
/** Refused: another try would be refused too. */
const REFUSED = 2;
/** Longest name whose pods, `name-index`, have names that are labels. */
export const LONGEST_JOB = LONGEST - 5;

export const partOf = (index: number | string): string => `${PARTS}/part-${String(index)}.json`;
export const WHOLE = `${PARTS}/all.json`;

/** A word of a command as Kubernetes takes it: `$(NAME)` would be replaced. */
const literal = (word: string): string => word.replaceAll('$', '$$$$');

/** Text that YAML holds as it is; undefined of other bytes. */
function textOf(content: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\u{10000}-\u{10ffff}]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function base64(content: Uint8Array): string {
  let text = '';
  for (let at = 0; at < content.length; at += 8192)
    text += String.fromCharCode(...content.subarray(at, at + 8192));
  return btoa(text);
}

function complaint(inputs: readonly JobInput[], choices: JobChoices): string | undefined {
  const { name, namespace, image, memory, storage, claim } = choices;
  if (!isLabel(name, LONGEST_JOB))
    return `The Job's name must be lower-case letters, digits and hyphens, at most ${String(LONGEST_JOB)}, not "${name}".`;
  for (const [what, value] of [
    ['namespace', namespace],
    ['claim', claim],
  ] as const)
    if (value !== undefined && !isLabel(value))
      return `The ${what} must be lower-case letters, digits and hyphens, at most ${String(LONGEST)}, not "${value}".`;
  if (!isImage(image)) return `"${image}" is not the name of an image, like registry.example/sluice:1.`;
  for (const [what, value] of [
    ['memory', memory],
    ['storage', storage],
  ] as const)
    if (!isQuantity(value)) return `The ${what} must be an amount like 2Gi, not "${value}".`;
  const twice = inputs.find((one, i) => inputs.findIndex((other) => other.name === one.name) !== i);
  if (twice)
    return `Two inputs are called "${twice.name}", and stand in one folder in the cluster; rename one.`;
  const bytes = inputs.reduce((sum, { content }) => sum + content.length, 0);
  if (bytes > MOST_CONFIG_BYTES)
    return `The inputs come to ${(bytes / 2 ** 20).toFixed(1)} MiB, and a ConfigMap holds 1 MiB at most: shorter loads or smaller agents fit, or run the shards where the files are.`;
  return undefined;
}

/** `job.yaml` and `merge.yaml`. `words` are the comparison's own options. Refuses, in a sentence, what no cluster would take. */
export function jobManifests(
  words: readonly string[],
  inputs: readonly JobInput[],
  choices: JobChoices,
): Result<readonly Manifest[]> {
  const wrong = complaint(inputs, choices);
  if (wrong !== undefined) return refused(wrong);
  const { name, shards, parallelism, retries, claim, storage } = choices;
  const of = String(shards);
  const merging = `${name}-merge`;
  const job = (own: string, spec: object, container: string, args: readonly string[]): KubernetesObject => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata(choices, own),
    spec: { ...spec, template: podOf(own, container, args, inputs, choices) },
  });
  return accepted([
    {
      file: 'job.yaml',
      about: `The comparison in ${of} shards. One that fails is tried ${String(retries)} times more, and the others go on; a part that is there is not run again.`,
      objects: [
        ...(inputs.length > 0 ? [configMap(inputs, choices)] : []),
        ...(claim === undefined ? [claimOf(storage, choices)] : []),
        job(
          name,
          {
            completionMode: 'Indexed',
            completions: shards,
            parallelism,
            backoffLimitPerIndex: retries,
            // Never exceeded: a shard that fails ends no other.
            maxFailedIndexes: shards,
            podFailurePolicy: {
              rules: [
                {
                  action: 'FailIndex',
                  onExitCodes: { containerName: SHARD, operator: 'In', values: [REFUSED] },
                },
                // A node that is drained is no fault of the shard.
                { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
              ],
            },
          },
          SHARD,
          [...['compare', ...words.map(literal)], ...['--shard', `${INDEX}/${of}`, '--out', partOf(INDEX)]],
        ),
      ],
    },
    {
      file: 'merge.yaml',
      about: `Merges the parts when all are there: into ${WHOLE} on their volume, and with decision times into its log.`,
      objects: [
        job(merging, { backoffLimit: 0 }, 'merge', [
          'merge',
          ...Array.from({ length: shards }, (_, i) => partOf(i)),
          ...['--out', WHOLE, '--force'],
        ]),
      ],
    },
  ]);
}

const SHARD = 'shard';
const inputsOf = ({ name }: JobChoices): string => `${name}-inputs`;
const claimNameOf = ({ name, claim }: JobChoices): string => claim ?? `${name}-parts`;
/** Keys of a ConfigMap take fewer letters than names of files do. */
const keyOf = (i: number): string => `input-${String(i)}`;

function configMap(inputs: readonly JobInput[], choices: JobChoices): KubernetesObject {
  const held = inputs.map(({ content }, i) => ({ key: keyOf(i), text: textOf(content), content }));
  const data = held.flatMap(({ key, text }) => (text === undefined ? [] : [[key, text] as const]));
  const binary = held.flatMap(({ key, text, content }) =>
    text === undefined ? [[key, base64(content)] as const] : [],
  );
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(choices, inputsOf(choices)),
    immutable: true,
    ...(data.length > 0 ? { data: Object.fromEntries(data) } : {}),
    ...(binary.length > 0 ? { binaryData: Object.fromEntries(binary) } : {}),
  };
}

function claimOf(storage: string, choices: JobChoices): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: metadata(choices, claimNameOf(choices)),
    spec: {
      // Pods of several nodes write to it.
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage } },
    },
  };
}

/** As the pod security standard “restricted” asks. */
function podOf(
  own: string,
  container: string,
  args: readonly string[],
  inputs: readonly JobInput[],
  choices: JobChoices,
): object {
  const reads = inputs.length > 0 && container === SHARD;
  return {
    metadata: {
      labels: { 'app.kubernetes.io/name': own, 'app.kubernetes.io/part-of': choices.name },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: USER,
        runAsGroup: USER,
        // So that it may write to the volume.
        fsGroup: USER,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: container,
          image: choices.image,
          args,
          // Loads and pipelines are named as where the Job was written.
          ...(reads ? { workingDir: INPUTS } : {}),
          resources: resources(choices.cores, choices.memory),
          securityContext: restricted(),
          volumeMounts: [
            { name: 'parts', mountPath: PARTS },
            // Where the TypeScript that was translated is kept.
            { name: 'tmp', mountPath: '/tmp' },
            ...(reads ? [{ name: 'inputs', mountPath: INPUTS, readOnly: true }] : []),
          ],
        },
      ],
      volumes: [
        { name: 'parts', persistentVolumeClaim: { claimName: claimNameOf(choices) } },
        { name: 'tmp', emptyDir: {} },
        ...(reads
          ? [
              {
                name: 'inputs',
                configMap: {
                  name: inputsOf(choices),
                  items: inputs.map(({ name }, i) => ({ key: keyOf(i), path: name })),
                },
              },
            ]
          : []),
      ],
    },
  };
}
