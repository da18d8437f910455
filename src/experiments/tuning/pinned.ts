import type { Configuration, Pipeline } from '../../model/pipeline.ts';
import {
  parsePolicyKey,
  policyKey,
  settingsOfStage,
  type SettingValue,
} from '../../policies/settings/key.ts';

/**
 * The key with variants and batches named where it leaves them to the lab: as deployed on the whole load. A part of the load
 * that begins with more or fewer requests would otherwise be served by others.
 */
export function pinned(key: string, deployed: Configuration, pipeline: Pipeline): string {
  const read = parsePolicyKey(key);
  if (!read.ok) throw new Error(read.message);
  const { id, settings } = read.value;
  const stages = Object.fromEntries(
    deployed.map(({ variant, batch }, n): [number, Record<string, SettingValue>] => {
      const own = settingsOfStage(settings, id, n);
      return [
        n,
        {
          ...settings.stages[n],
          variant: own['variant'] === 'auto' ? pipeline.stages[n]!.variants[variant]!.name : own['variant']!,
          batch: own['batch'] === 'auto' ? batch : own['batch']!,
        },
      ];
    }),
  );
  return policyKey(id, { all: settings.all, stages });
}
