import '../trusted.ts';
import { mount } from 'svelte';
import Embed from './Embed.svelte';
import { Figure } from './figure.svelte.ts';
import { tellHeight } from './height.ts';
import { LESSON } from '../state/address/embeds.ts';
import '../theme/base.css';
import '../theme/embed.css';

const target = document.getElementById('app');
if (!target) throw new Error('embed.html has no #app');
const figure = new Figure(location.hash);
target.replaceChildren();
mount(Embed, { target, props: { figure } });
tellHeight(() => figure.embed === LESSON && target.querySelector('aside') !== null);
void figure.open();
// The outer page shows another figure in the same frame.
addEventListener('hashchange', () => location.reload());
