import { greedy, greedyLiteral } from './greedy.ts';
import { ipa, ipaAsShipped, ipaExact, ipaPublished } from './ipa.ts';
import { knowing, optimumPredicted } from './oracles.ts';
import type { PolicyFactory } from './policy.ts';
import { planner } from './planner/planner.ts';
import { random } from './random.ts';
import { fa2 } from './rivals/fa2.ts';
import { grandslam } from './rivals/grandslam.ts';
import { infadapter } from './rivals/infadapter.ts';
import { inferline } from './rivals/inferline.ts';
import { modelSwitching } from './rivals/modelSwitching.ts';
import { msplus } from './rivals/msplus.ts';
import { rim } from './rivals/rim.ts';
import { aquatope } from './rivals/aquatope.ts';
import { autopilot } from './rivals/autopilot.ts';
import { cocktail } from './rivals/cocktail.ts';
import { hpa } from './rivals/hpa.ts';
import { keda } from './rivals/keda.ts';
import { kpa } from './rivals/kpa.ts';
import { vpa } from './rivals/vpa.ts';

/** Every policy that needs no training, in the order in which the lab lists them. */
export const policies: readonly PolicyFactory[] = [
  ipaExact,
  ipa,
  ipaPublished,
  ipaAsShipped,
  greedy,
  greedyLiteral,
  random,
  planner,
  optimumPredicted,
  ...knowing,
  // Rivals that optimise
  fa2,
  inferline,
  grandslam,
  rim,
  infadapter,
  msplus,
  modelSwitching,
  // Rivals that scale
  hpa,
  keda,
  kpa,
  vpa,
  autopilot,
  aquatope,
  cocktail,
];
