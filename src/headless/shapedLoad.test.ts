import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Notes } from './notes.ts';
import { loadWorkload } from './scenario.ts';
import { loadNames } from './shapedLoad.ts';
import { generateWorkload } from '../workload/generators.ts';
import type { Workload } from '../workload/workload.ts';

let trace: string;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  trace = join(folder, 'trace.csv');
  await writeFile(trace, Array.from({ length: 400 }, (_, t) => `${String(t)},${String(t % 7)}`).join('\n'));
  await writeFile(`${trace}~1`, Array.from({ length: 200 }, () => '3').join('\n'));
});

const load = (text: string, notes = new Notes()): Promise<Workload> => loadWorkload(text, 7, {}, notes);
const read = async (text: string): Promise<Notes> => {
  const notes = new Notes();
  await load(text, notes);
  return notes;
};
const said = (text: string): Promise<string> =>
  load(text).then(
    () => 'taken',
    (error: unknown) => (error as Error).message,
  );

describe('--workload with steps', () => {
  it('shapes a built-in load', async () => {
    const { name, rates } = await load('fluctuating~x1.5');
    expect(name).toBe('Fluctuating, times 1.5');
    expect(rates).toEqual(generateWorkload('fluctuating', 7).rates.map((rate) => 1.5 * rate));
  });

  it('shapes files, and says once how each was read', async () => {
    const notes = new Notes();
    const { name, rates } = await load(`${trace}~window:100,300~plus:(${trace}~x2)`, notes);
    expect(name).toBe('Trace, from 100 s to 5 min, plus trace, times 2');
    expect([...rates.subarray(0, 3)]).toEqual([0, 1, 2].map((t) => ((100 + t) % 7) + 2 * (t % 7)));
    expect(rates.length).toBe(200);
    expect(notes.sentences).toEqual((await read(trace)).sentences);
  });

  it('reads a file whose name has the mark', async () => {
    expect((await load(`${trace}~1`)).rates).toEqual(new Float64Array(200).fill(3));
  });

  it('refuses in a sentence', async () => {
    expect(await said('fluctuating~y2')).toMatch(
      /^The workload “fluctuating~y2”: There is no step “y2” of a load; /,
    );
    expect(await said('fluctuating~window:0,9000')).toMatch(
      /Step 1 \(Window\): .* the load is 20 min long there/,
    );
    expect(await said('nothing.csv~x2')).toMatch(
      /^The workload "nothing.csv" is neither a file that can be read nor/,
    );
  });
});

it('a list tells the numbers of a step from the next load', () => {
  const names = (text: string): readonly string[] => loadNames(text.split(','));
  expect(names('bursty,fluctuating~burst:600,40,30,300,600~x2,1.csv,flat:200,5,step')).toEqual([
    ...['bursty', 'fluctuating~burst:600,40,30,300,600~x2', '1.csv', 'flat:200,5', 'step'],
  ]);
  expect(names('a~plus:(b~clip:1,2)~then:(c~window:1,2),d')).toEqual([
    'a~plus:(b~clip:1,2)~then:(c~window:1,2)',
    'd',
  ]);
});
