/** A name may hold anything: nothing of what this gives ends a table's cell or begins markup. */
export const inText = (name: string): string => name.replace(/[^\p{L}\p{N} ._:/@-]/gu, ' ');
