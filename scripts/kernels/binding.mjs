/** The text of a kernel's TypeScript file: constants, functions with arguments by name, and the module's bytes. */

/** @typedef {{ readonly name: string, readonly doc: string, readonly names: readonly string[], readonly returns: boolean }} Exported */

const DOC = String.raw`(?:(\/\*\*(?:[^*]|\*(?!\/))*\*\/)\n)?`;

/** Functions that a source exports. @param {string} source @returns {readonly Exported[]} */
export function functionsOf(source) {
  const found = source.matchAll(
    new RegExp(`${DOC}export function (\\w+)\\(([^)]*)\\): (void|i32|usize|f32|f64) \\{`, 'g'),
  );
  return [...found].map(([, doc = '', name = '', parameters = '', type]) => ({
    name,
    doc,
    names: [...parameters.matchAll(/(\w+): \w+/g)].map(([, parameter = '']) => parameter),
    returns: type !== 'void',
  }));
}

/** Constants and enumerations that a source exports, as TypeScript. @param {string} source @returns {string} */
export function constantsOf(source) {
  const one = new RegExp(`${DOC}export const (\\w+): \\w+ = ([^;]+);`, 'g');
  const several = new RegExp(`${DOC}export enum (\\w+) \\{([^}]*)\\}`, 'g');
  const constants = [...source.matchAll(one)].map(
    ([, doc = '', name, value]) => `${doc}\nexport const ${name} = ${value};\n`,
  );
  const enumerations = [...source.matchAll(several)].map(
    ([, doc = '', name, body = '']) =>
      `${doc}\nexport const ${name} = {${body.replaceAll(/(\w+) = (\d+)/g, '$1: $2')}} as const;\n`,
  );
  return [...constants, ...enumerations].join('\n');
}

/**
 * Throws where `functions` are not what the module of `bytes` exports beside its memory, with as many arguments.
 * @param {readonly Exported[]} functions @param {Uint8Array<ArrayBuffer>} bytes
 */
function check(functions, bytes) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  /** @param {readonly (readonly [string, number])[]} list */
  const told = (list) =>
    list
      .map(([name, count]) => `${name}/${count}`)
      .sort()
      .join(' ');
  const read = told(functions.map(({ name, names }) => /** @type {const} */ ([name, names.length])));
  const real = told(
    Object.entries(exports).flatMap(([name, value]) =>
      typeof value === 'function' ? [/** @type {const} */ ([name, value.length])] : [],
    ),
  );
  if (read !== real) throw new Error(`read in the sources: ${read}; exported by the module: ${real}`);
}

/**
 * @param {{ readonly name: string, readonly sources: readonly string[], readonly version: string,
 *   readonly entries: readonly string[], readonly constants: string, readonly bytes: Uint8Array<ArrayBuffer> }} kernel
 * @returns {string}
 */
export function bindingOf({ name, sources, version, entries, constants, bytes }) {
  const functions = entries.flatMap(functionsOf);
  check(functions, bytes);
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Kernel`;
  const files = sources.map((path) => `${path.slice(path.lastIndexOf('/') + 1)}.as`).join(', ');
  const signatures = functions.map(
    ({ name: own, doc, names, returns }) =>
      `${doc}\n${own}(at: Readonly<Record<${names.map((n) => `'${n}'`).join(' | ')}, number>>): ${returns ? 'number' : 'void'};`,
  );
  const calls = functions.map(
    ({ name: own, names, returns }) =>
      `${own}: (at) => ${returns ? '' : 'void '}own.${own}(${names.map((n) => `at.${n}`).join(', ')}),`,
  );
  return `/** Made by \`npm run kernels\` from ${files} (AssemblyScript ${version}); docs/kernels.md. Not to be edited. */

${constantsOf(constants)}
/** What the kernel exports. Arguments are counts, and places as bytes in its memory, on the boundaries that its sources ask for. */
export interface ${type} {
  readonly memory: WebAssembly.Memory;
  ${signatures.join('\n')}
}

/** The functions of an instance of the module below, their arguments by name. */
export function ${name}Kernel({ exports }: WebAssembly.Instance): ${type} {
  // Out of the module's own object, in which every look-up is slow.
  const own = { ...(exports as Readonly<Record<${functions.map((f) => `'${f.name}'`).join(' | ')}, (...at: number[]) => number>>) };
  return {
    memory: exports['memory'] as WebAssembly.Memory,
    ${calls.join('\n')}
  };
}

/** The module, in base64. */
export const ${name.toUpperCase()}_WASM =
  '${Buffer.from(bytes).toString('base64')}';
`;
}
