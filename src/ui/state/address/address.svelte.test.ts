import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PageAddress, type Addressed } from './address.svelte.ts';
import { defaultExperiment } from '../../../scenario/experiment.ts';
import { History } from '../experiment/history.svelte.ts';
import { FilledIn } from '../exporting/filledIn.svelte.ts';
import { defaultView } from './linked.ts';
import type { FoundEarlier } from '../keeping/memory.svelte.ts';
import { defaultTraining } from '../training/nextTraining.ts';
import { presets } from '../../../model/presets/index.ts';
import type { KeptTrace } from '../../../storage/records.ts';
import { generators, generateWorkload } from '../../../workload/generators.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldAgent } from '../../../testing/trainings.ts';

const kept: KeptTrace = {
  ...{ id: 'import:0000abcd', name: 'Mine', source: 'a test', rates: new Float64Array(300).fill(5) },
};
const nothing: FoundEarlier = {
  ...{ pipelines: [], traces: [], policies: [], predictor: undefined, used: false },
};

/** A lab as far as its address sees it. */
function labOf(find: () => Promise<FoundEarlier>): Addressed & { readonly done: string[] } {
  const done: string[] = [];
  return {
    done,
    ...{ experiment: defaultExperiment, traces: [], pipelines: [], notes: {} },
    ...{
      page: 'lab',
      policy: 'opd',
      term: undefined,
      lesson: undefined,
      assignment: undefined,
      lent: [],
      rules: undefined,
      alert: '',
      notice: '',
      a: 'hpa',
      b: 'ipa-exact',
      run: undefined,
    },
    get pipeline() {
      return [...presets, ...this.pipelines].find(({ id }) => id === this.experiment.pipeline) ?? presets[0]!;
    },
    get workload() {
      const { workload } = this.experiment;
      const own = this.traces.find(({ id }) => id === workload);
      return own ?? generateWorkload(generators.some(({ id }) => id === workload) ? workload : 'bursty', 7);
    },
    set(change) {
      this.experiment = { ...this.experiment, ...change };
    },
    show(page) {
      this.page = page;
    },
    nameOf: (key) => key.toUpperCase(),
    running: (key) => key,
    comparison: { chosen: defaultView.compared },
    loads: { draft: undefined },
    memory: { change: () => Promise.resolve(true), find },
    playhead: {
      ...{ time: 200, speed: 4, playing: false },
      seek: (time) => void done.push(`seek ${String(time)}`),
      play: () => void done.push('play'),
      pause: () => void done.push('pause'),
    },
    predict: {
      keep: () => undefined,
      whole: (one) => one,
      recall: () => undefined,
      used: undefined,
      shown: 'lstm',
    },
    training: {
      ...{ origin: undefined, active: false, plan: undefined, settings: defaultTraining },
      get linked() {
        return this.origin ?? (this.active ? this.plan?.id : undefined);
      },
      restore: ({ name }, { standing }) => void done.push(`restore ${name} ${standing}`),
      use(_agent, seconds, origin) {
        this.origin = origin;
        done.push(`use ${String(origin)} ${String(seconds)}`);
      },
    },
    runs: {
      ...{
        refresh: () => Promise.resolve(),
        find: () => undefined,
        standing: ({ status }) => status,
      },
      series: () => Promise.resolve({ points: [], evaluations: [] }),
      judged: () => Promise.resolve(undefined),
    },
    filled: new FilledIn(),
    setPolicies: { meet: (keys) => void done.push(`meet ${keys.join()}`), lost: [] },
    why: { lane: undefined },
    history: new History(),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the address of an assignment under way', () => {
  const rules = { why: 'Locked.', held: { seed: 4242, costWeight: 0.35 }, hidden: ['costWeight'] };

  it('says nothing that the assignment holds, which brings it again', () => {
    const lab = labOf(() => Promise.resolve(nothing));
    const address = new PageAddress(lab, '#env=chance&seed=4242&price=0.35&a=keda&load=bursty');
    expect(address.link()).toMatch(/seed=4242.*price=0\.35/);
    Object.assign(lab, { rules, assignment: '0123456789abcdef' });
    expect(address.link()).toMatch(/load=bursty.*a=keda.*assignment=0123456789abcdef$/);
    expect(address.link()).not.toMatch(/4242|price|0\.35/);
  });

  it('holds nothing any more once the address has left it, and all while it is the same', async () => {
    const lab = labOf(() => Promise.resolve(nothing));
    const address = new PageAddress(lab, '#env=chance');
    Object.assign(lab, { rules, assignment: '0123456789abcdef' });
    await address.follow('#env=chance&seed=9&assignment=0123456789abcdef');
    expect(lab.rules).toBe(rules);
    await address.follow('#env=chance&seed=9');
    expect([lab.rules, lab.assignment, lab.experiment.seed]).toEqual([undefined, undefined, 9]);
  });
});

