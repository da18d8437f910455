import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lackingForCluster } from './prometheus.mjs';

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'sluice-path-'));
  vi.stubEnv('PATH', bin);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(bin, { recursive: true });
});
const program = (name: string, code: number): void =>
  writeFileSync(join(bin, name), `#!/bin/sh\nexit ${String(code)}\n`, { mode: 0o755 });

it.skipIf(process.platform === 'win32')(
  'asks Prometheus and its tool, and takes what does not start for nothing',
  () => {
    expect(lackingForCluster()).toEqual(['prometheus', 'promtool']);
    program('prometheus', 0);
    program('promtool', 1);
    expect(lackingForCluster()).toEqual(['promtool']);
    program('promtool', 0);
    expect(lackingForCluster()).toEqual([]);
  },
);
