/**
 * Trusted Types, where the browser has them: a script's address given as text is taken only if it is a file of this build.
 * It is the policy named `default`, so that `new Worker(new URL(..))` stays as Vite looks for it. There is none for HTML and
 * code as text: nothing in the page makes any but Svelte's compiled templates, which have their own.
 */
interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string | undefined }): unknown;
}

const { trustedTypes } = globalThis as { trustedTypes?: Factory };
/** The folder of the build's files, and beside it the service worker (workers/sw.ts). */
const files = import.meta.url.replace(/[^/]*$/, '');
const sw = new URL('../sw.js', files).href;

trustedTypes?.createPolicy('default', {
  createScriptURL(url) {
    const { href } = new URL(url, document.baseURI);
    return href.startsWith(files) || href === sw ? url : undefined;
  },
});
