import { solveExactly } from '../ipaExact.ts';
import { ipaConfiguration, ipaProblem } from '../ipaProblem.ts';
import { greedyConfiguration } from '../greedy.ts';
import type { Configuration } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';

/**
 * What an autoscaler is deployed with: the fewest cores that carry `load` req/s within the SLA, the wait (b - 1) / load
 * of a batch counted, ties by accuracy. Where none meets the SLA: the cheapest that carries the load (Greedy). Always
 * feasible. The autoscalers keep its variants and batches for good and change its replicas.
 */
export function fixedChoice(tables: Tables, slaSeconds: number, load: number): Configuration {
  const settings = { accuracyWeight: 0, coreWeight: 1, batchWeight: 0, queueTerm: 'published' } as const;
  const chosen = solveExactly(ipaProblem(tables, load, slaSeconds, settings));
  return chosen ? ipaConfiguration(chosen) : greedyConfiguration(tables, load);
}

/** Said by every policy that starts so. */
export const FIXED_CHOICE =
  'Variants and batches are fixed at the first decision: the fewest cores that carry the mean of the last twelve ten-second maxima within the SLA.';
