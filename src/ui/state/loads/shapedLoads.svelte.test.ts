import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LoadDesk, type LoadHost } from './loadDesk.svelte.ts';
import { LoadMaker, type ShaperWorker } from './maker.ts';
import { ShapedLoads, type ShapingSource } from './shapedLoads.svelte.ts';
import { defaultExperiment, type Experiment } from '../../../scenario/experiment.ts';
import { History, type Settable } from '../experiment/history.svelte.ts';
import { namesOfBases, shapeThrough } from '../../../workload/shaping/shape.ts';
import { loadText, parseLoad } from '../../../workload/shaping/text.ts';
import { loadName } from '../../../workload/shaping/words.ts';
import { sketchOf } from '../../../workload/sketch.ts';
import type { Workload } from '../../../workload/workload.ts';
import type { ShapedLoad, ShapeRequest, Unshaped } from '../../../../workers/loadsProtocol.ts';

/** As the worker does it, at once. */
function shape({ text, seed, imports }: ShapeRequest): ShapedLoad | Unshaped {
  const parsed = parseLoad(text);
  if (!parsed.ok) return { message: parsed.message, step: undefined, load: undefined, base: undefined };
  const load = parsed.value;
  const own = (base: string) => imports.find(({ id }) => id === base);
  const nameOf = namesOfBases((base) => own(base)?.name);
  const bases = { rates: (base: string) => own(base)?.rates, nameOf };
  const first = shapeThrough({ ...load, steps: [] }, bases, seed);
  const base = 'message' in first ? undefined : sketchOf(first.rates);
  const shaped = shapeThrough(load, bases, seed);
  if ('message' in shaped) return { ...shaped, load, base };
  const { rates, lengths } = shaped;
  const workload = { id: loadText(load), name: loadName(load, nameOf), rates, source: '' };
  return { load, lengths, workload, base: base!, sketch: sketchOf(rates) };
}

const trace: Workload = {
  id: 'import:0123abcd',
  name: 'June',
  rates: new Float64Array(400).fill(4),
  source: '',
};

class Source implements ShapingSource, LoadHost {
  experiment = $state.raw<Experiment>(defaultExperiment);
  traces = $state.raw<readonly Workload[]>([]);
  alert = $state('');
  notice = $state('');
  readonly address = $state({ waiting: false });
  readonly predict = { whole: (one: Workload) => one };
  readonly history = new History();
  readonly asked: ShapeRequest[] = [];
  readonly worker: ShaperWorker = {
    shape: (request) => {
      this.asked.push(request);
      return Promise.resolve(shape(request));
    },
    csv: () => Promise.resolve(new Blob([])),
  };
  readonly loads = new ShapedLoads(this, (here) => Promise.resolve(new LoadMaker(here, this.worker)));
  get waiting(): boolean {
    return this.address.waiting || this.loads.making;
  }
  readonly #settable: Settable<Experiment> = {
    ...{ id: 'experiment', words: '' },
    now: () => this.experiment,
    put: (experiment) => {
      this.experiment = experiment;
    },
  };
  readonly set = (change: Partial<Experiment>, what?: string): void => {
    this.history.record(this.#settable, what);
    this.experiment = { ...this.experiment, ...change };
  };
  constructor() {
    const draft: Settable<string | undefined> = {
      ...{ id: 'draft', words: 'the load in Loads' },
      now: () => this.loads.draft,
      put: (text) => {
        this.loads.draft = text;
      },
    };
    this.loads.beforeChange = (what) => {
      this.history.record(draft, what);
    };
  }
}

let source: Source;
let desk: LoadDesk;
let over: () => void;
const settle = async (): Promise<void> => {
  flushSync();
  for (let i = 0; i < 20; i++) await Promise.resolve();
  flushSync();
};

beforeEach(() => {
  source = new Source();
  over = $effect.root(() => {
    $effect(() => {
      source.loads.follow();
    });
    desk = new LoadDesk(source);
  });
});
afterEach(() => {
  over();
});

describe('the desk', () => {
  it('refuses a step that makes more of a load than its text may hold, and keeps what stood', async () => {
    await settle();
    for (let i = 0; i < 40; i++) await desk.add('burst');
    const full = desk.text;
    expect([desk.load?.steps.length, source.alert]).toEqual([40, '']);
    await desk.add('burst');
    expect([desk.text, desk.load?.steps.length]).toEqual([full, 40]);
    expect(source.alert).toBe('A load takes at most 40 steps; 41 were given.');
  });
});

