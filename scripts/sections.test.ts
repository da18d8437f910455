import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runSections } from './sections.mjs';

/** Runs sections that end in the order of `ends`, and tells what began and ended; names in `failing` fail. */
async function ran(
  sections: readonly { name: string; cores: number; after?: string }[],
  ends: readonly string[],
  failing: readonly string[] = [],
) {
  const told: string[] = [];
  const running = new Map<string, (ok: boolean) => void>();
  const all = runSections(sections, {
    cores: 2.5,
    halt: () => told.push('halt'),
    run: async ({ name }, alone) => {
      told.push(`${name}${alone ? ' alone' : ''}`);
      const ok = await new Promise<boolean>((resolve) => running.set(name, resolve));
      told.push(`/${name}`);
      return ok;
    },
  });
  for (const name of ends) {
    await setImmediate();
    running.get(name)!(!failing.includes(name));
  }
  return { failed: await all, told };
}

describe('sections of a test run', () => {
  it('go side by side as far as there is room, in order', async () => {
    const { told, failed } = await ran(
      [
        { name: 'types', cores: 1 },
        { name: 'lint', cores: 1 },
        { name: 'waits', cores: 0.5 },
        { name: 'unit', cores: 2 },
        { name: 'format', cores: 1 },
      ],
      ['types', 'format', 'lint', 'unit', 'waits'],
    );
    expect(failed).toBeUndefined();
    expect(told).toEqual([
      ...['types', 'lint', 'waits', '/types', 'format', '/format', '/lint', 'unit', '/unit', '/waits'],
    ]);
  });

  it('wait for what they need, and know when they are alone', async () => {
    const { told } = await ran(
      [
        { name: 'e2e', cores: 2, after: 'build' },
        { name: 'build', cores: 1 },
        { name: 'large', cores: 9 },
      ],
      ['build', 'e2e', 'large'],
    );
    expect(told).toEqual(['build alone', '/build', 'e2e alone', '/e2e', 'large alone', '/large']);
  });

  it('begin no more after the first failure, and have the others end early', async () => {
    const { told, failed } = await ran(
      [
        { name: 'types', cores: 1 },
        { name: 'lint', cores: 1 },
        { name: 'unit', cores: 2 },
      ],
      ['types', 'lint'],
      ['types'],
    );
    expect(failed).toBe('types');
    expect(told).toEqual(['types', 'lint', '/types', 'halt', '/lint']);
  });

  it('refuse a need that nothing brings', async () => {
    await expect(ran([{ name: 'e2e', cores: 1, after: 'build' }], [])).rejects.toThrow('nothing brings');
  });
});
