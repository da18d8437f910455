import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Processor time of a process until now, ms, where the system tells. */
export function cpuOf({ pid }: Pick<ChildProcess, 'pid'>): number | undefined {
  try {
    // Fields 14 and 15, counted from behind the name: ticks of 10 ms.
    const fields = readFileSync(`/proc/${String(pid)}/stat`, 'latin1')
      .split(') ')
      .at(-1)!
      .split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return undefined;
  }
}
