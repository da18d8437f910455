import { sameAgent, scenarioChanges } from '../changed.ts';
import { Undertaking } from '../undertaking.svelte.ts';
import { Answerer } from '../../bridge/answerer.ts';
import type { Answer, Answering } from '../../../experiments/answer/answer.ts';
import { USUAL, type Objective, type Peak } from '../../../experiments/answer/question.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { AnswerRequest } from '../../../../workers/answerProtocol.ts';

/** Who searches; a test gives its own. */
export type AnswerWorker = Pick<Answerer, 'answer'>;

/** What was answered, and to what. */
export interface FoundAnswer {
  readonly request: AnswerRequest;
  readonly answer: Answer;
}

/** What the visitor chooses of a question; the rest is on the page. */
export interface Choices {
  readonly objective: Objective;
  readonly inTime: number;
  readonly peak: Peak;
}

/** What differs from what was asked, a few words each. */
export function answerChanges(before: AnswerRequest, now: AnswerRequest): readonly string[] {
  const [was, is] = [before.question, now.question];
  // Requests are counted one by one, whatever the page's world and whoever forecasts; batches of agents come and go.
  const { environment, forecaster, predictor } = was.scenario;
  const agent = now.agent === undefined || (before.agent && sameAgent(before.agent, now.agent));
  return [
    ...scenarioChanges(was.scenario, { ...is.scenario, environment, forecaster, predictor }),
    ...(was.objective === is.objective ? [] : ['what is wanted is something else']),
    ...(was.inTime === is.inTime || is.objective === 'j'
      ? []
      : [`in time at least ${String(was.inTime)} %, now ${String(is.inTime)} %`]),
    ...(was.peak === is.peak ? [] : ['the load that is planned for is another']),
    ...(agent ? [] : ['an agent is there that has not played']),
  ];
}

/** "What should I run?": what is chosen, what is under way and what was found. It stays for this visit. */
export class AnswerDesk extends Undertaking {
  choices = $state.raw<Choices>({
    objective: USUAL.objective,
    inTime: USUAL.inTime,
    peak: USUAL.peak,
  });
  found = $state.raw<FoundAnswer | undefined>();
  /** The last answer is whole. */
  whole = $state(false);

  readonly #make: () => AnswerWorker;
  #worker: AnswerWorker | undefined;

  constructor(make: () => AnswerWorker = () => new Answerer()) {
    super();
    this.#make = make;
  }

  get active(): boolean {
    return this.status !== 'idle';
  }

  choose(change: Partial<Choices>): void {
    this.choices = { ...this.choices, ...change };
  }

  /** What is asked where this stands on the page. */
  requestOf(scenario: Scenario, agent: AgentRecord | undefined): AnswerRequest {
    return { question: { ...USUAL, ...this.choices, scenario }, agent };
  }

  async run(request: AnswerRequest): Promise<void> {
    if (this.active) return;
    const worker = (this.#worker ??= this.#make());
    this.found = undefined;
    this.whole = false;
    await this.during(async (signal) => {
      const heard = ({ share, answer }: Answering): void => {
        if (signal.aborted) return;
        this.share = share;
        this.found = { request, answer };
      };
      try {
        this.found = { request, answer: await worker.answer(request, heard, signal) };
        this.whole = true;
      } catch (error) {
        // Whoever stopped it knows.
        if (!signal.aborted) throw error;
      }
    });
  }
}

/** Of this visit; loaded with the Pipelines view. */
export const answering = new AnswerDesk();
