import { loadHighs } from './highs.ts';
import { solveExactly } from './ipaExact.ts';
import { solveByHighs } from './ipaMilp.ts';
import {
  ipaConfiguration,
  ipaDefaults,
  ipaProblem,
  type IpaOption,
  type IpaProblem,
  type QueueTerm,
} from './ipaProblem.ts';
import type { PolicyFactory, PolicyInfo } from './policy.ts';
import { toConfiguration } from '../model/tables.ts';

type Solver = (problem: IpaProblem) => readonly IpaOption[] | undefined;

const base: Omit<PolicyInfo, 'id' | 'name' | 'summary'> = {
  knobs: { variant: true, replicas: true, batch: true },
  memory: 'none; keeps the current configuration where no other is feasible',
  simplifications:
    'Additive accuracy; objective 10 V - 0.02 C (the OPD paper states none); W_max, F_max and B_max as constraints, as in the enhanced IPA of OPD. The wait for a batch to fill is left out of the latency constraint, as OPD equation (3) does.',
  source: 'Ghafouri et al., IPA, JSys 4(1) 2024, section 4; weights calibrated by this lab.',
};

function ipaPolicy(info: PolicyInfo, queueTerm: QueueTerm, load: () => Promise<Solver>): PolicyFactory {
  return {
    info,
    create: async ({ tables, slaSeconds }) => {
      const solve = await load();
      return {
        info,
        decide: ({ predicted, action }) => {
          const chosen = solve(ipaProblem(tables, predicted, slaSeconds, { ...ipaDefaults, queueTerm }));
          return chosen ? ipaConfiguration(chosen) : toConfiguration(tables, action);
        },
      };
    },
  };
}

const exact = (): Promise<Solver> => Promise.resolve(solveExactly);

export const ipa = ipaPolicy(
  {
    ...base,
    id: 'ipa',
    name: 'IPA (HiGHS)',
    summary:
      'The most accuracy that carries the forecast load within the latency objective, by a mixed-integer solver.',
  },
  'none',
  async () => {
    const highs = await loadHighs();
    return (problem) => solveByHighs(highs, problem);
  },
);

export const ipaExact = ipaPolicy(
  {
    ...base,
    id: 'ipa-exact',
    name: 'IPA',
    summary: 'The same program as IPA (HiGHS), solved by exact search: what a careful engineer would ship.',
  },
  'none',
  exact,
);

export const ipaPublished = ipaPolicy(
  {
    ...base,
    id: 'ipa-published',
    name: 'IPA (published queue term)',
    summary:
      'IPA with the wait of the first request in a batch, (b - 1) / load, counted against the latency objective.',
    simplifications: 'As IPA, with the queue term of the IPA paper.',
  },
  'published',
  exact,
);

export const ipaAsShipped = ipaPolicy(
  {
    ...base,
    id: 'ipa-as-shipped',
    name: 'IPA (as shipped)',
    summary:
      'IPA with the queue term as its code computes it: a negative constant that loosens the latency objective.',
    simplifications:
      'The shipped formula receives 0/1 choice variables instead of the batch size, which makes it -|V| (|B| - 1) / load per stage, by our reading of the code.',
  },
  'as-shipped',
  exact,
);
