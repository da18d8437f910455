/** Builds the file in which a visitor's policies run: a page that does nothing but start a worker with the program that holds them. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './dependencies.mjs';
import { sourcesOf } from './notices/packages.mjs';
import { SANDBOX, sandboxPolicy } from './policy.mjs';

const ENTRY = 'src/policies/own/guestWorker.ts';
const FOLDER = 'assets';

/**
 * Hands the first port that its parent sends to a worker of `program`, once. The parent is the lab, or nobody: a host lets no
 * other page frame this file.
 * @param {string} program
 */
const script = (program) => `addEventListener(
  'message',
  ({ source, ports: [port] }) => {
    if (source !== parent || !port) return;
    const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
    new Worker(address).postMessage(null, [port]);
    URL.revokeObjectURL(address);
  },
  { once: true },
);
const program = ${JSON.stringify(program).replaceAll('<', '\\u003c')};
`;

/** @param {string} text @param {import('node:crypto').BinaryToTextEncoding} encoding */
const sha256 = (text, encoding) => createHash('sha256').update(text).digest(encoding);

/** The worker's program as one text, and the packages that are in it. */
async function buildGuest() {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
      lib: { entry: join(root, ENTRY), formats: ['iife'], name: 'guest' },
    },
  });
  const output = /** @type {import('vite').Rollup.RolldownOutput[]} */ (result)[0]?.output ?? [];
  if (!output[0] || output.length !== 1)
    throw new Error(`the sandbox was built into ${output.length} files, and must be one`);
  return { code: output[0].code, sources: sourcesOf({ [output[0].fileName]: output[0] }) };
}

/** The file, its name in the build, and the packages that are in it. */
export async function buildSandbox() {
  const { code, sources } = await buildGuest();
  const text = script(code);
  const policy = sandboxPolicy(`'sha256-${sha256(text, 'base64')}'`);
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="referrer" content="no-referrer" />
    <title>Sandbox</title>
  </head>
  <body>
    <script>${text}</script>
  </body>
</html>
`;
  const name = `${FOLDER}/${SANDBOX}${sha256(html, 'base64url').slice(0, 8)}.html`;
  return { name, html, sources };
}

/**
 * `virtual:sandbox` is the file's address below the page's. `include` tells the page of notices whose work is in it.
 * @param {(sources: Iterable<string>, place: string) => void} include @returns {import('vite').Plugin}
 */
export function sandbox(include) {
  const ID = 'virtual:sandbox';
  /** @type {Promise<Awaited<ReturnType<typeof buildSandbox>>> | undefined} */
  let built;
  const file = () => (built ??= buildSandbox());
  return {
    name: 'sandbox',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load: async (id) => {
      if (id !== `\0${ID}`) return undefined;
      const { name, sources } = await file();
      include(sources, 'the page');
      return `export default ${JSON.stringify(name)};`;
    },
    async generateBundle() {
      // Workers' builds have none.
      if (!built) return;
      const { name, html } = await built;
      this.emitFile({ type: 'asset', fileName: name, source: html });
    },
    configureServer: ({ middlewares }) => {
      middlewares.use(`/${FOLDER}`, (asked, answer, next) => {
        if (!asked.url?.startsWith(`/${SANDBOX}`)) {
          next();
          return;
        }
        file().then(
          ({ html }) => answer.setHeader('content-type', 'text/html; charset=utf-8').end(html),
          next,
        );
      });
    },
  };
}
