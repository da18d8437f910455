import { policyNames } from './ids.ts';
import type { PolicyFactory, PolicyInfo } from './policy.ts';
import { isFeasible, smallestConfiguration } from '../model/tables.ts';

const TRIES = 1000;

const info: PolicyInfo = {
  id: 'random',
  name: policyNames.random,
  summary: 'Draws every knob uniformly until the configuration fits the cores.',
  knobs: { variant: true, replicas: true, batch: true },
  memory: 'how far its random stream is drawn',
  simplifications: `After ${String(TRIES)} draws that do not fit it orders the smallest configuration.`,
  source: 'Baseline of the OPD paper, section VI.',
  about: [
    'Random orders any configuration that fits the device.',
    'It draws variant, replicas and batch of every stage uniformly and draws again until the cores suffice.',
    'It needs to know the limits and nothing about load, latency or accuracy.',
    'It does well only by luck, and serves as the zero of the normalised score.',
    'It fails nearly always: it changes every stage at every decision, so replicas are starting more often than serving.',
  ],
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
