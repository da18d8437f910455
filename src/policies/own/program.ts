/** A policy that a visitor brings, as plain data: kept, sent to workers, written to files. What runs it is elsewhere (`runs.ts`). */

/** Code of a module whose default export decides (`contract.ts`), or the bytes of an ONNX network. */
export type OwnProgram =
  | { readonly kind: 'code'; readonly source: string }
  | { readonly kind: 'network'; readonly bytes: Uint8Array<ArrayBuffer> };

/** What becomes of an order that breaks a limit: the nearest that fits runs, or what ran goes on. Either is counted. */
export const ON_MISFIT = ['repair', 'refuse'] as const;
export type OnMisfit = (typeof ON_MISFIT)[number];

export interface OwnPolicy {
  /** Tells it from other policies in a lab, a plan, a file; begins with `own-` and has no colon. */
  readonly key: string;
  readonly name: string;
  readonly program: OwnProgram;
  readonly onMisfit: OnMisfit;
}

export const OWN_BEFORE = 'own-';
export const isOwn = (key: string): boolean => key.startsWith(OWN_BEFORE);

/** Letters that need no quoting in a link or a list. */
const KEY = /^own-[a-z0-9]{1,40}$/;
export const isOwnKey = (text: string): boolean => KEY.test(text);
