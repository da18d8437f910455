/** Whether WebAssembly may be compiled here: a strict host or a hardened browser forbids it, and says so only on trying. */

/** The smallest module there is: its magic number and version. */
const SMALLEST = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

let found: { readonly complaint: string | undefined } | undefined;

/**
 * Why WebAssembly cannot be used here, the rest of a sentence after "because", or undefined where it can. Tried once:
 * every try is a violation that the browser reports.
 */
export function webAssemblyComplaint(): string | undefined {
  found ??= { complaint: complaint() };
  return found.complaint;
}

function complaint(): string | undefined {
  if (typeof WebAssembly === 'undefined') return 'this browser has no WebAssembly';
  try {
    new WebAssembly.Module(SMALLEST);
    return undefined;
  } catch {
    return "this page may not use WebAssembly here: the policy of its host lacks 'wasm-unsafe-eval'";
  }
}
