import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository root. */
export const root = join(import.meta.dirname, '..');

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
const packages = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

/** True if node_modules holds every version the lock file names; optional ones depend on the platform. */
function complete() {
  try {
    const installed = packages('node_modules/.package-lock.json');
    return Object.entries(packages('package-lock.json')).every(
      ([path, { version, optional }]) =>
        path === '' || optional === true || installed[path]?.version === version,
    );
  } catch {
    return false;
  }
}

/** Installs the dependencies if they are missing or old. Exits with npm's status if that fails. */
export function ensureDependencies() {
  if (complete()) return;
  console.log('Installing dependencies (npm ci) ...');
  // npm is a script file on Windows, which only a shell starts.
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--include=dev'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('The dependencies could not be installed; npm says why above.');
    process.exit(status ?? 1);
  }
}
