/** The in-cluster agent's text, built by `scripts/agentProgram.mjs` (vite.config.ts). */
declare module 'virtual:agent-program' {
  const program: string;
  export default program;
}
