/** HiGHS in WebAssembly, loaded once and only when a policy needs it. */
import type { LegacyHighs } from 'highs';
import { webAssemblyComplaint } from '../model/webAssembly.ts';

let location: string | undefined;
let loading: Promise<LegacyHighs> | undefined;

/** Where the page serves HiGHS's WebAssembly; Node finds it by itself. Call before the first solve. */
export function setHighsLocation(url: string): void {
  location = url;
}

/**
 * HiGHS, ready to solve. Rejects with a sentence where it cannot be compiled or fetched; the next call tries again.
 */
export function loadHighs(): Promise<LegacyHighs> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** What decides the same without HiGHS. */
const INSTEAD = 'Choose “IPA”, which finds the same by exact search.';

async function load(): Promise<LegacyHighs> {
  const complaint = webAssemblyComplaint();
  if (complaint !== undefined) throw new Error(`IPA by HiGHS cannot run because ${complaint}. ${INSTEAD}`);
  const url = location;
  try {
    const { default: start } = await import('highs');
    return await start(url === undefined ? {} : { locateFile: () => url });
  } catch (cause) {
    throw new Error(`The solver HiGHS could not be started; reload the page. ${INSTEAD}`, { cause });
  }
}
