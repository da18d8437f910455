import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Replays, type ReplaySource } from './replays.svelte.ts';
import { AGENT } from '../../theme/policies.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';
import type { Episode, Scenario } from '../../../scenario/scenario.ts';
import { runRecord } from '../../../testing/runs.ts';
import { toldAgent } from '../../../testing/trainings.ts';

const { scenario } = runRecord();
const episode = { series: { t: [120, 130], load: [5, 20] }, summary: { regret: 2 } } as unknown as Episode;

/** The lab as a replay sees it; its worker answers when the test says so. */
class Source implements ReplaySource {
  scenario = $state.raw<Scenario>(scenario);
  a = $state('hpa');
  b = $state('ipa-exact');
  left = $state.raw({ a: '', b: '' });
  waiting = $state(false);
  readonly page = 'lab';
  notice = '';
  readonly still = false;
  readonly opening = { time: undefined, playing: true } as ReplaySource['opening'];
  readonly said: string[] = [];
  readonly training = new (class {
    agent = $state.raw<AgentRecord | undefined>();
    active = false;
    readonly checks: number[] = [];
    check(_: Scenario, regret: number): void {
      this.checks.push(regret);
    }
  })();
  readonly playhead = {
    cover: (decisions: number): void => void this.said.push(`cover ${String(decisions)}`),
    open: (time: number, playing: boolean): void =>
      void this.said.push(`open ${String(time)} ${String(playing)}`),
  };
  answer: (episodes: readonly Episode[] | undefined) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;
  readonly simulator = {
    simulate: (
      _: Scenario,
      choices: readonly object[],
      doing = '',
    ): Promise<readonly Episode[] | undefined> => {
      this.said.push(doing);
      return new Promise((resolve, reject) => {
        this.answer = (episodes) => {
          resolve(episodes && choices.map((_one, i) => episodes[i] ?? { ...episode }));
        };
        this.fail = reject;
      });
    },
    lint: () => Promise.resolve([]),
    stop: (): void => void this.said.push('stop'),
  };
  nameOf(key: string): string {
    return key.toUpperCase();
  }
  choice(id: string): { readonly kind: 'named'; readonly id: string } {
    return { kind: 'named', id };
  }
}

let source: Source;
let replays: Replays;
let end: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  source = new Source();
  replays = new Replays(source);
  end = $effect.root(() => {
    $effect(() => replays.follow());
  });
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

/** Lets `ms` pass, with what happens in it. */
async function pass(ms: number): Promise<void> {
  flushSync();
  await vi.advanceTimersByTimeAsync(ms);
  flushSync();
}

async function shown(): Promise<void> {
  await pass(20);
  source.answer([]);
  await pass(0);
}

