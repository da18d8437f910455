/** A file that is a policy of one's own comes into the lab: kept, shown in Policies, and not run. */
import { fromFile } from './newPolicy.ts';
import type { OwnPolicies } from './ownPolicies.svelte.ts';

interface Taker {
  policy?: string;
  notice: string;
}

/** Why it is not taken, a sentence; '' where it is. */
export async function takeOwnFile(lab: Taker, own: OwnPolicies, file: File): Promise<string> {
  const read = await fromFile(own.list, file);
  if (!read.ok) return read.message;
  own.put(read.value);
  lab.policy = read.value.key;
  lab.notice = `${file.name} is here as ${read.value.name}. Nothing runs it until you press Run.`;
  return '';
}
