import type { PolicyFactory, PolicyInfo } from './policy.ts';
import { isFeasible, smallestConfiguration } from '../model/tables.ts';

const TRIES = 1000;

const info: PolicyInfo = {
  id: 'random',
  name: 'Random',
  summary: 'Draws every knob uniformly until the configuration fits the cores.',
  knobs: { variant: true, replicas: true, batch: true },
  memory: 'how far its random stream is drawn',
  simplifications: `After ${String(TRIES)} draws that do not fit it orders the smallest configuration.`,
  source: 'Baseline of the OPD paper, section VI.',
};

export const random: PolicyFactory = {
  info,
  create: ({ tables, random: stream }) =>
    Promise.resolve({
      info,
      decide: () => {
        for (let i = 0; i < TRIES; i++) {
          const drawn = Array.from({ length: tables.stages }, (_, n) => ({
            variant: stream.integer(tables.variants[n]!),
            replicas: 1 + stream.integer(tables.limits.maxReplicas),
            batch: tables.batches[stream.integer(tables.batches.length)]!,
          }));
          if (isFeasible(tables, drawn)) return drawn;
        }
        return smallestConfiguration(tables);
      },
    }),
};
