import { expect, it } from 'vitest';
import { answer } from './answer.ts';
import { Notes } from './notes.ts';
import { Stopped, unstoppable, type Stop } from './stop.ts';

const ASKED = ['--pipeline', 'video', '--workload', 'steady-low', '--policies', 'hpa', '--seeds', '2'];

interface Told {
  readonly complete: boolean;
  readonly answer: { readonly counted?: { readonly plays: number }; readonly trace?: readonly unknown[] };
  readonly words: {
    readonly run: string;
    readonly besides: readonly string[];
    readonly settings: readonly string[];
  };
}

it('is whole, and says what an export asks besides and how the autoscaler is set', async () => {
  const notes = new Notes();
  const { complete, words } = (await answer(ASKED, notes)) as Told;
  expect([complete, notes.sentences]).toEqual([true, []]);
  expect(words.besides).toEqual([expect.stringMatching(/^An export asks the cluster for 3 cores besides/)]);
  expect(words.settings).toEqual([expect.stringMatching(/^HPA as set here\. .* has 80 % of its cores\./)]);
});

it('that is stopped tells the configuration and what was counted, and that it was stopped', async () => {
  const said: string[] = [];
  const notes = new Notes();
  let looks = 0;
  const told = (await answer(ASKED, notes, {
    ...unstoppable,
    asked: () => ++looks > 1,
    leaves: (sentence) => said.push(sentence),
    keeps: (sentence) => said.push(sentence),
  })) as Told;
  expect(said).toEqual([
    'Stopped before there was an answer.',
    'Stopping after the play under way; the configuration and what was counted are told.',
  ]);
  expect([told.complete, told.answer.counted?.plays, told.answer.trace]).toEqual([false, 1, undefined]);
  expect(told.words.run).toMatch(/^Run crop: /);
  expect(notes.sentences).toEqual([
    'Stopped before it was through: the configuration stands, and what was counted until then is told.',
  ]);
});

it('that is stopped before there is a configuration has nothing to tell', async () => {
  const stop: Stop = {
    ...unstoppable,
    keeps: () => {
      throw new Stopped('Stopped before there was an answer.');
    },
  };
  await expect(answer(ASKED, new Notes(), stop)).rejects.toThrow(
    new Stopped('Stopped before there was an answer.'),
  );
});

it('refuses a share in time that no finite queue promises', async () => {
  await expect(answer([...ASKED, '--in-time', '100'])).rejects.toThrow(
    /^--in-time is at most 99\.99 per cent: .* the nearest that is searched is 99\.99 %\.$/,
  );
  await expect(answer([...ASKED, '--in-time', '120'])).rejects.toThrow(
    '--in-time takes a number from 1 to 99.99 per cent; 120 is outside.',
  );
});
