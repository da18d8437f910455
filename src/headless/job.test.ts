/** A Job as a cluster would run it: each pod's command in a folder of the inputs, its parts on one volume, then the merge. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { Notes } from './notes.ts';
import { readYaml } from '../export/cluster/yaml.ts';

interface Pod {
  readonly containers: readonly [{ readonly args: readonly string[]; readonly workingDir?: string }];
  readonly volumes: readonly {
    readonly configMap?: { readonly items: readonly { readonly key: string; readonly path: string }[] };
  }[];
}
interface Read {
  readonly kind: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: { readonly template: { readonly spec: Pod } };
}

let here: string;
let load: string;
beforeAll(async () => {
  here = await mkdtemp(join(tmpdir(), 'sluice-job-'));
  load = join(here, 'mine.csv');
  await writeFile(load, Array.from({ length: 200 }, (_, t) => 9 + 5 * Math.sin(t / 20)).join('\n'));
});

async function objectsIn(file: string): Promise<readonly Read[]> {
  const read = readYaml(await readFile(file, 'utf8'));
  if (!read.ok) throw new Error(read.message);
  return read.value as readonly Read[];
}

/** As a kubelet starts a container, but for the image: `$$` is one, and the volume is a folder here. */
async function started({ containers: [{ args }] }: Pod, index: number, parts: string, folder: string) {
  const words = args.map((word) =>
    word
      .replaceAll('$(JOB_COMPLETION_INDEX)', String(index))
      .replaceAll('$$', '$')
      .replace(/^\/parts(?=\/)/, parts),
  );
  await promisify(execFile)(process.execPath, [resolve('src/headless/start.mjs'), ...words], { cwd: folder });
}

describe('compare --job', () => {
  it('writes a Job whose pods make the parts of the comparison that it was asked for', async () => {
    const folder = await mkdtemp(join(here, 'place-'));
    const args = [
      '--pipelines',
      'audio-qa',
      '--workloads',
      load,
      '--policies',
      'greedy,random',
      '--seeds',
      '1',
    ];
    const whole = join(folder, 'whole.json');
    await compare([...args, '--out', whole]);
    const notes = new Notes();
    const out = join(folder, 'sweep');
    const told = await compare([...args, '--job', '--shards', '2', '--out', out], notes);
    expect((await readdir(out)).sort()).toEqual(['Dockerfile', 'README.md', 'job.yaml', 'merge.yaml']);
    expect(told).toMatchObject({ inputs: [{ name: 'mine.csv' }], files: Array(4).fill({ complaints: [] }) });
    expect(notes.sentences.at(-1)).toMatch(/^The parts go to a volume .* --claim names one that you have\.$/);
    const [map, , job] = await objectsIn(join(out, 'job.yaml'));
    const [merging] = await objectsIn(join(out, 'merge.yaml'));
    const pod = job!.spec.template.spec;
    expect(pod.containers[0].workingDir).toBe('/inputs');
    const [inputs, parts] = [join(folder, 'inputs'), join(folder, 'parts')];
    await Promise.all([mkdir(inputs), mkdir(parts)]);
    for (const { key, path } of pod.volumes.flatMap(({ configMap }) => configMap?.items ?? []))
      await writeFile(join(inputs, path), map!.data![key]!);
    for (const index of [0, 1]) await started(pod, index, parts, inputs);
    // Tried again though it was through: a pod may be lost before its end is told.
    await started(pod, 1, parts, inputs);
    await started(merging!.spec.template.spec, 0, parts, parts);
    expect(await readFile(join(parts, 'all.json'), 'utf8')).toBe(await readFile(whole, 'utf8'));
  }, 240_000);

  it.each([
    [['--job'], /^--shards is missing: say in how many parts .*, for example --shards 7\. --help/],
    [['--job', '--shards', '0'], /^--shards takes a whole number from 1 to 1,000 shards; 0 is outside\.$/],
    [['--job', '--shards', '2', '--parallelism', '0'], /^--parallelism takes a whole number from 1/],
    [['--job', '--shards', '2', '--shard', '0/2'], /^--shard runs a part here, and --job lets a cluster/],
    [['--job', '--shards', '2', '--image', 'a b'], /"a b" is not the name of an image/],
    [['--image', 'x'], /^--image is for --job, which writes what lets a cluster run a comparison\.$/],
  ])('refuses %j in a sentence, and writes nothing', async (args, sentence) => {
    const out = join(here, 'none');
    await expect(compare([...args, '--policies', 'greedy', '--out', out])).rejects.toThrow(sentence);
    expect(await readdir(here)).not.toContain('none');
  });

  it('refuses a load with steps whose file has a folder, which the cluster does not have', async () => {
    const asked = ['--workloads', `${load}~x1.5`, '--policies', 'greedy', '--job', '--shards', '2'];
    await expect(compare([...asked, '--out', join(here, 'none')])).rejects.toThrow(
      /names the file ".*mine\.csv" by its folder, .*; call the command in that folder, and name the file alone\.$/,
    );
  });
});
