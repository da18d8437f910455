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

export const bindings: readonly Binding[] = [
  {
    keys: [' ', 'k'],
    show: 'Space',
    label: 'Play or pause',
    group: 'Time',
    run: (lab) => lab.playhead.toggle(),
  },
  {
    keys: ['ArrowRight'],
    show: '→',
    label: 'Next decision',
    group: 'Time',
    run: (lab) => lab.playhead.step(1),
  },
  {
    keys: ['ArrowLeft'],
    show: '←',
    label: 'Last decision',
    group: 'Time',
    run: (lab) => lab.playhead.step(-1),
  },
  {
    keys: ['ArrowRight'],
    shift: true,
    show: 'Shift →',
    label: 'A minute on',
    group: 'Time',
    run: (lab) => lab.playhead.seek(lab.playhead.time + MINUTE),
  },
  {
    keys: ['ArrowLeft'],
    shift: true,
    show: 'Shift ←',
    label: 'A minute back',
    group: 'Time',
    run: (lab) => lab.playhead.seek(lab.playhead.time - MINUTE),
  },
  {
    keys: ['.'],
    show: '.',
    label: 'A second on',
    group: 'Time',
    run: (lab) => {
      lab.playhead.pause();
      lab.playhead.seek(Math.floor(lab.playhead.time) + 1);
    },
  },
  {
    keys: [','],
    show: ',',
    label: 'A second back',
    group: 'Time',
    run: (lab) => {
      lab.playhead.pause();
      lab.playhead.seek(Math.ceil(lab.playhead.time) - 1);
    },
  },
  {
    keys: ['Home'],
    show: 'Home',
    label: 'To the start',
    group: 'Time',
    run: (lab) => lab.playhead.seek(lab.playhead.start),
  },
  {
    keys: ['End'],
    show: 'End',
    label: 'To the end',
    group: 'Time',
    run: (lab) => lab.playhead.seek(lab.playhead.end),
  },
  { keys: ['+', '='], show: '+', label: 'Faster', group: 'Time', run: (lab) => lab.playhead.faster(1) },
  { keys: ['-', '_'], show: '−', label: 'Slower', group: 'Time', run: (lab) => lab.playhead.faster(-1) },
  {
    keys: ['t'],
    show: 'T',
    label: 'Train an agent, or stop',
    group: 'Lab',
    run: (lab) => {
      if (lab.training.active) void lab.training.stop();
      else if (lab.page === 'train') void lab.trainOn({});
      else lab.train();
    },
  },
  {
    keys: ['x'],
    show: 'X',
    label: 'Swap the two policies',
    group: 'Lab',
    run: (lab) => lab.set({ a: lab.experiment.b, b: lab.experiment.a }, 'swap'),
  },
  {
    keys: ['d'],
    show: 'D',
    label: 'Why this decision?',
    group: 'Lab',
    run: (lab) => {
      if (lab.page === 'lab') lab.why.toggle();
    },
  },
  { keys: ['n'], show: 'N', label: 'New seed', group: 'Lab', run: (lab) => lab.reseed() },
  { keys: ['z'], ctrl: true, show: 'Ctrl Z', label: 'Undo', group: 'Lab', run: (lab) => lab.undo() },
  { keys: ['y'], ctrl: true, show: 'Ctrl Y', label: 'Redo', group: 'Lab', run: (lab) => lab.redo() },
  {
    keys: ['z', 'Z'],
    ctrl: true,
    shift: true,
    show: 'Ctrl Shift Z',
    label: 'Redo',
    group: 'Lab',
    run: (lab) => lab.redo(),
  },
  ...PAGES.map(({ id, name, key }): Binding => ({
    keys: [key],
    show: key,
    label: `To ${name}`,
    group: 'Page',
    run: (lab) => lab.go(id),
  })),
  { keys: ['l'], show: 'L', label: 'Light, dark or system', group: 'Page', run: (lab) => lab.theme.next() },
  {
    keys: ['s'],
    show: 'S',
    label: 'Copy a link to this',
    group: 'Page',
    run: (lab) => void lab.address.share(),
  },
  {
    keys: ['?'],
    shift: true,
    show: '?',
    label: 'This sheet',
    group: 'Page',
    run: (lab) => {
      lab.helpOpen = !lab.helpOpen;
    },
  },
];

/** Runs the binding for `event`, unless a control under the focus needs the key itself. */
export function handleKey(event: KeyboardEvent, lab: Lab): void {
  if (event.defaultPrevented || event.altKey) return;
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
