import { describe, expect, it } from 'vitest';
import { gradeText, isGraded, knownOf, withCopies, type FindingKind, type Row } from './grade.ts';
import { handInText, type HandIn } from './handIn.ts';
import { compile } from '../../model/tables.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import type { AgentRecord } from '../../learning/network/trainedAgent.ts';
import { handKey, type Orders } from '../../policies/hand/orders.ts';
import { untrainedAgent } from '../../testing/agents.ts';
import { forged, handedIn, someAssignment } from '../../testing/assignments.ts';

const assignment = someAssignment();
const { experiment } = assignment;
const pipeline = presetById(experiment.pipeline)!;
const known = knownOf([assignment]);
const sheetOf = (i: number): string => String(i).padStart(16, '0');

/** Orders that a person may have given: a few changes of configurations that fit. */
function orders(seed: number): string {
  const random = Random.stream(seed, 'orders');
  const some: Orders = [0, 12, 30, 55].map((from) => ({
    from,
    configuration: pipeline.stages.map(() => ({
      variant: random.integer(2),
      replicas: 1 + random.integer(3),
      batch: 2 ** random.integer(4),
    })),
  }));
  return handKey(some);
}

const byHand = (i: number): Promise<HandIn> =>
  handedIn(assignment, {
    name: `Hand ${String(i)}`,
    sheet: sheetOf(i),
    experiment: { ...experiment, a: orders(i) },
    answers: { 2: i % 2 === 0 ? 'detect' : 'classify' },
  });

const agentOf = (seed: number): AgentRecord =>
  untrainedAgent(compile(pipeline, { ...experiment }), seed, 0.05);

const byAgent = (i: number): Promise<HandIn> =>
  handedIn(assignment, {
    name: `Agent ${String(i)}`,
    sheet: sheetOf(100 + i),
    experiment: { ...experiment, a: 'opd' },
    agent: agentOf(i),
    answers: { 2: 'detect' },
  });

const byPolicy = (a: string, i: number): Promise<HandIn> =>
  handedIn(assignment, {
    name: `Policy ${String(i)}`,
    sheet: sheetOf(200 + i),
    experiment: { ...experiment, a, costWeight: 0.1 },
    answers: {},
  });

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
    const honest = [
      ...(await Promise.all(Array.from({ length: 12 }, (_, i) => byHand(i)))),
      ...(await Promise.all(Array.from({ length: 8 }, (_, i) => byAgent(i)))),
      ...(await Promise.all(['hpa', 'keda', 'kpa', 'greedy', 'hpa:target=0.5'].map(byPolicy))),
    ];
    const tampered: readonly (readonly [string, string])[] = [
      // Two points more, the digest mended.
      [
        'changed-j.json',
        forged(await byHand(20), (one) => ({ ...one, claimed: { ...one.claimed, j: one.claimed.j! + 2 } })),
      ],
      // Somebody's orders under another's claim.
      [
        'foreign-orders.json',
        forged(await byHand(21), (one) => ({ ...one, experiment: { ...one.experiment, a: orders(99) } })),
      ],
      // An easier load and more cores, run honestly there.
      [
        'other-scenario.json',
        handInText({
          ...(await handedIn(
            someAssignment({ experiment: { ...experiment, maxCores: 64, workload: 'steady-low' } }),
            {
              name: 'Elsewhere',
              sheet: sheetOf(301),
              experiment: { ...experiment, a: orders(22), maxCores: 64, workload: 'steady-low' },
              answers: {},
            },
          )),
          assignment: honest[0]!.assignment,
        }),
      ],
      // Weights changed by an editor; the digest of the whole mended, that of the weights too by writing it anew.
      [
        'edited-weights.json',
        forged(await byAgent(31), (one) => ({
          ...one,
          agent: {
            ...one.agent!,
            parameters: Float32Array.from(one.agent!.parameters, (w, i) => (i % 50 === 0 ? w + 0.5 : w)),
          },
        })),
      ],
      // A classmate's file under another name, on a sheet of its own.
      ['copied.json', forged(honest[3]!, (one) => ({ ...one, name: 'Somebody else', sheet: sheetOf(302) }))],
    ];
    const files = [...honest.map((one, i) => [`h${String(i)}.json`, handInText(one)] as const), ...tampered];
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
});
