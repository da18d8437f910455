import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { carriedCode, unpackedPolicies } from './carried.ts';
import { copyOf, fromExample, fromFile, newKey } from './newPolicy.ts';
import { OwnDesk, type DeskHost } from './ownDesk.svelte.ts';
import { OwnPolicies, type Listed } from './ownPolicies.svelte.ts';
import { takeOwnFile } from './takeFile.ts';
import { LONGEST_CARRIED } from '../../pipelines/packed.ts';
import { examples } from '../../../../policies/own/examples.ts';
import { isOwnKey } from '../../../../policies/own/program.ts';
import type { Store } from '../../../../storage/store.ts';
import { runRecord } from '../../../../testing/runs.ts';
import type { EpisodeSummary, Scenario } from '../../../../scenario/scenario.ts';
import type { PolicyChoice } from '../../../../../workers/protocol.ts';

const { scenario } = runRecord();
const summary = { objective: 3 } as EpisodeSummary;
const code = (source: string): Listed['program'] => ({ kind: 'code', source });
const mine: Listed = {
  ...{ key: 'own-mine', name: 'Mine', onMisfit: 'repair', ran: true },
  program: code('export default 1'),
};

/** What was asked of the storage, in words. */
let written: string[] = [];
const store = {
  putPolicy: ({ key, draft, ran }: Parameters<Store['putPolicy']>[0]) =>
    void written.push(`put ${key} ${String(draft)} ${String(ran)}`),
  removePolicy: (key: string) => void written.push(`remove ${key}`),
} as unknown as Store;
const memory = {
  change: async (work: (store: Store) => Promise<void>) => {
    await work(store);
    return true;
  },
};

