/** What stands on screen as structured text: headings, sentences, facts, lists and tables that a screen reader walks. */

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Rows begin with their own heads. */
export interface Grid {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | ({ readonly kind: 'table' } & Grid);

export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export const text = (words: string): Block => ({ kind: 'text', text: words });
export const facts = (...all: readonly Fact[]): Block => ({ kind: 'facts', facts: all });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items });
export const table = (caption: string, head: Grid['head'], rows: Grid['rows']): Block => ({
  ...{ kind: 'table', caption, head, rows },
});

function linesOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'text':
      return [block.text];
    case 'facts':
      return block.facts.map(({ name, value }) => `${name}: ${value}`);
    case 'list':
      return block.items.map((item) => `- ${item}`);
    case 'table':
      return [`${block.caption}:`, ...[block.head, ...block.rows].map((cells) => cells.join(' | '))];
  }
}

/** The same as plain text, to be copied or sent. */
export const plainText = (sections: readonly Section[]): string =>
  sections
    .map(({ heading, blocks }) =>
      [heading, '', blocks.map((block) => linesOf(block).join('\n')).join('\n\n')].join('\n'),
    )
    .join('\n\n\n');
