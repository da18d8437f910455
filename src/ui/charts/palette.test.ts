import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dark, light, screen } from './palette.ts';

const folder = new URL('../theme/', import.meta.url);
const sheets = readdirSync(folder)
  .filter((name) => name.endsWith('.css'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');

it.each(['paper', 'card', 'ink', 'soft', 'line', 'strong', 'channel', 'load', 'warn'] as const)(
  '%s is in files what it is on the page',
  (token) => {
    const [, day, night] =
      new RegExp(`--${token}:\\s*light-dark\\((#\\w+),\\s*(#\\w+)\\)`).exec(sheets) ?? [];
    expect([light(token), dark(token)]).toEqual([day, night]);
    expect(screen(token)).toBe(`var(--${token})`);
  },
);
