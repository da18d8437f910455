import { describe, expect, it } from 'vitest';
import { gradeText, isGraded, knownOf, withCopies, type FindingKind, type Row } from './grade.ts';
import { handInText } from './handIn.ts';
import { forged, handedIn, someAssignment } from '../../testing/assignments.ts';
import {
  assignmentOfThirty as assignment,
  byAgent,
  byHand,
  byPolicy,
  classOfThirty,
  sheetOf,
  someOrders,
} from '../../testing/classOfThirty.ts';

const known = knownOf([assignment]);

const kindsOf = (row: Row): readonly FindingKind[] =>
  isGraded(row) ? [...new Set(row.findings.map(({ kind }) => kind))] : [];

const sentencesOf = (row: Row): string =>
  isGraded(row) ? row.findings.map(({ sentence }) => sentence).join(' ') : row.refused;

async function graded(files: readonly (readonly [string, string])[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [name, text] of files) rows.push(await gradeText(text, name, known));
  return withCopies(rows);
}

describe('thirty hand-ins, five of them tampered with', () => {
  it('are graded in under a minute, the five are found and said, and nobody else is accused', async () => {
    const { honest, tampered } = await classOfThirty();
    const files = [...honest, ...tampered];
    const began = performance.now();
    const rows = await graded(files);
    const seconds = (performance.now() - began) / 1000;
    expect(rows).toHaveLength(30);
    expect(rows.every(isGraded)).toBe(true);
    expect(seconds).toBeLessThan(60);
    const by = new Map(rows.map((row) => [row.file, row]));
    expect(kindsOf(by.get('changed-j.json')!)).toEqual(['claim']);
    expect(sentencesOf(by.get('changed-j.json')!)).toMatch(/^It claims a J of .*, and the run gives /);
    expect(kindsOf(by.get('foreign-orders.json')!)).toEqual(['claim', 'decisions']);
    expect(kindsOf(by.get('other-scenario.json')!)).toContain('scenario');
    expect(sentencesOf(by.get('other-scenario.json')!)).toMatch(
      /Locked settings are others: load steady-low instead of bursty; cores on the device 64 instead of/,
    );
    expect(kindsOf(by.get('edited-weights.json')!)).toContain('claim');
    expect(kindsOf(by.get('copied.json')!)).toEqual(['copy']);
    expect(sentencesOf(by.get('copied.json')!)).toBe('It has the same orders as Hand 3 (h3.json).');
    expect(sentencesOf(by.get('h3.json')!)).toBe('It has the same orders as Somebody else (copied.json).');
    for (const row of rows)
      if (row.file.startsWith('h') && row.file !== 'h3.json')
        expect([row.file, sentencesOf(row)]).toEqual([row.file, '']);
  }, 120_000);
});

