import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Notes } from './notes.ts';
import { profile } from './profile.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
});

const fileOf = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const said = async (...args: readonly string[]): Promise<string> => {
  try {
    await profile(args);
    return 'it was taken';
  } catch (error) {
    return (error as Error).message;
  }
};

interface Told {
  readonly stages: readonly {
    readonly name: string;
    readonly variants: readonly {
      readonly variant: {
        readonly name: string;
        readonly cores: number;
        readonly latency: { readonly batches: number[]; readonly seconds: number[] };
        readonly provenance: { readonly assumed: string[] };
      };
      readonly left: readonly { readonly line?: number }[];
    }[];
  }[];
}

describe('profile --from', () => {
  it('a table of batches timed alone is what it says', async () => {
    const path = await fileOf('resnet.csv', 'batch,p99_ms\n1,20\n2,30\n4,50\n8,90\n');
    const notes = new Notes();
    const { stages } = (await profile(
      ['--from', path, '--cores', '0.5', '--accuracy', '0.7', '--stage', 'classify'],
      notes,
    )) as Told;
    const [{ variant }] = stages[0]!.variants as [Told['stages'][0]['variants'][0]];
    expect([stages[0]!.name, variant.name, variant.cores]).toEqual(['classify', 'resnet', 0.5]);
    expect(variant.latency.batches).toEqual([1, 2, 4, 8]);
    for (const [i, seconds] of [0.02, 0.03, 0.05, 0.09].entries())
      expect(variant.latency.seconds[i]).toBeCloseTo(seconds, 9);
    expect(variant.provenance.assumed).toEqual(['startupSeconds']);
    expect(notes.sentences).toContain(
      'resnet.csv: Its latencies are taken as milliseconds, as its header says.',
    );
  });

  it('a file a batch: answers in the order of the files', async () => {
    const summary = (med: number, rate: number): string =>
      JSON.stringify({
        metrics: {
          http_req_duration: { avg: med, med, 'p(95)': med, 'p(99)': med },
          http_reqs: { count: 1000, rate },
          vus: { max: 1 },
        },
      });
    const one = await fileOf('a.json', summary(20, 50));
    const four = await fileOf('b.json', summary(50, 20));
    const { stages } = (await profile([
      '--from',
      `${one},${four}`,
      '--batch',
      '1,4',
      '--variant',
      'm',
    ])) as Told;
    const { variants } = stages[0]!;
    expect(variants.map(({ variant }) => variant.name)).toEqual(['m']);
    expect(variants[0]!.variant.latency.batches).toEqual([1, 4]);
  });

  it('what is missing, wrong or not there is a sentence', async () => {
    const open = await fileOf(
      'open.json',
      JSON.stringify({
        metrics: { http_req_duration: { avg: 20, med: 20 }, http_reqs: { count: 9, rate: 5 } },
      }),
    );
    const table = await fileOf('table.csv', 'batch,p99\n1,20\n');
    expect(await said()).toMatch(/^--from is missing: name the files of load tests/);
    expect(await said('--from', open)).toBe(
      'open.json does not say its batch: give it with --batch, one for all files or one for each, separated by commas.',
    );
    expect(await said('--from', open, '--batch', '1,2')).toMatch(
      /^--batch takes one value for all files, or one for each of the 1 of --from/,
    );
    expect(await said('--from', open, '--batch', '0')).toMatch(
      /^--batch takes a whole number from 1 to 9,999; 0 is outside/,
    );
    expect(await said('--from', join(folder, 'none.csv'))).toMatch(
      /^There is no file ".*none\.csv"; --from takes files of load tests/,
    );
    expect(await said('--from', table)).toContain('does not say the unit of its latencies');
    expect(await said('--from', table, '--unit', 'weeks')).toBe(
      '--unit must be one of ns, us, ms, s, min, h, not "weeks".',
    );
    expect(await said('--from', table, '--unit', 'ms')).toBe('it was taken');
  });
});
