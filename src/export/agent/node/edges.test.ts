import { describe, expect, it } from 'vitest';
import { linesOf } from './lines.ts';
import { LONGEST_END, onSignal } from './stopping.ts';
import { accepted } from '../../../model/result.ts';

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

describe('lines', () => {
  it.each([
    [['a\nb\r\nc'], ['a', 'b', 'c']],
    [
      ['a', 'b\n', '\n'],
      ['ab', ''],
    ],
    [[''], []],
    [['é'.repeat(10)], ['é'.repeat(10)]],
  ])('of %j', async (texts, lines) => {
    const found = [];
    for await (const line of linesOf(chunks(...texts), 10)) found.push(line);
    expect(found).toEqual(lines.map(accepted));
  });

  it.each([
    [['a\n', 'b'.repeat(11), '\nc\n']],
    [['a\n', 'bbbbbb', 'bbbbbb', 'c\n']],
    [['a\n' + 'b'.repeat(1000)]],
  ])('end with a sentence where one is too long: %j', async (texts) => {
    const found = [];
    for await (const line of linesOf(chunks(...texts), 10)) found.push(line);
    expect(found).toEqual([
      accepted('a'),
      { ok: false, message: 'A line of standard input is longer than 10 characters.' },
    ]);
  });
});

describe('signals', () => {
  function ending(writing: boolean): {
    readonly signal: (name: string) => void;
    readonly seen: (string | number)[];
    readonly finish: () => void;
    readonly late: () => void;
  } {
    const seen: (string | number)[] = [];
    let done: () => void = () => undefined;
    let late: () => void = () => undefined;
    const signal = onSignal({
      writing: () => writing,
      say: (line) => void seen.push(line),
      finish: () => new Promise((resolve) => (done = resolve)),
      exit: (code) => void seen.push(code),
      after: (ms, then) => {
        expect(ms).toBe(1000 * LONGEST_END);
        late = then;
      },
    });
    return { signal, seen, finish: () => done(), late: () => late() };
  }

  it('let the decision under way end', async () => {
    const { signal, seen, finish } = ending(true);
    signal('SIGTERM');
    await Promise.resolve();
    expect(seen).toEqual([]);
    finish();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([0]);
  });

  it('are ignored with one line while it is being ordered, however many come, and not for ever', () => {
    const { signal, seen, late } = ending(true);
    for (let k = 0; k < 1000; k++) signal(k % 2 ? 'SIGINT' : 'SIGTERM');
    expect(seen).toEqual([expect.stringMatching(/^SIGINT a second time is ignored: .* within 25 s\.$/)]);
    late();
    expect(seen.slice(1)).toEqual([expect.stringMatching(/did not end within 25 s of SIGTERM/), 2]);
  });

  it('end it at the second where nothing was ordered', () => {
    const { signal, seen } = ending(false);
    signal('SIGTERM');
    signal('SIGINT');
    expect(seen).toEqual([expect.stringMatching(/^SIGINT a second time: .* is left\.$/), 0]);
  });
});
