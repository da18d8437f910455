import type { Lab } from './state/lab.svelte.ts';
import { PAGES } from './state/pages.ts';

/** One binding: the help sheet is made of this very table. */
export interface Binding {
  /** As `KeyboardEvent.key` says them; the first is the one shown. */
  readonly keys: readonly string[];
  readonly shift?: boolean;
  readonly ctrl?: boolean;
  readonly show: string;
  readonly label: string;
  readonly group: 'Time' | 'Lab' | 'Page';
  readonly run: (lab: Lab) => void;
}

const MINUTE = 60;

type Keys = Omit<Binding, 'group'>;
const grouped = (group: Binding['group'], keys: readonly Keys[]): readonly Binding[] =>
  keys.map((binding) => ({ ...binding, group }));

/** To a second that `to` finds, and there it stands still. */
const halt =
  (to: (time: number) => number) =>
  ({ playhead }: Lab): void => {
    const { time } = playhead;
    playhead.pause();
    playhead.seek(to(time));
  };

function train(lab: Lab): void {
  if (lab.training.active) void lab.training.stop();
  else if (lab.page === 'train') void lab.trainOn({});
  else lab.train();
}

function explain(lab: Lab): void {
  if (lab.page === 'lab') lab.why.toggle();
}

/** By a minute. */
const leap =
  (sign: 1 | -1) =>
  ({ playhead }: Lab): void =>
    playhead.seek(playhead.time + sign * MINUTE);

export const bindings: readonly Binding[] = [
  ...grouped('Time', [
    { keys: [' ', 'k'], show: 'Space', label: 'Play or pause', run: ({ playhead }) => playhead.toggle() },
    { keys: ['ArrowRight'], show: '→', label: 'Next decision', run: ({ playhead }) => playhead.step(1) },
    { keys: ['ArrowLeft'], show: '←', label: 'Last decision', run: ({ playhead }) => playhead.step(-1) },
    { keys: ['ArrowRight'], shift: true, show: 'Shift →', label: 'A minute on', run: leap(1) },
    { keys: ['ArrowLeft'], shift: true, show: 'Shift ←', label: 'A minute back', run: leap(-1) },
    { keys: ['.'], show: '.', label: 'A second on', run: halt((time) => Math.floor(time) + 1) },
    { keys: [','], show: ',', label: 'A second back', run: halt((time) => Math.ceil(time) - 1) },
    {
      keys: ['Home'],
      show: 'Home',
      label: 'To the start',
      run: ({ playhead }) => playhead.seek(playhead.start),
    },
    { keys: ['End'], show: 'End', label: 'To the end', run: ({ playhead }) => playhead.seek(playhead.end) },
    { keys: ['+', '='], show: '+', label: 'Faster', run: ({ playhead }) => playhead.faster(1) },
    { keys: ['-', '_'], show: '−', label: 'Slower', run: ({ playhead }) => playhead.faster(-1) },
  ]),
  ...grouped('Lab', [
    { keys: ['t'], show: 'T', label: 'Train an agent, or stop', run: train },
    {
      ...{ keys: ['x'], show: 'X', label: 'Swap the two policies' },
      run: (lab) => lab.set({ a: lab.experiment.b, b: lab.experiment.a }, 'swap'),
    },
    { keys: ['d'], show: 'D', label: 'Why this decision?', run: explain },
    { keys: ['n'], show: 'N', label: 'New seed', run: (lab) => lab.reseed() },
    { keys: ['z'], ctrl: true, show: 'Ctrl Z', label: 'Undo', run: (lab) => lab.undo() },
    { keys: ['y'], ctrl: true, show: 'Ctrl Y', label: 'Redo', run: (lab) => lab.redo() },
    {
      keys: ['z', 'Z'],
      ctrl: true,
      shift: true,
      show: 'Ctrl Shift Z',
      label: 'Redo',
      run: (lab) => lab.redo(),
    },
  ]),
  ...grouped('Page', [
    ...PAGES.map(({ id, name, key }): Keys => ({
      ...{ keys: [key], show: key.toUpperCase(), label: `To ${name}`, run: (lab) => lab.go(id) },
    })),
    {
      ...{ keys: ['w'], show: 'W', label: 'The Lab, or its lesson, in words' },
      run: (lab) => (lab.wordsOpen = !lab.wordsOpen),
    },
    { keys: ['l'], show: 'L', label: 'Light, dark or system', run: (lab) => lab.theme.next() },
    { keys: ['s'], show: 'S', label: 'Copy a link to this', run: (lab) => void lab.address.share() },
    {
      keys: ['?'],
      shift: true,
      show: '?',
      label: 'This sheet',
      run: (lab) => (lab.helpOpen = !lab.helpOpen),
    },
  ]),
];

/** Runs the binding for `event`, unless a control under the focus needs the key itself. */
export function handleKey(event: KeyboardEvent, lab: Lab): void {
  if (event.defaultPrevented || event.altKey) return;
  // What is open takes it first.
  if (event.key === 'Escape' && !document.querySelector('dialog[open], :popover-open')) lab.alert = '';
  const command = event.ctrlKey || event.metaKey;
  const binding = bindings.find(
    (b) =>
      b.keys.includes(event.key) &&
      (b.ctrl ?? false) === command &&
      // Symbols bring their own shift; letters and arrows must match.
      ((b.shift ?? false) === event.shiftKey || (event.key.length === 1 && !/[a-z]/i.test(event.key))),
  );
  if (!binding || (!command && takesKey(event.target, event.key))) return;
  // Only the Lab has a time to move through.
  if (binding.group === 'Time' && lab.page !== 'lab') return;
  event.preventDefault();
  binding.run(lab);
}

function takesKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog[open]')) return key !== '?';
  if (target instanceof HTMLInputElement && target.type !== 'range') return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  const arrows = key.startsWith('Arrow') || key === 'Home' || key === 'End';
  if (target instanceof HTMLInputElement || target.getAttribute('role') === 'slider') return arrows;
  return key === ' ' && target.closest('button, a, summary, [role=button]') !== null;
}
