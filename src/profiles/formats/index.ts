/** Every format of load tests that is read, in the order in which they are tried: the special before the general. */
import { aiperf } from './aiperf.ts';
import { csv } from './csv.ts';
import type { LoadFormat } from './format.ts';
import { fortio } from './fortio.ts';
import { hey } from './hey.ts';
import { k6 } from './k6.ts';
import { loadgen } from './loadgen.ts';
import { locust } from './locust.ts';
import { modelAnalyzer } from './modelAnalyzer.ts';
import { perfAnalyzer } from './perfAnalyzer.ts';
import { vegeta } from './vegeta.ts';
import { wrk } from './wrk.ts';

export const formats: readonly LoadFormat[] = [
  perfAnalyzer,
  modelAnalyzer,
  aiperf,
  loadgen,
  k6,
  vegeta,
  hey,
  wrk,
  locust,
  fortio,
  csv,
];
