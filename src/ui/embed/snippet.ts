/** The line of HTML that puts a figure of the lab into another page. */
import { LESSON, type Embed } from '../state/address/embeds.ts';

const quoted = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** `page` is the address of embed.html, `hash` a link of the lab, which says nothing where all is as usual. */
export function snippetOf(
  { id, name, height }: Embed,
  page: string,
  hash: string,
  environment: string,
): string {
  const lesson = id === LESSON ? new URLSearchParams(hash.slice(1)).get('lesson') : null;
  const state =
    lesson !== null
      ? // It sets the lab itself.
        `#lesson=${lesson}`
      : hash === ''
        ? `#env=${environment}`
        : // It stands still until somebody has it play.
          hash.replace(/&play=1(?=&|$)/, '');
  const title = `${name}, from Sluice`;
  return `<iframe src="${quoted(`${page}${state}&embed=${id}`)}" title="${quoted(title)}" width="100%" height="${String(height)}" loading="lazy" style="border:0"></iframe>`;
}
