import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { filesIn, saysAssignment, tooLarge } from './files.ts';
import { assignmentText } from './assignment.ts';
import { gradeText, isGraded, knownOf, withCopies, type Row } from './grade.ts';
import { handInText } from './handIn.ts';
import { gradesCsv } from './table.ts';
import { handedIn, someAssignment } from '../../testing/assignments.ts';

const assignment = someAssignment();
const known = knownOf([assignment]);
const handIn = await handedIn(assignment, {
  ...{ name: '=cmd()', sheet: '00000000000000aa', experiment: assignment.experiment },
  answers: { 2: 'detect' },
});

describe('files of a class', () => {
  it('of 50 MB are not read, which is said', () => {
    expect(tooLarge(50 * 2 ** 20, 'huge.json')).toBe(
      'huge.json: it has 50 MB, and a hand-in at most 16 MB; it was not read.',
    );
    expect(filesIn(new Uint8Array(17 * 2 ** 20), 'huge.json')).toEqual([
      { file: 'huge.json', refused: expect.stringMatching(/it has 17 MB/) as string },
    ]);
    expect(tooLarge(50 * 2 ** 20, 'class.zip')).toBeUndefined();
  });

  it('come in a .zip of thirty with two foreign ones: a sentence each, the others graded', async () => {
    const entries: Record<string, Uint8Array> = {
      'class/': new Uint8Array(0),
      '__MACOSX/class/._h1.json': new Uint8Array([0, 5]),
      'class/photo.jpg': new Uint8Array([0xff, 0xd8, 0xff, 0xe0]),
      'class/notes.json': strToU8('{"format": "shopping list"}'),
    };
    for (let i = 0; i < 28; i++)
      entries[`class/h${String(i)}.json`] = strToU8(
        handInText({ ...handIn, name: `Student ${String(i)}`, sheet: String(i).padStart(16, '0') }),
      );
    const files = filesIn(zipSync(entries), 'class.zip');
    expect(files).toHaveLength(30);
    const rows: Row[] = [];
    for (const one of files) rows.push('text' in one ? await gradeText(one.text, one.file, known) : one);
    const refused = rows.filter((row) => !isGraded(row)).map((row) => ('refused' in row ? row.refused : ''));
    expect(refused.sort()).toEqual([
      'class/notes.json: it is no hand-in of this lab.',
      'class/photo.jpg: it is no hand-in of this lab; it is no text.',
    ]);
    const graded = withCopies(rows).filter(isGraded);
    expect(graded).toHaveLength(28);
    expect(graded.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it('that are cut off, or nothing but folders, are refused in a sentence', () => {
    const zip = zipSync({ 'a/': new Uint8Array(0) });
    expect(filesIn(zip, 'empty.zip')).toEqual([
      { file: 'empty.zip', refused: 'empty.zip: there is no file in it.' },
    ]);
    expect(filesIn(zip.subarray(0, 10), 'cut.zip')).toEqual([
      {
        file: 'cut.zip',
        refused: expect.stringMatching(/^cut\.zip: it is a \.zip that is cut off/) as string,
      },
    ]);
  });

  it('in a .zip spoil nothing for the others where one is damaged, huge, a .zip itself or oddly named', () => {
    const text = handInText(handIn);
    const zip = zipSync({
      'damaged.json': strToU8(text),
      'huge.json': new Uint8Array(50 * 2 ** 20),
      'inner.zip': zipSync({ 'x.json': strToU8(text) }),
      '\u202e__proto__\n.json': strToU8(text),
      'good.json': strToU8(text),
    });
    // Somewhere in the first file's packed bytes.
    zip[200]! ^= 0xff;
    const files = filesIn(zip, 'class.zip');
    expect(files.map(({ file }) => file)).toEqual([
      ...['damaged.json', 'huge.json', 'inner.zip', '__proto__ .json', 'good.json'],
    ]);
    expect(files.map((one) => ('refused' in one ? one.refused : 'read'))).toEqual([
      'damaged.json: it is damaged in the .zip; ask for the file itself.',
      'huge.json: it has 50 MB, and a hand-in at most 16 MB; it was not read.',
      'inner.zip: it is a .zip within a .zip; unpack the outer one first.',
      ...['read', 'read'],
    ]);
  });

  it('know an assignment from a hand-in', () => {
    expect([saysAssignment(assignmentText(assignment)), saysAssignment(handInText(handIn))]).toEqual([
      true,
      false,
    ]);
  });

  it.each([
    ['another version', { version: 9 }, /version 9 of hand-ins, and this lab reads version 1/],
    [
      'a claim that is no number',
      { claimed: { ...handIn.claimed, j: 'much' } },
      /the hand-in is not as it should be/,
    ],
    ['a policy that there is not', { experiment: { ...handIn.experiment, a: 'magic' } }, /magic/],
  ])('%s is refused in a sentence', async (_, change, why) => {
    const text = JSON.stringify({ ...(JSON.parse(handInText(handIn)) as object), ...change });
    const row = await gradeText(text, 'h.json', known);
    expect('refused' in row ? row.refused : '').toMatch(why);
  });

  it('become a CSV whose names no spreadsheet runs', async () => {
    const rows = [
      await gradeText(handInText(handIn), 'h.json', known),
      { file: 'x.txt', refused: 'x.txt: it is no hand-in of this lab.' },
    ];
    const [head, first, second] = gradesCsv(rows, known).trim().split('\n');
    expect(head).toBe('file,name,assignment,try,tasks_met,tasks,j,j_claimed,task_1,task_2,task_3,findings');
    expect(first).toMatch(/^h\.json,'=cmd\(\),Keep up with the burst,1,\d,3,/);
    expect(first!.split(',')).toHaveLength(12);
    expect(second).toBe('x.txt,,,,,,,,,,,x.txt: it is no hand-in of this lab.');
  });
});
