/** clients/python against the lab, Gymnasium's own checker among its tests: where Python has the packages. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const python = process.env.SLUICE_PYTHON ?? 'python3';
const lacks =
  spawnSync(python, ['-c', 'import gymnasium, numpy'], { stdio: 'ignore' }).status === 0
    ? undefined
    : `${python} with gymnasium and numpy is absent (SLUICE_PYTHON names another)`;

describe.skipIf(lacks !== undefined)(`the Python client${lacks === undefined ? '' : `: ${lacks}`}`, () => {
  // Each process of the lab and each import of a package takes seconds where the machine has other work.
  it('passes its tests', { timeout: 300_000 }, () => {
    const ran = spawnSync(python, ['-m', 'unittest', 'discover', 'clients/python/tests'], {
      encoding: 'utf8',
    });
    expect(ran.status, ran.stderr).toBe(0);
    // Of the tests that there are, so that none found is none passed.
    expect(ran.stderr).toMatch(/^Ran [1-9]\d* tests? in [^]*\nOK\n$/m);
  });
});
