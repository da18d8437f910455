/**
 * Looks of policies with settings of the visitor's own: there is no end to them, so they take turns with the few colours
 * that are told apart well, first with one shape, then with another. None is near the red of late requests.
 */
import type { PolicyLook } from './look.ts';

const colours = [
  { light: '#742900', dark: '#eb8032' },
  { light: '#2c5970', dark: '#b2ea26' },
  { light: '#5e1a9e', dark: '#ba83bd' },
  { light: '#5d6f5f', dark: '#f5d99c' },
  { light: '#007d96', dark: '#51cac8' },
  { light: '#611067', dark: '#faaaff' },
  { light: '#675e00', dark: '#bcc659' },
  { light: '#3c4ecf', dark: '#829efb' },
] as const;

export const setLooks: readonly PolicyLook[] = (['cross', 'plus'] as const).flatMap((shape) =>
  colours.map((colour) => ({ ...colour, shape })),
);

/** In the order in which this visit first asked for them: two of a visit are alike only from the seventeenth on. */
const seen: string[] = [];

/** The same for a key as long as the page is open. */
export function setLook(key: string): PolicyLook {
  let at = seen.indexOf(key);
  if (at < 0) at = seen.push(key) - 1;
  return setLooks[at % setLooks.length]!;
}
