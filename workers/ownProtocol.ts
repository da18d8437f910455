/** What a worker that runs a visitor's policies asks of the page, which alone can make frames. Types only: no runtime code. */

/** The page's first word: where to ask. */
export interface LentSandboxes {
  readonly sandboxes: MessagePort;
}

/** For a sandbox, whose code is to be handed `port`, or for the end of one. */
export type SandboxAsk =
  | { readonly kind: 'open'; readonly sandbox: number; readonly port: MessagePort }
  | { readonly kind: 'close'; readonly sandbox: number };
