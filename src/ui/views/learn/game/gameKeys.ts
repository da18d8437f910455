/** What keys do while the game goes on. */
import type { Game } from '../../../state/learn/game/game.svelte.ts';

type Act = (game: Game) => void;

const acts: Readonly<Record<string, Act>> = {
  ArrowDown: (game) => game.choose(game.stage + 1),
  ArrowRight: (game) => game.choose(game.stage + 1),
  ArrowUp: (game) => game.choose(game.stage - 1),
  ArrowLeft: (game) => game.choose(game.stage - 1),
  '+': (game) => game.turn('replicas', 1),
  '=': (game) => game.turn('replicas', 1),
  '-': (game) => game.turn('replicas', -1),
  _: (game) => game.turn('replicas', -1),
  v: (game) => game.turn('variant', 1),
  V: (game) => game.turn('variant', -1),
  b: (game) => game.turn('batch', 1),
  B: (game) => game.turn('batch', -1),
  Enter: (game) => void game.goOn(),
  ' ': (game) => game.toggle(),
};

/** As they are written below the game. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['1 2 3, arrows', 'stage'],
  ['+ −', 'replicas'],
  ['v V', 'larger, smaller variant'],
  ['b B', 'larger, smaller batch'],
  ['Enter', 'order, go on'],
  ['Space', 'stop time'],
];

/** What is typed into, moved along, or pressed by itself. */
const TYPED = 'input:not([type=radio]), select, textarea, dialog, [popover], [role=menu]';
const PRESSED = 'button, a, summary, input, [role=button]';

/** What the key does to the game; undefined where it is another's. */
export function keyOf(event: KeyboardEvent): Act | undefined {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (event.defaultPrevented || ctrlKey || metaKey || altKey) return undefined;
  const within = (selector: string): boolean =>
    target instanceof Element && target.closest(selector) !== null;
  if (within(TYPED)) return undefined;
  if ((key === 'Enter' || key === ' ') && within(PRESSED)) return undefined;
  if (key.startsWith('Arrow') && within('[role=slider], [role=group] input, input')) return undefined;
  if (/^[1-9]$/.test(key))
    return (game) => {
      const stages = game.play?.scenario.pipeline.stages.length ?? 0;
      if (Number(key) <= stages) game.choose(Number(key) - 1);
    };
  return acts[key];
}
