import { expect, it } from 'vitest';
import { Spoken } from './spoken.svelte.ts';

it('says how far something is at most once in five seconds, and that it ended at once', () => {
  let now = 0;
  const spoken = new Spoken(() => now);
  expect(spoken.text).toBe('');
  spoken.say('60 s left', true);
  expect(spoken.text).toBe('60 s left');
  now = 4999;
  spoken.say('55 s left', true);
  expect(spoken.text).toBe('60 s left');
  now = 5000;
  spoken.say('54 s left', true);
  expect(spoken.text).toBe('54 s left');
  now = 5100;
  spoken.say('Stopping …', false);
  expect(spoken.text).toBe('Stopping …');
  now = 6000;
  spoken.say('53 s left', true);
  expect(spoken.text, 'five seconds after the last sentence, whatever it was').toBe('Stopping …');
});
