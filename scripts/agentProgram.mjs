/** Builds the in-cluster agent: one file of plain JavaScript that needs nothing but Node. */
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './dependencies.mjs';

const ENTRY = 'src/export/agent/node/main.ts';

/**
 * The program's text, the same for the same sources. Names stay readable: whoever lets it into a cluster may want to read
 * it first.
 * @returns {Promise<string>}
 */
export async function buildAgentProgram() {
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
  return output[0].code;
}
