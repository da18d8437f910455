/** Deletes a policy of one's own, as one step that Undo takes back; where it stood, what the lab begins with stands. */
import type { Lab } from '../../lab.svelte.ts';
import type { Listed } from './ownPolicies.svelte.ts';
import { AGENT } from '../../../theme/policies.ts';
import { defaultExperiment } from '../../../../scenario/experiment.ts';

export function forgetOwn(lab: Lab, own: Listed): void {
  const { key, name } = own;
  const draft = lab.own.drafts[key];
  lab.history.together(() => {
    const { a, b } = lab.experiment;
    if (a === key || b === key)
      lab.set({ a: a === key ? defaultExperiment.a : a, b: b === key ? defaultExperiment.b : b }, 'forget');
    const { chosen } = lab.comparison;
    if (chosen.policies.includes(key))
      lab.comparison.chosen = { ...chosen, policies: chosen.policies.filter((one) => one !== key) };
    lab.history.record<Listed | undefined>({
      ...{ id: `own ${key}`, words: `that ${name} is kept` },
      now: () => lab.own.find(key),
      put: (kept) => {
        if (!kept) lab.own.remove(key);
        else {
          lab.own.type(key, draft);
          lab.own.put(kept);
          lab.policy = key;
        }
      },
    });
    lab.own.remove(key);
    if (lab.policy === key) lab.policy = AGENT;
  });
  lab.notice = `${name} was deleted; Undo brings it back.`;
}
