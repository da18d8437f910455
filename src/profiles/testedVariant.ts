/** A variant out of load tests as pipelines hold it: from the page and from the command line the same. */
import type { FittedProfile } from './fit.ts';
import { DEFAULT_STARTUP_SECONDS, type AssumedFigure, type Variant } from '../model/pipeline.ts';

/** Digits that nobody measured are not shown in an editor's boxes. */
const plain = (seconds: number): number => Number(seconds.toPrecision(6));

/** `assumed`: of the figures beside the latency, those that nobody said. A load test says nothing of how long a replica takes to start. */
export function testedVariant(
  { name, cores, accuracy }: Pick<Variant, 'name' | 'cores' | 'accuracy'>,
  { latency, provenance }: FittedProfile,
  assumed: readonly AssumedFigure[],
): Variant {
  const { seconds, spread } = latency;
  return {
    ...{ name, accuracy, cores, startupSeconds: DEFAULT_STARTUP_SECONDS },
    latency: {
      ...{ ...latency, seconds: seconds.map(plain) },
      ...(spread ? { spread: spread.map(([low, high]) => [plain(low), plain(high)] as const) } : {}),
    },
    provenance: {
      ...provenance,
      assumed: [...(provenance.assumed ?? []), ...assumed, 'startupSeconds'],
    },
  };
}
