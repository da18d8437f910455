/**
 * Colours of policies with settings of the visitor's own: there is no end to them, so they take turns with the few
 * colours that are told apart well. None is near the red of late requests.
 */
export interface SetColour {
  readonly light: string;
  readonly dark: string;
}

export const setColours: readonly SetColour[] = [
  { light: '#7b3702', dark: '#f2823b' },
  { light: '#087820', dark: '#89ec8d' },
  { light: '#6022a2', dark: '#b58bf9' },
  { light: '#8c5f0b', dark: '#fec677' },
  { light: '#016569', dark: '#1be5ee' },
  { light: '#64026b', dark: '#faa9fe' },
  { light: '#565604', dark: '#c5c632' },
  { light: '#315dd4', dark: '#82a8fe' },
];

/** In the order in which this visit first asked for them: two of a visit are alike only from the ninth on. */
const seen: string[] = [];

/** The same for a key as long as the page is open. */
export function setColour(key: string): SetColour {
  let at = seen.indexOf(key);
  if (at < 0) at = seen.push(key) - 1;
  return setColours[at % setColours.length]!;
}
