import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followTabs } from './otherTabs.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function followed() {
  const done: string[] = [];
  const lab = {
    runs: { loaded: true, refresh: () => Promise.resolve(void done.push('runs')) },
    training: { active: false },
    address: { lookAgain: () => Promise.resolve(void done.push('brought')) },
    setPolicies: { hear: () => void done.push('policies') },
  };
  const tab = new EventTarget();
  let tell: (stores: readonly string[]) => void = () => undefined;
  const end = followTabs(lab, tab, (hear) => {
    tell = hear;
    return () => void done.push('end');
  });
  const write = (...stores: readonly string[]): void => {
    tell(stores);
  };
  return { done, lab, tab, end, tell: write };
}

it('lists follow what another tab writes, at most once a second', () => {
  const { done, tell } = followed();
  for (let i = 0; i < 5; i++) tell('runs', 'series');
  tell('traces');
  expect(done).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(done).toEqual(['runs', 'brought']);
  tell('found');
  vi.advanceTimersByTime(1000);
  expect(done, 'that is in no list').toEqual(['runs', 'brought']);
});

it('a list that nobody has looked at, or a training under way here, is left alone', () => {
  const { done, lab, tell } = followed();
  lab.training.active = true;
  tell('runs');
  vi.advanceTimersByTime(1000);
  lab.training.active = false;
  lab.runs.loaded = false;
  tell('names');
  vi.advanceTimersByTime(1000);
  expect(done).toEqual([]);
});

it('policies with settings of another tab come at once, other keys and a closed view are nothing', () => {
  const { done, tab, end, tell } = followed();
  const stored = (key: string) => Object.assign(new Event('storage'), { key });
  tab.dispatchEvent(stored('sluice-theme'));
  tab.dispatchEvent(stored('sluice-set-policies'));
  expect(done).toEqual(['policies']);
  tell('runs');
  end();
  tab.dispatchEvent(stored('sluice-set-policies'));
  vi.advanceTimersByTime(1000);
  expect(done).toEqual(['policies', 'end']);
});
