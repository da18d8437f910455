/** Makes the recorded results by what the page makes its own with. */
import { recordedEvaluation, recordedScenario, recordedTraining } from './asked.ts';
import { recordedPairs, recordedPlan } from './comparisonPlan.ts';
import {
  columnsOf,
  rounded,
  type ComparisonRecording,
  type EvaluationRecording,
  type Recording,
  type TrainingRecording,
} from './file.ts';
import { numbersOf } from '../comparison/document.ts';
import { resultOf } from '../comparison/record.ts';
import { runPlan } from '../comparison/run.ts';
import { decisionTimes } from '../reproduction/decisionTimes.ts';
import { gatherEvidence } from '../reproduction/gather.ts';
import { yardstickFor, type Yardstick } from '../yardstick.ts';
import { loadBackend } from '../../learning/engines/backends.ts';
import type { AgentRecord } from '../../learning/network/trainedAgent.ts';
import { configWith } from '../../learning/ppo/settings.ts';
import { trainingLoads } from '../../learning/task/trainingLoads.ts';
import type { HeldOutEvaluation, TrainPoint } from '../../learning/training/progress.ts';
import { trainAgent } from '../../learning/training/trainGroup.ts';

export interface RecordTools {
  /** Milliseconds. */
  readonly clock: () => number;
  /** What is under way, in words, now and then. */
  readonly tell: (doing: string) => void;
}

type Made<R extends Recording> = Omit<R, keyof Recording>;

/** Its figures are the same on every machine. */
const ENGINE = 'simd' as const;

/** How often the search for a better plan and a lower bound may ask whether to go on: counted, since a clock would give another plan on each machine. */
const NARROWINGS = 3000;

/** What the training is measured against; its rivals alone where `briefly`. */
export async function madeYardstick(briefly = false): Promise<Yardstick> {
  let asked = 0;
  const narrowing = { clock: () => asked++, ms: NARROWINGS };
  let last: Yardstick | undefined;
  for await (const one of yardstickFor(recordedScenario(), recordedTraining.seed, narrowing)) {
    last = one;
    if (briefly) break;
  }
  return rounded(last!);
}

/** The training's curves and its agent; `most` updates of it where given, which are the first of the whole. */
export async function madeCurves(
  { clock, tell }: RecordTools,
  most = Infinity,
): Promise<{ readonly made: Omit<Made<TrainingRecording>, 'yardstick'>; readonly agent: AgentRecord }> {
  const scenario = recordedScenario();
  const { seed, budget } = recordedTraining;
  const { loads, heldOut } = trainingLoads(scenario.workload, seed);
  const points: TrainPoint[] = [];
  const evaluations: HeldOutEvaluation[] = [];
  const make = await loadBackend(ENGINE, '');
  const { agent, steps, elapsedSeconds } = await trainAgent({
    scenario: { ...scenario, workload: { ...scenario.workload, rates: heldOut ?? scenario.workload.rates } },
    loads,
    config: configWith({ seed }),
    budget,
    clock,
    engine: (shape) => Promise.resolve(make(shape)),
    stopped: () => points.length >= most,
    onPoint: (point) => {
      points.push(point);
      if (point.update % 20 === 0) tell(`training: ${String(point.steps)} decisions`);
    },
    onEvaluation: (evaluation) => evaluations.push(evaluation),
  });
  const made = { engine: ENGINE, steps, elapsedSeconds, points: columnsOf(points), evaluations };
  return { made: rounded(made), agent };
}

/** The comparison, with the agent that the training made. */
export async function madeComparison(
  agent: AgentRecord,
  { clock, tell }: RecordTools,
): Promise<Made<ComparisonRecording>> {
  const plan = recordedPlan(agent);
  let done = 0;
  const found = await runPlan(plan, {
    clock,
    onPiece: () => {
      done++;
      if (done % 8 === 0) tell(`comparison: ${String(done)} runs and references`);
    },
  });
  const result = rounded(resultOf(plan, found));
  if (!result.complete || result.late) throw new Error('the comparison is not whole');
  const document = { result, ...rounded(numbersOf(result, recordedPairs)) };
  return { document, times: rounded(await decisionTimes(clock)) };
}

/** The paper's evaluation. */
export async function madeEvaluation({ clock, tell }: RecordTools): Promise<Made<EvaluationRecording>> {
  const make = await loadBackend(ENGINE, '');
  let said = '';
  const evidence = await gatherEvidence(
    { scenario: recordedScenario(), ...recordedEvaluation },
    {
      clock,
      engine: (shape) => Promise.resolve(make(shape)),
      decisionTimes: () => decisionTimes(clock),
      onProgress: (share, doing) => {
        const now = `evaluation: ${(100 * share).toFixed(0)} % (${doing})`;
        if (now !== said) tell(now);
        said = now;
      },
      stopped: () => false,
    },
  );
  if (!evidence) throw new Error('the evaluation ended early, and nobody stopped it');
  return { evidence: rounded(evidence) };
}
