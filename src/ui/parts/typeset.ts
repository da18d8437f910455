/** Equations set by KaTeX, with its fonts and styles: fetched with the first equation, and by nothing but Equation.svelte. */
import katex from 'katex';
import 'katex/dist/katex.css';

/**
 * Sets `tex` into `place`. `\sym{id}{…}` marks a symbol: what is drawn of it carries `data-symbol="id"`. Throws where the
 * source is wrong: it is the page's own. KaTeX sets its styles by properties of elements, which a strict policy allows;
 * the few commands that write a style attribute (`\boxed`'s relatives and `\pmb`) are drawn without it.
 */
export function typeset(tex: string, place: HTMLElement, display: boolean): void {
  katex.render(tex, place, {
    displayMode: display,
    macros: { '\\sym': '\\htmlData{symbol=#1}{#2}' },
    trust: ({ command }) => command === '\\htmlData',
    strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
  });
}
