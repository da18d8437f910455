/** How long the page keeps its main thread busy. */
import { expect, type Page } from '@playwright/test';

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Microseconds on the thread's own clock: processor time. */
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly chrome_mojo_event_info?: { readonly mojo_interface_tag?: string };
  };
}

/**
 * Traces the page's main thread until the returned function is called, which gives the milliseconds of every task.
 * Processor time counts, not wall time: two cores carry the training, the simulation and a browser that draws
 * in software, and a task that waits for its turn has blocked nothing by itself. Nor does the time count in which the
 * page answers this test (Playwright's queries and its snapshots of the document come over the DevTools session).
 */
export async function watchTasks(page: Page): Promise<() => Promise<readonly number[]>> {
  const browser = page.context().browser();
  if (!browser) throw new Error('no browser to trace');
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  return async () => {
    // One question of the test's own, for the check below: without a recording nothing else asks the page anything.
    await page.evaluate(() => document.title);
    const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
    const thread = (e: TraceEvent) => `${String(e.pid)} ${String(e.tid)}`;
    const main = new Set(
      trace.traceEvents
        .filter((e) => e.name === 'thread_name' && e.args?.name === 'CrRendererMain')
        .map((e) => thread(e)),
    );
    const spans = trace.traceEvents.filter(
      (e) => e.ph === 'X' && e.tdur !== undefined && main.has(thread(e)),
    );
    const tasks = spans.filter((e) => e.name.endsWith('RunTask'));
    const answers = spans.filter(
      (e) => e.args?.chrome_mojo_event_info?.mojo_interface_tag === 'blink.mojom.DevToolsSession',
    );
    expect(tasks.length, "the trace holds the main thread's tasks").toBeGreaterThan(100);
    expect(answers.length, "the trace tells the test's own questions apart").toBeGreaterThan(0);
    const own = (task: TraceEvent): number =>
      answers
        .filter((a) => thread(a) === thread(task) && a.ts >= task.ts && a.ts + a.dur! <= task.ts + task.dur!)
        .reduce((left, a) => left - a.tdur!, task.tdur!);
    return tasks.map((task) => own(task) / 1000);
  };
}

/** As `watchTasks`, of the tasks over 50 ms alone. */
export async function watchLongTasks(page: Page): Promise<() => Promise<readonly number[]>> {
  const tasks = await watchTasks(page);
  return async () => (await tasks()).map(Math.round).filter((ms) => ms > 50);
}
