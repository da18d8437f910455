/** Processes that were started as groups of their own (`detached`), and how they are ended. */
import { setTimeout as sleep } from 'node:timers/promises';

const windows = process.platform === 'win32';

/** Sends to all of a group; whether anything of it is left. @param {number} pid its first process @param {NodeJS.Signals | 0} signal */
function send(pid, signal) {
  try {
    process.kill(windows ? pid : -pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends groups, and waits until nothing of them is left. As Ctrl-C first: Playwright stops its web server, a group of its
 * own, on that signal alone. What is still there after `patience` ms is told to end, and killed after as long again.
 * @param {readonly number[]} pids their first processes @param {number} [patience] @returns {Promise<void>}
 */
export async function endGroups(pids, patience = 5000) {
  let left = pids;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGKILL'])) {
    left = left.filter((pid) => send(pid, signal));
    for (const until = performance.now() + patience; left.length > 0 && performance.now() < until;) {
      await sleep(50);
      left = left.filter((pid) => send(pid, 0));
    }
  }
}
