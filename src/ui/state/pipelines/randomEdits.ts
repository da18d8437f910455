/** Random edits of a draft for tests, sensible ones and others. */
import fc from 'fast-check';
import type { Edit } from './edits.ts';
import { PROVENANCE_FIELDS, type Draft } from './texts.ts';
import { ASSUMABLE } from '../../../model/pipeline.ts';

const text = fc.oneof(
  fc.constantFrom('', '1', '2', '0.25', '90 ms', '250m', '45 %', '1e9', '-3', 'x', '2026-11-28', '8'),
  fc.string({ maxLength: 6 }),
);
const small = fc.nat({ max: 40 });

/** An edit of whatever draft it is given. */
export const anEdit: fc.Arbitrary<(draft: Draft) => Edit> = fc
  .tuple(small, small, small, text, fc.nat({ max: 16 }), fc.boolean())
  .map(([a, b, c, words, kind, on]) => (draft: Draft): Edit => {
    const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];
    const stage = pick(draft.stages, a);
    const variant = pick(stage?.variants ?? [], b);
    const row = pick(variant?.batches ?? [], c);
    const keys = { stage: stage?.key ?? -1, variant: variant?.key ?? -1, row: row?.key ?? -1 };
    const edits: readonly Edit[] = [
      { do: 'set', field: pick(['name', 'sla', 'source'] as const, c)!, text: words },
      { do: 'setStage', stage: keys.stage, field: pick(['name', 'metric'] as const, c)!, text: words },
      ...(['name', 'accuracy', 'cores', 'startup', 'memory'] as const).map((field): Edit => ({
        ...{ do: 'setVariant', variant: keys.variant, field, text: words },
      })),
      { do: 'setBatch', variant: keys.variant, row: keys.row, field: on ? 'batch' : 'seconds', text: words },
      { do: 'setUpTo', variant: keys.variant, text: row?.batch ?? words },
      { do: 'setProvenance', variant: keys.variant, field: pick(PROVENANCE_FIELDS, c)!, text: words },
      { do: 'assume', variant: keys.variant, figure: pick(ASSUMABLE, c)!, on },
      { do: on ? 'addBatch' : 'duplicateVariant', variant: keys.variant },
      { do: 'removeBatch', variant: keys.variant, row: keys.row },
      { do: 'addVariant', stage: keys.stage },
      { do: on ? 'duplicateStage' : 'removeStage', stage: keys.stage },
      { do: 'moveStage', stage: keys.stage, to: c },
      on
        ? { do: 'moveVariant', variant: keys.variant, to: c }
        : { do: 'removeVariant', variant: keys.variant },
    ];
    return pick(edits, kind)!;
  });
