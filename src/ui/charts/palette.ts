/** The page's colours where no style sheet is: in files. `palette.test.ts` holds them to `theme/`. */
import type { Ink, Token, Tone } from './model.ts';

export type Palette = (ink: Ink) => string;

const tokens: Readonly<Record<Token, Tone>> = {
  paper: { light: '#fbfaf6', dark: '#12151a' },
  card: { light: '#ffffff', dark: '#191d24' },
  ink: { light: '#1a2130', dark: '#ebe8e0' },
  soft: { light: '#596170', dark: '#a1a9b7' },
  line: { light: '#e3dfd5', dark: '#2d333d' },
  strong: { light: '#b9b4a7', dark: '#545c69' },
  channel: { light: '#f0ece2', dark: '#1e232b' },
  load: { light: '#747b88', dark: '#8d96a5' },
  warn: { light: '#b3261e', dark: '#ff8a80' },
};

const resolved =
  (scheme: 'light' | 'dark'): Palette =>
  (ink) =>
    (typeof ink === 'string' ? tokens[ink] : ink)[scheme];

/** Plain colours, for files. */
export const light = resolved('light');
export const dark = resolved('dark');

/** Colours that follow the page's scheme without drawing anew. */
export const screen: Palette = (ink) =>
  typeof ink === 'string' ? `var(--${ink})` : `light-dark(${ink.light}, ${ink.dark})`;
