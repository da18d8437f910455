import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const RUN = join(import.meta.dirname, '..', '.ci', 'run');
const SERVERS = ['nginx', 'caddy', 'apache2'];
const ALL = ['prometheus', 'promtool', 'firefox-esr', 'chromium', ...SERVERS];

const pathOf = (name: string): string =>
  execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();

/** A PATH that holds what the script itself uses and nothing else. */
let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'sluice-ci-'));
  for (const name of ['bash', 'dirname', 'sort', 'chmod']) symlinkSync(pathOf(name), join(bin, name));
  program('npm', 'echo "npm $*"');
  program('id', 'echo 0');
});
afterEach(() => {
  rmSync(bin, { recursive: true, force: true });
});

function program(name: string, body = 'exit 0'): void {
  writeFileSync(join(bin, name), `#!${join(bin, 'bash')}\n${body}\n`, { mode: 0o755 });
}
/** Installs what is in `served`; a package that is not fails as apt's does. */
function packageManager(served: Readonly<Record<string, readonly string[]>>): void {
  const cases = Object.entries(served).map(
    ([name, brings]) =>
      `${name}) for one in ${brings.join(' ')}; do echo 'exit 0' > ${bin}/$one; chmod +x ${bin}/$one; done;;`,
  );
  program(
    'apt-get',
    `[ "$1" = update ] && exit 0\nname="\${@: -1}"\necho "$name" >> ${bin}/installed\ncase "$name" in ${cases.join(' ')} *) exit 100;; esac`,
  );
}

const CHROMIUM =
  'Without Chromium none can run: npm test tries to get one itself, and stops where it cannot.';

function said(paths: Readonly<Record<string, string>> = {}): {
  readonly lines: readonly string[];
  readonly installed: readonly string[];
} {
  const log = join(bin, 'installed');
  writeFileSync(log, '');
  const out = execFileSync(join(bin, 'bash'), [RUN], {
    encoding: 'utf8',
    env: { ...paths, PATH: bin },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return {
    lines: out.trim().split('\n'),
    installed: readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  };
}

describe.skipIf(process.platform === 'win32')('.ci/run', () => {
  it('installs nothing where nothing lacks', () => {
    for (const name of ALL) program(name);
    packageManager({});
    expect(said()).toEqual({ lines: ['npm test'], installed: [] });
  });

  it('installs each package that lacks, once, and those only', () => {
    for (const name of ['chromium-browser', ...SERVERS]) program(name);
    packageManager({ prometheus: ['prometheus', 'promtool'], 'firefox-esr': ['firefox-esr'] });
    expect(said()).toEqual({
      lines: ['Lacking here: firefox-esr prometheus. Installing ...', 'npm test'],
      installed: ['firefox-esr', 'prometheus'],
    });
  });

  it('takes a stub under the name for nothing', () => {
    for (const name of ALL) program(name);
    program('firefox-esr', 'exit 1');
    packageManager({ 'firefox-esr': ['firefox'] });
    expect(said().installed).toEqual(['firefox-esr']);
  });

  it('asks what knows no --version in other ways', () => {
    for (const name of ALL) program(name);
    program('nginx', '[ "$1" = -v ]');
    program('caddy', '[ "$1" = version ]');
    program('apache2', 'exit 1');
    packageManager({ apache2: ['apache2'] });
    expect(said().installed).toEqual(['apache2']);
  });

  it('takes browsers that the environment names for there, where they can be run', () => {
    for (const name of ['prometheus', 'promtool', 'own-browser', ...SERVERS]) program(name);
    packageManager({});
    const own = join(bin, 'own-browser');
    expect(said({ CHROMIUM_PATH: own, FIREFOX_PATH: own })).toEqual({ lines: ['npm test'], installed: [] });
    // A folder can be entered, not run.
    expect(said({ CHROMIUM_PATH: own, FIREFOX_PATH: bin })).toEqual({
      lines: [
        'Lacking here: firefox-esr. Installing ...',
        'Could not be installed: firefox-esr. The tests that need firefox-esr are skipped and named at the end.',
        'npm test',
      ],
      installed: ['firefox-esr'],
    });
  });

  it('never says that tests are skipped where only Chromium lacks', () => {
    for (const name of ALL) if (name !== 'chromium') program(name);
    packageManager({});
    expect(said().lines).toEqual([
      'Lacking here: chromium. Installing ...',
      `Could not be installed: chromium. ${CHROMIUM}`,
      'npm test',
    ]);
  });

  it('says what could not be installed, and tests all the same', () => {
    for (const name of SERVERS) program(name);
    packageManager({ prometheus: ['prometheus', 'promtool'] });
    expect(said().lines).toEqual([
      'Lacking here: chromium firefox-esr prometheus. Installing ...',
      `Could not be installed: chromium firefox-esr. The tests that need firefox-esr are skipped and named at the end. ${CHROMIUM}`,
      'npm test',
    ]);
  });

  it.each([
    ['nobody may install', () => program('id', 'echo 1000')],
    ['there is no apt-get', () => rmSync(join(bin, 'apt-get'))],
  ])('says what lacks where %s', (_, spoil) => {
    for (const name of SERVERS) program(name);
    packageManager({});
    spoil();
    expect(said()).toEqual({
      lines: [
        `Lacking here: chromium firefox-esr prometheus. Only root on a Debian installs them by itself. The tests that need firefox-esr or prometheus are skipped and named at the end. ${CHROMIUM}`,
        'npm test',
      ],
      installed: [],
    });
  });
});
