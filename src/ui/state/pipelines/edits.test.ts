import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edited, type Edit } from './edits.ts';
import { blankDraft, draftOf, jsonOf, type Draft } from './texts.ts';
import { anEdit } from './randomEdits.ts';
import { presetById, presets } from '../../../model/presets/index.ts';

const video = draftOf(presetById('video')!);
const [detect, classify] = video.stages;
const [small] = detect!.variants;

function after(draft: Draft, ...edits: readonly Edit[]): Draft {
  return edits.reduce(edited, draft);
}

describe('edits of a draft', () => {
  it('add, double, move, rename and delete stages', () => {
    const { key } = detect!;
    const doubled = after(video, { do: 'duplicateStage', stage: key });
    expect(doubled.stages.map(({ name }) => name)).toEqual([
      ...[detect!.name, `${detect!.name} (2)`, classify!.name],
    ]);
    expect(after(video, { do: 'moveStage', stage: key, to: 9 }).stages.map(({ name }) => name)).toEqual([
      ...[classify!.name, detect!.name],
    ]);
    expect(after(video, { do: 'removeStage', stage: key }).stages).toEqual([classify]);
    expect(after(video, { do: 'setStage', stage: key, field: 'name', text: 'find' }).stages[0]!.name).toBe(
      'find',
    );
    expect(
      after(video, { do: 'addStage' }, { do: 'addStage' })
        .stages.slice(2)
        .map(({ name }) => name),
    ).toEqual([...['stage', 'stage (2)']]);
  });

  it('give everything that is new a key of its own', () => {
    const keysOf = ({ stages }: Draft): number[] =>
      stages.flatMap(({ key, variants }) => [
        key,
        ...variants.flatMap((variant) => [variant.key, ...variant.batches.map((row) => row.key)]),
      ]);
    fc.assert(
      fc.property(fc.array(anEdit, { maxLength: 20 }), (edits) => {
        const draft = edits.reduce((made, edit) => edited(made, edit(made)), video);
        const keys = keysOf(draft);
        expect(new Set(keys).size).toBe(keys.length);
        expect(Math.max(-1, ...keys)).toBeLessThan(draft.next);
      }),
      { numRuns: 60 },
    );
  });

  it('insert what was measured, under a name that is free', () => {
    const [variant] = presetById('nlp')!.stages[0]!.variants;
    const twice = after(
      video,
      { do: 'addVariant', stage: detect!.key, variant: variant! },
      { do: 'addVariant', stage: detect!.key, variant: variant! },
    );
    expect(twice.stages[0]!.variants.slice(-2).map(({ name }) => name)).toEqual([
      ...[variant!.name, `${variant!.name} (2)`],
    ]);
  });

  it('say of a figure that is typed that it was, and that nobody assumed it', () => {
    const assumed = after(video, { do: 'assume', variant: small!.key, figure: 'accuracy', on: true });
    expect(assumed.stages[0]!.variants[0]!.provenance.assumed).toEqual(['accuracy']);
    const typed = after(assumed, { do: 'setVariant', variant: small!.key, field: 'accuracy', text: '0.5' });
    expect(typed.stages[0]!.variants[0]!.provenance).toMatchObject({
      ...{ source: 'accuracy entered by hand', assumed: [] },
    });
  });

  it('keep the published line until a batch is changed', () => {
    const { key } = small!.batches[0]!;
    const same = after(video, { do: 'setVariant', variant: small!.key, field: 'cores', text: '2' });
    expect(same.stages[0]!.variants[0]!.line).toEqual(small!.line);
    const other = after(video, {
      do: 'setBatch',
      variant: small!.key,
      row: key,
      field: 'seconds',
      text: '0.1',
    });
    expect(other.stages[0]!.variants[0]!.line).toBeUndefined();
    // Up to which batch the points hold is nothing that a point says.
    expect(other.stages[0]!.variants[0]!.upTo).toBe(small!.upTo);
  });

  it('name nothing that is not there', () => {
    expect(after(video, { do: 'removeStage', stage: 9999 }, { do: 'removeVariant', variant: 9999 })).toBe(
      video,
    );
    expect(after(video, { do: 'set', field: 'name', text: video.name })).toBe(video);
  });
});

describe('the texts of a draft', () => {
  it.each(presets.map((preset) => [preset.id, preset] as const))('say %s as it is', (_, preset) => {
    expect(JSON.parse(JSON.stringify(jsonOf(draftOf(preset), preset.id)))).toEqual(preset);
  });

  it('say nothing of what is empty', () => {
    expect(jsonOf(blankDraft())).toEqual({
      ...{ name: 'My pipeline', source: 'Put together in the lab.' },
      stages: [
        {
          name: 'first',
          variants: [
            {
              ...{ name: 'a', latency: { '1': null } },
              provenance: { source: 'entered by hand', assumed: ['startupSeconds'] },
            },
          ],
        },
      ],
    });
  });
});
