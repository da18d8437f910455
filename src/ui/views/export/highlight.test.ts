import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yamlPieces } from './highlight.ts';

describe('a line of YAML in colours', () => {
  it.each([
    ['  replicas: 2', ['plain:  ', 'key:replicas', 'plain::', 'plain: ', 'number:2']],
    ['- name: MODEL_VARIANT', ['plain:- ', 'key:name', 'plain::', 'plain: ', 'text:MODEL_VARIANT']],
    ['    value: "2"', ['plain:    ', 'key:value', 'plain::', 'plain: ', 'text:"2"']],
    ['  - mesh', ['plain:  - ', 'text:mesh']],
    ['spec:', ['key:spec', 'plain::']],
    ['# why', ['comment:# why']],
    ['---', ['comment:---']],
    [
      '    seldon.io/no-engine: "true"',
      ['plain:    ', 'key:seldon.io/no-engine', 'plain::', 'plain: ', 'text:"true"'],
    ],
  ])('%s', (line, pieces) => {
    expect(yamlPieces(line).map(({ kind, text }) => `${kind}:${text}`)).toEqual(pieces);
  });

  it('is the line itself, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const line = text.replace(/\n/g, ' ');
        expect(
          yamlPieces(line)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(line);
      }),
    );
  });
});
