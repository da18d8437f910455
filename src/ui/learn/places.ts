import { knobs } from '../state/experiment/knobs.ts';

const ROWS = ['load', 'qos', 'cost', 'latency', 'inTime', 'unmet'] as const;

/** Parts of the page that lessons point at, by how the page itself marks them. A test finds each. */
export const places: Readonly<Record<string, string>> = {
  header: '#scenario',
  views: 'nav[aria-label="Views"]',
  headline: '.finding',
  lanes: '.lanes:has(> section[aria-label^="Lane A"])',
  'lane-a': 'section[aria-label^="Lane A"]',
  'lane-b': 'section[aria-label^="Lane B"]',
  timelines: '.charts .dims',
  'what-if': 'section[aria-labelledby="what-if"]',
  train: 'section[aria-labelledby="train"]',
  decision: 'section[aria-labelledby="decision"]',
  possible: 'section[aria-labelledby="possible"]',
  transport: 'footer:has([aria-label="Time"])',
  scores: 'section[aria-labelledby="scores"]',
  worth: 'section[aria-labelledby="worth"]',
  'measure-worth': 'section[aria-labelledby="worth"] > .beside > button',
  'policy-map': '.main > [data-of="policy-map"]',
  microscope: '.main > [data-of="microscope"]',
  doctor: 'section[aria-labelledby="doctor"]',
  'learning-curve': '.main > figure',
  entropy: 'section.part [data-of="metric-entropy"]',
  history: 'section[aria-labelledby="history"]',
  change: 'article[aria-labelledby="change"]',
  commands: 'section[aria-labelledby="commands"]',
  card: 'dialog:has(#why-title)',
  // Timelines one by one: `row-latency`; sliders of “What if”: `slider-costWeight`.
  ...Object.fromEntries(ROWS.map((id) => [`row-${id}`, `.timelines figure[data-of="${id}"]`])),
  ...Object.fromEntries(
    knobs.map(({ key, label }) => [`slider-${key}`, `label:has(> input[aria-label="${label}"])`]),
  ),
};
