/** The views of the page, in the order of its navigation, which has all but the last: words and Help lead there. */
export const PAGES = [
  { id: 'learn', name: 'Learn', key: '0' },
  { id: 'lab', name: 'Lab', key: '1' },
  { id: 'train', name: 'Train', key: '2' },
  { id: 'predict', name: 'Predict', key: '3' },
  { id: 'compare', name: 'Compare', key: '4' },
  { id: 'policies', name: 'Policies', key: '5' },
  { id: 'reproduce', name: 'Reproduce', key: '6' },
  { id: 'export', name: 'Export', key: '7' },
  { id: 'pipelines', name: 'Pipelines', key: '8' },
  { id: 'loads', name: 'Loads', key: '9' },
  { id: 'glossary', name: 'Glossary', key: 'g' },
] as const;

export type PageId = (typeof PAGES)[number]['id'];

export function pageOf(text: unknown): PageId | undefined {
  return PAGES.find(({ id }) => id === text)?.id;
}

export function titleOf(page: PageId): string {
  return page === 'lab' ? 'Sluice' : `${PAGES.find(({ id }) => id === page)!.name} · Sluice`;
}