describe('a replay', () => {
  it('computes both lanes a frame after they are chosen, and opens the run', async () => {
    expect([replays.standing, replays.busy, replays.former]).toEqual(['none', false, false]);
    await pass(20);
    expect([replays.busy, replays.doing]).toEqual([true, `Computing ${scenario.pipeline.name} …`]);
    source.answer([]);
    await pass(0);
    expect([replays.standing, replays.busy]).toEqual(['present', false]);
    expect([replays.run?.a.id, replays.run?.a.name, replays.run?.b.id]).toEqual(['hpa', 'HPA', 'ipa-exact']);
    expect(source.said).toEqual(['The replay of HPA and IPA-EXACT', 'cover 2', 'open 120 true']);
  });

  it('computes only the lane that is new, and its run of before is dimmed first and told after a while', async () => {
    await shown();
    const kept = replays.run?.b;
    source.a = 'keda';
    await pass(20);
    expect([replays.standing, replays.former, replays.told]).toEqual(['settings', true, false]);
    await pass(400);
    expect([replays.told, replays.slow]).toEqual([true, false]);
    await pass(5000);
    expect(replays.slow).toBe(true);
    source.answer([]);
    await pass(0);
    expect(source.said.slice(3)).toEqual(['The replay of KEDA', 'cover 2']);
    expect(replays.run?.b).toBe(kept);
    expect([replays.told, replays.slow, replays.busy]).toEqual([false, false, false]);
  });

  it('that a newer one overtook leaves nothing behind', async () => {
    await pass(20);
    const overtaken = source.answer;
    source.scenario = { ...scenario, seed: 99 };
    await pass(20);
    overtaken([]);
    await pass(0);
    expect([replays.run, replays.busy]).toEqual([undefined, true]);
    source.answer([]);
    await pass(0);
    expect(replays.run?.scenario.seed).toBe(99);
  });

  it('goes back to what is shown without computing', async () => {
    await shown();
    source.a = 'keda';
    await pass(20);
    source.a = 'hpa';
    await pass(20);
    expect([replays.standing, replays.busy]).toEqual(['present', false]);
    expect(source.said.filter((word) => word.startsWith('The replay'))).toHaveLength(2);
  });

  it('that was stopped stays stopped until it is wanted after all or another is chosen', async () => {
    await pass(3000);
    replays.stop();
    expect(replays.stopped).toMatch(/^You stopped it after 3 s\./);
    expect([replays.busy, replays.failed, replays.doing]).toEqual([false, false, 'This run was stopped.']);
    source.left = { a: '', b: '' };
    await pass(100);
    expect(replays.busy).toBe(false);
    replays.again();
    await pass(20);
    expect([replays.busy, replays.stopped]).toEqual([true, '']);
    source.fail(new Error('The worker died'));
    await pass(0);
    expect([replays.stopped, replays.failed, replays.doing]).toEqual([
      'The worker died.',
      true,
      'This run failed.',
    ]);
    source.b = 'keda';
    await pass(20);
    expect(replays.busy).toBe(true);
  });

  it('waits for the storage, and says once what of a lane’s settings the pipeline lacks', async () => {
    source.waiting = true;
    source.left = { a: 'It has no stage 4.', b: 'It has no stage 4.' };
    await pass(1000);
    expect(source.said).toEqual([]);
    source.waiting = false;
    await pass(20);
    expect(source.notice).toBe('It has no stage 4. The lane runs without that.');
    // Of orders by hand it is said already what runs instead.
    source.a = 'hand:0=1.1.1';
    source.left = { a: 'What there is nearest to it runs instead.', b: '' };
    await pass(20);
    expect(source.notice).toBe('What there is nearest to it runs instead.');
    source.left = { a: 'It has no stage 4.', b: 'It has no stage 4.' };
    await pass(20);
    source.notice = '';
    source.a = 'keda';
    await pass(20);
    expect(source.notice).toBe('');
  });
});

describe('an agent that is still learning', () => {
  it('is replayed when it is a new one, at most about once a second, and checked on the trace on screen', async () => {
    source.a = AGENT;
    source.training.agent = toldAgent('first');
    await shown();
    expect(source.training.checks).toEqual([2]);
    source.training.active = true;
    source.training.agent = toldAgent('second');
    await pass(600);
    expect(replays.busy).toBe(false);
    await pass(320);
    expect(replays.busy).toBe(true);
    source.answer([]);
    await pass(0);
    expect(source.training.checks).toEqual([2, 2]);
    expect(source.said.filter((word) => word.startsWith('The replay')).at(-1)).toBe('The replay of OPD');
  });
});

class Mine {
  now = $state.raw({
    ...{ key: 'own-x', name: 'X', onMisfit: 'repair' as const, ran: true },
    program: { kind: 'code' as const, source: 'x' },
  });
}

describe('a lane with a policy of the visitor’s own', () => {
  const failed: string[] = [];
  const list = new Mine();
  beforeEach(() => {
    failed.length = 0;
    source.a = 'own-x';
    (source as { own?: ReplaySource['own'] }).own = {
      find: (key) => (key === 'own-x' ? list.now : undefined),
      fail: (key, _, sentence) => void failed.push(`${key}: ${sentence}`),
    };
  });
  const begun = async (): Promise<void> => {
    flushSync();
    await vi.advanceTimersByTimeAsync(100);
  };

  it('runs by itself: where it fails the other is not told so', async () => {
    await begun();
    expect(source.said.at(-1)).toBe('The replay of OWN-X');
    source.fail(new Error('X failed at decision 3.'));
    await begun();
    expect(failed).toEqual(['own-x: X failed at decision 3.']);
    expect(replays.stopped).toBe('');
    // What stands in its place from then on.
    source.a = 'optimum-predicted';
    await begun();
    source.answer([episode]);
    await begun();
    expect(replays.run?.a.id).toBe('optimum-predicted');
  });

  it('is computed anew where another program stands under its key', async () => {
    await begun();
    source.answer([episode]);
    await begun();
    source.answer([episode]);
    await begun();
    expect(replays.run?.a.id).toBe('own-x');
    const before = source.said.length;
    list.now = { ...list.now, name: 'Y' };
    await begun();
    expect(source.said.slice(before)).not.toContain('The replay of OWN-X');
    list.now = { ...list.now, program: { kind: 'code', source: 'another' } };
    await begun();
    expect(source.said.slice(before)).toContain('The replay of OWN-X');
  });
});
