import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from './document.ts';
import { jobManifests, type JobChoices, type JobInput } from './job.ts';
import { jobFiles } from './jobFiles.ts';
import { at, listIn } from './fields.ts';
import { readYaml } from './yaml.ts';
import { validate } from './validate/validate.ts';
import { Random } from '../../model/random.ts';

const choices: JobChoices = {
  name: 'compare-1a2b3c4d',
  namespace: 'opd',
  image: 'registry.example/sluice:1',
  shards: 7,
  parallelism: 3,
  cores: 0.25,
  memory: '2Gi',
  retries: 3,
  claim: undefined,
  storage: '1Gi',
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const inputs: readonly JobInput[] = [
  { name: 'mine.csv', content: bytes('5\n6\n') },
  { name: 'agent.zip', content: Uint8Array.from([0x50, 0x4b, 0, 255, 13, 10]) },
];
const words = ['--workloads', 'mine.csv', '--policies', 'hpa,$(HOME)/$$.js'];

/** Every object of both files, read back from their text. */
function objectsOf(own: Partial<JobChoices> = {}, files = inputs): readonly KubernetesObject[] {
  const manifests = jobManifests(words, files, { ...choices, ...own });
  if (!manifests.ok) throw new Error(manifests.message);
  const lab = { version: '1', sources: 'ab', node: 'v20.0.0' };
  return jobFiles(manifests.value, { ...choices, ...own }, lab, 'runs').flatMap(
    ({ name, content, objects }) => {
      if (!name.endsWith('.yaml')) return [];
      const read = readYaml(content as string);
      if (!read.ok) throw new Error(read.message);
      expect(read.value).toEqual(objects);
      return read.value as readonly KubernetesObject[];
    },
  );
}
const ofKind = (objects: readonly KubernetesObject[], kind: string): KubernetesObject =>
  objects.find((one) => one.kind === kind)!;
const pod = (job: KubernetesObject): unknown => at(job, 'spec', 'template', 'spec');
const container = (job: KubernetesObject): unknown => listIn(at(pod(job), 'containers'))[0];

describe('the Job of a comparison', () => {
  it('would be taken by a cluster, whatever its choices and inputs', async () => {
    for (const own of [{}, { claim: 'mine' }, { shards: 1, parallelism: 1 }, { shards: 1000, cores: 64 }])
      for (const files of [inputs, [], inputs.slice(0, 1), inputs.slice(1)])
        for (const object of objectsOf(own, files)) expect(await validate(object), object.kind).toEqual([]);
  });

  it('lets every index go on where one fails, and tries it again but where it was refused', () => {
    expect(ofKind(objectsOf(), 'Job')['spec']).toMatchObject({
      completionMode: 'Indexed',
      completions: 7,
      parallelism: 3,
      backoffLimitPerIndex: 3,
      maxFailedIndexes: 7,
      podFailurePolicy: {
        rules: [
          { action: 'FailIndex', onExitCodes: { operator: 'In', values: [2] } },
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
        ],
      },
    });
  });

  it('runs the shard of its index; what a shell or Kubernetes would replace stays as it is', () => {
    const args = listIn(at(container(ofKind(objectsOf(), 'Job')), 'args')) as readonly string[];
    expect(args).toEqual([
      'compare',
      ...['--workloads', 'mine.csv', '--policies', 'hpa,$$(HOME)/$$$$.js'],
      ...['--shard', '$(JOB_COMPLETION_INDEX)/7', '--out', '/parts/part-$(JOB_COMPLETION_INDEX).json'],
    ]);
    const merging = objectsOf().at(-1)!;
    expect(at(container(merging), 'args')).toEqual([
      'merge',
      ...[0, 1, 2, 3, 4, 5, 6].map((i) => `/parts/part-${String(i)}.json`),
      ...['--out', '/parts/all.json', '--force'],
    ]);
  });

  it('keeps to the pod security standard “restricted”, and to what it was given', () => {
    for (const job of objectsOf().filter(({ kind }) => kind === 'Job')) {
      expect(pod(job)).toMatchObject({
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65_532,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      });
      expect(container(job)).toMatchObject({
        resources: { requests: { cpu: '250m', memory: '2Gi' }, limits: { cpu: '250m', memory: '2Gi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      });
      const kinds = listIn(at(pod(job), 'volumes')).flatMap((one) => Object.keys(one as object));
      const allowed = ['name', 'persistentVolumeClaim', 'emptyDir', 'configMap'];
      expect(kinds.filter((one) => !allowed.includes(one))).toEqual([]);
    }
  });

  it('brings its inputs byte for byte, under their names', () => {
    const random = Random.stream(1, 'inputs');
    const files = [
      ...inputs,
      { name: 'é ü ~.yaml', content: bytes('a: "x"\n\tb\n\n  c: <!-- \u2028 $(X)\r\n') },
      { name: 'bom.csv', content: Uint8Array.from([0xef, 0xbb, 0xbf, 0x31, 0x0a]) },
      { name: 'plain.yaml', content: bytes('# a\nkind: "x"\n   \n...\n---\n- 1\n  ') },
      { name: 'empty', content: new Uint8Array() },
      ...Array.from({ length: 40 }, (_, i) => ({
        name: `noise ${String(i)}`,
        content: Uint8Array.from({ length: random.integer(40) }, () => random.integer(i % 2 ? 128 : 256)),
      })),
    ];
    const objects = objectsOf({}, files);
    const map = ofKind(objects, 'ConfigMap') as unknown as {
      readonly data?: Readonly<Record<string, string>>;
      readonly binaryData?: Readonly<Record<string, string>>;
    };
    const volume = listIn(at(pod(ofKind(objects, 'Job')), 'volumes')).find((one) => at(one, 'configMap'));
    const items = at(volume, 'configMap', 'items') as readonly { key: string; path: string }[];
    expect(items.map(({ path }) => path)).toEqual(files.map(({ name }) => name));
    for (const [i, { key }] of items.entries()) {
      const text = map.data?.[key];
      const held = text === undefined ? Buffer.from(map.binaryData![key]!, 'base64') : bytes(text);
      expect([...held]).toEqual([...files[i]!.content]);
    }
    // What a person can read stands there as it is.
    expect(map.data?.['input-0']).toBe('5\n6\n');
  });

  it.each([
    [{ name: 'x'.repeat(60) }, [], /^The Job's name must be lower-case letters/],
    [{ namespace: 'My' }, [], /^The namespace must be/],
    [{ claim: 'a b' }, [], /^The claim must be/],
    [{ image: 'a b' }, [], /is not the name of an image/],
    [{ memory: 'much' }, [], /^The memory must be an amount like 2Gi/],
    [{ storage: '-1Gi' }, [], /^The storage must be an amount/],
    [{}, [...inputs, inputs[0]!], /^Two inputs are called "mine\.csv", and stand in one folder/],
    [{}, [{ name: 'a', content: new Uint8Array(2 ** 21) }], /^The inputs come to 2\.0 MiB, and a ConfigMap/],
  ])('is refused in a sentence with %j', (own, files, sentence) => {
    const made = jobManifests(words, files, { ...choices, ...own });
    expect(made.ok ? '' : made.message).toMatch(sentence);
  });
});

describe('a Job that a cluster would not take', () => {
  const spec = (change: object) => (job: KubernetesObject) => ({
    ...job,
    spec: { ...(job['spec'] as object), ...change },
  });
  const podWith = (change: object) => (job: KubernetesObject) =>
    spec({ template: { spec: { ...(pod(job) as object), ...change } } })(job);

  it.each([
    ['without completions', spec({ completions: undefined }), /must say its completions/],
    ['not indexed', spec({ completionMode: 'NonIndexed' }), /backoffLimitPerIndex is for an Indexed Job/],
    ['in a mode of its own', spec({ completionMode: 'Sharded' }), /completionMode must be one of/],
    ['without a limit per index', spec({ backoffLimitPerIndex: undefined }), /maxFailedIndexes needs/],
    ['with more failures than indexes', spec({ maxFailedIndexes: 8 }), /must not exceed the completions/],
    ['with half a completion', spec({ completions: 0.5 }), /must be of type integer/],
    ['with a negative parallelism', spec({ parallelism: -1 }), /must be from 0 to 100000/],
    ['with a field of tomorrow', spec({ shards: 7 }), /spec\.shards is no field/],
    ['that restarts always', podWith({ restartPolicy: 'Always' }), /restartPolicy Never or OnFailure/],
    ['that restarts in place', podWith({ restartPolicy: 'OnFailure' }), /need restartPolicy Never/],
    ['without containers', podWith({ containers: undefined }), /containers is missing/],
    [
      'with a rule on success',
      spec({
        podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [0] } }] },
      }),
      /cannot name the exit code 0/,
    ],
    [
      'with a rule on another container',
      spec({
        podFailurePolicy: {
          rules: [{ action: 'Count', onExitCodes: { containerName: 'x', operator: 'In', values: [1] } }],
        },
      }),
      /names the container "x", which there is not/,
    ],
    [
      'with a rule on nothing',
      spec({ podFailurePolicy: { rules: [{ action: 'Ignore' }] } }),
      /either exit codes or conditions/,
    ],
    [
      'of a long name',
      (job: KubernetesObject) => ({ ...job, metadata: { ...job.metadata, name: 'x'.repeat(62) } }),
      /have more than 63 characters/,
    ],
  ] as const)('%s is refused', async (_, change, sentence) => {
    const job = ofKind(objectsOf(), 'Job');
    expect(await validate(job)).toEqual([]);
    const changed: unknown = JSON.parse(JSON.stringify(change(job)));
    expect((await validate(changed)).join(' ')).toMatch(sentence);
  });

  it('nor a claim without size or mode', async () => {
    const claim = ofKind(objectsOf(), 'PersistentVolumeClaim');
    const changed = { ...claim, spec: { accessModes: ['Sometimes'], resources: {} } };
    expect((await validate(changed)).join(' ')).toMatch(/accessModes\[0\].*requests is missing/);
  });
});
