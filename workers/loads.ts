/** Loads shaped by hand: a week of noise would be a long task of the page. */
import { expose, transfer } from 'comlink';
import './alive.ts';
import type { LoadsApi, ShapedLoad } from './loadsProtocol.ts';
import { loadCsv } from '../src/workload/shaping/csv.ts';
import { lengthMisfit, namesOfBases, shapeThrough } from '../src/workload/shaping/shape.ts';
import type { Bases } from '../src/workload/shaping/shape.ts';
import { loadText, parseLoad } from '../src/workload/shaping/text.ts';
import { loadName } from '../src/workload/shaping/words.ts';
import { sketchOf } from '../src/workload/sketch.ts';

const api: LoadsApi = {
  shape({ text, seed, imports }) {
    const parsed = parseLoad(text);
    if (!parsed.ok)
      return Promise.resolve({ message: parsed.message, step: undefined, load: undefined, base: undefined });
    const load = parsed.value;
    const own = (base: string) => imports.find(({ id }) => id === base);
    const bases: Bases = {
      rates: (base) => own(base)?.rates,
      nameOf: namesOfBases((base) => own(base)?.name),
    };
    const first = shapeThrough({ ...load, steps: [] }, bases, seed);
    const base = 'message' in first ? undefined : sketchOf(first.rates);
    const shaped = shapeThrough(load, bases, seed);
    if ('message' in shaped) return Promise.resolve({ ...shaped, load, base });
    const { lengths } = shaped;
    const misfit = lengthMisfit(shaped.rates.length);
    if (misfit !== undefined) return Promise.resolve({ message: misfit, step: undefined, load, base });
    // What comes to nothing else than its base is the base's own array, which is not handed over.
    const rates = shaped.rates.slice();
    const id = loadText(load);
    const made: ShapedLoad = {
      load,
      lengths,
      workload: {
        ...{ id, name: loadName(load, bases.nameOf), rates },
        source: `Shaped in this lab: ${id}, seed ${String(seed)}.`,
      },
      base: base!,
      sketch: sketchOf(rates),
    };
    return Promise.resolve(transfer(made, [rates.buffer]));
  },
  csv: (rates) => Promise.resolve(new Blob([loadCsv(rates)], { type: 'text/csv' })),
};

expose(api);
