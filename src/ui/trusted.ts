/**
 * Trusted Types, where the browser has them: a script's address given as text is taken only if it is a file of this build.
 * It is the policy named `default`, so that `new Worker(new URL(..))` stays as Vite looks for it. There is none for HTML and
 * code as text: nothing in the page makes any but Svelte's compiled templates, which have their own.
 */
interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string | undefined }): unknown;
}

const { trustedTypes } = globalThis as { trustedTypes?: Factory };
/** The folder of the build's files. */
const files = import.meta.url.replace(/[^/]*$/, '');

trustedTypes?.createPolicy('default', {
  createScriptURL: (url) => (new URL(url, document.baseURI).href.startsWith(files) ? url : undefined),
});
