/**
 * Policies one by one, each fetched when it is asked for: for a figure that needs two of them and must be small. All at once
 * are in registry.ts; a test holds this table to it.
 */
import type { PolicyFactory } from './policy.ts';

const sources: Readonly<Record<string, () => Promise<readonly PolicyFactory[]>>> = {
  ipa: async () => {
    const { ipa, ipaAsShipped, ipaExact, ipaPublished } = await import('./ipa.ts');
    return [ipa, ipaAsShipped, ipaExact, ipaPublished];
  },
  greedy: async () => {
    const { greedy, greedyLiteral } = await import('./greedy.ts');
    return [greedy, greedyLiteral];
  },
  optimum: async () => {
    const { knowing, optimumPredicted } = await import('./oracles.ts');
    return [optimumPredicted, ...knowing];
  },
  random: async () => [(await import('./random.ts')).random],
  planner: async () => [(await import('./planner/planner.ts')).planner],
  fa2: async () => [(await import('./rivals/fa2.ts')).fa2],
  inferline: async () => [(await import('./rivals/inferline.ts')).inferline],
  grandslam: async () => [(await import('./rivals/grandslam.ts')).grandslam],
  rim: async () => [(await import('./rivals/rim.ts')).rim],
  infadapter: async () => [(await import('./rivals/infadapter.ts')).infadapter],
  msplus: async () => [(await import('./rivals/msplus.ts')).msplus],
  'model-switching': async () => [(await import('./rivals/modelSwitching.ts')).modelSwitching],
  hpa: async () => [(await import('./rivals/hpa.ts')).hpa],
  keda: async () => [(await import('./rivals/keda.ts')).keda],
  kpa: async () => [(await import('./rivals/kpa.ts')).kpa],
  vpa: async () => [(await import('./rivals/vpa.ts')).vpa],
  autopilot: async () => [(await import('./rivals/autopilot.ts')).autopilot],
  aquatope: async () => [(await import('./rivals/aquatope.ts')).aquatope],
  cocktail: async () => [(await import('./rivals/cocktail.ts')).cocktail],
};

/** Ids whose file is named by what they begin with. */
const FAMILIES: readonly (readonly [string, string])[] = [
  ['ipa', 'ipa'],
  ['greedy', 'greedy'],
  ['optimum', 'optimum'],
  ['static-best', 'optimum'],
];

async function plainOf(id: string): Promise<PolicyFactory | undefined> {
  const source = sources[id] ?? sources[FAMILIES.find(([begins]) => id.startsWith(begins))?.[1] ?? ''];
  return (await source?.())?.find((policy) => policy.info.id === id);
}

/** As `policyById` of registry.ts. */
export async function policyApart(key: string): Promise<PolicyFactory | undefined> {
  if (!key.includes(':')) return plainOf(key);
  const { isHand, readOrders } = await import('./hand/orders.ts');
  if (isHand(key)) {
    const orders = readOrders(key);
    return orders.ok ? (await import('./hand/hand.ts')).byHand(orders.value) : undefined;
  }
  const [{ parsePolicyKey }, { policyKey }] = await Promise.all([
    import('./settings/parse.ts'),
    import('./settings/canonical.ts'),
  ]);
  const read = parsePolicyKey(key);
  if (!read.ok) return undefined;
  const { id, settings } = read.value;
  const plain = await plainOf(id);
  return policyKey(id, settings) === id ? plain : plain?.withSettings?.(settings);
}
