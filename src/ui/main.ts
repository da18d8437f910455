import './trusted.ts';
import { mount } from 'svelte';
import App from './App.svelte';
import { Lab } from './state/lab.svelte.ts';
import './theme/fonts.css';
import './theme/base.css';

/** When what the page needs at first is there, mostly. */
const LATER_MS = 2000;

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

/** Each step in a task of its own. */
function inTurn([first, ...rest]: readonly (() => unknown)[]): void {
  if (!first) return;
  setTimeout(() => {
    first();
    inTurn(rest);
  });
}

let lab: Lab;
// The modules were read in the task before.
inTurn([
  () => {
    lab = new Lab(location.hash);
    lab.theme.apply();
    history.replaceState(lab.entry, '');
  },
  // The load is drawn once, and then known.
  () => lab.scenario,
  () => {
    // What index.html says to whom no script comes.
    target.replaceChildren();
    mount(App, { target, props: { lab } });
    if (import.meta.env.PROD)
      setTimeout(() => {
        import('./offline/begin.ts').then(
          ({ begin }) => begin(lab),
          () => undefined,
        );
      }, LATER_MS);
  },
]);
