/**
 * Loaded before a command that is to give the same bytes each time: clocks stand still, and what would be drawn for a name
 * is counted. What a training computes needs neither.
 */
import process from 'node:process';

const NOON = Date.UTC(2026, 0, 15, 12);

const Real = Date;
globalThis.Date = class extends Real {
  /** @param {...any} all */
  constructor(...all) {
    super(...(all.length === 0 ? [NOON] : /** @type {[]} */ (all)));
  }
  static now() {
    return NOON;
  }
};
globalThis.performance.now = () => 1000;
process.cpuUsage = () => ({ user: 0, system: 0 });
process.hrtime.bigint = () => 1_000_000_000n;

let drawn = 0;
globalThis.crypto.randomUUID = () => `00000000-0000-4000-8000-${String(++drawn).padStart(12, '0')}`;
globalThis.crypto.getRandomValues = (array) => {
  drawn++;
  if (array) new Uint8Array(array.buffer, array.byteOffset, array.byteLength).fill(drawn);
  return array;
};
