/** A module's text as code that can be evaluated without loading a module, every line and column where it was. */
import { parse, tokTypes, type Node, type Program } from 'acorn';

/** Where in the visitor's text, both from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a program's text, a clause, and where. */
export class ModuleFault extends Error {
  override readonly name = 'ModuleFault';
  readonly place: TextPlace | undefined;

  constructor(what: string, place?: TextPlace) {
    super(what);
    this.place = place;
  }
}

/** Longest text, in characters: far beyond any policy, and parsed in well under a second. */
const LONGEST_SOURCE = 400_000;

/** A text that is cut and written over without moving what stays. */
class Text {
  readonly #units: string[];

  constructor(text: string) {
    this.#units = text.split('');
  }

  /** Blanks `[start, end)`, lines kept, and writes `instead` at its beginning, which is no longer than it. */
  blank(start: number, end: number, instead = ''): void {
    for (let i = start; i < end; i++) {
      const unit = this.#units[i]!;
      if (i - start < instead.length) this.#units[i] = instead[i - start]!;
      else if (!/[\n\r\u2028\u2029]/.test(unit)) this.#units[i] = ' ';
    }
  }

  insert(at: number, more: string): void {
    this.#units[at] = `${more}${this.#units[at] ?? ''}`;
  }

  toString(): string {
    return this.#units.join('');
  }
}

/**
 * The text as the body of a function that returns the default export: line `n` of `source` is line `n` of it. Throws
 * `ModuleFault` with the place where the text is no module, imports, or exports no default.
 */
export function bodyOf(source: string): string {
  if (source.length > LONGEST_SOURCE)
    throw new ModuleFault(`its text is longer than ${String(LONGEST_SOURCE)} characters`);
  const program = parsed(source);
  refuseLoading(program, source);
  const name = unused(source);
  const text = new Text(source);
  // A line for a shell, which is none where something stands before it.
  if (source.startsWith('#!')) text.blank(0, source.search(/[\n\r\u2028\u2029]|$/));
  let result: string | undefined;
  for (const node of program.body) {
    if (node.type === 'ExportDefaultDeclaration') {
      const { declaration } = node;
      if ('id' in declaration && declaration.id && /Declaration$/.test(declaration.type)) {
        text.blank(node.start, declaration.start);
        result = declaration.id.name;
      } else {
        // As long as `export default` itself.
        text.blank(node.start, declaration.start, `${name} =`);
        // A declaration ends without a semicolon, an expression may not.
        text.insert(declaration.end, ';');
        result = name;
      }
    } else if (node.type === 'ExportNamedDeclaration') {
      // Names in braces are a statement, which ends the one before.
      if (node.declaration) text.blank(node.start, node.declaration.start);
      else text.blank(node.start, node.end, ';');
      for (const { local, exported } of node.specifiers)
        if (exported.type === 'Identifier' && exported.name === 'default' && local.type === 'Identifier')
          result = local.name;
    }
  }
  if (result === undefined)
    throw new ModuleFault('it has no default export: write export default { name, decide }');
  return `${text.toString()}\n;return ${result};var ${name};`;
}

function parsed(source: string): Program {
  try {
    return parse(source, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
      // So that a default in parentheses begins with them.
      preserveParens: true,
      onToken: ({ type, start }) => {
        // Less than, not and minus in a module, but a comment where the text is evaluated: another program than was looked at.
        if (type === tokTypes.relational && source.startsWith('<!--', start))
          throw new ModuleFault(
            '“<!--” is no comment in a module; write a space behind “<”',
            placeOf(source, start),
          );
      },
    });
  } catch (error) {
    if (error instanceof ModuleFault) throw error;
    const { message, loc } = error as Error & { readonly loc?: { line: number; column: number } };
    if (!loc || message.startsWith('Not enough stack'))
      throw new ModuleFault('its text is nested too deeply');
    throw new ModuleFault(message.replace(/ \(\d+:\d+\)$/, ''), { line: loc.line, column: loc.column + 1 });
  }
}

/** No module is loaded, and nothing waits for one: `import` in any of its forms, and `await` outside functions, are refused where they stand. */
function refuseLoading(program: Program, source: string): void {
  const waiting: { readonly part: unknown; readonly inFunction: boolean }[] = [
    { part: program, inFunction: false },
  ];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const { part } = one;
    if (typeof part !== 'object' || part === null) continue;
    let { inFunction } = one;
    if ('type' in part) {
      const why = loading(part as Loading, inFunction);
      if (why !== undefined) throw new ModuleFault(why, placeOf(source, (part as Loading).start));
      inFunction ||= /Function/.test((part as Loading).type);
    }
    for (const inner of Object.values(part)) waiting.push({ part: inner, inFunction });
  }
}

interface Loading extends Node {
  readonly source?: unknown;
  readonly meta?: { readonly name?: string };
  readonly await?: unknown;
}

function loading({ type, source, meta, await: waits }: Loading, inFunction: boolean): string | undefined {
  const from = /^Export/.test(type) && typeof source === 'object' && source !== null;
  if (from || /^(Import|ExportAll)/.test(type) || meta?.name === 'import')
    return 'nothing can be imported: a policy is one text';
  if (!inFunction && (type === 'AwaitExpression' || (type === 'ForOfStatement' && waits === true)))
    return 'nothing can be awaited outside a function';
  return undefined;
}

function placeOf(source: string, at: number): TextPlace {
  const lines = source.slice(0, at).split(/\r\n|[\n\r\u2028\u2029]/);
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

/** A name that the text does not use. */
function unused(source: string): string {
  let n = 0;
  while (source.includes(`_own${String(n)}`)) n++;
  return `_own${String(n)}`;
}
