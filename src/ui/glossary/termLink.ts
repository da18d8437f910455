/** The address of the page with the glossary open at a term; `hash` is that of the glossary, with all that is set. */
export function termLink(key: string | undefined, hash: string): string {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  if (key !== undefined) params.set('term', key);
  return `${location.pathname}${location.search}#${params.toString()}`;
}
