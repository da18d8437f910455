/** What makes a scenario large, for the sentence that says it is too large. */
import type { Scenario } from './scenario.ts';
import type { Size } from '../model/watch.ts';

/** "12 stages with up to 32 variants each", "limits of 64 replicas, batches of 64 and 512 cores", "24 h of load with up to 80 requests/s". */
export function sizeOf({
  pipeline,
  limits,
  workload,
}: Pick<Scenario, 'pipeline' | 'limits'> & { readonly workload: { readonly rates: Float64Array } }): Size {
  const variants = Math.max(...pipeline.stages.map((stage) => stage.variants.length));
  return {
    figures: [
      `${count(pipeline.stages.length, 'stage')} with up to ${count(variants, 'variant')} each`,
      `limits of ${count(limits.maxReplicas, 'replica')}, batches of ${String(limits.maxBatch)} and ${count(limits.maxCores, 'core')}`,
      ...(workload.rates.length > 0
        ? [`${lengthOf(workload.rates.length)} of load with up to ${peakOf(workload.rates)} requests/s`]
        : []),
    ],
    remedy: 'use fewer variants, lower limits, a shorter or lower load, or another policy',
  };
}

function count(n: number, what: string): string {
  return `${String(n)} ${what}${n === 1 ? '' : 's'}`;
}

function lengthOf(seconds: number): string {
  if (seconds < 7200) return `${String(Math.max(1, Math.round(seconds / 60)))} min`;
  return seconds < 172_800
    ? `${String(Math.round(seconds / 3600))} h`
    : `${String(Math.round(seconds / 86_400))} days`;
}

function peakOf(rates: Float64Array): string {
  return Math.round(rates.reduce((a, b) => Math.max(a, b), 0)).toLocaleString('en');
}
