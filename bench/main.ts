/** `npm run bench [name ...]`: each figure beside a rival or a floor measured in the same run. */
import { benchAblation } from './ablation.ts';
import { benchAgent } from './agent.ts';
import { benchAgentHour } from './agentHour.ts';
import { benchBracket } from './bracket.ts';
import { print, type BenchRow } from './row.ts';
import { benchDecision } from './decision.ts';
import { benchDeviceDefaults } from './deviceDefaults.ts';
import { benchDeviceTrials } from './deviceTrials.ts';
import { benchDiscrete } from './discrete.ts';
import { benchEnv } from './env.ts';
import { benchEnvironment } from './environment.ts';
import { benchGpu } from './gpu.ts';
import { benchInTime } from './inTime.ts';
import { benchKernel } from './kernel.ts';
import { benchLate } from './late.ts';
import { benchMeasure } from './measure.ts';
import { benchOptimum } from './optimum.ts';
import { benchOwn } from './own.ts';
import { benchPlanner } from './planner.ts';
import { benchPpo } from './ppo.ts';
import { benchPredictor } from './predictor.ts';
import { benchProfiles } from './profiles.ts';
import { benchReach } from './reach.ts';
import { benchTune } from './tune.ts';
import { benchWebGpu } from './webgpu.ts';
import { benchWorlds } from './worlds/worlds.ts';

const benches: Readonly<Record<string, () => BenchRow[] | Promise<BenchRow[]>>> = {
  environment: benchEnvironment,
  env: benchEnv,
  discrete: benchDiscrete,
  optimum: benchOptimum,
  ppo: benchPpo,
  kernel: benchKernel,
  decision: benchDecision,
  'in-time': benchInTime,
  measure: benchMeasure,
  own: benchOwn,
  planner: benchPlanner,
  predictor: benchPredictor,
  reach: benchReach,
  tune: benchTune,
  webgpu: benchWebGpu,
};

/** Minutes or an hour each, so only where they are asked for by name. */
const long: typeof benches = {
  agent: benchAgent,
  'agent-hour': benchAgentHour,
  ablation: benchAblation,
  bracket: benchBracket,
  'device-defaults': benchDeviceDefaults,
  'device-trials': benchDeviceTrials,
  gpu: benchGpu,
  late: benchLate,
  profiles: benchProfiles,
  worlds: benchWorlds,
};

const asked = process.argv.slice(2);
const chosen = asked.length > 0 ? { ...benches, ...long } : benches;
// What begins with the first option is a bench's own.
const options = asked.findIndex((word) => word.startsWith('-'));
const names = options < 0 ? asked : asked.slice(0, options);
const unknown = names.filter((name) => !Object.hasOwn(chosen, name));
if (unknown.length > 0) {
  console.error(`There is no bench “${unknown.join('”, “')}”; there are ${Object.keys(chosen).join(', ')}.`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(chosen)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}`);
  print(await bench());
}