describe('the header’s load', () => {
  it('is made where it has steps, and nothing is replayed before', async () => {
    source.set({ workload: 'fluctuating~x1.50' });
    expect([source.loads.making, source.waiting]).toEqual([true, true]);
    await settle();
    await settle();
    expect(source.loads.making).toBe(false);
    expect(source.loads.workload?.name).toBe('Fluctuating, times 1.5');
    // A load has one text, whatever the link wrote; that is no step of undo.
    expect(source.experiment.workload).toBe('fluctuating~x1.5');
    source.history.undo();
    expect(source.experiment.workload).toBe('fluctuating');
    expect([source.loads.making, source.loads.workload]).toEqual([false, undefined]);
  });

  it('is made anew for another seed', async () => {
    source.set({ workload: 'bursty~x2' });
    await settle();
    const first = source.loads.workload?.rates;
    source.set({ seed: 8 });
    expect(source.loads.making).toBe(true);
    await settle();
    expect(source.loads.workload?.rates).not.toEqual(first);
  });

  it('waits for the import that it begins with', async () => {
    source.address.waiting = true;
    source.set({ workload: 'import:0123abcd~x2' });
    await settle();
    // The desk’s first look apart.
    expect(source.asked.filter(({ text }) => text !== 'fluctuating')).toEqual([]);
    source.traces = [trace];
    source.address.waiting = false;
    await settle();
    expect(source.loads.workload?.name).toBe('June, times 2');
    expect(source.asked.at(-1)?.imports.map(({ id }) => id)).toEqual(['import:0123abcd']);
  });

  it('that cannot be made gives way to what it begins with, and a sentence says why', async () => {
    source.set({ workload: 'bursty~window:0,99999' });
    await settle();
    await settle();
    expect(source.experiment.workload).toBe('bursty');
    expect(source.alert).toBe(
      'The load could not be shaped: Step 1 (Window): Window speaks of second 99,999, but the load is 20 min long there (1,200 s). “Bursty” stands instead.',
    );
  });

  it('is said to be lost where its worker dies', async () => {
    vi.spyOn(source.worker, 'shape').mockRejectedValue(new Error('The shaping of the load stopped.'));
    source.set({ workload: 'import:99999999~x2' });
    await settle();
    await settle();
    expect(source.experiment.workload).toBe('fluctuating');
    expect(source.alert).toMatch(/^The load could not be shaped: The shaping of the load stopped/);
  });
});

describe('the desk', () => {
  it('shapes the header’s load, and leaves it in the header until it is used', async () => {
    await settle();
    expect([desk.text, desk.changed]).toEqual(['fluctuating', false]);
    await desk.add('x');
    await settle();
    expect([desk.text, desk.changed, source.experiment.workload]).toEqual([
      ...['fluctuating~x1.5', true, 'fluctuating'],
    ]);
    desk.use();
    await settle();
    expect([desk.text, desk.changed, source.experiment.workload]).toEqual([
      ...['fluctuating~x1.5', false, 'fluctuating~x1.5'],
    ]);
    expect(source.notice).toMatch(/^“Fluctuating, times 1.5” is the Lab’s load now/);
    // One step of undo brings both back.
    source.history.undo();
    await settle();
    expect([source.experiment.workload, source.loads.draft]).toEqual(['fluctuating', 'fluctuating~x1.5']);
  });

  it('adds, changes, moves and removes steps, each a step of undo', async () => {
    await settle();
    await desk.add('x');
    await settle();
    await desk.add('burst');
    await settle();
    const texts = [desk.text];
    desk.move(1, -1);
    texts.push(desk.text);
    desk.change(0, { kind: 'shift', values: [2] }, 'value 0');
    texts.push(desk.text);
    desk.remove(1);
    texts.push(desk.text);
    desk.begin('step');
    texts.push(desk.text);
    expect(texts.map((text) => text.replace(/burst:[\d,.]+/, 'burst'))).toEqual([
      ...['fluctuating~x1.5~burst', 'fluctuating~burst~x1.5', 'fluctuating~shift:2~x1.5'],
      ...['fluctuating~shift:2', 'step~shift:2'],
    ]);
    const back: string[] = [];
    for (let i = 0; i < 6; i++) {
      source.history.undo();
      back.push(desk.text);
    }
    expect(back).toEqual([...texts.slice(0, 4).reverse(), 'fluctuating~x1.5', 'fluctuating']);
    for (let i = 0; i < 6; i++) source.history.redo();
    expect(desk.text).toBe('step~shift:2');
  });

  it('makes a new step by the load that is there after a change, not by the one before', async () => {
    await settle();
    desk.cut([[0, 400]]);
    await settle();
    desk.cut([]);
    flushSync();
    expect(desk.busy).toBe(true);
    await desk.add('drawn');
    expect(desk.load?.steps[0]).toMatchObject({ kind: 'drawn', values: { 0: 300, 2: 600, 4: 900 } });
  });

  it('cuts by windows, which are the first step', async () => {
    await settle();
    await desk.add('x');
    desk.cut([[100, 700]]);
    expect([desk.text, desk.windows]).toEqual(['fluctuating~window:100,700~x1.5', [[100, 700]]]);
    desk.cut([
      [100, 700],
      [800, 900],
    ]);
    expect(desk.text).toBe('fluctuating~window:100,700,800,900~x1.5');
    desk.cut([]);
    expect(desk.text).toBe('fluctuating~x1.5');
    // Another base has other moments: its window goes.
    desk.cut([[100, 700]]);
    desk.begin('bursty');
    expect(desk.text).toBe('bursty~x1.5');
  });

  it('says which step does not fit, and keeps the picture of what could be made', async () => {
    await settle();
    desk.put({ base: 'fluctuating', steps: [{ kind: 'window', values: [0, 5000] }] }, 'test');
    await settle();
    expect(desk.unshaped).toMatchObject({ step: 0 });
    expect(desk.base?.seconds).toBe(1200);
  });

  it('opens a long import at its last week', async () => {
    source.traces = [{ ...trace, rates: new Float64Array(700_000) }];
    source.set({ workload: trace.id });
    await settle();
    expect([desk.text, desk.changed]).toEqual(['import:0123abcd~window:95200,700000', false]);
    expect(desk.shaped?.workload.rates.length).toBe(604_800);
  });
});
