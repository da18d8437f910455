import { expect, test as base } from '@playwright/test';

interface Fixtures {
  /** Console messages a test provokes on purpose; empty unless a file says `test.use({ tolerated: [...] })`. */
  readonly tolerated: readonly RegExp[];
  /** What went wrong so far, a line each; the test fails if any is left at its end. */
  readonly troubles: string[];
}

/**
 * Remarks that no page can prevent: the browser's, at every request for an adapter where there is none; and Playwright's,
 * where playwright.config.ts has it block service workers.
 */
const ofTheBrowser = [/^No available adapters\.$/, /^Service Worker registration blocked by Playwright$/];

/**
 * Playwright's `test`, but a test also fails on any console error or warning, uncaught error, failed request,
 * or request to another origin, in every page and worker it opens. The lab is silent and keeps to itself.
 */
export const test = base.extend<Fixtures>({
  tolerated: [[], { option: true }],
  troubles: [
    async ({ context, baseURL, tolerated }, use) => {
      const troubles: string[] = [];
      const origin = new URL(baseURL!).origin;
      context.on('console', (message) => {
        const text = message.text();
        if (!['error', 'warning'].includes(message.type())) return;
        if ([...ofTheBrowser, ...tolerated].some((pattern) => pattern.test(text))) return;
        troubles.push(`console ${message.type()}: ${text}`);
      });
      context.on('weberror', (error) => troubles.push(`uncaught: ${error.error().message}`));
      context.on('request', (request) => {
        const url = new URL(request.url());
        if (!['blob:', 'data:'].includes(url.protocol) && url.origin !== origin) {
          troubles.push(`request to another origin: ${request.url()}`);
        }
      });
      context.on('response', (response) => {
        if (response.status() >= 400) troubles.push(`${String(response.status())}: ${response.url()}`);
      });
      context.on('requestfailed', (request) => {
        const reason = request.failure()?.errorText ?? 'failed';
        // The page itself dropped it: a closed tab, a terminated worker.
        if (reason !== 'net::ERR_ABORTED') troubles.push(`${reason}: ${request.url()}`);
      });
      await use(troubles);
      expect(troubles, 'the page is silent and asks only its own host').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
