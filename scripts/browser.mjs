import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './dependencies.mjs';

const isRoot = process.getuid?.() === 0;
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @param {string} name @returns {string | undefined} */
export function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/**
 * The Firefox on this machine: FIREFOX_PATH, else the usual names on the PATH; undefined if there is none.
 * @returns {string | undefined}
 */
export function findFirefox() {
  const named = process.env.FIREFOX_PATH;
  if (named !== undefined && named !== '') return named;
  return ['firefox-esr', 'firefox'].map(onPath).find((file) => file !== undefined && starts(file));
}

/** The Chromium that Playwright downloaded, if it has. */
async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

/** @param {string} command @param {string[]} args */
const run = (command, args) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

/** Some distributions put a stub under the name, and a download may lack libraries: ask it. @param {string} file */
const starts = (file) =>
  process.platform === 'win32' || spawnSync(file, ['--version'], { timeout: 30_000 }).status === 0;

/**
 * The Chromium on this machine: CHROMIUM_PATH, then the usual names on the PATH, then Playwright's download.
 * Undefined if there is none. Throws if CHROMIUM_PATH names no file.
 * @returns {Promise<string | undefined>}
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH is ${named}, which does not exist.`);
    return named;
  }
  for (const name of names) {
    const file = onPath(name);
    if (file !== undefined && starts(file)) return file;
  }
  const own = await playwrightsOwn();
  return own !== undefined && starts(own) ? own : undefined;
}

/**
 * As findBrowser, but installs one if there is none: Playwright's, else as root the system's package.
 * @returns {Promise<string>}
 */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found !== undefined) return found;
  console.log("No Chromium on this machine; trying Playwright's ...");
  if (run('npx', ['playwright', 'install', 'chromium'])) {
    const own = await findBrowser();
    if (own !== undefined) return own;
    // Downloaded, but it does not start: system libraries are missing.
    if (isRoot && run('npx', ['playwright', 'install-deps', 'chromium'])) {
      const complete = await findBrowser();
      if (complete !== undefined) return complete;
    }
  }
  if (isRoot && onPath('apt-get') !== undefined) {
    console.log("Trying the system's package ...");
    process.env.DEBIAN_FRONTEND ??= 'noninteractive';
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', 'chromium']);
    const packaged = await findBrowser();
    if (packaged !== undefined) return packaged;
  }
  throw new Error(
    'There is no Chromium and none could be installed. Install Chromium or Chrome, or set CHROMIUM_PATH to one.',
  );
}

/** What Playwright 1.65 turns off: a second switch takes the place of its own, so that these are named again. */
const OFF_BY_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];
/**
 * The list under the address bar, which newer versions load as two pages of their own with every fresh context: 400 files
 * and 40 % of what opening the lab costs, for something that no test can see.
 */
const ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];

/** Arguments for every start of Chromium in the tests: quiet, the same text everywhere; root cannot have its sandbox. */
export const browserArguments = [
  ...(isRoot ? ['--no-sandbox'] : []),
  `--disable-features=${[...OFF_BY_PLAYWRIGHT, ...ADDRESS_BAR].join()}`,
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--font-render-hinting=none',
];
