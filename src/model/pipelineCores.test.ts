import { describe, expect, it } from 'vitest';
import { coresHeld, fewestCores, leastDevice } from './pipelineCores.ts';
import { compile, coresOf, smallestConfiguration } from './tables.ts';
import { defaultLimits } from './pipeline.ts';
import { presets } from './presets/index.ts';
import { GRAINS, presetInParts } from '../testing/partsOfCores.ts';

describe('cores of a pipeline', () => {
  it('are those of its tables, in parts of a core too', () => {
    for (const { id } of presets)
      for (const grain of GRAINS) {
        const pipeline = presetInParts(id, grain);
        const tables = compile(pipeline, defaultLimits);
        const smallest = smallestConfiguration(tables);
        expect(fewestCores(pipeline)).toBe(coresOf(tables, smallest));
        expect(coresHeld(pipeline, smallest)).toBe(coresOf(tables, smallest));
        const more = smallest.map((stage, n) => ({ ...stage, replicas: n + 2 }));
        expect(coresHeld(pipeline, more)).toBe(coresOf(tables, more));
        expect(leastDevice(pipeline)).toBe(Math.ceil(coresOf(tables, smallest)));
      }
  });
});