describe('the address', () => {
  it('that opens the page sets what it says, and says what it cannot have', async () => {
    const lab = labOf(() => Promise.resolve(nothing));
    const address = new PageAddress(lab, '#v=train&a=keda&seed=3&cores=999&speed=8');
    expect([lab.page, lab.experiment.a, lab.experiment.seed, lab.playhead.speed]).toEqual([
      ...['train', 'keda', 3, 8],
    ]);
    expect(lab.alert).toMatch(/^Part of this link could not be taken:\n.*cores/s);
    expect(lab.done).toEqual(['meet keda,ipa-exact,opd,' + lab.comparison.chosen.policies.join()]);
    expect(address.waiting).toBe(false);
    await vi.advanceTimersByTimeAsync(150);
    expect(address.link()).toBe('#v=train&seed=3&env=fluid&a=keda&speed=8');
  });

  it('that names what only this browser holds waits for the storage, which may have it or not', async () => {
    for (const traces of [[kept], []]) {
      const lab = labOf(() => Promise.resolve({ ...nothing, traces }));
      const address = new PageAddress(lab, `#load=${encodeURIComponent(kept.id)}`);
      expect([address.waiting, lab.alert]).toEqual([true, '']);
      await vi.advanceTimersByTimeAsync(1);
      expect(address.waiting).toBe(false);
      expect(lab.workload.name === 'Mine').toBe(traces.length === 1);
      expect(lab.alert.includes('import it again')).toBe(traces.length === 0);
    }
  });

  it('that names a trained agent finds it again where this browser keeps it, and else says what stands instead', async () => {
    const agent = toldAgent('video');
    const run = runRecord({ id: 'r1', name: 'Run 4', agent, elapsedSeconds: 61 });
    const lab = labOf(() => Promise.resolve(nothing));
    lab.runs.find = (id) => (id === 'r1' ? run : undefined);
    const address = new PageAddress(lab, '#agent=r1&b=hpa');
    expect([address.waiting, lab.training.origin]).toEqual([true, undefined]);
    expect(address.link(), 'a reload before the storage has answered loses nothing').toBe(
      '#env=fluid&b=hpa&agent=r1',
    );
    await vi.advanceTimersByTimeAsync(1);
    expect([address.waiting, lab.training.origin, lab.alert]).toEqual([false, 'r1', '']);
    expect(lab.done.slice(-2)).toEqual(['use r1 61', 'restore Run 4 running']);
    expect(address.link()).toBe('#env=fluid&b=hpa&agent=r1');

    const young = labOf(() => Promise.resolve(nothing));
    Object.assign(young.training, { active: true, plan: { id: 'r2' } });
    expect(new PageAddress(young, '#b=hpa').link(), 'what trains is found again before it has an agent').toBe(
      '#env=fluid&b=hpa&agent=r2',
    );

    const strange = labOf(() => Promise.resolve(nothing));
    const away = new PageAddress(strange, '#agent=r1&b=hpa');
    await vi.advanceTimersByTimeAsync(1);
    expect(strange.alert).toBe(
      'Part of this link could not be taken:\nThe trained agent of the link is not in this browser, or was deleted here: a link holds settings, not data. OPD stands instead.\nWhat else it says holds.',
    );
    expect(away.link()).toBe('#env=fluid&b=hpa');
    strange.runs.find = () => ({ ...run, agent: undefined });
    await away.follow('#agent=r1&a=hpa&b=keda');
    expect(strange.alert).toContain('comes from Run 4, which has kept none yet. No lane asks for it.');
  });

  it('has what was chosen in single views: forecaster, budget, exports, comparisons of imports', async () => {
    const lab = labOf(() => Promise.resolve({ ...nothing, traces: [kept] }));
    const text = `#env=chance&c-loads=bursty%2Cimport%3A0000abcd&budget=30s&drawn=ar&x-load=25&x-aim=cheapest&x-intime=99.5&x-layout=kserve&x-images=a%2Cb`;
    const address = new PageAddress(lab, text);
    await vi.advanceTimersByTimeAsync(1);
    expect([lab.predict.shown, lab.training.settings.budget, lab.alert]).toEqual(['ar', { seconds: 30 }, '']);
    expect(lab.filled.of('video')).toEqual({
      ...{
        load: 25,
        aim: 'cheapest',
        inTime: 99.5,
        changes: { layout: 'kserve' },
        images: ['a', 'b'],
        modelUris: undefined,
      },
    });
    expect(lab.comparison.chosen.workloads).toEqual(['bursty', kept.id]);
    expect(address.link()).toBe(text);
    const strange = labOf(() => Promise.resolve(nothing));
    new PageAddress(strange, '#c-loads=bursty,import:0000abcd');
    await vi.advanceTimersByTimeAsync(1);
    expect(strange.comparison.chosen.workloads).toEqual(['bursty']);
    expect(strange.alert).toContain('There is no load to compare “import:0000abcd”.');
  });

  it('that shapes an import in Loads waits for it too, and says where this browser does not hold it', async () => {
    const hash = `#v=loads&env=chance&shape=${kept.id}~x2`;
    for (const traces of [[kept], []]) {
      const lab = labOf(() => Promise.resolve({ ...nothing, traces }));
      const address = new PageAddress(lab, hash);
      expect([address.waiting, lab.loads.draft]).toEqual([true, `${kept.id}~x2`]);
      await vi.advanceTimersByTimeAsync(1);
      expect([address.waiting, lab.loads.draft]).toEqual([
        false,
        traces.length === 1 ? `${kept.id}~x2` : undefined,
      ]);
      expect(lab.alert.includes('What the link shapes in Loads')).toBe(traces.length === 0);
      // Into the open page: looked for again, and said again.
      lab.alert = '';
      lab.loads.draft = undefined;
      await address.follow(hash);
      expect(lab.loads.draft).toBe(traces.length === 1 ? `${kept.id}~x2` : undefined);
      expect(lab.alert.includes('The header’s load stands instead.')).toBe(traces.length === 0);
    }
  });

  it('says which of several imports is not here, though another is', async () => {
    const lab = labOf(() => Promise.resolve({ ...nothing, traces: [kept] }));
    new PageAddress(lab, `#load=${kept.id}&c-loads=bursty,import:ffffffff&env=chance`);
    await vi.advanceTimersByTimeAsync(1);
    expect([lab.workload.name, lab.comparison.chosen.workloads]).toEqual(['Mine', ['bursty']]);
    expect(lab.alert).toContain('There is no load to compare “import:ffffffff”.');
  });

  it('waits for a storage that does not answer no longer than three seconds', async () => {
    const lab = labOf(() => new Promise(() => undefined));
    const address = new PageAddress(lab, `#load=${encodeURIComponent(kept.id)}`);
    await vi.advanceTimersByTimeAsync(2990);
    expect(address.waiting).toBe(true);
    await vi.advanceTimersByTimeAsync(20);
    expect(address.waiting).toBe(false);
  });

  it('that comes into the open page replaces what stands, and of what it cannot have what stood stays', async () => {
    const lab = labOf(() => Promise.resolve(nothing));
    const address = new PageAddress(lab, '#a=keda');
    lab.done.length = 0;
    await address.follow('#a=vpa&b=nonsense&t=300&play=1');
    expect([lab.experiment.a, lab.experiment.b]).toEqual(['vpa', 'ipa-exact']);
    expect(lab.alert).toContain('There is no policy “nonsense”');
    expect(lab.done.slice(1)).toEqual(['seek 300', 'play']);
    expect(address.followed).toBe(2);
  });

  it('without an environment was written for the fluid, also into the open page; what it writes itself names one', async () => {
    const environmentOf = async (hash: string, follow?: string): Promise<readonly string[]> => {
      const lab = labOf(() => Promise.resolve(nothing));
      const address = new PageAddress(lab, hash);
      if (follow !== undefined) await address.follow(follow);
      return [lab.experiment.environment, address.link()];
    };
    expect(await environmentOf('')).toEqual(['chance', '']);
    expect(await environmentOf('#a=keda')).toEqual(['fluid', '#env=fluid&a=keda']);
    expect(await environmentOf('#env=fluid')).toEqual(['fluid', '#env=fluid']);
    expect(await environmentOf('#env=chance')).toEqual(['chance', '']);
    expect(await environmentOf('', '#b=hpa')).toEqual(['fluid', '#env=fluid&b=hpa']);
    expect(await environmentOf('#env=discrete', '#b=hpa&env=chance')).toEqual([
      'chance',
      '#env=chance&b=hpa',
    ]);
    expect(await environmentOf('#env=instant&seed=3', '')).toEqual(['chance', '']);
    expect(await environmentOf('#env=instant', '#seed=x'), 'nothing can be had: what stood, stands').toEqual([
      ...['instant', '#env=instant'],
    ]);
  });

  it('looks in the storage for what another tab may have imported', async () => {
    const lab = labOf(() => Promise.resolve({ ...nothing, traces: [kept] }));
    const address = new PageAddress(lab, '');
    await address.follow(`#load=${encodeURIComponent(kept.id)}`);
    expect([lab.workload.name, lab.alert]).toEqual(['Mine', '']);
    expect(address.link()).toContain(`load=${encodeURIComponent(kept.id)}`);
    const other = labOf(() => Promise.resolve({ ...nothing, traces: [kept] }));
    await new PageAddress(other, '').follow(`#c-loads=bursty,${kept.id}`);
    expect([other.comparison.chosen.workloads, other.alert]).toEqual([['bursty', kept.id], '']);
  });

  it('takes up what another tab has imported, and leaves alone what is here', async () => {
    const lab = labOf(() => Promise.resolve({ ...nothing, traces: [kept, { ...kept, id: 'import:2' }] }));
    const address = new PageAddress(lab, '');
    const mine = { ...kept, name: 'Renamed here' };
    lab.traces = [mine];
    await address.lookAgain();
    expect(lab.traces.map(({ id, name }) => [id, name])).toEqual([
      ['import:2', 'Mine'],
      [kept.id, 'Renamed here'],
    ]);
    expect(lab.traces[1]).toBe(mine);
  });

  it('is copied, with a word about what stays here', async () => {
    const copied: string[] = [];
    vi.stubGlobal('location', { href: 'https://lab.example/#old' });
    vi.stubGlobal('navigator', {
      clipboard: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
    });
    const lab = labOf(() => Promise.resolve(nothing));
    const address = new PageAddress(lab, '#a=keda');
    await address.share();
    expect([copied, lab.notice]).toEqual([['https://lab.example/#env=fluid&a=keda'], 'Link copied.']);
    lab.traces = [kept];
    lab.experiment = { ...lab.experiment, workload: kept.id };
    await address.share();
    expect(lab.notice).toBe(
      'Link copied. The imported trace “Mine” stays with you: a link holds settings, not data. To take it along, save “Export everything” in the Train view, and import that file where the link is opened.',
    );
    Object.assign(lab, { a: 'opd' });
    await address.share();
    expect(lab.notice).toContain(
      'The imported trace “Mine” and the trained agent stay with you: a link holds settings, not data. To take them along, save',
    );
  });
});
