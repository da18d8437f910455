import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import { Notes } from './notes.ts';
import { choice, list, number, parseOptions, text, UsageError } from './options.ts';
import { leftOf, silent, type Progress } from './progress.ts';
import { RANGES } from './ranges.ts';
import { loadScenario, SCENARIO_OPTIONS } from './scenario.ts';
import { keyedPolicy, loadAgent } from './simulate.ts';
import { unstoppable, type Stop } from './stop.ts';
import { answered } from '../experiments/answer/answer.ts';
import { answerWords } from '../experiments/answer/answerWords.ts';
import { OBJECTIVES, peakOf, PEAKS, USUAL, type Question } from '../experiments/answer/question.ts';
import { AgentMismatch } from '../learning/network/trainedAgent.ts';

/** Of a scenario those that an answer depends on: it is counted by single requests in any case. */
const FROM_SCENARIO = SCENARIO_OPTIONS.filter((name) => name !== 'environment');

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
    inTime: number(options, 'in-time', USUAL.inTime, RANGES.inTime),
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
  try {
    const found = await answered(
      question,
      { clock, patience: patienceIn(options), agent },
      ({ share }) => {
        progress.reached({
          done: `${String(Math.round(100 * share))} % of the plays`,
          left: leftOf(share, 1, (clock() - begun) / 1000),
        });
      },
      () => !stop.asked(),
    );
    const { objective, inTime, peak, seeds } = question;
    return {
      ...{ pipeline: scenario.pipeline.id, workload: scenario.workload.name },
      ...{ objective, inTime, peak, seeds, policies },
      ...{ weights: scenario.weights, limits: scenario.limits },
      answer: found,
      words: answerWords(found),
    };
  } catch (error) {
    throw error instanceof AgentMismatch ? new UsageError(error.message) : error;
  }
}
