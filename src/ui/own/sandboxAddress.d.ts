/** The address of the sandbox's file, below the page's, built by `scripts/sandboxFrame.mjs` (vite.config.ts). */
declare module 'virtual:sandbox' {
  const address: string;
  export default address;
}
