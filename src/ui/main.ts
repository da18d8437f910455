import './trusted.ts';
import { mount } from 'svelte';
import App from './App.svelte';
import './theme/fonts.css';
import './theme/base.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
// In a task of its own: the modules were read in this one.
setTimeout(() => {
  // What index.html says to whom no script comes.
  target.replaceChildren();
  mount(App, { target });
});
