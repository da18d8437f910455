/** The in-cluster agent as a program; built into one file that needs nothing but Node. */
import { filesIn, readText, readTokenText } from './files.ts';
import { linesOf } from './lines.ts';
import { apiOf, optionsOf, USAGE, type AgentOptions } from './agentOptions.ts';
import { dueAfter, INTERVAL, isMissed, nextDue } from './schedule.ts';
import { serve } from './server.ts';
import { onSignal } from './stopping.ts';
import { ask } from './transport.ts';
import { Agent } from '../agent.ts';
import type { AuditRecord } from '../audit.ts';
import { kubernetesAt } from '../kubernetes.ts';
import { mindOf } from '../mind.ts';
import { prometheusAt } from '../prometheus.ts';
import { Secrets } from '../secrets.ts';
import { parseSettings, type AgentSettings } from '../settings.ts';
import { Telemetry } from '../telemetry.ts';
import { tokenIn } from '../token.ts';
import { digestOf } from '../../../model/digest.ts';
import type { Result } from '../../../model/result.ts';

/** Seconds that the API server is given for an answer. */
const PATIENCE = 5;
/** Characters of a time on standard input. */
const LONGEST_TIME = 100;
/** Characters of a bug's stack. */
const LONGEST_STACK = 4000;

/** Everything that leaves goes through here: records, sentences, bugs. */
const secrets = new Secrets();
const complain = (text: string, most?: number): void => {
  // Line by line, so that a stack and the usage keep theirs.
  process.stderr.write(
    `${text
      .split('\n')
      .map((line) => secrets.text(line, most))
      .join('\n')}\n`,
  );
};

/** Ends the program with a sentence: nothing was changed. */
function refuse(sentence: string): never {
  complain(sentence);
  process.exit(1);
}

function taken<T>(result: Result<T>): T {
  return result.ok ? result.value : refuse(result.message);
}

/** Reads the token anew at every request; what is read once never leaves again. */
function tokenFrom(file: string): () => Promise<Result<string>> {
  return async () => {
    const text = await readTokenText(file);
    const token = text.ok ? tokenIn(text.value, file) : text;
    if (token.ok) secrets.add(token.value);
    return token;
  };
}

async function build(
  options: AgentOptions,
): Promise<{ readonly agent: Agent; readonly settings: AgentSettings }> {
  const settings = taken(parseSettings(taken(await readText(options.settings)), options.settings));
  const files = taken(await filesIn(options.bundle));
  const bundle = files.get('bundle.json') ?? new Uint8Array();
  if (digestOf(bundle) !== settings.bundle)
    refuse('The settings were made for another bundle; take both from the same export.');
  const mind = mindOf(files);
  if (!mind.ok) refuse(`The self-test failed: ${mind.message}`);
  if (mind.value.tables.stages !== settings.stages.length)
    refuse('The settings name another number of stages than the bundle has.');
  if (options.check) {
    process.stdout.write('The bundle is whole, and every golden decision is repeated.\n');
    process.exit(0);
  }
  const chosen = { ...settings, mode: options.mode ?? settings.mode };
  const { url, timeoutSeconds } = chosen.prometheus;
  const api = taken(apiOf(options.api, process.env));
  const token = tokenFrom(options.tokenFile);
  taken(await token());
  const agent = new Agent(chosen, mind.value, {
    prometheus: prometheusAt(url, timeoutSeconds, ask, secrets),
    kubernetes: kubernetesAt({ url: api, token, seconds: PATIENCE, ask, secrets }),
    clock: () => performance.now(),
  });
  return { agent, settings: chosen };
}

/** A time of the command line or of a line; undefined where it is none. */
function timeOf(text: string): number | undefined {
  const time = Date.parse(text.trim());
  return Number.isFinite(time) ? time : undefined;
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (!options.ok) refuse(`${options.message}\n\n${USAGE}`);
  const { at, port } = options.value;
  const { agent, settings } = await build(options.value);
  const telemetry = new Telemetry();
  const note = (record: AuditRecord): void => {
    telemetry.note(record);
    process.stdout.write(`${secrets.line(record)}\n`);
  };
  /** The decision under way. */
  let deciding: Promise<void> | undefined;
  const decide = (time: number): Promise<void> =>
    (deciding = agent
      .decide(time)
      .then(note, crash)
      .finally(() => (deciding = undefined)));

  /** `ending`: what is still to come is not begun any more. `lost`: what was decided can no longer be written down. */
  const state = { ending: false, lost: false };
  let rest = (): void => undefined;
  const end = onSignal({
    writing: () => agent.writing,
    say: complain,
    finish: async () => {
      state.ending = true;
      rest();
      await deciding;
    },
    exit: (code) => process.exit(state.lost ? 1 : code),
    after: (ms, then) => setTimeout(then, ms).unref(),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(signal));
  // Nobody writes down any more what is decided: then nothing is.
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (state.lost) return;
    complain(`The record of decisions cannot be written (${error.code ?? error.message}): the agent ends.`);
    state.lost = true;
    end('A lost record');
  });

  if (at !== undefined) {
    const lines = at === '-' ? linesOf(process.stdin, LONGEST_TIME) : [{ ok: true as const, value: at }];
    for await (const line of lines) {
      const text = taken(line);
      const time = timeOf(text);
      if (time === undefined) refuse(`"${text}" is no time like 2026-01-31T12:00:00Z.`);
      // The one that was under way when a signal came ends the program.
      if (state.ending) return;
      await decide(time);
    }
    return;
  }

  let last = performance.now();
  const server =
    port > 0 ? taken(await serve(port, telemetry, () => performance.now() - last < 3 * INTERVAL)) : undefined;
  let due = nextDue(Date.now());
  const tick = (): void => {
    const now = due;
    const missed = isMissed(now, Date.now());
    due = dueAfter(now, Date.now());
    timer = setTimeout(tick, due - Date.now());
    if (deciding || missed) {
      telemetry.skip();
      return;
    }
    void decide(now - 1000 * settings.prometheus.delaySeconds).then(() => (last = performance.now()));
  };
  let timer = setTimeout(tick, due - Date.now());
  rest = () => {
    clearTimeout(timer);
    server?.close();
  };
}

/** A bug: the pod restarts, and reads from the cluster what is ordered. */
function crash(error: unknown): never {
  complain((error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, LONGEST_STACK));
  process.exit(2);
}

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
main().catch(crash);
