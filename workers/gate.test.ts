import { expect, it } from 'vitest';
import { Gate } from './gate.ts';

/** What was let in, in order. */
function entering(gate: Gate, list: readonly boolean[]): string[] {
  const entered: string[] = [];
  for (const [i, heavy] of list.entries())
    void gate.enter(heavy).then(() => entered.push(`${heavy ? 'heavy' : 'light'} ${String(i)}`));
  return entered;
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

it('lets light ones in together, and a heavy one alone, in the order of those who came', async () => {
  const gate = new Gate();
  const entered = entering(gate, [false, false, true, false]);
  await settled();
  expect(entered).toEqual(['light 0', 'light 1']);
  gate.leave(false);
  await settled();
  expect(entered).toHaveLength(2);
  gate.leave(false);
  await settled();
  expect(entered.slice(2)).toEqual(['heavy 2']);
  gate.leave(true);
  await settled();
  expect(entered.slice(3)).toEqual(['light 3']);
});

it('lets one heavy in after the other', async () => {
  const gate = new Gate();
  const entered = entering(gate, [true, true]);
  await settled();
  expect(entered).toEqual(['heavy 0']);
  gate.leave(true);
  await settled();
  expect(entered).toEqual(['heavy 0', 'heavy 1']);
  expect([Gate.isHeavy(1), Gate.isHeavy(20)]).toEqual([false, true]);
});
