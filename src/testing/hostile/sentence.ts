/** Whether what the lab said is a sentence for people. */

const LONGEST = 1000;

/** What only code writes. The figures and names of the input may be quoted, and are taken out before. */
const RAW =
  /\[object |\bundefined\b|\bInvalid (key|type)\b|\n\s+at |^(Type|Range|Reference|Syntax)Error\b|\bis not a function\b|Cannot read propert|\p{Cc}(?<!\n)/u;
/** A value that Prometheus and spreadsheets have too: only there it may be told. */
const NOT_A_NUMBER = /\bNaN\b/;
const HAS_IT = /Prometheus|values? w(ere|as)/;

/** What is wrong with a refusal; undefined where nothing is. */
export function sentenceComplaint(sentence: unknown): string | undefined {
  if (typeof sentence !== 'string') return `what it says is no text but ${typeof sentence}`;
  if (sentence.trim() === '') return 'it says nothing';
  if (sentence.length > LONGEST) return `it says ${String(sentence.length)} characters at once`;
  if (/\p{Cs}/u.test(sentence)) return 'what it says holds half a character';
  if (!/[.!?]["”’)]?$/.test(sentence.trimEnd())) return 'what it says has no end';
  const told = sentence.replace(/“[^”]*”|"[^"]*"|‘[^’]*’/g, '“…”');
  const raw = RAW.exec(told) ?? (HAS_IT.test(told) ? null : NOT_A_NUMBER.exec(told));
  return raw ? `what it says is raw: ${JSON.stringify(raw[0])}` : undefined;
}
