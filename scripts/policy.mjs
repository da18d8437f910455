/** What the page may do and whom it may ask: the policy in the built page, and the headers for its host. */
import { basename } from 'node:path';

/** What Svelte's compiled templates call their Trusted Types policy; `default` is src/ui/trusted.ts. */
const TRUSTED = 'default svelte-trusted-html';

/**
 * The Content-Security-Policy of the page and its workers: everything from its own host, nothing inline, no eval.
 * `'wasm-unsafe-eval'` lets WebAssembly be compiled (HiGHS, the training kernels) and no JavaScript from text;
 * `blob:` in images is for saving a chart as PNG, which draws it as SVG first: browsers decode SVG from an address only,
 * not by createImageBitmap, and only a script of the page can make a blob's address.
 */
const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  `trusted-types ${TRUSTED}`,
];

/** As a `<meta>` may hold it: whoever frames a page is a matter for a header alone. */
export const PAGE_POLICY = DIRECTIVES.join('; ');

/** The page that others may frame: one figure or one lesson, which keeps nothing (docs/embedding.md). */
export const EMBED = 'embed.html';
const POLICY = 'Content-Security-Policy';

/** @param {string} ancestors */
const policyFor = (ancestors) => [...DIRECTIVES, `frame-ancestors ${ancestors}`].join('; ');

/** What a host should send with every file but `EMBED`. @type {Readonly<Record<string, string>>} */
export const HEADERS = {
  [POLICY]: policyFor("'none'"),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** What it should send with `EMBED`: anybody may frame that, and no more is allowed. @type {Readonly<Record<string, string>>} */
export const EMBED_HEADERS = { ...HEADERS, [POLICY]: policyFor('*') };

/** With what the sandbox's file begins, in which a visitor's policies run (docs/own-policies.md). */
export const SANDBOX = 'sandbox-frame-';

/**
 * What that file, and the worker in it, may do: nothing but evaluate code. `scripts` names those of its own that run.
 * @param {string} scripts
 */
export const sandboxPolicy = (scripts) =>
  [
    "default-src 'none'",
    `script-src ${scripts} 'unsafe-eval'`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/**
 * What a host should send with it: its own <meta> names the one script by its content. An opaque origin it is with or without
 * the lab's frame, and nobody but the lab may frame it. @type {Readonly<Record<string, string>>}
 */
export const SANDBOX_HEADERS = {
  ...HEADERS,
  [POLICY]: `${sandboxPolicy("'unsafe-inline'")}; sandbox allow-scripts; frame-ancestors 'self'`,
};

/** Of a file of the build, by its path. @param {string} file */
export function headersOf(file) {
  const name = basename(file);
  if (name.startsWith(SANDBOX)) return SANDBOX_HEADERS;
  return name === EMBED ? EMBED_HEADERS : HEADERS;
}

/** For Netlify, Cloudflare Pages and others that read a file of headers beside the page. */
const HEADERS_FILE = `/*\n${Object.entries(HEADERS)
  .map(([name, value]) => `  ${name}: ${value}\n`)
  .join('')}${otherwise(EMBED, EMBED_HEADERS)}${otherwise(`assets/${SANDBOX}*`, SANDBOX_HEADERS)}`;

/** The policy of some files in the place of all others'. @param {string} files @param {Readonly<Record<string, string>>} headers */
function otherwise(files, { [POLICY]: policy }) {
  return `\n/${files}\n  ! ${POLICY}\n  ${POLICY}: ${policy}\n`;
}

/**
 * Puts the policy into the built page, and beside it what hosts read: `_headers`, and `.nojekyll`, without which GitHub
 * Pages leaves out files that begin with an underscore. Not in development: live reload needs inline styles and a socket.
 * @returns {import('vite').Plugin}
 */
export function strictPage() {
  return {
    name: 'strict-page',
    apply: 'build',
    transformIndexHtml(html) {
      // Before everything that it is about, and after the encoding, which must come first.
      const first = '<meta charset="utf-8" />';
      if (!html.includes(first)) throw new Error(`The page has no ${first} to put the policy behind`);
      return html.replace(
        first,
        `${first}\n    <meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}" />`,
      );
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: HEADERS_FILE });
      this.emitFile({ type: 'asset', fileName: '.nojekyll', source: '' });
    },
  };
}
