import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Relative addresses: the built page works under any path of any static host.
  base: './',
  plugins: [svelte()],
  build: {
    // The oldest versions with light-dark(), which is otherwise rewritten into something larger.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    // Loaded by choice (workers, WebAssembly, backends); the first load has its budget in scripts/size.mjs.
    chunkSizeWarningLimit: 1500,
  },
  // Workers share chunks and import lazily; the classic format can do neither.
  worker: { format: 'es' },
  // Found at start, so that a worker's first import does not reload the page while it runs.
  optimizeDeps: { entries: ['index.html', 'workers/*.ts'] },
  server: { host: '127.0.0.1' },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'workers/**/*.test.ts'],
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
