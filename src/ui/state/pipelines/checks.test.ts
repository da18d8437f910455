import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pipelineOf, placeOf, troublesOf, troublesWithin } from './checks.ts';
import { edited, type Edit } from './edits.ts';
import { anEdit } from './randomEdits.ts';
import { blankDraft, draftOf, jsonOf } from './texts.ts';
import { pipelineFrom } from '../../../model/parse.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { presetById, presets } from '../../../model/presets/index.ts';

const video = draftOf(presetById('video')!);
const variant = video.stages[0]!.variants[0]!;
const row = variant.batches[1]!;

/** What is said at a place once an edit was made. */
function said(place: string, ...edits: readonly Edit[]): string | undefined {
  return troublesOf(edits.reduce(edited, video), defaultLimits).get(place);
}

const typed = (
  field: 'name' | 'accuracy' | 'cores' | 'startup' | 'memory',
  text: string,
): string | undefined =>
  said(placeOf(field, variant.key), { do: 'setVariant', variant: variant.key, field, text });

describe('what is wrong with a draft', () => {
  it.each(presets.map((preset) => [preset.id, preset] as const))('is nothing for %s', (_, preset) => {
    const draft = draftOf(preset);
    const troubles = troublesOf(draft, defaultLimits);
    expect([...troubles]).toEqual([]);
    expect(pipelineOf(draft, defaultLimits, troubles, preset.id)).toEqual({ ok: true, value: preset });
  });

  it('stands at each box in words', () => {
    expect(typed('accuracy', '45')).toBe('It must be a number from 0 to 1, not 45.');
    expect(typed('accuracy', '45 %')).toBeUndefined();
    expect(typed('accuracy', 'good')).toBe('It must be a number from 0 to 1.');
    expect(typed('accuracy', ' ')).toBe('Not given yet.');
    expect(typed('cores', '0.0001')).toMatch(/^It must be a number from 0\.1 to 64 cores/);
    expect(typed('cores', '250m')).toBeUndefined();
    expect(typed('cores', '40')).toBe('One replica needs more than the device’s 30 cores.');
    expect(typed('startup', '')).toBeUndefined();
    expect(typed('memory', '1.5 GiB')).toBeUndefined();
    expect(typed('name', video.stages[0]!.variants[1]!.name)).toBe(
      'Another variant of this stage has this name.',
    );
    expect(said('sla', { do: 'set', field: 'sla', text: '1800' })).toBe(
      'It must be a number from 0.001 to 600 seconds, not 1,800; that may be milliseconds, which would be 1.8.',
    );
    expect(said('sla', { do: 'set', field: 'sla', text: '1800 ms' })).toBeUndefined();
  });

  it('is a batch that stands twice, and one without a figure', () => {
    const place = (field: string): string => placeOf(field, row.key);
    const set = { do: 'setBatch', variant: variant.key, row: row.key } as const;
    expect(said(place('batch'), { ...set, field: 'batch', text: '1' })).toBe('This batch is there twice.');
    expect(said(place('batch'), { ...set, field: 'batch', text: '1.5' })).toMatch(
      /^It must be a whole number/,
    );
    expect(said(place('seconds'), { ...set, field: 'seconds', text: '-1' })).toMatch(
      /^It must be a number from/,
    );
    const first = variant.batches[0]!.key;
    expect(
      said(placeOf('latency', variant.key), { do: 'removeBatch', variant: variant.key, row: first }),
    ).toMatch(/^The latencies must have a figure for batch 1/);
  });

  it('is counted for what has several boxes', () => {
    const troubles = troublesOf(blankDraft(), defaultLimits);
    const { variants } = blankDraft().stages[0]!;
    expect(troublesWithin(troubles, [variants[0]!.key])).toBe(2);
    expect(troubles.get('sla')).toBe('Not given yet.');
  });

  it('is something exactly where the model takes no such pipeline', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(video, blankDraft()),
        fc.array(anEdit, { maxLength: 25 }),
        (begun, edits) => {
          const draft = edits.reduce((made, edit) => edited(made, edit(made)), begun);
          const troubles = troublesOf(draft, defaultLimits);
          const read = pipelineFrom(jsonOf(draft), '', defaultLimits);
          // In a file the last of two equal batches would hold, which nobody means.
          const twice = [...troubles.values()].every((sentence) => sentence === 'This batch is there twice.');
          if (troubles.size === 0 || !twice) expect([draft, troubles.size === 0]).toEqual([draft, read.ok]);
          if (!read.ok) expect(troubles.size).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});
