import { fixedReplicas } from './stageOptions.ts';
import { solveExactly } from '../ipaExact.ts';
import { ipaConfiguration, ipaDefaults, ipaProblem } from '../ipaProblem.ts';
import { policyNames } from '../ids.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import { isFeasible, toConfiguration } from '../../model/tables.ts';

const info: PolicyInfo = {
  id: 'rim',
  name: policyNames.rim,
  summary: 'The most accuracy that carries the forecast load in time with a fixed number of replicas.',
  knobs: { variant: true, replicas: false, batch: true },
  memory: 'none; keeps the current configuration where no other is feasible',
  simplifications:
    'The IPA paper’s stand-in for Rim: its program with the replicas fixed. They are as many copies of the pipeline as the device holds with the dearest variants, which gives the 3 replicas that IPA used for video. The original places applications on the nodes of a cluster and switches no models. Where no variants and batches meet the load in time, the configuration stays as it is, with the fixed replicas where they fit.',
  source:
    'Baseline of Ghafouri et al., IPA, JSys 4(1) 2024; named after Hu et al., Rim, IoTDI 2021, doi 10.1145/3450268.3453521.',
  about: [
    'Rim keeps a fixed number of replicas and chooses the most accurate models and the batches that the load allows.',
    'It solves IPA’s program exactly with the replicas fixed, so that throughput can only be bought with lighter models or larger batches.',
    'It needs the profile of every variant at every batch, the forecast and the latency objective, and no price of cores.',
    'It does well where cores are there anyhow, since nothing need be started when only a batch changes and accuracy gives way gently as the load rises.',
    'It fails where cores cost something, because it holds its replicas through every valley, and at peaks that its replicas cannot carry.',
  ],
};

export const rim: PolicyFactory = {
  info,
  create: ({ tables, slaSeconds, watch }) => {
    const replicas = fixedReplicas(tables);
    const settings = { ...ipaDefaults, coreWeight: 0, queueTerm: 'none', fixedReplicas: replicas } as const;
    return Promise.resolve({
      info,
      decide: ({ predicted, action }) => {
        const chosen = solveExactly(ipaProblem(tables, predicted, slaSeconds, settings), watch);
        if (chosen) return ipaConfiguration(chosen);
        const current = toConfiguration(tables, action);
        const fixed = current.map((stage) => ({ ...stage, replicas }));
        return isFeasible(tables, fixed) ? fixed : current;
      },
    });
  },
};