describe('one hand-in', () => {
  it('is told from one that was edited by hand: its digest does not fit', async () => {
    const text = handInText(await byHand(40)).replace('"name":"Hand 40"', '"name":"Another"');
    const [row] = await graded([['edited.json', text]]);
    expect(kindsOf(row!)).toEqual(['edited']);
  });

  it('with weights that were edited in the file does not fit their digest', async () => {
    const json = JSON.parse(handInText(await byAgent(41))) as { agent: { parameters: number[] } };
    json.agent.parameters[7]! += 0.25;
    const [row] = await graded([['weights.json', JSON.stringify(json)]]);
    expect(kindsOf(row!)).toEqual(expect.arrayContaining(['edited', 'weights']));
  });

  it('cannot have been handed in more often than is allowed', async () => {
    const handIn = await byHand(42);
    const rows = await graded([
      ['2.json', handInText({ ...handIn, attempt: 2 })],
      ['3.json', handInText({ ...handIn, attempt: 3 })],
    ]);
    expect(rows.map(kindsOf)).toEqual([[], ['tries']]);
  });

  it('with orders that the pipeline has no room for says so', async () => {
    const handIn = await byHand(43);
    const beyond = forged(handIn, (one) => ({
      ...one,
      experiment: { ...one.experiment, a: 'hand:0=1.9.1/1.1.1;4=1.1.1/1.1.1' },
    }));
    const [row] = await graded([['beyond.json', beyond]]);
    expect(sentencesOf(row!)).toMatch(/It cannot be run: By hand orders 9 replicas .* limit is 8/);
  });

  it('copied with its settings alone is known by its sheet', async () => {
    const handIn = await byPolicy('hpa', 44);
    const rows = await graded([
      ['one.json', handInText(handIn)],
      ['two.json', handInText({ ...handIn, name: 'Another' })],
      ['same.json', handInText({ ...handIn, attempt: 2 })],
    ]);
    expect(rows.map(kindsOf)).toEqual([['copy'], ['copy'], ['copy']]);
    expect(sentencesOf(rows[0]!)).toBe(
      'It was begun as the same sheet as Another (two.json): one is a copy of the other.',
    );
  });

  it('answers another assignment: which one is said', async () => {
    const other = someAssignment({ title: 'Something else' });
    const handIn = await handedIn(other, {
      ...{ name: '', sheet: sheetOf(9), experiment: other.experiment, answers: {} },
    });
    const [row] = await graded([['other.json', handInText(handIn)]]);
    expect(sentencesOf(row!)).toMatch(
      /^other\.json: it answers the assignment “Something else”, which is not/,
    );
  });

  it('is called by the assignment’s own title, whatever the file calls it', async () => {
    const [row] = await graded([
      ['title.json', forged(await byHand(45), (one) => ({ ...one, title: 'Quite another' }))],
    ]);
    expect(row).toMatchObject({ title: assignment.title, findings: [] });
  });

  it('dropped twice, or handed on as it is without a name, is known as the very same', async () => {
    const text = handInText({ ...(await byPolicy('hpa', 46)), name: '' });
    const rows = await graded([
      ['one.json', text],
      ['two.json', text],
    ]);
    expect(rows.map(sentencesOf)).toEqual([
      'It says the very same as two.json.',
      'It says the very same as one.json.',
    ]);
  });

  it('that counts a try of its sheet a second time is told, as two tabs or a cleared browser give', async () => {
    const one = { ...(await byPolicy('hpa', 47)), name: '' };
    const rows = await graded([
      ['one.json', handInText(one)],
      ['two.json', handInText({ ...one, answers: { 2: 'detect' } })],
      ['three.json', handInText({ ...one, attempt: 2 })],
    ]);
    expect(rows.map((row) => kindsOf(row).filter((kind) => kind === 'again'))).toEqual([
      ['again'],
      ['again'],
      [],
    ]);
    expect(sentencesOf(rows[0]!)).toBe('It counts as try 1, and so does two.json.');
  });

  it('with a classmate’s orders and one more that no run comes to is known all the same', async () => {
    const honest = await byHand(48);
    const longer = forged(honest, (one) => ({
      ...one,
      ...{ name: 'Longer', sheet: sheetOf(303) },
      experiment: { ...one.experiment, a: `${one.experiment.a};9000=1.1.1/1.1.1` },
    }));
    const rows = await graded([
      ['honest.json', handInText(honest)],
      ['longer.json', longer],
    ]);
    expect(rows.map(sentencesOf)).toEqual([
      'It has the same orders as Longer (longer.json).',
      'It has the same orders as Hand 48 (honest.json).',
    ]);
  });

  it('with a classmate’s orders in lane B is known where that is open', async () => {
    const open = someAssignment({ locked: [], hidden: [] });
    const of = (name: string, sheet: number): Promise<string> =>
      handedIn(open, {
        ...{ name, sheet: sheetOf(sheet), answers: {} },
        experiment: { ...open.experiment, b: someOrders(49) },
      }).then(handInText);
    const rows: Row[] = [];
    for (const [name, sheet] of [
      ['Ada', 310],
      ['Eve', 311],
    ] as const)
      rows.push(await gradeText(await of(name, sheet), `${name}.json`, knownOf([open])));
    expect(withCopies(rows).map(kindsOf)).toEqual([['copy'], ['copy']]);
  });

  it('that leaves the orders with which the assignment begins is nobody’s copy', async () => {
    const begun = someAssignment({ experiment: { ...assignment.experiment, a: someOrders(50) } });
    const rows: Row[] = [];
    for (const [name, sheet] of [
      ['Ada', 320],
      ['Eve', 321],
    ] as const) {
      const handIn = await handedIn(begun, {
        ...{ name, sheet: sheetOf(sheet), answers: {}, experiment: begun.experiment },
      });
      rows.push(await gradeText(handInText(handIn), `${name}.json`, knownOf([begun])));
    }
    expect(withCopies(rows).map(kindsOf)).toEqual([[], []]);
  });
});
