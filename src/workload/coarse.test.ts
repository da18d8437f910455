import { expect, it } from 'vitest';
import { coarseCaution } from './coarse.ts';
import { importWorkload } from './import.ts';

const csv = (step: number, from = 0): Uint8Array =>
  new TextEncoder().encode(
    ['time,requests_per_second']
      .concat(
        Array.from(
          { length: 300 },
          (_, i) => `${String(1_700_000_000 + from + i * step)},${String(5 + (i % 7))}`,
        ),
      )
      .join('\n'),
  );
const imported = (step: number) => {
  const read = importWorkload(csv(step), 'june.csv');
  if (!read.ok) throw new Error(read.message);
  return read.value;
};

it('values for more than a second are assumed to hold evenly, which is said of the load and of what is made of it', () => {
  const coarse = imported(300);
  expect(coarse.workload.stepSeconds).toBe(300);
  const sentence =
    'Each value stands for about 300 s, through which the load is taken to be even: bursts shorter than that are not in it.';
  expect(coarse.report.decisions.find((one) => one.sentence === sentence)?.weight).toBe('assumed');
  expect(coarse.notes).toContain(sentence);
  const { id } = coarse.workload;
  for (const load of [id, `${id}~x2`, `bursty~plus:(${id}~window:0,600)`])
    expect(coarseCaution(load, [coarse.workload])).toBe(
      'Assumed: each value of the load’s file stands for 5 min and is taken to be even within, so bursts shorter than that are not in it.',
    );
  const finer = { ...imported(15).workload, id: 'import:0000000f' };
  expect(coarseCaution(`${id}~plus:(${finer.id})`, [finer, coarse.workload])).toContain('5 min');
  expect(coarseCaution(finer.id, [finer, coarse.workload])).toContain('15 s');
});

it('a value a second assumes nothing, nor does a load that no file stands behind', () => {
  const fine = imported(1);
  expect(fine.workload.stepSeconds).toBeUndefined();
  expect(fine.notes).toEqual([]);
  expect(coarseCaution(fine.workload.id, [fine.workload])).toBeUndefined();
  expect(coarseCaution('bursty~x2', [imported(300).workload])).toBeUndefined();
});
