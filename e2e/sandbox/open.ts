/** Opens sandbox/page.ts as the lab is opened: from its host, under its policy, beside the built worker and the built sandbox. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Rollup } from 'vite';
import { root } from '../../scripts/dependencies.mjs';
import { SANDBOX } from '../../scripts/policy.mjs';

const assets = join(root, 'dist/assets');

/** The built file of a name and an ending, below the site. */
export function builtFile(name: string, ending: string): string {
  const found = readdirSync(assets).find((file) => file.startsWith(name) && file.endsWith(ending));
  if (found === undefined) throw new Error(`the build has no ${name}*${ending}`);
  return `assets/${found}`;
}

/** The page's script as one text, to be evaluated there: `it` of its window is a `SandboxPage` (page.ts) with the built worker. */
export async function pageScript(): Promise<string> {
  const output = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [
      {
        name: 'built-sandbox',
        resolveId: (id) => (id === 'virtual:sandbox' ? `\0${id}` : undefined),
        load: (id) =>
          id === '\0virtual:sandbox'
            ? `export default ${JSON.stringify(builtFile(SANDBOX, '.html'))}`
            : undefined,
      },
    ],
    build: {
      write: false,
      target: 'es2023',
      minify: false,
      lib: { entry: join(root, 'e2e/sandbox/page.ts'), formats: ['iife'], name: 'sandboxes' },
    },
  })) as readonly Rollup.RolldownOutput[];
  const worker = JSON.stringify(builtFile('simulate-', '.js'));
  return `${output[0]!.output[0].code}; window.it = sandboxes.sandboxPage(${worker}); undefined`;
}
