/** Notices as they are read: a page, and a comment at the end of a program. */

/** @typedef {import('./packages.mjs').Notice} Notice */

/** @param {string} text */
const html = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Equal texts once, with all whose they are. @param {readonly Notice[]} notices @returns {readonly (readonly Notice[])[]} */
function byText(notices) {
  /** @type {Map<string, Notice[]>} */
  const groups = new Map();
  for (const notice of notices) {
    const key = notice.text.replace(/\s+/g, ' ').trim();
    groups.set(key, [...(groups.get(key) ?? []), notice]);
  }
  return [...groups.values()];
}

/** @param {Notice} notice */
const named = ({ name, version }) => `${name} ${version}`;

/**
 * A table of all, and below it every text. `places` says of each where it is ("the page").
 * @param {readonly import('./packages.mjs').Placed[]} notices @returns {string}
 */
export function noticesHtml(notices) {
  const groups = byText(notices);
  /** @param {Notice} notice */
  const anchor = (notice) => `text-${groups.findIndex((group) => group.includes(notice)) + 1}`;
  const rows = notices.map(
    (notice) =>
      `<tr><th scope="row">${html(notice.name)}</th><td>${html(notice.version)}</td><td><a href="#${anchor(notice)}">${html(notice.licence)}</a></td><td>${html(notice.places.join(', '))}</td></tr>`,
  );
  const texts = groups.map(
    (group, n) =>
      `<section id="text-${n + 1}"><h2>${html(group.map(named).join(' · '))}</h2><pre>${html((group[0]?.text ?? '').trim())}</pre></section>`,
  );
  return `<table><thead><tr><th scope="col">Work</th><th scope="col">Version</th><th scope="col">Licence</th><th scope="col">Contained in</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>\n${texts.join('\n')}`;
}

/** A comment of JavaScript with every notice. @param {readonly Notice[]} notices @returns {string} */
export function noticesComment(notices) {
  const body = byText(notices).map(
    (group) =>
      `${group.map((notice) => `${named(notice)} (${notice.licence})`).join('\n')}\n\n${(group[0]?.text ?? '').trim()}`,
  );
  const text = ['This program contains the following work of others.', ...body].join(
    `\n\n${'-'.repeat(80)}\n\n`,
  );
  return `/*!\n${text.replaceAll('*/', '* /')}\n*/\n`;
}
