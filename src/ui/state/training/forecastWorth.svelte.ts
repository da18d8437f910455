import { LSTM } from './lstm.ts';
import { sameAgent, scenarioChanges } from '../changed.ts';
import { goneWords, noteFound } from '../keeping/gone.ts';
import { Undertaking } from '../undertaking.svelte.ts';
import { Valuer } from '../../bridge/valuer.ts';
import { AGENT, policyStyle } from '../../theme/policies.ts';
import type { ForecastValue } from '../../../experiments/forecastValue/forecastValue.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { PredictorRecord } from '../../../workload/forecasters/predictorRecord.ts';
import type { WorthRequest } from '../../../../workers/predictProtocol.ts';

/** Its name in the tab's memory. */
const FOUND = 'worth';

/** What is asked of the worker; a test gives its own. */
export type WorthWorker = Pick<Valuer, 'run'>;

/** What was measured, and on what. */
export interface FoundWorth {
  readonly request: WorthRequest;
  readonly value: ForecastValue;
}

/** What is measured where this stands in the header: under every forecaster, the LSTM being the one that the view judges. */
export function worthRequest(
  scenario: Scenario,
  predictor: PredictorRecord | undefined,
  agent: WorthRequest['agent'],
): WorthRequest {
  return { scenario: { ...scenario, forecaster: LSTM, predictor }, agent };
}

/** What stands now and did not when it was measured, a few words each. */
export function worthChanges(before: WorthRequest, now: WorthRequest): readonly string[] {
  const { name } = policyStyle(AGENT);
  const agent =
    now.agent === undefined || (before.agent && sameAgent(before.agent, now.agent))
      ? []
      : [before.agent ? `the agent that is called ${name} is another one` : `now ${name} too`];
  return [...scenarioChanges(before.scenario, now.scenario), ...agent];
}

/** What a better forecast is worth: what is under way and what was found. It stays for this visit. */
export class ForecastWorth extends Undertaking {
  found = $state.raw<FoundWorth | undefined>();
  /** It was measured in this tab before the page was opened anew: the load's name; '' where nothing was. */
  readonly gone = goneWords(FOUND);

  readonly #make: () => WorthWorker;
  #worker: WorthWorker | undefined;

  constructor(make: () => WorthWorker = () => new Valuer()) {
    super();
    this.#make = make;
  }

  get active(): boolean {
    return this.status !== 'idle';
  }

  async run(request: WorthRequest): Promise<void> {
    if (this.active) return;
    const worker = (this.#worker ??= this.#make());
    this.found = undefined;
    await this.during((signal) =>
      worker.run(
        request,
        (value) => {
          if (signal.aborted) return;
          this.share = value.share;
          this.found = { request, value };
          noteFound(FOUND, request.scenario.workload.name);
        },
        signal,
      ),
    );
  }
}

/** Of this visit; loaded with the Predict view. */
export const forecastWorth = new ForecastWorth();
