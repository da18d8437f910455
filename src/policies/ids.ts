/**
 * What each of `policies` is called, short enough for a sentence, in their order: a key is read and a policy named without
 * their code, which a page fetches when something runs. There is no second source of a name.
 */
export const policyNames = {
  'ipa-exact': 'IPA',
  ipa: 'IPA by HiGHS',
  'ipa-published': 'IPA as published',
  'ipa-as-shipped': 'IPA as shipped',
  greedy: 'Greedy',
  'greedy-literal': 'Literal greedy',
  random: 'Random',
  planner: 'Planner',
  'optimum-predicted': 'Myopic optimum',
  'optimum-true': 'Optimum with known load',
  'optimum-offline': 'Offline optimum',
  'static-best': 'Best fixed choice',
  fa2: 'FA2',
  inferline: 'InferLine',
  grandslam: 'GrandSLAm',
  rim: 'Rim',
  infadapter: 'InfAdapter',
  msplus: 'MS+',
  'model-switching': 'Model-Switching',
  hpa: 'HPA',
  keda: 'KEDA',
  kpa: 'KPA',
  vpa: 'VPA',
  autopilot: 'Autopilot',
  aquatope: 'Aquatope lite',
  cocktail: 'Cocktail lite',
} as const satisfies Readonly<Record<string, string>>;

export const policyIds: readonly string[] = Object.keys(policyNames);

/** The agent that is trained: no entry of `policies`, as there is no one network. */
export const AGENT_ID = 'opd';
export const AGENT_NAME = 'OPD';
/** What stands in the agent's place until one is trained. */
export const UNTRAINED_ID = 'optimum-predicted';

/** Orders that a person wrote (hand/): no entry of `policies` either, as without a person there are none. */
export const HAND_ID = 'hand';
export const HAND_NAME = 'By hand';
