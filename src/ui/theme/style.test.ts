import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/**
 * The page is made of the tokens of tokens.css. A component's `<style>` block lays out its own parts and names tokens; a
 * size, radius, weight or colour of its own is refused. docs/style.md says how.
 */
const UI = new URL('../', import.meta.url).pathname;

interface Block {
  /** Below src/ui. */
  readonly file: string;
  readonly css: string;
}

const blocks: readonly Block[] = readdirSync(UI, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(svelte|css)$/.test(file))
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(UI + file, 'utf8') }))
  .map(({ file, text }) => ({
    file,
    css: (file.endsWith('.css') ? text : (/<style>(.*?)<\/style>/s.exec(text)?.[1] ?? '')).replace(
      /\/\*.*?\*\//gs,
      '',
    ),
  }))
  .filter(({ css }) => css.trim() !== '')
  .sort((a, b) => (a.file < b.file ? -1 : 1));

/** Every declaration of a property whose name matches. */
function declared(css: string, property: RegExp): readonly (readonly [string, string])[] {
  return [...css.matchAll(/(?<=[{;\s])(-{0,2}[a-z][a-z-]*)\s*:\s*([^;{}]+);/g)]
    .filter(([, name]) => property.test(name!))
    .map(([, name, value]) => [name!, value!.trim().replace(/\s+/g, ' ')]);
}

const SIZE = /^(var\(--type-[a-z]+\)|inherit)$/;
const WEIGHT = /^(var\(--(plain|medium|bold)\)|inherit)$/;
const CORNER = /^(var\(--radius(-small|-large)?\)|calc\(var\(--radius\) - \d+px\)|0|50%|inherit)$/;
const FONT =
  /^((var\(--(plain|medium|bold)\) )?var\(--type-[a-z]+\)( ?\/ ?[\d.]+)? var\(--(sans|serif|mono)\)|inherit)$/;
const COLOUR =
  /#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|oklab|lab|lch|hwb|light-dark|color)\(|\b(white|black|red|green|blue|gr[ae]y|orange|yellow|purple|brown|pink)\b/i;

/** What of a block is not made of tokens, each as it stands there. */
function raw(css: string): readonly string[] {
  const wrong = (property: RegExp, right: (value: string) => boolean): readonly string[] =>
    declared(css, property).flatMap(([name, value]) => (right(value) ? [] : [`${name}: ${value}`]));
  return [
    ...wrong(/^font-size$/, (value) => SIZE.test(value)),
    ...wrong(/^font-weight$/, (value) => WEIGHT.test(value)),
    ...wrong(/^font$/, (value) => FONT.test(value)),
    ...wrong(/^border(-[a-z]+)*-radius$/, corners),
    ...wrong(/./, (value) => !COLOUR.test(value)),
  ];
}

/** One to four corners; `calc` holds spaces of its own. */
function corners(value: string): boolean {
  return value
    .replace(/calc\([^()]*\([^()]*\)[^()]*\)/g, (calc) => (CORNER.test(calc) ? '0' : 'raw'))
    .split(' ')
    .every((corner) => CORNER.test(corner));
}

const tokens = blocks.find(({ file }) => file === 'theme/tokens.css')!.css;
const used = (property: RegExp, token: RegExp): ReadonlySet<string> =>
  new Set(
    blocks.flatMap(({ css }) => declared(css, property)).flatMap(([, value]) => value.match(token) ?? []),
  );

describe('the style of the page', () => {
  it('is read: blocks of every room, and the tokens', () => {
    expect(blocks.length).toBeGreaterThan(60);
    expect(tokens).toContain('--type-body');
  });

  it('is made of tokens outside theme/', () => {
    const found = blocks
      .filter(({ file }) => !file.startsWith('theme/'))
      .flatMap(({ file, css }) => raw(css).map((what) => `${file}: ${what}`));
    expect(found).toEqual([]);
  });

  it('keeps no room in both directions for what is out of sight: it would be wider than a narrow place', () => {
    const found = blocks.flatMap(({ file, css }) =>
      declared(css, /^contain-intrinsic-size$/).map(([, value]) => `${file}: ${value}`),
    );
    expect(found).toEqual([]);
  });

  it('has six sizes of type, three radii and three weights', () => {
    expect(declared(tokens, /^--type-/)).toHaveLength(6);
    expect(declared(tokens, /^--radius/)).toHaveLength(3);
    expect(declared(tokens, /^--(plain|medium|bold)$/)).toHaveLength(3);
    expect(used(/^font(-size)?$/, /var\(--type-[a-z]+\)/g).size).toBeLessThanOrEqual(6);
    expect(used(/radius$/, /var\(--radius[a-z-]*\)/g).size).toBeLessThanOrEqual(3);
  });

  it.each([
    ['font-size: 0.9rem', 'font-size: 0.9rem;'],
    ['font-weight: 600', 'font-weight: 600;'],
    ['font: 600 1rem/1 var(--serif)', 'font: 600 1rem/1 var(--serif);'],
    ['border-radius: 6px', 'border-radius: 6px;'],
    ['border-radius: 0 6px', 'border-radius: 0 6px;'],
    ['color: #fff', 'color: #fff;'],
    ['background: rgb(0 0 0 / 5%)', 'background: rgb(0 0 0 / 5%);'],
    ['color: light-dark(red, blue)', 'color: light-dark(red, blue);'],
  ])('refuses %s', (what, css) => {
    expect(raw(`p { ${css} }`)).toContain(what);
  });

  it('takes what is laid out, and what names tokens', () => {
    const css = `p { display: grid; font-size: var(--type-note); font-weight: var(--bold);
      font: var(--bold) var(--type-title) / 1.2 var(--serif); border-radius: var(--radius) 0 0 var(--radius);
      border-radius: calc(var(--radius) - 2px); color: var(--soft); background: color-mix(in srgb, var(--paper) 82%, transparent); }`;
    expect(raw(css)).toEqual([]);
  });
});
