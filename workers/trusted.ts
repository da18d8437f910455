/**
 * Trusted Types in a worker that makes another, as src/ui/trusted.ts has them in the page: an address is taken only if it is a
 * file of this build. The policy named `default`, so that `new Worker(new URL(..))` stays as Vite looks for it.
 */
interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string | undefined }): unknown;
}

const { trustedTypes } = globalThis as { trustedTypes?: Factory };
/** The folder of the build's files. */
const files = import.meta.url.replace(/[^/]*$/, '');

trustedTypes?.createPolicy('default', {
  createScriptURL: (url) => (new URL(url, location.href).href.startsWith(files) ? url : undefined),
});
