import { fit } from './fit.ts';
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
  name: 'Greedy',
  summary: 'The fewest cores that meet the forecast load; among equals the lower latency.',
  simplifications:
    'The paper says only that it minimises cost; read so that it meets the load, because Fig. 4(c) has it equal IPA at high load.',
  source: 'Baseline of the OPD paper, section VI.',
};

/** The fewest cores of stage n with throughput >= `load`, ties by latency; the fastest option where none reaches it. */
function cheapest(tables: Tables, n: number, load: number): StageConfig {
  const { maxReplicas } = tables.limits;
  const K = tables.batches.length;
  let best: StageConfig | undefined;
  let bestCores = Infinity;
  let bestLatency = Infinity;
  let fastest: StageConfig = { variant: 0, replicas: maxReplicas, batch: 1 };
  let fastestRate = 0;
  for (let z = 0; z < tables.variants[n]!; z++) {
    const cores = tables.cores[tables.variantOffset[n]! + z]!;
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
      if (replicas * cores < bestCores || (replicas * cores === bestCores && latency < bestLatency)) {
        best = { variant: z, replicas, batch };
        bestCores = replicas * cores;
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
  name: 'Greedy (literal)',
  summary: 'Minimises cost and nothing else: always the cheapest variants, one replica each.',
  simplifications: 'The literal reading of the paper; it ignores the load.',
  source: info.source,
};

export const greedyLiteral: PolicyFactory = {
  info: literalInfo,
  create: ({ tables }) => {
    const smallest = smallestConfiguration(tables);
    return Promise.resolve({ info: literalInfo, decide: () => smallest });
  },
};
