import { describe, expect, it } from 'vitest';
import { askedOf } from './asked.ts';
import { Merger } from './merged.ts';
import { PART_FORMAT, PART_KIND, partText, type PartHead } from './part.ts';
import { headComplaint, openPart } from './partRead.ts';
import { planDigest, type Lab } from './planDigest.ts';
import type { ComparisonPlan } from './plan.ts';
import { resultFrom, resultOf } from './record.ts';
import { shardTasks } from './shards.ts';
import type { Found, FoundPiece } from './tasks.ts';
import { digestOf } from '../../model/digest.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import type { Result } from '../../model/result.ts';
import { runsWithoutSearch, usualSettings } from '../../testing/comparisons.ts';
import type { Workload } from '../../workload/workload.ts';

const waves: Workload = {
  ...{ id: 'waves', name: 'Waves', source: 'a test' },
  rates: Float64Array.from({ length: 200 }, (_, t) => 14 + 9 * Math.sin(t / 37)),
};
const plan: ComparisonPlan = {
  pipelines: [presetById('video')!, presetById('audio-qa')!],
  workloads: [{ kind: 'fixed', workload: waves }],
  policies: ['greedy', 'random', 'hpa'].map((key) => ({ kind: 'named', key })),
  seeds: [1, 2, 3],
  settings: usualSettings,
  series: 'first seed',
};
const lab: Lab = { version: '1.0.0', sources: digestOf('sources'), node: 'v20.0.0' };
const found = await runsWithoutSearch(plan);
const OF = 4;

const headOf = (index: number, of: ComparisonPlan = plan, own: Lab = lab, parts = OF): PartHead => ({
  ...{ kind: PART_KIND, format: PART_FORMAT, lab: own, shard: { index, of: parts }, processorSeconds: 0.5 },
  ...{ against: ['greedy'], notes: ['Something was assumed.'], asked: askedOf(of) },
  plan: planDigest(of, { lab: own }),
});

