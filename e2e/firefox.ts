/** Firefox on this machine, driven by WebDriver BiDi: Playwright drives a build of its own only. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Socket } from './socket.ts';

/** Quiet, and files saved without a question. */
const PREFERENCES: Readonly<Record<string, string | number | boolean>> = {
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.download.always_ask_before_handling_new_types': false,
  'browser.download.alwaysOpenPanel': false,
  'browser.download.folderList': 2,
  'browser.download.useDownloadDir': true,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

interface Answer {
  readonly id?: number;
  readonly type: string;
  readonly message?: string;
  readonly method?: string;
  readonly result?: unknown;
  readonly params?: unknown;
}

/** A value as the protocol tells it. */
interface Told {
  readonly type: string;
  readonly value?: unknown;
}

export class Firefox {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (e: Error) => void }>();
  #socket: Socket | undefined;
  #context = '';
  #id = 0;
  /** What the console said, of warnings and worse, and every uncaught error. */
  readonly said: string[] = [];
  /** Every address that the page and its workers asked. */
  readonly asked: string[] = [];

  private constructor(program: string, downloads: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'sluice-firefox-'));
    const preferences = { ...PREFERENCES, 'browser.download.dir': downloads };
    writeFileSync(
      join(this.#profile, 'user.js'),
      Object.entries(preferences)
        .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
        .join(''),
    );
    const options = ['--headless', '--no-remote', '--profile', this.#profile, '--remote-debugging-port', '0'];
    this.#process = spawn(program, options, { stdio: ['ignore', 'ignore', 'pipe'] });
  }

  /** Starts `program` with a fresh profile; files it saves go to `downloads`. */
  static async start(program: string, downloads: string): Promise<Firefox> {
    const firefox = new Firefox(program, downloads);
    try {
      firefox.#socket = await Socket.open(`${await firefox.#address()}/session`, (text) => {
        firefox.#hear(JSON.parse(text) as Answer);
      });
      await firefox.#call('session.new', { capabilities: {} });
      await firefox.#call('session.subscribe', { events: ['log.entryAdded', 'network.beforeRequestSent'] });
      const { contexts } = (await firefox.#call('browsingContext.getTree', {})) as {
        contexts: readonly { context: string }[];
      };
      firefox.#context = contexts[0]!.context;
      return firefox;
    } catch (error) {
      await firefox.end();
      throw error;
    }
  }

  async open(url: string): Promise<void> {
    await this.#call('browsingContext.navigate', { context: this.#context, url, wait: 'complete' });
  }

  /** The value of an expression in the page, awaited; plain values only. Rejects with what it threw. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = (await this.#call('script.evaluate', {
      expression,
      target: { context: this.#context },
      awaitPromise: true,
      userActivation: true,
    })) as { type: string; result: Told; exceptionDetails?: { text: string } };
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text ?? 'it threw');
    return answer.result.value;
  }

  async end(): Promise<void> {
    this.#socket?.close();
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    if (this.#process.exitCode === null) {
      this.#process.kill('SIGKILL');
      await gone;
    }
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** What it says of where it listens. */
  #address(): Promise<string> {
    return new Promise((resolve, reject) => {
      let heard = '';
      this.#process.stderr!.on('data', (chunk: Buffer) => {
        heard += chunk.toString();
        const address = /WebDriver BiDi listening on (ws:\S+)/.exec(heard)?.[1];
        if (address !== undefined) resolve(address);
      });
      this.#process.once('exit', () => {
        reject(new Error(`Firefox ended at its start: ${heard.slice(-500)}`));
      });
    });
  }

  #call(method: string, params: object): Promise<unknown> {
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket!.send(JSON.stringify({ id, method, params }));
    });
  }

  #hear({ id, type, message, method, result, params }: Answer): void {
    if (method === 'log.entryAdded') {
      const { level, text } = params as { level: string; text: string };
      if (level === 'error' || level === 'warn') this.said.push(`${level}: ${text}`);
    } else if (method === 'network.beforeRequestSent') {
      this.asked.push((params as { request: { url: string } }).request.url);
    }
    if (id === undefined) return;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (type === 'error') waiting?.reject(new Error(message));
    else waiting?.resolve(result);
  }
}
