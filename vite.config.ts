import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { buildAgent } from './scripts/agentProgram.mjs';
import { notices } from './scripts/notices/plugin.mjs';
import { offline } from './scripts/offline.mjs';
import { strictPage } from './scripts/policy.mjs';
import { sandbox } from './scripts/sandboxFrame.mjs';

const thirdParties = notices();

/** `virtual:agent-program` is the in-cluster agent's text: the page hands it out, and never runs it. */
const agentProgram = (): Plugin => ({
  name: 'agent-program',
  resolveId: (id) => (id === 'virtual:agent-program' ? `\0${id}` : undefined),
  load: async (id) => {
    if (id !== '\0virtual:agent-program') return undefined;
    const { code, sources } = await buildAgent();
    thirdParties.include(sources, 'the exported agent');
    return `export default ${JSON.stringify(code)};`;
  },
});

/** KaTeX's styles name each font in three formats; all browsers of the build's target read the first. */
const oneFormatOfFonts: Plugin = {
  name: 'one-format-of-fonts',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/katex/dist/katex.css')
      ? code.replace(/,\s*url\([^)]*\) format\("(?:woff|truetype)"\)/g, '')
      : undefined,
};

export default defineConfig({
  // Relative addresses: the built page works under any path of any static host.
  base: './',
  plugins: [
    svelte(),
    agentProgram(),
    sandbox(thirdParties.include),
    oneFormatOfFonts,
    strictPage(),
    thirdParties.page,
    offline(thirdParties.include),
  ],
  build: {
    rolldownOptions: { input: ['index.html', 'embed.html', 'notices.html'] },
    // The oldest versions with light-dark(), which is otherwise rewritten into something larger.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    // The page's policy takes fonts from its own host alone, not out of a style sheet.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
    // Loaded by choice (workers, WebAssembly, backends); the first load has its budget in scripts/size.mjs.
    chunkSizeWarningLimit: 1500,
  },
  // Workers share chunks and import lazily; the classic format can do neither.
  worker: { format: 'es', plugins: () => [thirdParties.worker()] },
  // Found at start, so that a worker's first import does not reload the page while it runs.
  optimizeDeps: { entries: ['index.html', 'embed.html', 'workers/*.ts'] },
  server: { host: '127.0.0.1' },
  test: {
    environment: 'node',
    testTimeout: 90_000,
    // What a suite prepares once is as long a work as a test.
    hookTimeout: 30_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'workers/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.cluster.test.ts', '**/*.svelte.test.ts'],
        },
      },
      // The page's state: as `unit`, with runes that react.
      {
        extends: true,
        resolve: { conditions: ['browser', 'module', 'development'] },
        test: { name: 'runes', environment: './scripts/runes.mjs', include: ['src/ui/**/*.svelte.test.ts'] },
      },
      // The agent as a process beside a Prometheus and an API server: it waits more than it works.
      { extends: true, test: { name: 'cluster', include: ['src/**/*.cluster.test.ts'] } },
    ],
  },
});
