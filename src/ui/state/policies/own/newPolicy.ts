/** A policy of one's own that begins: from an example, a copy, or a file. */
import type { Listed } from './ownPolicies.svelte.ts';
import { freeName } from '../../intake/intakeNames.ts';
import { policyStyles } from '../../../theme/policies.ts';
import { accepted, refused, type Result } from '../../../../model/result.ts';
import { LONGEST_NAME, nameFrom } from '../../../../model/text.ts';
import type { Example } from '../../../../policies/own/examples.ts';
import { OWN_BEFORE, type OwnProgram } from '../../../../policies/own/program.ts';
import { MOST_NETWORK, networkComplaint, sourceComplaint } from '../../../../policies/own/schema.ts';

/** One that no other policy has, here or in another browser. The later sorts last: the storage gives policies back by their keys. */
export function newKey(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(3));
  const random = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return OWN_BEFORE + now.toString(16).padStart(12, '0') + random;
}

/** Names that a new one cannot have: what two policies are called alike, nobody can tell apart. */
export function ownNames(list: readonly Listed[]): readonly string[] {
  return [...policyStyles, ...list].map(({ name }) => name);
}

function begun(list: readonly Listed[], name: string, program: OwnProgram): Listed {
  return { key: newKey(), name: freeName(name, ownNames(list)), onMisfit: 'repair', program, ran: false };
}

/** The lab's own text, as it was never run here. */
export function fromExample(list: readonly Listed[], { name, source }: Example): Listed {
  return begun(list, name, { kind: 'code', source });
}

/** What is typed of it goes along; it was run where that was. */
export function copyOf(list: readonly Listed[], one: Listed): Listed {
  return { ...one, key: newKey(), name: freeName(one.name, ownNames(list)) };
}

/** What a chooser takes. */
export const OWN_FILES = '.js,.mjs,.onnx';

/** A module's text or a network, by its ending; refused in a sentence. It never ran here. */
export async function fromFile(list: readonly Listed[], file: File): Promise<Result<Listed>> {
  const [, ending = ''] = /\.([a-z]+)$/i.exec(file.name) ?? [];
  const name = nameFrom(file.name.replace(/\.[a-z]+$/i, ''), LONGEST_NAME) || 'Policy';
  const no = (why: string): Result<Listed> => refused(`${file.name} is no policy: ${why}.`);
  if (/^onnx$/i.test(ending)) {
    const why = networkComplaint(file.size);
    if (why !== undefined) return no(why);
    const bytes = new Uint8Array(await file.arrayBuffer());
    return accepted(begun(list, name, { kind: 'network', bytes }));
  }
  if (!/^m?js$/i.test(ending)) return no('the lab takes a module’s text (.js) or a network (.onnx)');
  // Far more than any text of code: not even read. What is too long else is told in characters.
  if (file.size > MOST_NETWORK) return no('it is too large');
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return no('it is no text in UTF-8');
  }
  const why = sourceComplaint(source);
  return why === undefined ? accepted(begun(list, name, { kind: 'code', source })) : no(why);
}
