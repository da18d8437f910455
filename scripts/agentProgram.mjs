/** Builds the in-cluster agent: one file of plain JavaScript that needs nothing but Node. */
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './dependencies.mjs';
import { noticesComment } from './notices/page.mjs';
import { noticesOf, sourcesOf } from './notices/packages.mjs';

const ENTRY = 'src/export/agent/node/main.ts';

/**
 * The program's text, the same for the same sources, and the packages that are in it, whose notices stand at its end. Names
 * stay readable: whoever lets it into a cluster may want to read it first.
 * @returns {Promise<{ readonly code: string, readonly sources: ReadonlySet<string> }>}
 */
export async function buildAgent() {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, ENTRY),
      write: false,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'agent.mjs', format: 'es', codeSplitting: false } },
    },
  });
  const { output } = /** @type {import('vite').Rollup.RollupOutput} */ (result);
  if (output.length !== 1)
    throw new Error(`the agent was built into ${output.length} files, and must be one`);
  const sources = sourcesOf({ [output[0].fileName]: output[0] });
  const notices = noticesOf(new Map([...sources].map((source) => [source, new Set(['this program'])])));
  return { code: `${output[0].code}${noticesComment(notices)}`, sources };
}

/** The program's text alone. @returns {Promise<string>} */
export const buildAgentProgram = async () => (await buildAgent()).code;
