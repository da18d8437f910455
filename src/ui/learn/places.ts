/** Parts of the page that lessons point at, by how the page itself marks them. A test finds each. */
export const places: Readonly<Record<string, string>> = {
  header: '#scenario',
  views: 'nav[aria-label="Views"]',
  headline: '.finding',
  'lane-a': 'section[aria-label^="Lane A"]',
  'lane-b': 'section[aria-label^="Lane B"]',
  timelines: '.charts .dims',
  'what-if': 'section[aria-labelledby="what-if"]',
  train: 'section[aria-labelledby="train"]',
  decision: 'section[aria-labelledby="decision"]',
  possible: 'section[aria-labelledby="possible"]',
  transport: 'footer:has([aria-label="Time"])',
  card: 'dialog:has(#why-title)',
};
