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
import { policyNames } from './ids.ts';
import type { PolicyFactory, PolicyInfo } from './policy.ts';
import { toConfiguration } from '../model/tables.ts';
import type { Watch } from '../model/watch.ts';

type Solver = (problem: IpaProblem, watch?: Watch) => readonly IpaOption[] | undefined;

const base: Omit<PolicyInfo, 'id' | 'name' | 'summary'> = {
  knobs: { variant: true, replicas: true, batch: true },
  memory: 'none; keeps the current configuration where no other is feasible',
  simplifications:
    'Additive accuracy; objective 10 V - 0.02 C (the OPD paper states none); W_max, F_max and B_max as constraints, as in the enhanced IPA of OPD. The wait for a batch to fill is left out of the latency constraint, as OPD equation (3) does.',
  source: 'Ghafouri et al., IPA, JSys 4(1) 2024, section 4; weights calibrated by this lab.',
  about: [
    'IPA orders the most accurate pipeline that carries the forecast load in time.',
    'Every ten seconds it solves an integer program exactly: the most accuracy less a small price per core, with throughput, latency and cores as constraints.',
    'It needs the profile of every variant at every batch, the forecast, the latency objective and the number of cores.',
    'It does well where accuracy is worth far more than cores and the forecast is good, as on a quiet device with room to spare.',
    'It fails where the forecast is too low, because it leaves no margin, and where cores matter, because it spends nearly all of them; a variant change for a sliver of accuracy costs start-up time that it does not see.',
  ],
};

function ipaPolicy(info: PolicyInfo, queueTerm: QueueTerm, load: () => Promise<Solver>): PolicyFactory {
  return {
    info,
    create: async ({ tables, slaSeconds, watch }) => {
      const solve = await load();
      return {
        info,
        decide: ({ predicted, action }) => {
          const chosen = solve(
            ipaProblem(tables, predicted, slaSeconds, { ...ipaDefaults, queueTerm }),
            watch,
          );
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
    name: policyNames.ipa,
    summary:
      'The most accuracy that carries the forecast load within the latency objective, by a mixed-integer solver.',
    about: [
      'This is IPA solved the way its paper describes, by a general mixed-integer solver.',
      'Every ten seconds it writes the program out, hands it to HiGHS and reads back variant, replicas and batch of every stage.',
      'It needs what IPA needs, and a solver of some megabytes.',
      'It does well where IPA does, since both find the same value, and it shows what a general solver costs per decision.',
      'It fails where IPA does, and its decisions take far longer than an exact search of so small a problem.',
    ],
  },
  'none',
  async () => {
    const highs = await loadHighs();
    return (problem, watch) => solveByHighs(highs, problem, watch);
  },
);

export const ipaExact = ipaPolicy(
  {
    ...base,
    id: 'ipa-exact',
    name: policyNames['ipa-exact'],
    summary: 'The same program as IPA by HiGHS, solved by exact search: what a careful engineer would ship.',
  },
  'none',
  exact,
);

export const ipaPublished = ipaPolicy(
  {
    ...base,
    id: 'ipa-published',
    name: policyNames['ipa-published'],
    summary:
      'IPA with the wait of the first request in a batch, (b - 1) / load, counted against the latency objective.',
    simplifications: 'As IPA, with the queue term of the IPA paper.',
    about: [
      'This is IPA with the wait for a batch to fill counted as latency, as its paper formulates it.',
      'It solves the same integer program, with (b - 1) / load seconds added to the latency of a stage that runs batch b.',
      'It needs what IPA needs, and the load enters twice: as demand and as the speed at which batches fill.',
      'It does well at low load, where plain IPA may choose batches that hardly ever fill.',
      'It fails like IPA when the forecast is too low, and the worst-case wait makes it refuse batches that would have been fine on average.',
    ],
  },
  'published',
  exact,
);

export const ipaAsShipped = ipaPolicy(
  {
    ...base,
    id: 'ipa-as-shipped',
    name: policyNames['ipa-as-shipped'],
    summary:
      'IPA with the queue term as its code computes it: a negative constant that loosens the latency objective.',
    simplifications:
      'The shipped formula receives 0/1 choice variables instead of the batch size, which makes it -|V| (|B| - 1) / load per stage, by our reading of the code.',
    about: [
      'This is IPA as its published code runs rather than as its paper reads.',
      'It solves the same program, but the queue term receives 0/1 choice variables and becomes a negative constant that loosens the latency objective.',
      'It needs what IPA needs, and it can promise a latency that the configuration does not keep.',
      'It does well where the latency objective would never bind anyway, which held in the published experiments.',
      'It fails at low load with a tight objective, because the constant grows as the load falls and slow configurations pass as fast enough.',
    ],
  },
  'as-shipped',
  exact,
);
