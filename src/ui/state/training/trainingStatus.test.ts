import { expect, it } from 'vitest';
import { IDLE, isActive, statusWords, type TrainingStatus } from './trainingStatus.ts';

const own = { starting: 'Measuring this device …', running: '12 s left', done: 'Trained for 60 s' };
const all: readonly (readonly [TrainingStatus, boolean, string])[] = [
  [IDLE, false, ''],
  [{ kind: 'starting' }, true, 'Measuring this device …'],
  [{ kind: 'running' }, true, '12 s left'],
  [{ kind: 'paused' }, true, 'Paused'],
  [{ kind: 'stopping' }, true, 'Stopping …'],
  [{ kind: 'done', early: true }, false, 'Trained for 60 s'],
  [{ kind: 'failed', sentence: 'The worker died.' }, false, 'Stopped by an error'],
];

it.each(all)('$kind: under way or not, and what is said of it', (status, active, words) => {
  expect(isActive(status)).toBe(active);
  expect(statusWords(status, own)).toBe(words);
});
