/** Policies of the visitor's own inside a link: their code, compressed, as long as a link may be. Read there, they never run by themselves. */
import * as v from 'valibot';
import { newKey, ownNames } from './newPolicy.ts';
import type { Listed, OwnPolicies } from './ownPolicies.svelte.ts';
import { CODE } from '../../address/ownLink.ts';
import { freeName } from '../../intake/intakeNames.ts';
import type { LabState } from '../../labState.ts';
import { LONGEST_CARRIED, packed, unpackedText } from '../../pipelines/packed.ts';
import { joined } from '../../../format.ts';
import { checked, listOf } from '../../../../model/checked.ts';
import { figure } from '../../../../model/range.ts';
import { OwnPolicySchema, SourceSchema } from '../../../../policies/own/schema.ts';

/** Lanes, the view and a comparison name so many at the most. */
const MOST = 20;

const { key, name, onMisfit } = OwnPolicySchema.entries;
const CarriedSchema = listOf(v.object({ key, name, onMisfit, source: SourceSchema }), { min: 1, max: MOST });
type Carried = v.InferOutput<typeof CarriedSchema>;

interface CarriedCode {
  /** For the link; '' where it takes none. */
  readonly text: string;
  readonly taken: readonly Listed[];
  readonly left: readonly Listed[];
  /** Why those are left that are code, sentences. */
  readonly long: readonly string[];
}

/** As many of them as a link has room for, the first before the others; networks stay. */
export async function carriedCode(policies: readonly Listed[]): Promise<CarriedCode> {
  let [text, taken]: [string, readonly Listed[]] = ['', []];
  const long: string[] = [];
  for (const one of policies) {
    if (one.program.kind !== 'code' || taken.length === MOST) continue;
    const with_ = [...taken, one];
    const tried = await packed(JSON.stringify(with_.flatMap(written)));
    if (tried.length <= LONGEST_CARRIED) [text, taken] = [tried, with_];
    else
      long.push(
        `With the code of “${one.name}” the policies take ${figure(tried.length)} characters, and a link has room for ${figure(LONGEST_CARRIED)}.`,
      );
  }
  return { text, taken, left: policies.filter((one) => !taken.includes(one)), long };
}

function written({ key, name, onMisfit, program }: Listed): Carried {
  return program.kind === 'code' ? [{ key, name, onMisfit, source: program.source }] : [];
}

async function carriedPolicies(text: string): Promise<Carried | undefined> {
  try {
    if (text.length > LONGEST_CARRIED) return undefined;
    const read = checked(CarriedSchema, JSON.parse(await unpackedText(text)));
    return read.ok ? read.value : undefined;
  } catch {
    return undefined;
  }
}

/** What a link's policies are taken into. */
interface Taker {
  readonly lab: Pick<LabState, 'notice' | 'alert'>;
  readonly own: OwnPolicies;
}

/**
 * The hash of a link without the code that it carries: the policies are in the lab from then on, shown and not run. One that
 * is here already is that one; another one under its key gets a key of its own.
 */
export async function unpackedPolicies({ lab, own }: Taker, hash: string): Promise<string> {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const read = await carriedPolicies(params.get(CODE) ?? '');
  params.delete(CODE);
  if (!read) {
    lab.alert = 'The policies in the link are damaged: part of the address may be missing.';
    return `#${params.toString()}`;
  }
  const brought: string[] = [];
  for (const { key, name, onMisfit, source } of read) {
    const same = own.list.find(
      (one) => one.program.kind === 'code' && one.program.source === source && one.onMisfit === onMisfit,
    );
    const here = same?.key ?? (own.find(key) ? newKey() : key);
    if (!same) {
      const free = freeName(name, ownNames(own.list));
      own.put({ key: here, name: free, onMisfit, program: { kind: 'code', source }, ran: false });
      brought.push(`“${free}”`);
    }
    if (here !== key) renamed(params, key, here);
  }
  if (brought.length > 0)
    lab.notice = `The link brought ${brought.length === 1 ? 'a policy' : `${String(brought.length)} policies`}, ${joined(brought)}: the code is shown in Policies, and nothing runs it until you press Run there.`;
  return `#${params.toString()}`;
}

/** Wherever the link names the policy, alone or in a list. */
function renamed(params: URLSearchParams, from: string, to: string): void {
  for (const [param, value] of [...params]) {
    const ids = value.split(',');
    if (ids.includes(from)) params.set(param, ids.map((id) => (id === from ? to : id)).join());
  }
}
