/** What the planner says of itself, with its settings in its sentences. */
import type { PlannerSettings } from './plannerSettings.ts';
import { policyNames } from '../ids.ts';
import type { PolicyInfo } from '../policy.ts';

export const PLANNER_ID = 'planner';

const counted = (count: number, one: string): string => `${String(count)} ${one}${count === 1 ? '' : 's'}`;

/** With settings of one's own, `id` and `name` are still the plain ones. */
export function infoOf(settings: PlannerSettings): PolicyInfo {
  const { horizon, futures, candidates, firsts, seconds, steps } = settings;
  const decisions = counted(horizon, 'decision');
  const follow =
    firsts === 0
      ? 'none may follow another'
      : `after the best ${String(firsts)} of them one of the best ${String(seconds)} may follow one decision later, chosen as if the load were known by then`;
  const bound =
    steps === Infinity
      ? ''
      : ` At most ${String(steps)} steps of the model are played at a decision, each one decision under one load; what is left then is not tried.`;
  return {
    id: PLANNER_ID,
    name: policyNames[PLANNER_ID],
    summary:
      'The order after which the coming decisions promise the highest mean reward, played forward in a model.',
    knobs: { variant: true, replicas: true, batch: true },
    memory:
      'a model of the pipeline that lives through the same loads and orders, and the errors of the forecasts',
    simplifications: `It plans ${decisions} ahead under ${counted(futures, 'load')}, the quantiles of how far forecasts were off so far. At most ${counted(candidates, 'order')} are tried, and ${follow}.${bound} How a load scatters within ten seconds is guessed from their maximum; single requests are modelled by queueing theory.`,
    source:
      'Model-predictive control with a receding horizon: Rawlings, Mayne and Diehl, Model Predictive Control, 2017.',
    about: [
      'The planner plays its choices forward in a model of the pipeline and orders the first step of the best plan.',
      `At each decision it tries staying as it is and the configurations that are best for any load the forecast may become, holds each for ${decisions}${firsts === 0 ? '' : ' or lets another follow'}, and takes the highest mean reward.`,
      'It needs the profiles, the weights of the reward, the forecast and how far forecasts were off so far, and no training.',
      'It does well where changes have after-effects, because it sees that replicas take time to start and that queues outlast a burst.',
      'It fails where the forecast errs as it never did before or the model is not like the pipeline, and a decision takes it a hundred times longer than an agent.',
    ],
  };
}
