import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportManifests } from './export.ts';
import { Notes } from './notes.ts';
import { UsageError } from './options.ts';
import { agentText } from '../learning/network/trainedAgent.ts';
import { defaultLimits } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { compile } from '../model/tables.ts';
import { untrainedAgent } from '../testing/agents.ts';

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'sluice-'));

interface Exported {
  readonly files: readonly { readonly file: string; readonly complaints: readonly string[] }[];
  readonly configuration: readonly { readonly variant: string; readonly replicas: number }[];
}

describe('export', () => {
  it('writes every manifest of the layout, in the best configuration for the load', async () => {
    const out = join(await folder(), 'deep', 'er');
    const notes = new Notes();
    const { files, configuration } = (await exportManifests(
      [
        ...[
          '--pipeline',
          'video',
          '--load',
          '20',
          '--images',
          'me/detect:1,me/classify:1',
          '--out',
          out,
          '--json',
        ],
      ],
      notes,
    )) as Exported;
    const there = (await readdir(out, { recursive: true })).filter((name) => /\.\w+$/.test(name));
    expect(there.sort()).toEqual(files.map(({ file }) => file).sort());
    expect(files.flatMap(({ complaints }) => complaints)).toEqual([]);
    const stage = await readFile(join(out, 'manifests', 'stage-crop.yaml'), 'utf8');
    expect(stage).toContain('image: me/detect:1');
    expect(stage).toContain(configuration[0]!.variant);
    expect(stage).toContain(`replicas: ${String(configuration[0]!.replicas)}`);
    expect(notes.sentences.some((note) => note.includes('1.17.1'))).toBe(true);
    expect(notes.sentences.some((note) => note.includes('more cores than'))).toBe(false);
  });

  it('takes the fewest cores within the latency objective where that is asked for, and says what it comes to', async () => {
    const asked = async (...more: readonly string[]) => {
      const notes = new Notes();
      const out = join(await folder(), 'aimed');
      const told = (await exportManifests(['--load', '12', '--out', out, ...more], notes)) as unknown as {
        readonly aim: string;
        readonly comesTo: Readonly<Record<'cost' | 'latency' | 'throughput' | 'goodputShare', number>>;
      };
      return { ...told, notes, readme: await readFile(join(out, 'README.md'), 'utf8') };
    };
    const best = await asked();
    const cheapest = await asked('--aim', 'cheapest', '--environment', 'fluid');
    expect([best.aim, cheapest.aim]).toEqual(['best', 'cheapest']);
    expect(best.readme).toContain('the one that earns the greatest reward (7) at 12 requests a second');
    expect(cheapest.readme).toContain(
      'the cheapest one that by the equations (capacity, batch fill and service) carries 12 requests a second and keeps',
    );
    for (const told of [cheapest.readme, cheapest.notes.sentences.join(' ')])
      expect(told).toContain('Single requests also wait by chance; that was not counted here.');
    const usual = await asked('--aim', 'cheapest');
    expect(usual.comesTo.goodputShare).toBeLessThan(0.9);
    expect(usual.readme).toContain(
      'With queues and chance, by formulas, it does not carry 12 requests a second',
    );
    expect(usual.notes.sentences.join(' ')).not.toContain('that was not counted here');
    const single = await asked('--aim', 'cheapest', '--environment', 'discrete');
    const says = /In single requests it does not carry 12 requests a second: [\d.]+ % of them/;
    expect(single.comesTo.goodputShare).toBeLessThan(0.9);
    expect(single.readme.split('\n\n')[1]).toMatch(says);
    expect(single.notes.sentences.join(' ')).toMatch(says);
    expect(cheapest.comesTo.cost).toBeLessThan(best.comesTo.cost);
    expect(cheapest.comesTo.latency).toBeLessThanOrEqual(presetById('video')!.slaSeconds);
    expect(cheapest.comesTo.throughput).toBeGreaterThanOrEqual(12);
    expect(cheapest.comesTo.goodputShare).toBe(1);
    const none = await asked('--aim', 'cheapest', '--sla', '0.01');
    expect(none.comesTo.goodputShare).toBe(0);
    expect(none.notes.sentences.join(' ')).toMatch(
      /none that carries 12 requests a second keeps the latency objective of 0\.01 s; the fastest takes 0\.\d+ s/,
    );
  });

  it('asks of the cheapest a share in time, tells the estimate and what was counted, and says what falls short', async () => {
    const asked = async (...more: readonly string[]) => {
      const notes = new Notes();
      const out = join(await folder(), 'timely');
      const args = ['--aim', 'cheapest', '--in-time', '99', '--out', out, ...more];
      const told = (await exportManifests(args, notes)) as unknown as {
        readonly comesTo: { readonly cost: number; readonly goodputShare: number };
        readonly inTime: Readonly<Record<'askedShare' | 'estimatedShare' | 'countedShare', number>> & {
          readonly keeps: boolean;
        };
      };
      return {
        ...told,
        said: notes.sentences.join(' '),
        readme: await readFile(join(out, 'README.md'), 'utf8'),
      };
    };
    const kept = await asked('--load', '12');
    expect(kept.inTime).toMatchObject({ askedShare: 0.99, keeps: true });
    expect(kept.inTime.estimatedShare).toBeGreaterThanOrEqual(0.99);
    expect(kept.inTime.countedShare).toBeGreaterThanOrEqual(0.99);
    expect(kept.said).not.toContain('short of what was asked');
    expect(kept.readme).toContain('answers at least 99 % of them within the latency objective');
    expect(kept.readme).toMatch(
      /\n\nAt least 99 % in time was asked for: it is [\d.]+ % by queueing theory and /,
    );
    // A fluid keeps what single requests do not.
    const fluid = await asked('--load', '12', '--environment', 'fluid');
    expect(fluid.inTime).toMatchObject({ estimatedShare: 1, keeps: true });
    expect(fluid.inTime.countedShare).toBeLessThan(0.9);
    expect(fluid.comesTo.cost).toBeLessThan(kept.comesTo.cost);
    for (const told of [fluid.said, fluid.readme]) {
      expect(told).toMatch(/[\d.]+ % counted in single requests, [\d.]+ points short of what was asked\./);
      expect(told).not.toContain('that was not counted here');
    }
    const single = await asked('--load', '12', '--environment', 'discrete');
    expect(single.inTime.countedShare).toBe(single.comesTo.goodputShare);
  });

  it('says where a rollout would find no room', async () => {
    const notes = new Notes();
    await exportManifests(
      ['--load', '30', '--limits', 'W_max=8', '--out', join(await folder(), 'full')],
      notes,
    );
    expect(
      notes.sentences.some((note) => /needs up to \d+ more cores than the \d+ held; of 8 /.test(note)),
    ).toBe(true);
  });

  it('brings the networks of an agent with it', async () => {
    const place = await folder();
    const agent = join(place, 'agent.json');
    await writeFile(agent, agentText(untrainedAgent(compile(presetById('video')!, defaultLimits), 1)));
    const out = join(place, 'with-policy');
    const { files } = (await exportManifests(['--policy', agent, '--out', out])) as Exported;
    expect(files.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['policy/policy.onnx', 'policy/predictor.onnx', 'policy/golden.jsonl']),
    );
    expect((await readFile(join(out, 'policy', 'policy.onnx'))).length).toBeGreaterThan(10_000);
    await expect(
      exportManifests(['--policy', agent, '--pipeline', 'nlp', '--out', join(place, 'x')]),
    ).rejects.toThrow(/trained for another pipeline/);
  });

  it.each([
    [['--layout', 'nomad'], /--layout must be one of seldon-per-stage, seldon-graph, kserve/],
    [['--namespace', 'My_Space'], /The namespace must be lower-case/],
    [['--images', 'one'], /Each of the 2 stages needs an image; there are 1/],
    [
      ['--in-time', '99'],
      /^--in-time is asked of the cheapest or the most accurate configuration: add --aim cheapest/,
    ],
    [
      ['--aim', 'cheapest', '--in-time', '101'],
      /^--in-time takes a number from 0 to 100 per cent; 101 is outside/,
    ],
    [
      ['--aim', 'cheapest', '--in-time', 'all'],
      /^--in-time takes a number from 0 to 100 per cent; “all” is none/,
    ],
    [['--load=-1'], /--load takes a number from 0 to [\d,]+ requests per second; -1 is outside/],
  ])('refuses %j in a sentence and writes nothing', async (options, message) => {
    const out = join(await folder(), 'none');
    await expect(exportManifests([...options, '--out', out])).rejects.toThrow(message);
    await expect(exportManifests([...options, '--out', out])).rejects.toThrow(UsageError);
    await expect(readdir(out)).rejects.toThrow();
  });

  it('asks where to write', async () => {
    await expect(exportManifests([])).rejects.toThrow(/--out is missing/);
  });
});