/** What was found of a shard. */
function piecesOf(index: number, { cells, references }: Found = found, parts = OF): readonly FoundPiece[] {
  const isAt = (
    a: { pipeline: string; seed: number },
    { pipeline, seed }: { pipeline: { id: string }; seed: number },
  ): boolean => a.pipeline === pipeline.id && a.seed === seed;
  return shardTasks(plan, { index, of: parts }).flatMap(({ group, references: wanted }): FoundPiece[] => [
    ...group.policies.map(({ key }): FoundPiece => ({
      kind: 'cell',
      cell: cells.find((cell) => isAt(cell, group) && cell.policy === key)!,
    })),
    ...(wanted
      ? [{ kind: 'references', references: references.find((one) => isAt(one, group))! } as const]
      : []),
  ]);
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parts = Array.from({ length: OF }, (_, i) => bytesOf(partText(headOf(i), piecesOf(i))));

function merged(
  files: readonly Uint8Array[],
): Result<{ readonly found: Found; readonly whole: Pick<PartHead, 'asked'> }> {
  const merger = new Merger();
  for (const [i, file] of files.entries()) {
    const name = `part ${String(i)}`;
    const open = openPart(file, name);
    const taken = open.ok ? merger.take(name, open.value) : open;
    if (!taken.ok) return taken;
  }
  return merger.whole();
}
const messageOf = (files: readonly Uint8Array[]): string => {
  const result = merged(files);
  return result.ok ? '' : result.message;
};

/** A part with its digest made anew after a change: what only somebody's hand does. */
function forged(part: Uint8Array, change: (text: string) => string): Uint8Array {
  const lines = change(new TextDecoder().decode(part)).split('\n');
  const before = `${lines.slice(0, -2).join('\n')}\n`;
  const end = lines.at(-2)!.replace(/"sha256":"[^"]*"/, `"sha256":"${digestOf(before)}"`);
  return bytesOf(`${before}${end}\n`);
}

describe('parts', () => {
  it('are one JSON document each, and give back the whole in any order', () => {
    for (const part of parts) {
      const { head, pieces } = JSON.parse(new TextDecoder().decode(part)) as {
        head: PartHead;
        pieces: readonly FoundPiece[];
      };
      expect(pieces).toHaveLength(piecesOf(head.shard.index).length);
    }
    const expected = JSON.stringify(resultOf(plan, found));
    for (const order of [parts, [...parts].reverse()]) {
      const result = merged(order);
      if (!result.ok) throw new Error(result.message);
      expect(JSON.stringify(resultFrom(result.value.whole.asked, result.value.found))).toBe(expected);
    }
  });

  it('keep every number to the last bit, those that JSON lacks too', () => {
    const strange = [NaN, Infinity, -Infinity, -0, 0.1 + 0.2, 5e-324, 2 ** 53 - 1];
    const [first] = piecesOf(0);
    if (first?.kind !== 'cell') throw new Error('a run was expected');
    for (const value of strange) {
      const cell = { ...first.cell, summary: { ...first.cell.summary, latency: value } };
      const open = openPart(bytesOf(partText(headOf(0), [{ kind: 'cell', cell }])), 'x');
      if (!open.ok) throw new Error(open.message);
      const [read] = [...open.value.pieces()];
      expect(read).toEqual({ ok: true, value: { kind: 'cell', cell } });
    }
  });

  it('carry why a run is missing, in the plan’s order', () => {
    const late = (policy: string): FoundPiece => ({
      kind: 'late',
      late: { pipeline: 'video', workload: 'waves', seed: 1, policy, why: `${policy} took too long.` },
    });
    const without = [0, 1, 2, 3].map((i) =>
      piecesOf(i).map((piece) =>
        piece.kind === 'cell' &&
        piece.cell.seed === 1 &&
        piece.cell.pipeline === 'video' &&
        piece.cell.policy !== 'greedy'
          ? late(piece.cell.policy)
          : piece,
      ),
    );
    const result = merged(without.map((pieces, i) => bytesOf(partText(headOf(i), pieces))).reverse());
    if (!result.ok) throw new Error(result.message);
    const whole = resultFrom(result.value.whole.asked, result.value.found);
    expect(whole.complete).toBe(true);
    expect(whole.late?.map(({ policy }) => policy)).toEqual(['random', 'hpa']);
  });
});

describe('parts are refused, in a sentence that names them,', () => {
  it('where one is missing, or there twice', () => {
    expect(messageOf(parts.slice(1))).toBe('Of 4 shards one is missing: 0/4.');
    expect(messageOf(parts.slice(1, 2))).toBe('Of 4 shards 3 are missing: 0/4, 2/4, 3/4.');
    expect(messageOf([...parts, parts[2]!])).toBe(
      'Shard 2/4 is there twice: part 2 and part 4. Leave one of them out.',
    );
    expect(messageOf([])).toBe('No part is named.');
  });

  it('where one is of another plan, lab or cut', () => {
    const other = (head: PartHead): readonly Uint8Array[] => [
      parts[0]!,
      bytesOf(partText(head, piecesOf(1))),
    ];
    expect(messageOf(other(headOf(1, { ...plan, seeds: [1, 2] })))).toBe(
      'part 1 and part 0 are of different comparisons: their seeds differ.',
    );
    const loaded: ComparisonPlan = {
      ...plan,
      workloads: [{ kind: 'fixed', workload: { ...waves, rates: waves.rates.map((r) => r + 1e-12) } }],
    };
    expect(messageOf(other(headOf(1, loaded)))).toBe(
      'part 1 and part 0 are of different comparisons: a pipeline, load, policy or option is another under the same name.',
    );
    for (const [change, sentence] of [
      [{ version: '1.0.1' }, /different versions of the lab \(1\.0\.1 and 1\.0\.0\)/],
      [{ sources: digestOf('other') }, /different sources of the lab/],
      [{ node: 'v22.0.0' }, /different versions of Node\.js \(v22\.0\.0 and v20\.0\.0\)/],
    ] as const)
      expect(messageOf(other(headOf(1, plan, { ...lab, ...change })))).toMatch(sentence);
    expect(messageOf(other(headOf(1, plan, lab, 5)))).toBe(
      'part 1 and part 0 are of one comparison cut in different ways, in 5 and in 4 shards.',
    );
  });

  it('where a byte is another, or the end is missing, wherever that is', () => {
    const random = Random.stream(5, 'damage');
    const part = parts[0]!;
    for (let k = 0; k < 300; k++) {
      const at = random.integer(part.length);
      const damaged = k % 2 === 0 ? part.slice(0, at) : part.slice();
      if (k % 2 === 1) damaged[at]! ^= 1 << random.integer(8);
      const message = messageOf([damaged, ...parts.slice(1)]);
      expect(message, `${String(k)} at ${String(at)}`).toMatch(
        /^part 0 (is cut off, or|is damaged: |is no part of).*\.$/,
      );
    }
  });

  it('where another program wrote it anew', () => {
    const pretty = JSON.stringify(JSON.parse(new TextDecoder().decode(parts[0])), undefined, 2);
    expect(messageOf([bytesOf(pretty)])).toMatch(/^part 0 is no part of a comparison/);
    const lines = bytesOf(new TextDecoder().decode(parts[0]).replaceAll('\n', '\r\n'));
    expect(messageOf([lines])).toMatch(/^part 0 is cut off, or was written anew by another program/);
  });

  it.each([
    [
      'a run twice',
      (t: string) => t.replace(/^(\{"kind":"cell".*)$/m, '$1\n$1'),
      /which is there already, in it/,
    ],
    [
      'a run in another’s place',
      (t: string) => t.replace(/^\{"kind":"cell".*\n(\{"kind":"cell".*\n)/m, '$1$1'),
      /the run of \w+ on [\w-]+, waves, seed \d, which is there already/,
    ],
    ['a run too few', (t: string) => t.replace(/^\{"kind":"cell".*\n/m, ''), /another number of runs/],
    [
      'a stranger',
      (t: string) => t.replace('"policy":"greedy"', '"policy":"magic"'),
      /the run of magic on .*, which its comparison does not ask for/,
    ],
    [
      'text for a number',
      (t: string) => t.replace(/"reward":[-\d.e]+/, '"reward":"much"'),
      /run 1: it holds what no part holds: cell\.summary\.reward/,
    ],
    ['nothing for a number', (t: string) => t.replace(/"reward":[-\d.e]+/, '"reward":null'), /reward/],
    [
      'a field too many',
      (t: string) => t.replace('"kind":"cell",', '"kind":"cell","more":1,'),
      /more: there is no such field/,
    ],
    [
      'a prototype',
      (t: string) => t.replace('"kind":"cell",', '"kind":"cell","__proto__":{"a":1},'),
      /there is no such field/,
    ],
    ['no JSON', (t: string) => t.replace('"kind":"cell",', '"kind":cell,'), /run 1: it is no JSON/],
    [
      'depth',
      (t: string) => t.replace('"kind":"cell",', `"kind":${'['.repeat(5000)}${']'.repeat(5000)},`),
      /lists and objects more than 6 levels deep/,
    ],
    [
      'values without end',
      (t: string) => t.replace('"kind":"cell",', `"kind":[${'1,'.repeat(2 ** 20)}1],`),
      /more than 1,048,576 values/,
    ],
    ['a shard beyond the last', (t: string) => t.replace('"index":0', '"index":4'), /shard: it must be one/],
    ['a format of tomorrow', (t: string) => t.replace('"format":1', '"format":2'), /another version/],
    [
      'pipelines that are not those',
      (t: string) => t.replace('"deciding":[', '"deciding":[[],'),
      /asked: it must list the policies of each pipeline/,
    ],
    [
      'a policy named twice, which would be in the document twice',
      (t: string) => t.replace(/"policies":\[(\{[^}]*\})/, '"policies":[$1,$1'),
      /asked: it must name each pipeline, load, policy and seed once/,
    ],
    [
      'runs of a policy that it does not name, which the document would lack',
      (t: string) => t.replace(/"policies":\[\{[^}]*\},/, '"policies":['),
      /asked: it must have its own policies decide, each once/,
    ],
  ])('where it holds %s, its digest right', (_, change, sentence) => {
    const part = forged(parts[0]!, change);
    expect(messageOf([part, ...parts.slice(1)])).toMatch(sentence);
    expect(messageOf([part, ...parts.slice(1)])).toMatch(/^part 0[ ,].*\.$/);
  });

  it('where a few names stand for more runs than can be', () => {
    const many = Array.from({ length: 1000 }, (_, i) => i);
    const { asked, ...head } = headOf(0);
    const seeds = many;
    const workloads = many.map((i) => ({ id: String(i), name: '', drawn: true, source: '' }));
    const huge = { ...head, asked: { ...asked, record: { ...asked.record, seeds, workloads } } };
    expect(headComplaint(huge)).toBe('is of more than 1,000,000 runs, the most that parts are made of');
    expect(messageOf([bytesOf(partText(huge, []))])).toMatch(/^part 0 is of more than 1,000,000 runs/);
    expect(headComplaint(headOf(0))).toBeUndefined();
  });
});

describe('the digest of a plan', () => {
  it('is another as soon as anything is', () => {
    const digests = new Set(
      [
        plan,
        { ...plan, series: 'all' as const },
        { ...plan, settings: { ...plan.settings, nodes: 2 } },
        { ...plan, settings: { ...plan.settings, slaSeconds: 1 } },
        { ...plan, policies: [...plan.policies].reverse() },
        { ...plan, pipelines: plan.pipelines.map((one) => ({ ...one, slaSeconds: one.slaSeconds + 1e-9 })) },
      ].map((one) => planDigest(one, { lab })),
    );
    expect(digests.size).toBe(6);
    expect(digests.has(planDigest(plan, { lab: { ...lab, node: 'v22.0.0' } }))).toBe(false);
    expect(planDigest(structuredClone(plan), { lab })).toBe(planDigest(plan, { lab }));
  });

  it('is of plain data alone', () => {
    expect(() => planDigest(plan, { when: new Date(0) })).toThrow('no plain data');
  });
});
