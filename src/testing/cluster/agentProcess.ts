/** The exported agent as a process: what it writes down, line by line. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { AuditRecord } from '../../export/agent/audit.ts';

export interface AgentProcess {
  /** Everything that it has written down. */
  readonly records: readonly AuditRecord[];
  /** What it said on standard error. */
  readonly errors: () => string;
  /** Asks for the decision as of `at`, ms since 1970 (started with `--at -`). */
  decide(at: number): Promise<AuditRecord>;
  /** Waits for the next record that it writes by itself. */
  next(): Promise<AuditRecord>;
  /** Writes on its standard input as it stands. */
  type(text: string): void;
  /** Reads its standard output no more. */
  closeOutput(): void;
  signal(signal: NodeJS.Signals): void;
  /** The most memory that it has held so far, bytes (VmHWM of Linux). */
  peak(): Promise<number>;
  /** Everything that it wrote on standard output, as it wrote it. */
  readonly output: () => string;
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Characters of its output that are kept. */
const MOST_OUTPUT = 5_000_000;

export function startAgent(flags: readonly string[], program: string, args: readonly string[]): AgentProcess {
  const child = spawn(process.execPath, [...flags, program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const records: AuditRecord[] = [];
  const waiting: {
    readonly resolve: (record: AuditRecord) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  // A process that was killed takes no more lines.
  child.stdin.on('error', () => undefined);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-MOST_OUTPUT)));
  createInterface(child.stdout).on('line', (line) => {
    const record = JSON.parse(line) as AuditRecord;
    records.push(record);
    waiting.shift()?.resolve(record);
  });
  let last: Error | undefined;
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  void ended.then((code) => {
    last = new Error(`the agent ended with ${String(code)}: ${errors}`);
    for (const { reject } of waiting) reject(last);
  });
  const next = (): Promise<AuditRecord> =>
    new Promise((resolve, reject) => {
      if (last) reject(last);
      else waiting.push({ resolve, reject });
    });
  return {
    records,
    errors: () => errors,
    output: () => output,
    peak: async () => {
      const kib = /^VmHWM:\s+(\d+) kB$/m.exec(
        await readFile(`/proc/${String(child.pid)}/status`, 'utf8'),
      )?.[1];
      if (kib === undefined) throw new Error('the system does not tell how much memory a process holds');
      return 1024 * Number(kib);
    },
    next,
    decide: (at) => {
      const answer = next();
      child.stdin.write(`${new Date(at).toISOString()}\n`);
      return answer;
    },
    type: (text) => child.stdin.write(text),
    closeOutput: () => child.stdout.destroy(),
    signal: (signal) => child.kill(signal),
    ended,
  };
}
