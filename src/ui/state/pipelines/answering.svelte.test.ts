import { describe, expect, it } from 'vitest';
import { answerChanges, AnswerDesk, type AnswerWorker } from './answering.svelte.ts';
import { answering as steps, type Answer, type Answering } from '../../../experiments/answer/answer.ts';
import { presetById } from '../../../model/presets/index.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
import { generateWorkload } from '../../../workload/generators.ts';

const scenario = defaultScenario(presetById('video')!, generateWorkload('steady-low', 3, 200));
const desk = (answer: AnswerWorker['answer']): AnswerDesk => new AnswerDesk(() => ({ answer }));

/** The first step of a real answer. */
async function begun(): Promise<Answering> {
  const { question } = new AnswerDesk().requestOf(scenario, undefined);
  for await (const step of steps({ ...question, seeds: 1, policies: [] }, { clock: () => 0 })) return step;
  throw new Error('no step');
}

describe('asking what to run', () => {
  it('shows the answer as it grows, and that it is whole', async () => {
    const first = await begun();
    let end: (answer: Answer) => void = () => undefined;
    let tell: (step: Answering) => void = () => undefined;
    const one = desk((_request, listener) => {
      tell = listener;
      return new Promise((resolve) => (end = resolve));
    });
    const request = one.requestOf(scenario, undefined);
    const run = one.run(request);
    tell(first);
    expect([one.active, one.share, one.whole, one.found?.answer]).toEqual([
      true,
      first.share,
      false,
      first.answer,
    ]);
    end(first.answer);
    await run;
    expect([one.active, one.whole, one.error]).toEqual([false, true, '']);
    expect(one.found?.request).toBe(request);
  });

  it('keeps what it had when it is stopped, in silence, and says what broke', async () => {
    const first = await begun();
    let tell: (step: Answering) => void = () => undefined;
    const one = desk((_request, listener, signal) => {
      tell = listener;
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    });
    const run = one.run(one.requestOf(scenario, undefined));
    tell(first);
    one.stop();
    tell({ ...first, share: 0.9 });
    await run;
    expect([one.status, one.error, one.share, one.whole]).toEqual(['idle', '', first.share, false]);

    const broken = desk(() => Promise.reject(new Error('it broke')));
    await broken.run(broken.requestOf(scenario, undefined));
    expect(broken.error).toBe('it broke.');
  });

  it('stands for its question: the world and the forecaster do not count, all else does', () => {
    const one = new AnswerDesk();
    const before = one.requestOf(scenario, undefined);
    const elsewhere = { ...scenario, environment: 'fluid', forecaster: 'last' } as const;
    expect(answerChanges(before, one.requestOf(elsewhere, undefined))).toEqual([]);
    one.choose({ inTime: 95 });
    expect(answerChanges(before, one.requestOf({ ...scenario, seed: 8 }, undefined))).toEqual([
      'seed: 7, now 8',
      'in time at least 99 %, now 95 %',
    ]);
    one.choose({ objective: 'j', peak: 'p99.9' });
    expect(answerChanges(before, one.requestOf(scenario, undefined))).toEqual([
      'what is wanted is something else',
      'the load that is planned for is another',
    ]);
  });
});
