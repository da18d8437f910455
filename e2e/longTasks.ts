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

/** A unit of work (below) where the page rests: the least that was measured of its mean by the processor's time, 9.9 to 13.5. */
const UNIT_MS = 9.9;
const UNITS = 30;
/**
 * Milliseconds that some fixed work of the kind that opening a page is (strings, objects, a sort) takes the page, several times
 * over: how fast its processor is there and then.
 */
export const unitsOf = (page: Page): Promise<readonly number[]> =>
  page.evaluate((units) => {
    const work = (): number => {
      const words = Array.from({ length: 12_000 }, (_, i) => ({
        key: `${String((i * 7919) % 12_007)} px`,
        i,
      }));
      words.sort((a, b) => (a.key < b.key ? -1 : 1));
      return new Map(words.map(({ key, i }) => [key.toUpperCase(), i])).size;
    };
    return Array.from({ length: units }, () => {
      const begun = performance.now();
      work();
      return performance.now() - begun;
    });
  }, UNITS);

interface Traced {
  /** Milliseconds of every task of the main thread. */
  readonly tasks: readonly number[];
  /** Of a unit of work there and then, by the same clock: the mean of several. */
  readonly unit: number;
}

/**
 * Traces the page's main thread until the returned function is called.
 * Processor time counts, not wall time: two cores carry the training, the simulation and a browser that draws
 * in software, and a task that waits for its turn has blocked nothing by itself. Nor does the time count in which the
 * page answers this test (Playwright's queries and its snapshots of the document come over the DevTools session).
 */
export async function watchTasks(page: Page): Promise<() => Promise<Traced>> {
  const browser = page.context().browser();
  if (!browser) throw new Error('no browser to trace');
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  return async () => {
    // The test's own question, which takes the page longest to answer; a trace may lack its last moments.
    const units = await unitsOf(page);
    const whole = units.reduce((sum, ms) => sum + ms, 0);
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
    const answer = answers.find((a) => a.dur! / 1000 >= whole);
    const unit = answer ? answer.tdur! / 1000 / UNITS : Math.min(...units);
    const own = (task: TraceEvent): number =>
      answers
        .filter((a) => thread(a) === thread(task) && a.ts >= task.ts && a.ts + a.dur! <= task.ts + task.dur!)
        .reduce((left, a) => left - a.tdur!, task.tdur!);
    return { tasks: tasks.map((task) => own(task) / 1000), unit };
  };
}

/**
 * As `watchTasks`, of the tasks over 50 ms alone, in words. Where a unit of work takes longer there, so may a task: a core that
 * shares its arithmetic units with a training, or its machine with others, is slower by its own clock too.
 */
export async function watchLongTasks(page: Page): Promise<() => Promise<readonly string[]>> {
  const traced = await watchTasks(page);
  return async () => {
    const { tasks, unit } = await traced();
    const most = 50 * Math.max(1, unit / UNIT_MS);
    return tasks
      .filter((ms) => ms > most)
      .map((ms) => `${ms.toFixed(1)} ms where a unit of work takes ${unit.toFixed(1)}`);
  };
}
