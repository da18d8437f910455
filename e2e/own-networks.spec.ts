import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { defaultLimits } from '../src/model/pipeline.ts';
import { presetById } from '../src/model/presets/index.ts';
import { compile } from '../src/model/tables.ts';
import { simpleNetwork, simpleOnnx, slowOnnx } from '../src/testing/networks.ts';

const outcome = (page: Page): Locator => page.getByRole('status', { name: 'What came of it' });

/** Brings a file, and presses Run. */
async function runFile(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.goto('./#v=policies&env=chance');
  await page
    .getByRole('navigation', { name: 'Policies' })
    .getByRole('button', { name: /^Write or bring one/ })
    .click();
  await page
    .locator('input[type=file][accept=".js,.mjs,.onnx"]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  await expect(page.getByText('It never ran here.')).toBeVisible();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
}

test('a network decides in a lane as on the command line', async ({ page }) => {
  test.setTimeout(180_000);
  const bytes = simpleOnnx(simpleNetwork(compile(presetById('video')!, defaultLimits), 1));
  await runFile(page, 'net.onnx', bytes);
  await expect(outcome(page)).toContainText('Every order ran as it was given.', { timeout: 60_000 });
  const [, j] = /J is (−?\d+\.\d\d) on/.exec(await outcome(page).innerText())!;

  const path = test.info().outputPath('net.onnx');
  await writeFile(path, bytes);
  const options = ['--workload', 'fluctuating', '--environment', 'chance', '--policy', path, '--quiet'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['src/headless/start.mjs', 'simulate', ...options],
    { maxBuffer: 2 ** 26 },
  );
  const { summary } = JSON.parse(stdout) as { readonly summary: { readonly objective: number } };
  expect(j!.replace('−', '-')).toBe(summary.objective.toFixed(2));

  await page.getByRole('button', { name: 'Run it in lane B' }).click();
  const lane = page.getByRole('region', { name: 'Lane B: net' });
  await expect(lane.getByText(/\d+ cores?/)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('End');
  await expect(lane).toContainText(j!);
});

test('a network that computes for long is ended in a sentence, and so is one of another shape', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await runFile(page, 'slow.onnx', slowOnnx());
  await expect(outcome(page)).toContainText('slow could not begin: it took more than the 2000 ms', {
    timeout: 60_000,
  });

  const other = compile(presetById('sum-qa')!, defaultLimits);
  await runFile(page, 'other.onnx', simpleOnnx(simpleNetwork(other, 1)));
  await expect(outcome(page)).toContainText(
    /other: its input observation \(float32 \[N, \d+\]\) does not fit/,
    {
      timeout: 60_000,
    },
  );
});
