/** Names that Kubernetes and Seldon Core accept, from any text. */
import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** RFC 1123 label, RFC 1035 where it begins with a letter, as Services ask. */
export const LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
/** Longest label of Kubernetes. */
export const LONGEST = 63;

export function isLabel(text: string, longest: number = LONGEST): boolean {
  return LABEL.test(text) && text.length <= longest;
}

/**
 * Longest name of a stage: its queue is called `queue-<stage>`, and IPA's router reaches that queue as
 * `queue-<stage>-queue-<stage>`, which must be a label itself.
 */
export const LONGEST_STAGE = (LONGEST - 1) / 2 - 'queue-'.length;

const hash = (text: string): string => bytesToHex(md5(utf8ToBytes(text)));

/**
 * The nearest label to `text`: lower case, accents dropped, all else a hyphen. Where letters had to go the end is a
 * short hash of the whole, so that two long names that begin alike stay two. `fallback` names what has no letter at all.
 */
export function dnsLabelOf(text: string, fallback: string, longest: number = LONGEST): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const lettered = plain === '' ? `${fallback}-${hash(text).slice(0, 6)}` : plain;
  const name = /^[a-z]/.test(lettered) ? lettered : `${fallback}-${lettered}`;
  if (name.length <= longest) return name;
  return `${name.slice(0, longest - 7).replace(/-+$/, '')}-${hash(text).slice(0, 6)}`;
}

/** A label for each text, all different and none of `taken`: those that fall together get a number. */
export function labelsOf(
  texts: readonly string[],
  fallback: string,
  longest: number,
  taken: readonly string[],
): readonly string[] {
  const used = new Set(taken);
  return texts.map((text) => {
    const wanted = dnsLabelOf(text, fallback, longest);
    let name = wanted;
    for (let n = 2; used.has(name); n++) {
      const end = `-${String(n)}`;
      name = `${wanted.slice(0, longest - end.length).replace(/-+$/, '')}${end}`;
    }
    used.add(name);
    return name;
  });
}

/**
 * What Seldon Core makes of a name of its own: as it is up to 63 characters, else `seldon-` and the MD5 of the whole
 * (seldon-core v1.17.1, operator/controllers: names of Deployments and Services).
 */
export function seldonName(name: string): string {
  return name.length <= LONGEST ? name : `seldon-${hash(name)}`;
}
