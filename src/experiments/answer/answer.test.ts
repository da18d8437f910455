import { expect, it } from 'vitest';
import { answered, answering, type Answer, type Answering } from './answer.ts';
import { answerWords } from './answerWords.ts';
import { still } from './onTrace.ts';
import { ASKED_IN_TIME, peakOf, tooMuchAsked, USUAL, type Question } from './question.ts';
import { hpa } from '../../policies/rivals/hpa.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { shareInTime } from '../../scenario/measures.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { inSingles } from '../../scenario/singles.ts';
import { playStill } from '../../scenario/still.ts';
import { testPipeline } from '../../testing/pipelines.ts';

const pipeline = testPipeline([
  [
    [0.6, 1, 0.1, 0.06],
    [0.8, 2, 0.3, 0.2],
    [0.5, 2, 0.4, 0.3],
  ],
]);
const rates = Float64Array.from({ length: 240 }, (_, t) => (t === 200 ? 20 : 5 + (t % 5)));
const scenario = {
  ...defaultScenario(pipeline, { id: 'w', name: 'W', rates, source: 'a test' }),
  forecaster: 'last',
};
const question: Question = { ...USUAL, scenario, seeds: 2, policies: ['hpa'] };
const options = { clock: () => 0 };

it('plans for the busiest second, or for what nearly all seconds do not exceed', () => {
  expect(peakOf(question)).toBe(20);
  const long = { ...scenario, workload: { ...scenario.workload, rates: new Float64Array(5000).fill(3) } };
  long.workload.rates.fill(9, 0, 4);
  expect(peakOf({ scenario: long, peak: 'p99.9' })).toBe(3);
  long.workload.rates.fill(9, 0, 6);
  expect(peakOf({ scenario: long, peak: 'p99.9' })).toBe(9);
  expect(
    peakOf({
      scenario: { ...long, workload: { ...long.workload, rates: new Float64Array(0) } },
      peak: 'p99.9',
    }),
  ).toBe(0);
});

it('answers in steps, the configuration first, and counts what plays of single requests come to', async () => {
  const steps: Answering[] = [];
  const answer = await answered(question, options, (step) => steps.push(step));
  const shares = steps.map(({ share }) => share);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
  expect(steps[0]!.answer).toMatchObject({ counted: undefined, better: undefined, trace: undefined });
  expect(answer.load).toBe(20);
  expect(answer.never).toEqual([{ stage: 'stage 0', variant: 'v2', besides: 'v0' }]);

  const singles = inSingles(scenario);
  const plays = [7, 8].map((seed) => playStill({ ...singles, seed }, answer.configuration, 20));
  const mean = (of: (play: (typeof plays)[number]) => number): number => (of(plays[0]!) + of(plays[1]!)) / 2;
  expect(answer.counted!.share.mean).toBeCloseTo(
    mean((play) => shareInTime(play)!),
    12,
  );
  expect(answer.counted!.goodput.mean).toBeCloseTo(
    mean(({ requests }) => requests!.goodput),
    12,
  );
  expect(answer.counted!.p99.mean).toBeCloseTo(
    mean(({ requests }) => requests!.p99),
    12,
  );
  expect(answer.counted!.requests).toBe(plays[0]!.arrived + plays[1]!.arrived);

  expect(answer.trace!.map(({ policy }) => policy)).toEqual(['still', 'hpa']);
  for (const [i, factory] of [still(answer.configuration), hpa].entries()) {
    const runs = await Promise.all(
      [7, 8].map((seed) =>
        runEpisode(prepare({ ...singles, seed }), factory, {
          ...{ clock: () => 0, record: false, start: answer.configuration },
        }),
      ),
    );
    const { counted, coreHours } = answer.trace![i]!;
    expect(counted.cores.mean).toBeCloseTo((runs[0]!.summary.cost + runs[1]!.summary.cost) / 2, 9);
    expect(counted.share.mean).toBeCloseTo(
      (shareInTime(runs[0]!.summary)! + shareInTime(runs[1]!.summary)!) / 2,
      12,
    );
    expect(coreHours).toBeCloseTo((runs[0]!.summary.coreSeconds + runs[1]!.summary.coreSeconds) / 7200, 9);
  }
  expect(answer.trace![0]!.counted.cores.mean).toBe(answer.cores);
});

