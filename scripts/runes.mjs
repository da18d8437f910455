/**
 * Vitest's environment for classes with runes: Node without a DOM, but compiled as for the page. Where a test is compiled
 * for a server, as Vitest does by default in Node, nothing reacts and no effect runs. Node 20 has no `navigator`, which
 * every page has; here it offers nothing.
 * @type {import('vitest/environments').Environment}
 */
export default {
  name: 'runes',
  viteEnvironment: 'client',
  setup: (global) => {
    global.navigator ??= {};
    return { teardown: () => undefined };
  },
};
