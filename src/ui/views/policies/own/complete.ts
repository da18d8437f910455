/** What the editor offers where something of the interface is typed. */
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { groupOf, members, type Member } from '../../../../policies/own/interface.ts';

/** `tables.stages[n].va`: names with dots, each perhaps with an index. */
const CHAIN = /(?:[\w$]+(?:\[[^\]\n]*\])?\??\.)*[\w$]*$/;

/** The names before the last dot of a chain, and where the last begins. */
export function chainOf(text: string): { readonly path: readonly string[]; readonly last: string } {
  const parts = text.replace(/\[[^\]]*\]|\?/g, '').split('.');
  return { path: parts.slice(0, -1), last: parts.at(-1)! };
}

export function membersAt(context: CompletionContext): CompletionResult | null {
  const typed = context.matchBefore(CHAIN);
  if (!typed || (typed.text === '' && !context.explicit)) return null;
  const { path, last } = chainOf(typed.text);
  const group = path.length === 0 ? 'given' : groupOf(path);
  if (group === undefined) return null;
  return {
    from: context.pos - last.length,
    options: members[group].members.map(optionOf),
    validFor: /^[\w$]*$/,
  };
}

function optionOf({ name, type, says }: Member): CompletionResult['options'][number] {
  return { label: name, type: type.startsWith('(') ? 'function' : 'property', detail: type, info: says };
}