it('stops between two steps and keeps what there is', async () => {
  let told = 0;
  const answer = await answered(
    question,
    options,
    () => told++,
    () => told < 2,
  );
  expect(told).toBe(2);
  expect(answer.counted!.plays).toBe(1);
  expect(answer.trace).toBeUndefined();
});

it('has no trace where the load is too short for a decision, and asks nothing of one without requests', async () => {
  const brief = (rate: number): Question => ({
    ...question,
    scenario: { ...scenario, workload: { ...scenario.workload, rates: new Float64Array(60).fill(rate) } },
  });
  expect((await answered(brief(5), options)).trace).toBeUndefined();
  await expect(answering(brief(0), options).next()).rejects.toThrow('without requests');
  await expect(answering({ ...question, policies: ['none'] }, options).next()).rejects.toThrow('no policy');
});

it('says it in sentences', async () => {
  const answer = await answered(question, options);
  const words = answerWords(answer);
  expect(words).toMatchInlineSnapshot(`
    {
      "better": [
        "For v1 instead of v0 at stage 0 (accuracy +0.2) 10 cores more would be needed; with the cores that there are it would take a load below 2.47 instead of 20 requests a second, or a service shorter by 235 ms at batch 1, and in proportion at others.",
      ],
      "does": [
        "No configuration of fewer cores within the limits answers at least 99 % in time: by queueing theory 100.0 % of the requests are answered within the latency objective of 2 s; in the mean one takes 185 ms before any waiting by chance.",
        "Counted request by request, 23,650 of them in 2 plays at this load: 100.0 % in time, 19.7 (19.5 to 19.9) of them a second; mean latency 240 ms (239 ms to 241 ms), p99 528 ms (524 ms to 532 ms).",
      ],
      "elsewhere": [],
      "never": [
        "v2 at stage 0 earns the greatest reward at no load within these limits: v0 is as accurate, as quick and as small, or better.",
      ],
      "run": "Run stage 0: v0, 2 replicas, batch 2. That is 2 cores, for 20 requests a second, the busiest second of this load.",
      "settings": [
        "HPA as set here. Kubernetes' own autoscaler: replicas of each stage so that each has 80 % of its cores. From its first decision on stage 0 keeps v0, batch 1, with 1 to 8 replicas.",
      ],
      "short": [],
      "trace": [
        "Standing still through the whole load: 2 cores in the mean (0.0667 core hours), 100.0 % in time, accuracy 0.6, J 4.88 (4.88 to 4.89).",
        "HPA through the whole load: 2.17 cores in the mean (0.0722 core hours), 100.0 % in time, accuracy 0.6, J 5.19 (5.17 to 5.21).",
      ],
    }
  `);
  const [first] = answer.trace!;
  const one = { ...first!, counted: { ...first!.counted, cores: { mean: 1, interval: undefined } } };
  expect(answerWords({ ...answer, trace: [one] }).trace[0]).toMatch(/: 1 core in the mean /);
});

it('says where an answer for the peak falls short over the whole load', async () => {
  const answer = await answered({ ...question, policies: [] }, options);
  const [own] = answer.trace!;
  const short = (share: number, change: Partial<Answer> = {}): readonly string[] => {
    const counted = { ...own!.counted, share: { mean: share, interval: undefined } };
    return answerWords({ ...answer, ...change, trace: [{ ...own!, counted }] }).short;
  };
  expect(short(0.9897)).toEqual([
    'It is for the peak. Over the whole load it answers 98.97 % in time, less than the 99 % asked for.',
  ]);
  expect([short(0.99), short(0.9, { keeps: false }), short(0.9, { objectiveAsked: 'j' })]).toEqual([
    [],
    [],
    [],
  ]);
});