let own: OwnPolicies;
beforeEach(() => {
  written = [];
  own = new OwnPolicies(memory);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('policies of one’s own', () => {
  it('run only where somebody here had them run, and say why they do not', () => {
    expect(own.whyNot('own-mine', scenario)).toContain('not kept in this browser');
    own.put({ ...mine, ran: false });
    expect(own.runnable('own-mine')).toBeUndefined();
    expect(own.whyNot('own-mine', scenario)).toMatch(/^Mine never ran here: .*press Run/);
    own.put(mine);
    expect(own.whyNot('own-mine', scenario)).toBe('');
    expect(own.runnable('own-mine')).toEqual({
      ...{ key: 'own-mine', name: 'Mine', onMisfit: 'repair', program: mine.program },
    });
  });

  it('that failed are not tried again on the same scenario, until they run anew', () => {
    own.put(mine);
    own.fail('own-mine', scenario, 'Mine failed at decision 3.');
    expect(own.whyNot('own-mine', scenario)).toBe('Mine failed at decision 3.');
    expect(own.whyNot('own-mine', { ...scenario, seed: 7 })).toBe('');
    own.put({ ...mine });
    expect(own.whyNot('own-mine', scenario)).toBe('');
  });

  it('are kept with what is typed, and what earlier visits left takes nobody’s place', () => {
    own.put(mine);
    own.type('own-mine', 'export default 2');
    own.keepDraft('own-mine');
    own.adopt([
      { ...mine, name: 'Of before', draft: 'other' },
      { ...mine, key: 'own-old', name: 'Old', draft: 'typed' },
    ]);
    expect(own.list.map(({ name }) => name)).toEqual(['Old', 'Mine']);
    expect(own.drafts).toEqual({ 'own-mine': 'export default 2', 'own-old': 'typed' });
    expect(own.list.every((one) => !('draft' in one))).toBe(true);
    own.remove('own-mine');
    own.adopt([{ ...mine, draft: undefined }]);
    expect(own.find('own-mine')).toBeUndefined();
    expect(written).toEqual([
      'put own-mine undefined true',
      'put own-mine export default 2 true',
      'remove own-mine',
    ]);
  });
});

describe('one that begins', () => {
  it('has a key and a name of its own, and was never run', () => {
    const first = fromExample([], examples[0]!);
    const second = fromExample([first], examples[0]!);
    expect(isOwnKey(first.key) && first.key !== second.key).toBe(true);
    expect([first.name, second.name]).toEqual(['Threshold', 'Threshold (2)']);
    expect([first.ran, copyOf([mine], mine).ran]).toEqual([false, true]);
    expect(copyOf([mine], mine)).toMatchObject({ name: 'Mine (2)', program: mine.program });
  });

  it('sorts behind those of before by its key, which is how the storage gives them back', () => {
    const at = [1_700_000_000_000, 1_700_000_000_001, 1_900_000_000_000, 2 ** 42];
    const keys = at.map((now) => newKey(now));
    expect([...keys].sort()).toEqual(keys);
    expect(keys.every(isOwnKey)).toBe(true);
    expect(newKey(at[0])).not.toBe(newKey(at[0]));
  });

  it('comes out of a file: a text or a network', async () => {
    const text = await fromFile([], new File(['export default {}'], 'My rule.mjs'));
    expect(text.ok && text.value).toMatchObject({ name: 'My rule', ran: false, program: { kind: 'code' } });
    const network = await fromFile([], new File([Uint8Array.of(8, 1)], 'net.onnx'));
    expect(network.ok && network.value.program).toEqual({ kind: 'network', bytes: Uint8Array.of(8, 1) });
  });

  it.each([
    ['empty.js', [''], 'empty.js is no policy: it is empty.'],
    ['large.js', ['a'.repeat(2 ** 16 + 1)], 'it has 65,537 characters'],
    ['bytes.js', [Uint8Array.of(255, 254, 0)], 'it is no text in UTF-8'],
    ['none.onnx', [''], 'it is empty'],
    ['rule.py', ['pass'], 'a module’s text (.js) or a network (.onnx)'],
  ])('is refused in a sentence where %s is none, and nothing is kept', async (name, parts, words) => {
    const lab = { notice: '' };
    expect(await takeOwnFile(lab, own, new File(parts as BlobPart[], name))).toContain(words);
    expect([own.list, lab.notice, written]).toEqual([[], '', []]);
  });
});

describe('code in a link', () => {
  const lab = (): { notice: string; alert: string } => ({ notice: '', alert: '' });
  const unpacked = (into: ReturnType<typeof lab>, hash: string) => unpackedPolicies({ lab: into, own }, hash);

  it('comes in as it was, shown and never run', async () => {
    const { text, taken, left } = await carriedCode([mine]);
    expect([taken, left]).toEqual([[mine], []]);
    const said = lab();
    expect(await unpacked(said, `#a=own-mine&code=${text}`)).toBe('#a=own-mine');
    expect(own.list).toEqual([{ ...mine, ran: false }]);
    expect(said.notice).toMatch(/“Mine”.*nothing runs it until you press Run/);
  });

  it('is the policy that is here where that is the same, run or not', async () => {
    own.put({ ...mine, key: 'own-here' });
    const { text } = await carriedCode([mine]);
    const said = lab();
    expect(await unpacked(said, `#a=own-mine&c-policies=opd,own-mine&code=${text}`)).toBe(
      '#a=own-here&c-policies=opd%2Cown-here',
    );
    expect([own.list.length, own.list[0]!.ran, said.notice]).toEqual([1, true, '']);
  });

  it('takes nobody’s place: another text under the same key gets a key of its own', async () => {
    const { text } = await carriedCode([{ ...mine, program: code('export default 2') }]);
    own.put(mine);
    const hash = await unpacked(lab(), `#a=own-mine&code=${text}`);
    const fresh = own.list[1]!;
    expect(own.list[0]).toEqual(mine);
    expect(fresh).toMatchObject({ name: 'Mine (2)', ran: false, program: code('export default 2') });
    expect(hash).toBe(`#a=${fresh.key}`);
  });

  it.each(['', 'x', 'AAAA', 'q'.repeat(LONGEST_CARRIED + 1)])(
    'is refused in a sentence where it is damaged (%#)',
    async (text) => {
      const said = lab();
      expect(await unpacked(said, `#a=hpa&code=${text}`)).toBe('#a=hpa');
      expect(said.alert).toContain('damaged');
      expect(own.list).toEqual([]);
    },
  );

  it('stays where it is too long, and so do networks', async () => {
    let noise = 1;
    const letters = Array.from({ length: 20_000 }, () => {
      noise = (noise * 48_271) % 2_147_483_647;
      return String.fromCharCode(33 + (noise % 90));
    });
    const long = { ...mine, key: 'own-long', program: code(letters.join('')) };
    const network: Listed = {
      ...{ ...mine, key: 'own-net' },
      program: { kind: 'network', bytes: Uint8Array.of(1) },
    };
    const carried = await carriedCode([mine, long, network]);
    expect(carried.taken).toEqual([mine]);
    expect(carried.left).toEqual([long, network]);
    expect(carried.long).toHaveLength(1);
    expect(carried.long[0]).toMatch(/characters, and a link has room for 8,000\.$/);
  });
});

describe('the desk', () => {
  let asked: string[] = [];
  let answer: (choice: PolicyChoice) => Promise<EpisodeSummary> = () => Promise.resolve(summary);
  let host: DeskHost;
  beforeEach(() => {
    asked = [];
    answer = () => Promise.resolve(summary);
    host = {
      ...{ scenario, a: 'hpa', b: 'own-mine', own },
      nameOf: (key) => key.toUpperCase(),
      choice: (id) => {
        const found = own.runnable(id);
        return found ? { kind: 'own', own: found } : { kind: 'named', id };
      },
    };
  });
  const runner = {
    run: (_: Scenario, choice: PolicyChoice) => {
      asked.push(
        choice.kind === 'own' ? JSON.stringify(choice.own.program) : choice.kind === 'named' ? choice.id : '',
      );
      return answer(choice);
    },
  };
  const desk = (key = 'own-mine'): OwnDesk => new OwnDesk(host, key, () => runner);

  it('runs what is typed, beside what stands in the lanes', async () => {
    own.put({ ...mine, ran: false });
    const one = desk();
    one.type('export default 2');
    expect([one.text, one.typed, own.find('own-mine')!.program]).toEqual([
      ...['export default 2', true],
      mine.program,
    ]);
    await one.run();
    expect(own.find('own-mine')).toEqual({ ...mine, program: code('export default 2'), ran: true });
    expect(asked).toEqual([JSON.stringify(code('export default 2')), 'hpa']);
    expect(one.tried?.beside.map(({ name }) => name)).toEqual(['HPA']);
    expect([one.typed, one.running, one.failure]).toEqual([false, false, '']);
    // What is known of the lanes is not run again.
    await one.run();
    expect(asked).toHaveLength(3);
  });

  it('says why it failed, and the lanes do not try it again', async () => {
    own.put(mine);
    answer = () => Promise.reject(new Error('Mine failed at decision 41: it threw, at line 2, column 3'));
    const one = desk();
    await one.run();
    expect(one.failure).toBe('Mine failed at decision 41: it threw, at line 2, column 3.');
    expect(own.whyNot('own-mine', scenario)).toBe(one.failure);
    expect([one.tried, one.running]).toEqual([undefined, false]);
  });

  it('never runs at a stop of typing what nobody here had run', () => {
    vi.useFakeTimers();
    own.put({ ...mine, ran: false });
    const one = desk();
    one.auto = true;
    one.type('export default 2');
    vi.advanceTimersByTime(5000);
    expect(asked).toEqual([]);
    expect(own.find('own-mine')!.ran).toBe(false);
    expect(written.at(-1)).toBe('put own-mine export default 2 false');
  });

  it('runs at a stop of typing where that is wanted', () => {
    vi.useFakeTimers();
    own.put(mine);
    const one = desk();
    one.auto = true;
    one.type('export default 2');
    one.type('export default 3');
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(5000);
    expect(asked).toEqual([JSON.stringify(code('export default 3'))]);
  });

  it('refuses an empty text and a taken name in a sentence', async () => {
    own.put(mine);
    own.put({ ...mine, key: 'own-other', name: 'Other' });
    const one = desk();
    one.type('   ');
    await one.run();
    expect(one.failure).toBe('The code is not run: it is empty.');
    expect(asked).toEqual([]);
    expect(one.rename('Other')).not.toBe('');
    expect(one.rename('IPA')).not.toBe('');
    expect(one.rename(' Third ')).toBe('');
    expect(own.find('own-mine')!.name).toBe('Third');
  });
});
