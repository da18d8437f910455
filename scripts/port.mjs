/** Whether the development server would get the port that it is asked for: Vite answers a refusal with its own stack. */
import { createServer } from 'node:net';

/** Where Vite listens unless it is told otherwise (vite.config.ts). */
const USUAL = { port: '5173', host: '127.0.0.1' };

/** What is wrong with a port that was typed, a sentence; undefined where it is one. @param {string} text */
export function portFault(text) {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535
    ? undefined
    : `--port takes a whole number from 0 to 65,535; "${text}" is none.`;
}

/** What stands behind `--name` or `--name=`; '' where nothing does, undefined without it. @param {readonly string[]} args @param {string} name */
function given(args, name) {
  const at = args.findLastIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const arg = args[at];
  if (arg === undefined) return undefined;
  if (arg !== name) return arg.slice(name.length + 1);
  const next = args[at + 1];
  return next === undefined || next.startsWith('-') ? '' : next;
}

/** The code with which the system refuses to listen there; undefined where it does not. @param {number} port @param {string | undefined} host @returns {Promise<string | undefined>} */
function refusalOf(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code ?? error.message));
    server.listen({ port, ...(host === undefined ? {} : { host }), exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}

/**
 * The sentence for Vite's options that name a port which cannot be had; undefined where Vite will get one. Without
 * --strictPort it takes the next free one by itself.
 * @param {readonly string[]} args
 */
export async function portComplaint(args) {
  const typed = given(args, '--port');
  const port = typed ?? USUAL.port;
  const fault = portFault(port);
  if (fault !== undefined) return fault;
  const host = given(args, '--host') ?? USUAL.host;
  const refused = await refusalOf(Number(port), host === '' || host === 'true' ? undefined : host);
  if (refused === undefined) return undefined;
  if (refused === 'EADDRINUSE') {
    const strict = given(args, '--strictPort');
    return strict === undefined || strict === 'false'
      ? undefined
      : `Port ${port} is taken by another program: end that, name another with --port, or leave out --strictPort to take the next free one.`;
  }
  return refused === 'EACCES'
    ? `Port ${port} may not be opened by this user; name one from 1024 on with --port.`
    : `Port ${port} cannot be opened on ${host || 'this machine'} (${refused}); name another with --port, or another address with --host.`;
}
