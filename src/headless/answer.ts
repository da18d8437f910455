import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import { Notes } from './notes.ts';
import { choice, list, number, parseOptions, text, UsageError, type Options } from './options.ts';
import { leftOf, silent, type Progress } from './progress.ts';
import { RANGES } from './ranges.ts';
import { loadScenario, SCENARIO_OPTIONS } from './scenario.ts';
import { keyedPolicy, loadAgent } from './simulate.ts';
import { unstoppable, type Stop } from './stop.ts';
import { answered } from '../experiments/answer/answer.ts';
import { answerWords } from '../experiments/answer/answerWords.ts';
import {
  ASKED_IN_TIME,
  OBJECTIVES,
  peakOf,
  PEAKS,
  tooMuchAsked,
  USUAL,
  type Question,
} from '../experiments/answer/question.ts';
import { besidesWords } from '../export/cluster/besides.ts';
import { defaultChoices } from '../export/cluster/plan.ts';
import { AgentMismatch } from '../learning/network/trainedAgent.ts';

/** Of a scenario those that an answer depends on: it is counted by single requests in any case. */
const FROM_SCENARIO = SCENARIO_OPTIONS.filter((name) => name !== 'environment');

function inTimeOf(options: Options): number {
  const refused = tooMuchAsked('--in-time', Number(text(options, 'in-time')));
  if (refused !== undefined) throw new UsageError(refused);
  return number(options, 'in-time', USUAL.inTime, ASKED_IN_TIME);
}

/** `answer`: what to run for a pipeline, a load and an objective, and what would have to change for a better one. */
export async function answer(
  args: readonly string[],
  notes: Notes = new Notes(),
  stop: Stop = unstoppable,
  progress: Progress = silent,
): Promise<object> {
  const options = parseOptions(args, [
    ...FROM_SCENARIO,
    ...['objective', 'in-time', 'peak', 'seeds', 'policies', 'agent', TIME_LIMIT],
  ]);
  const scenario = await loadScenario(options, notes);
  const policies = text(options, 'policies') === undefined ? USUAL.policies : list(options, 'policies');
  for (const key of policies)
    if (!keyedPolicy(key))
      throw new UsageError(`There is no policy "${key}"; --agent takes the file of an agent.`);
  const question: Question = {
    scenario,
    objective: choice(options, 'objective', OBJECTIVES, USUAL.objective),
    inTime: inTimeOf(options),
    peak: choice(options, 'peak', PEAKS, USUAL.peak),
    seeds: number(options, 'seeds', USUAL.seeds, RANGES.seeds),
    policies,
  };
  if (!(peakOf(question) > 0))
    throw new UsageError('The load has no requests at its peak, so nothing is asked of the pipeline.');
  const agentFile = text(options, 'agent');
  const agent = agentFile === undefined ? undefined : await loadAgent(agentFile);
  stop.leaves('Stopped before there was an answer.');
  const begun = clock();
  const standing = { told: false, complete: false };
  try {
    const found = await answered(
      question,
      { clock, patience: patienceIn(options), agent },
      ({ share }) => {
        if (!standing.told)
          stop.keeps('Stopping after the play under way; the configuration and what was counted are told.');
        standing.told = true;
        standing.complete = share === 1;
        progress.reached({
          done: `${String(Math.round(100 * share))} % of the plays`,
          left: leftOf(share, 1, (clock() - begun) / 1000),
        });
      },
      () => standing.complete || !stop.asked(),
    );
    if (!standing.complete)
      notes.add(undefined, [
        'Stopped before it was through: the configuration stands, and what was counted until then is told.',
      ]);
    const { objective, inTime, peak, seeds } = question;
    return {
      ...{ pipeline: scenario.pipeline.id, workload: scenario.workload.name },
      ...{ objective, inTime, peak, seeds, policies },
      ...{ weights: scenario.weights, limits: scenario.limits },
      complete: standing.complete,
      answer: found,
      words: {
        ...answerWords(found),
        besides: [besidesWords(scenario.pipeline, found.configuration, defaultChoices(scenario.pipeline))],
      },
    };
  } catch (error) {
    throw error instanceof AgentMismatch ? new UsageError(error.message) : error;
  }
}
