/** What the tests of the cluster need on the machine; `npm test` says from the same whether they are skipped. */
import { spawnSync } from 'node:child_process';

/** Those of the two programs that are not on the PATH or do not start. @returns {readonly string[]} */
export const lackingForCluster = () =>
  ['prometheus', 'promtool'].filter(
    (name) => spawnSync(name, ['--version'], { timeout: 30_000 }).status !== 0,
  );