it('says where the world that the Lab shows has another share, with both figures and why', async () => {
  const answer = await answered({ ...question, policies: [] }, options);
  const elsewhere = answer.elsewhere!;
  expect(elsewhere.map(({ environment }) => environment)).toEqual(['chance', 'fluid', 'instant']);
  for (const { environment, share } of elsewhere)
    expect(share).toBe(shareInTime(playStill({ ...scenario, environment }, answer.configuration, 20)));
  const counted = { ...answer.counted!, share: { mean: 0.981, interval: [0.975, 0.986] as const } };
  const told: Answer = {
    ...answer,
    counted,
    elsewhere: [
      { environment: 'chance', share: 0.9855 },
      { environment: 'fluid', share: 1 },
      { environment: 'instant', share: 0.97 },
    ],
  };
  // What lies where the plays scatter is no contradiction.
  expect(answerWords(told, 'chance').elsewhere).toEqual([]);
  expect(answerWords(told, 'discrete').elsewhere).toEqual([]);
  expect(answerWords(told, 'fluid').elsewhere).toEqual([
    'The Lab has another share in time of the same at this load: as a fluid 100.0 % (nobody waits by chance there); counted request by request it is 98.1 %, which is what holds here.',
  ]);
  expect(answerWords(told).elsewhere).toEqual([
    expect.stringContaining(
      'as a fluid 100.0 % (nobody waits by chance there), in the instant environment 97.0 %',
    ),
  ]);
  expect(answerWords({ ...told, counted: undefined }).elsewhere).toEqual([]);
});

it('says where a batch may wait longer than the objective', async () => {
  const answer = await answered({ ...question, policies: [] }, options);
  expect(answer).toMatchObject({ batchTimeoutSeconds: 1, stages: [{ batch: 2 }] });
  const said = (change: Partial<Answer>): string => answerWords({ ...answer, ...change }).does.join(' ');
  expect(said({})).not.toContain('A batch waits');
  expect(said({ slaSeconds: 0.6 })).toContain(
    'A batch waits up to 1 s to fill, longer than the latency objective of 0.6 s',
  );
  expect(said({ slaSeconds: 0.6, stages: [{ ...answer.stages[0]!, batch: 1 }] })).not.toContain(
    'A batch waits',
  );
});

it('refuses what no finite queue promises, and names the nearest', () => {
  expect(tooMuchAsked('It', 100)).toBe(
    'It is at most 99.99 per cent: of requests that come by chance (Poisson arrivals) too many may always come at once, so no finite number of replicas promises 100 %; the nearest that is searched is 99.99 %.',
  );
  expect(tooMuchAsked('It', 99.995)).toContain('promises 99.995 %');
  expect([ASKED_IN_TIME.max, 99, 120, NaN].map((one) => tooMuchAsked('It', one))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it('tells the settings of a policy that changes replicas only, stage by stage', async () => {
  const answer = await answered(
    { ...question, seeds: 1, policies: ['hpa:target=0.5,max=3', 'planner'] },
    options,
  );
  const [own, autoscaler, planner] = answer.trace!;
  expect([own!.deployed, planner!.deployed]).toEqual([undefined, undefined]);
  expect(autoscaler!.deployed!.stages).toMatchObject([{ stage: 'stage 0', minReplicas: 1, maxReplicas: 3 }]);
  expect(answerWords(answer).settings).toEqual([
    expect.stringMatching(
      /^HPA \(.*target 50 %.*\) as set here\. .* has 50 % of its cores\. .* with 1 to 3 replicas\.$/,
    ),
  ]);
});

it('says what is short where nothing within the limits is enough', async () => {
  const narrow = { ...scenario, limits: { ...scenario.limits, maxCores: 1, maxReplicas: 1 } };
  const { run, does, better } = answerWords(
    await answered({ ...question, scenario: narrow, policies: [] }, options),
  );
  expect(run).toMatch(/^Run stage 0: v0, 1 replica, batch/);
  expect(does[0]).toMatch(
    /^Nothing within 1 core and the other limits carries this load; this carries most, [\d.]+ requests a second\.$/,
  );
  expect(does.at(-1)).toMatch(
    /^At least 99 % in time would be possible with a load below [\d.]+ instead of 20 requests a second\.$/,
  );
  expect(better).toEqual([]);
});
