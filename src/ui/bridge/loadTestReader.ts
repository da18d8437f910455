import { Bridge, reading } from './bridge.ts';
import { spawn } from './simulator.ts';
import type { Result } from '../../model/result.ts';
import type { Asked } from '../../profiles/assemble.ts';
import type { FittedTests } from '../../profiles/fitTests.ts';
import type { LoadTest } from '../../profiles/point.ts';
import type { TimeUnit } from '../../workload/intake/source.ts';
import type { SimulateApi } from '../../../workers/protocol.ts';

/** Reads and fits load tests in a `workers/simulate.ts` of its own: a log of single requests may be large. */
export class LoadTestReader {
  readonly #bridge = new Bridge<SimulateApi>(
    'reading of load tests',
    spawn('load tests'),
    'the lab is as it was',
    reading,
  );

  /** As `SimulateApi`. */
  importLoadTest(file: File, unit: TimeUnit | undefined): Promise<Result<LoadTest>> {
    return this.#bridge.call((remote) => remote.importLoadTest(file, unit) as Promise<Result<LoadTest>>);
  }

  /** As `SimulateApi`. */
  fitLoadTests(
    tests: readonly LoadTest[],
    answers: readonly Asked[],
    quantile: number,
  ): Promise<FittedTests> {
    return this.#bridge.call((remote) => remote.fitLoadTests(tests, answers, quantile));
  }
}
