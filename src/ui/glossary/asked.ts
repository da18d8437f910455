import type { TermId } from './terms.ts';

/** What a visitor asks about: a term of the glossary, or what a policy does. */
export type Asked = { readonly term: TermId } | { readonly policy: string };
