/** What went into a recorded result, as one digest: another one means that today's defaults would make another result. */
import { recordedEvaluation, recordedScenario, recordedTraining } from './asked.ts';
import { recordedPairs, recordedPlan } from './comparisonPlan.ts';
import { CONTENDERS, LOADS } from '../reproduction/evidence.ts';
import { SIZES } from '../reproduction/decisionTimes.ts';
import { configWith } from '../../learning/ppo/settings.ts';
import { trainingLoads } from '../../learning/task/trainingLoads.ts';
import { digestOf } from '../../model/digest.ts';
import { generateWorkload } from '../../workload/generators.ts';

/** Loads as digests of theirs. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part instanceof Float64Array || part instanceof Float32Array
      ? digestOf(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
      : part,
  );

function trainingInputs(): unknown {
  const scenario = recordedScenario();
  const { seed, budget } = recordedTraining;
  return [scenario, budget, configWith({ seed }), trainingLoads(scenario.workload, seed)];
}

/** The plan's loads and seeds as they are drawn, with what the agent came from. */
function comparisonInputs(): unknown {
  const plan = recordedPlan(undefined);
  const drawn = plan.workloads.flatMap((load) =>
    load.kind === 'drawn' ? plan.seeds.map((seed) => generateWorkload(load.id, seed)) : [load.workload],
  );
  return [plan, drawn, recordedPairs, trainingInputs(), SIZES];
}

function evaluationInputs(): unknown {
  const { seeds, budget } = recordedEvaluation;
  const drawn = seeds.flatMap((seed) => {
    const day = generateWorkload('day', seed);
    return [
      configWith({ seed }),
      trainingLoads(day, seed),
      LOADS.map((load) => generateWorkload(load, seed)),
    ];
  });
  return [recordedScenario(), seeds, budget, drawn, CONTENDERS, SIZES];
}

const asked = { training: trainingInputs, comparison: comparisonInputs, evaluation: evaluationInputs };
export type RecordedName = keyof typeof asked;

export const recordedNames = Object.keys(asked) as readonly RecordedName[];

/** What today's defaults would put in. */
export function inputsOf(name: RecordedName): string {
  return digestOf(textOf(asked[name]()));
}
