/** Records of the browser's storage, damaged or written by someone else: each as its schema and as the codec's bytes. */
import { hostile, refusal, Wrong, type Outcome } from '../class.ts';
import { cut, replay, replayPipeline, shortLoad } from '../use.ts';
import { pick, spoiled } from '../values.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
import { parseTrainingState } from '../../../learning/training/checkpoint.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Random } from '../../../model/random.ts';
import { compile } from '../../../model/tables.ts';
import { decode, encode } from '../../../storage/codec.ts';
import {
  checkCheckpoint,
  checkPipeline,
  checkPredictor,
  checkRun,
  checkTrace,
} from '../../../storage/schemas.ts';
import { fromChunk, toChunk } from '../../../storage/series.ts';
import { upgraded } from '../../../storage/migrations.ts';
import { defaultPredictor } from '../../../workload/forecasters/lstmDefault.ts';
import { untrainedAgent } from '../../agents.ts';
import { mutate } from '../../mutate.ts';
import { checkpointOf, evaluationAt, pointAt, runRecord, stateAt } from '../../runs.ts';

const KINDS = ['run', 'pipeline', 'trace', 'checkpoint', 'state', 'series', 'predictor', 'bytes'] as const;
type Kind = (typeof KINDS)[number];

interface Given {
  readonly kind: Kind;
  readonly value: unknown;
  readonly turn: number;
}

const scenario = { ...defaultScenario(presets[0]!, shortLoad()), predictor: undefined };
const agent = untrainedAgent(compile(presets[0]!, defaultLimits), 1, 0.3);
const checkpoint = (): unknown => {
  const { states: _, ...info } = checkpointOf('r1', 'latest', [512, 256]);
  return { ...info, memberSteps: [512, 256] };
};

function recordOf(kind: Kind): unknown {
  switch (kind) {
    case 'run':
    case 'bytes':
      return runRecord({ scenario, agent, objective: 1.5 });
    case 'pipeline':
      return presets[1];
    case 'trace':
      return { ...shortLoad(), notes: [{ sentence: 'It was cut.', weight: 'assumed' }] };
    case 'checkpoint':
      return checkpoint();
    case 'state':
      return stateAt(512);
    case 'series':
      return toChunk({ points: [pointAt(0, 256), pointAt(1, 256)], evaluations: [evaluationAt(0, 256)] });
    case 'predictor':
      return { format: 1, used: true, predictor: defaultPredictor() };
  }
}

function given(random: Random): Given {
  const kind = random.uniform() < 0.4 ? 'run' : pick(KINDS, random);
  const value = recordOf(kind);
  return {
    kind,
    turn: random.integer(6),
    value: kind === 'bytes' ? mutate(encode(value), random) : spoiled(value, random),
  };
}

async function run(value: unknown, turn: number): Promise<Outcome> {
  const read = checkRun(value, 'The run “r1”');
  if (!read.ok) return refusal(read.message);
  const { workload, ...rest } = read.value.scenario;
  await replay({ ...rest, workload: cut(workload) }, turn % 2 === 0 ? 'hpa' : 'ipa-exact');
  return { kind: 'accepted' };
}

export const records = hostile<Given>({
  make: given,
  async meet({ kind, value, turn }) {
    switch (kind) {
      case 'run':
        return run(value, turn);
      case 'pipeline': {
        const read = checkPipeline(value, 'The pipeline x');
        if (!read.ok) return refusal(read.message);
        await replayPipeline(read.value, turn);
        return { kind: 'accepted' };
      }
      case 'trace': {
        const read = checkTrace(value, 'The trace x');
        if (!read.ok) return refusal(read.message);
        await replay({ ...scenario, workload: cut(read.value), forecaster: 'ewma' }, 'hpa');
        return { kind: 'accepted' };
      }
      case 'checkpoint': {
        const read = checkCheckpoint(value, 'The checkpoint');
        return read.ok ? { kind: 'accepted' } : refusal(read.message);
      }
      case 'state': {
        const read = parseTrainingState(value);
        return read.ok ? { kind: 'accepted' } : refusal(read.message);
      }
      case 'series': {
        const read = fromChunk(upgraded('series', value), 'The curves');
        if (!read.ok) return refusal(read.message);
        encode(toChunk(read.value));
        return { kind: 'accepted' };
      }
      case 'predictor': {
        const read = checkPredictor(value, 'The predictor');
        if (!read.ok) return refusal(read.message);
        await replay({ ...scenario, forecaster: 'lstm', predictor: read.value.predictor }, 'hpa');
        return { kind: 'accepted' };
      }
      case 'bytes': {
        const read = decode(value as Uint8Array, 'The file');
        if (!read.ok) return refusal(read.message);
        const again = decode(encode(read.value), 'The file');
        if (!again.ok) throw new Wrong(`what was read is refused when it is written: ${again.message}`);
        return run(read.value, turn);
      }
    }
  },
  bytesOf: ({ kind, value }) => (kind === 'bytes' ? (value as Uint8Array) : encode(value)),
});
