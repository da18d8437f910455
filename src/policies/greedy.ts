import { fit } from './fit.ts';
import { policyNames } from './ids.ts';
import type { PolicyFactory, PolicyInfo } from './policy.ts';
import type { Configuration, StageConfig } from '../model/pipeline.ts';
import { smallestConfiguration, type Tables } from '../model/tables.ts';

const common = {
  knobs: { variant: true, replicas: true, batch: true },
  memory: 'none',
} as const;

const info: PolicyInfo = {
  ...common,
  id: 'greedy',
  name: policyNames.greedy,
  summary: 'The fewest cores that meet the forecast load; among equals the lower latency.',
  simplifications:
    'The paper says only that it minimises cost; read so that it meets the load, because Fig. 4(c) has it equal IPA at high load.',
  source: 'Baseline of the OPD paper, section VI.',
  about: [
    'Greedy orders the fewest cores that carry the forecast load.',
    'At each stage it tries every variant and batch, takes as many replicas as the load needs, and keeps the cheapest; among equals the faster one wins.',
    'It needs the profiles and the forecast, and asks for neither accuracy nor latency.',
    'It does well where cores are dear or the device is so full that accuracy cannot be afforded.',
    'It fails where accuracy counts, because it stays on the lightest models however idle the device is, and it picks large batches that make requests wait.',
  ],
};

/** The fewest cores of stage n with throughput >= `load`, ties by latency; the fastest option where none reaches it. */
function cheapest(tables: Tables, n: number, load: number): StageConfig {
  const { maxReplicas } = tables.limits;
  const K = tables.batches.length;
  let best: StageConfig | undefined;
  let fewest = Infinity;
  let bestLatency = Infinity;
  let fastest: StageConfig = { variant: 0, replicas: maxReplicas, batch: 1 };
  let fastestRate = 0;
  for (let z = 0; z < tables.variants[n]!; z++) {
    const each = tables.units[tables.variantOffset[n]! + z]!;
    for (let k = 0; k < K; k++) {
      const option = tables.offset[n]! + z * K + k;
      const rate = tables.rate[option]!;
      const batch = tables.batches[k]!;
      if (rate > fastestRate) {
        fastestRate = rate;
        fastest = { variant: z, replicas: maxReplicas, batch };
      }
      const replicas = Math.max(1, Math.ceil(load / rate));
      const latency = tables.seconds[option]!;
      if (replicas > maxReplicas) continue;
      if (replicas * each < fewest || (replicas * each === fewest && latency < bestLatency)) {
        best = { variant: z, replicas, batch };
        fewest = replicas * each;
        bestLatency = latency;
      }
    }
  }
  return best ?? fastest;
}

/** The configuration Greedy orders for a load. */
export function greedyConfiguration(tables: Tables, load: number): Configuration {
  return fit(
    tables,
    Array.from({ length: tables.stages }, (_, n) => cheapest(tables, n, load)),
    load,
  );
}

export const greedy: PolicyFactory = {
  info,
  create: ({ tables }) =>
    Promise.resolve({ info, decide: ({ predicted }) => greedyConfiguration(tables, predicted) }),
};

const literalInfo: PolicyInfo = {
  ...common,
  id: 'greedy-literal',
  name: policyNames['greedy-literal'],
  summary: 'Minimises cost and nothing else: always the cheapest variants, one replica each.',
  simplifications: 'The literal reading of the paper; it ignores the load.',
  source: info.source,
  about: [
    'Literal greedy minimises cost and looks at nothing else.',
    'It orders the cheapest variant of every stage with one replica and batch 1, and never changes its mind.',
    'It needs only the cores that each variant takes.',
    'It does well where the load stays below what one light replica of each stage can serve.',
    'It fails as soon as the load grows, since queues fill and requests are dropped while cores stand idle.',
  ],
};

export const greedyLiteral: PolicyFactory = {
  info: literalInfo,
  create: ({ tables }) => {
    const smallest = smallestConfiguration(tables);
    return Promise.resolve({ info: literalInfo, decide: () => smallest });
  },
};
