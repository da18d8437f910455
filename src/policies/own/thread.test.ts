import { describe, expect, it } from 'vitest';
import { OwnExcess, OwnFailure } from './failure.ts';
import type { OwnPolicy } from './program.ts';
import type { OwnRuns } from './runs.ts';
import { answering, threadRuns, type Thread, type Times } from './thread.ts';

const ownOf = (key: string, source = ''): OwnPolicy => ({
  ...{ key, name: key, onMisfit: 'repair' },
  program: { kind: 'code', source },
});

/** A thread that is none: it answers by `decide` in this one. */
class Beside implements Thread {
  readonly ready = Promise.resolve();
  readonly runs: OwnRuns;
  ended = 0;
  asked = 0;
  dies: (why: string) => void = () => undefined;
  #answer: ReturnType<typeof answering> | undefined;

  constructor(decide: (k: number) => unknown) {
    let k = 0;
    this.runs = {
      start: ({ name, program }) =>
        program.kind === 'code' && program.source === 'bad'
          ? Promise.reject(new OwnFailure(`${name} is bad.`))
          : Promise.resolve({ decide: () => Promise.resolve(decide(k++)), end: () => undefined }),
    };
  }

  post(message: Parameters<Thread['post']>[0]): void {
    if (message.ask.kind === 'decide') this.asked++;
    if (this.ended === 0) void this.#answer?.(message);
  }

  listen(...[hear, ended]: Parameters<Thread['listen']>): void {
    this.#answer = answering(this.runs, hear);
    this.dies = ended;
  }

  end(): void {
    this.ended++;
  }
}

/** Milliseconds that pass with every look: a machine of any speed sees the same. */
const times = (step: number): Times => {
  let now = 0;
  return { start: 20, decision: 5, spent: () => (now += step) };
};
const never = new Promise<never>(() => undefined);
const rest = [undefined as never, undefined as never] as const;

describe('programs in threads of their own', () => {
  it('name the program, too, where an error comes from what it changed', async () => {
    const threads: Beside[] = [];
    const runs = threadRuns(() => {
      const made = new Beside(() => {
        throw new TypeError('then is no function.');
      });
      threads.push(made);
      return made;
    }, times(0));
    const run = await runs.start(ownOf('own-a'), ...rest);
    await expect(run.decide(undefined as never)).rejects.toThrow(
      /^own-a broke the thread that it runs in: then is no function\.$/,
    );
    // Nothing else runs there.
    await runs.start(ownOf('own-a'), ...rest);
    expect(threads.map(({ ended }) => ended)).toEqual([1, 0]);
  });

  it('are ended where one left too much behind', async () => {
    const threads: Beside[] = [];
    const runs = threadRuns(() => {
      const made = new Beside(() => {
        throw new OwnExcess('own-a keeps too much.');
      });
      threads.push(made);
      return made;
    }, times(0));
    const run = await runs.start(ownOf('own-a'), ...rest);
    await expect(run.decide(undefined as never)).rejects.toThrow('own-a keeps too much.');
    expect(threads.map(({ ended }) => ended)).toEqual([1]);
  });

  it('answer one question after the other, in the order in which they were asked', async () => {
    const threads: Beside[] = [];
    const runs = threadRuns(() => {
      const made = new Beside((k) => k);
      threads.push(made);
      return made;
    }, times(0.001));
    const [one, other] = await Promise.all([
      runs.start(ownOf('a'), ...rest),
      runs.start(ownOf('a'), ...rest),
    ]);
    const asked = [one, other, one, one].map((run) => run.decide(undefined as never));
    expect(await Promise.all(asked)).toEqual([0, 1, 2, 3]);
    expect(threads).toHaveLength(1);
    runs.end();
    expect(threads[0]!.ended).toBe(1);
  });

  it('are ended where they take too long, with a sentence; the next episode has a new thread', async () => {
    const threads: Beside[] = [];
    const runs = threadRuns(() => {
      const slow = threads.length === 0;
      const made = new Beside((k) => (slow && k === 2 ? never : k));
      threads.push(made);
      return made;
    }, times(10));
    const run = await runs.start(ownOf('a'), ...rest);
    for (let k = 0; k < 2; k++) await run.decide(undefined as never);
    const late = run.decide(undefined as never);
    const after = run.decide(undefined as never);
    await expect(late).rejects.toThrow('a was ended at decision 3: it took more than the 5 ms that it has.');
    await expect(after).rejects.toBeInstanceOf(OwnFailure);
    expect(threads.map(({ ended }) => ended)).toEqual([1]);
    expect(await (await runs.start(ownOf('a'), ...rest)).decide(undefined as never)).toBe(0);
    expect(threads).toHaveLength(2);
  });

  it('are ended in the end where they wait and spend nothing', async () => {
    const runs = threadRuns(() => new Beside(() => never), times(0));
    const run = await runs.start(ownOf('a'), ...rest);
    await expect(run.decide(undefined as never)).rejects.toThrow('took more than');
  });

  it('say why where their thread ends by itself', async () => {
    const thread = new Beside(() => never);
    const runs = threadRuns(() => thread, { ...times(0), decision: 10_000 });
    const run = await runs.start(ownOf('a'), ...rest);
    const asked = run.decide(undefined as never);
    setTimeout(() => {
      thread.dies('it needs more memory');
    }, 5);
    await expect(asked).rejects.toThrow('a was ended at decision 1: it needs more memory.');
    await expect(run.decide(undefined as never)).rejects.toThrow('a was ended at decision 2: it needs more');
    run.end();
  });

  it('pass on a refusal as it is, and go on', async () => {
    const thread = new Beside((k) => k);
    const runs = threadRuns(() => thread, times(0.001));
    await expect(runs.start(ownOf('a', 'bad'), ...rest)).rejects.toThrow('a is bad.');
    expect(await (await runs.start(ownOf('a'), ...rest)).decide(undefined as never)).toBe(0);
    expect(thread.ended).toBe(0);
  });

  it('keep few threads that nothing runs on, and every one that something does', async () => {
    const threads = new Map<string, Beside>();
    const runs = threadRuns(({ key }) => {
      const made = new Beside((k) => k);
      threads.set(key, made);
      return made;
    }, times(0.001));
    const busy = await runs.start(ownOf('busy'), ...rest);
    for (const key of ['1', '2', '3', '4', '5', '6']) (await runs.start(ownOf(key), ...rest)).end();
    const ended = [...threads].filter(([, thread]) => thread.ended > 0).map(([key]) => key);
    expect(ended).toEqual(['1']);
    expect(await busy.decide(undefined as never)).toBe(0);
    runs.end();
    expect([...threads.values()].every((thread) => thread.ended === 1)).toBe(true);
  });
});
