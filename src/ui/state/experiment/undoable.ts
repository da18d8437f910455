/** What is set in single views and changes their results: Undo takes it back, as it does the experiment. */
import type { History, Settable } from './history.svelte.ts';
import type { Comparison } from '../comparing/comparison.svelte.ts';
import type { Reproduction } from '../comparing/reproduction.svelte.ts';
import type { FilledIn } from '../exporting/filledIn.svelte.ts';
import type { ShapedLoads } from '../loads/shapedLoads.svelte.ts';
import type { SetPolicies } from '../policies/setPolicies.svelte.ts';
import type { Predict } from '../training/predict.svelte.ts';
import type { Training } from '../training/training.svelte.ts';
import { baseOf, policyStyle } from '../../theme/policies.ts';

/** Where settings stand: the lab. */
interface Followed {
  readonly history: History;
  readonly comparison: Comparison;
  readonly training: Training;
  readonly predict: Predict;
  readonly reproduction: Reproduction;
  readonly filled: FilledIn;
  readonly loads: Pick<ShapedLoads, 'draft' | 'beforeChange'>;
}

/** From now on every change of them is a step of the history. */
export function followSettings(lab: Followed): void {
  const { history, comparison, training, predict, reproduction, filled, loads } = lab;
  const recording =
    <T>(of: Settable<T>) =>
    (): void => {
      history.record(of);
    };
  comparison.beforeChange = recording({
    ...{ id: 'compared', words: 'the choice in Compare' },
    now: () => comparison.chosen,
    put: (chosen) => {
      comparison.chosen = chosen;
    },
  });
  training.beforeChange = recording({
    ...{ id: 'training', words: 'the settings of the next training' },
    now: () => training.settings,
    put: (settings) => {
      training.settings = settings;
    },
  });
  reproduction.beforeChange = recording({
    ...{ id: 'evaluation', words: 'the settings of the evaluation' },
    now: () => reproduction.asked,
    put: (asked) => {
      reproduction.asked = asked;
    },
  });
  filled.beforeChange = recording({
    ...{ id: 'filled', words: 'what was filled in for the cluster' },
    now: () => filled.all,
    put: (all) => {
      filled.put(all);
    },
  });
  const draft: Settable<string | undefined> = {
    ...{ id: 'draft', words: 'the load in Loads' },
    now: () => loads.draft,
    put: (text) => {
      loads.draft = text;
    },
  };
  loads.beforeChange = (what) => history.record(draft, what);
  const settings = recording({
    ...{ id: 'predictor', words: 'the settings of the next predictor' },
    now: () => predict.settings,
    put: (before) => {
      predict.settings = before;
    },
  });
  const used = recording({
    ...{ id: 'forecast', words: 'with which LSTM the lab forecasts' },
    now: () => predict.used,
    put: (before) => {
      predict.useAgain(before);
    },
  });
  predict.beforeChange = (what) => {
    if (what === 'used') used();
    else settings();
  };
}

/** Whether a policy with settings is on offer. */
export function offerOf(setPolicies: SetPolicies, key: string): Settable<boolean> {
  const origins = setPolicies.originsOf(key);
  return {
    ...{ id: `offer ${key}`, words: `that ${policyStyle(key).name} is on offer` },
    now: () => setPolicies.known.includes(key),
    put: (on) => {
      if (!on) setPolicies.forget(key);
      else {
        setPolicies.keep([key]);
        setPolicies.from(key, origins);
      }
    },
  };
}

/** Which of two policies stands in the Policies view: one setting of `from` was changed, which makes it `to`. */
export function settingOf(
  host: { policy: string; readonly setPolicies: Pick<SetPolicies, 'edit'> },
  from: string,
  to: string,
): Settable<string> {
  return {
    ...{ id: `setting ${to}`, words: `a setting of ${policyStyle(baseOf(from)).name}` },
    // Another policy may be looked at meanwhile.
    now: () => (host.policy === from ? from : to),
    put: (key) => {
      host.setPolicies.edit(key === from ? to : from, key);
      host.policy = key;
    },
  };
}
