import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './scripts/browser.mjs';

// One port for the runner and its workers, which read this file again; different for runs side by side.
process.env.SLUICE_E2E_PORT ??= String(20_000 + (process.pid % 20_000));
const port = process.env.SLUICE_E2E_PORT;
const address = `http://127.0.0.1:${port}/some/deep/path/`;
const executablePath = await findBrowser();
if (executablePath !== undefined) process.env.CHROMIUM_PATH = executablePath;

const launch = (...more: string[]) => ({
  args: [...browserArguments, ...more],
  ...(executablePath === undefined ? {} : { executablePath }),
});

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  // A busy machine fails one in some hundreds; `npm test` names what passed only then, and allows few (scripts/report.mjs).
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: address,
    headless: true,
    viewport: { width: 1440, height: 900 },
    // What is asked of the host is then what the page asks; offline.spec.ts has them.
    serviceWorkers: 'block',
    // A recording of every step costs a third of all processor time; `npm run e2e -- --trace retain-on-failure` makes one.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    // No WebGPU adapter: the fallback path.
    { name: 'plain', grepInvert: /@webgpu-only/, use: { launchOptions: launch() } },
    // An adapter in software, in workers too: the WebGPU path without a GPU. Only what a tag sends here.
    {
      name: 'webgpu',
      grep: /@webgpu/,
      use: { launchOptions: launch('--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader') },
    },
  ],
  webServer: {
    command: `node scripts/serve.mjs --port ${port} --path /some/deep/path/`,
    url: address,
    reuseExistingServer: false,
  },
});
