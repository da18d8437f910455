import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { grade } from './grade.ts';
import { assignmentText } from '../teaching/assignments/assignment.ts';
import { gradeText, knownOf, withCopies } from '../teaching/assignments/grade.ts';
import { gradesCsv } from '../teaching/assignments/table.ts';
import { classOfThirty, type ClassOfThirty } from '../testing/classOfThirty.ts';

let folder: string;
let school: ClassOfThirty;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  school = await classOfThirty();
  await writeFile(at('a.json'), assignmentText(school.assignment));
}, 60_000);

interface Told {
  readonly graded: number;
  readonly notGraded: number;
  readonly handIns: readonly {
    readonly file: string;
    readonly refused?: string;
    readonly findings?: readonly { readonly kind: string; readonly sentence: string }[];
  }[];
}

const refusal = (...args: readonly string[]): Promise<string> =>
  grade(args).then(
    () => 'it was taken',
    (error: unknown) => (error as Error).message,
  );

describe('grade', () => {
  it('finds the five of thirty in a .zip, and writes the table that the page saves', async () => {
    const all = [...school.honest, ...school.tampered];
    await writeFile(at('class.zip'), zipSync(Object.fromEntries(all.map(([n, text]) => [n, strToU8(text)]))));
    const told = (await grade(['--assignment', at('a.json'), at('class.zip'), '--out', at('g.csv')])) as Told;
    expect([told.graded, told.notGraded]).toEqual([30, 0]);
    const doubtful = told.handIns.filter(({ findings }) => (findings?.length ?? 0) > 0);
    expect(doubtful.map(({ file }) => file)).toEqual(['h3.json', ...school.tampered.map(([name]) => name)]);
    const known = knownOf([school.assignment]);
    const rows = [];
    for (const [name, text] of all) rows.push(await gradeText(text, name, known));
    expect(await readFile(at('g.csv'), 'utf8')).toBe(gradesCsv(withCopies(rows), known));
  }, 120_000);

  it('says of each file that is no hand-in what it is, and grades the others', async () => {
    const [name, text] = school.honest[0]!;
    await writeFile(at(name), text);
    await writeFile(at('cut.json'), text.slice(0, 300));
    await writeFile(at('huge.json'), new Uint8Array(50 * 2 ** 20).fill(32));
    const told = (await grade([
      ...['--assignment', at('a.json')],
      ...[at(name), at('cut.json'), at('huge.json'), folder, at('nowhere.json'), at(name)],
    ])) as Told;
    expect([told.graded, told.notGraded]).toEqual([2, 4]);
    expect(told.handIns.map(({ refused }) => refused?.replaceAll(folder, '.') ?? '')).toEqual([
      '',
      expect.stringMatching(/^cut\.json: expected a hand-in in JSON, and it is cut off/),
      'huge.json: it has 50 MB, and a hand-in at most 16 MB; it was not read.',
      expect.stringMatching(/is a folder, not a plain file/),
      'There is no hand-in "./nowhere.json".',
      '',
    ]);
    expect(told.handIns.at(-1)).toMatchObject({ file: 'h0.json (2)' });
  });

  it('refuses in a sentence what it cannot grade by', async () => {
    await writeFile(
      at('future.json'),
      assignmentText(school.assignment).replace('"version":1', '"version":2'),
    );
    expect(await refusal('--assignment', at('future.json'), at('a.json'))).toMatch(
      /is of version 2 of assignments/,
    );
    expect(await refusal('--assignment', at('none.json'), at('a.json'))).toMatch(/^There is no assignment /);
    expect(await refusal('--assignment', at('a.json'))).toMatch(/^No hand-in is named/);
    expect(await refusal('--assignment', at('a.json'), at('a.json'), '--out', at('a.json'))).toMatch(
      /--force/,
    );
  });
});
