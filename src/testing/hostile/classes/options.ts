/** The command line in this process: options that are missing, twice, beyond sense, or files that are none. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostile, refusal, type Outcome } from '../class.ts';
import { mustBeFinite } from '../use.ts';
import { hostileText, jsonText, NUMBERS, pick, spoiled } from '../values.ts';
import { forecast } from '../../../headless/forecast.ts';
import { Notes } from '../../../headless/notes.ts';
import { optimum } from '../../../headless/optimum.ts';
import { HelpAsked, UsageError } from '../../../headless/options.ts';
import { SCENARIO_OPTIONS } from '../../../headless/scenario.ts';
import { simulate } from '../../../headless/simulate.ts';
import { samplePipeline } from '../../../model/pipelineFile.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Random } from '../../../model/random.ts';
import { lines } from '../../intake.ts';

const COMMANDS = { simulate, optimum, forecast } as const;
type CommandName = keyof typeof COMMANDS;

interface Given {
  readonly command: CommandName;
  /** `{dir}` stands for a folder with the files below. */
  readonly args: readonly string[];
  readonly pipeline: string;
  readonly trace: string;
}

const numberText = (random: Random): string =>
  random.uniform() < 0.5
    ? pick(NUMBERS, random)
    : pick(['NaN', 'Infinity', '', ' ', '1,5', '0x1F', '1e', '٣', '5 ', '--1', 'true'], random);

function valueOf(option: string, random: Random): string {
  const draw = random.uniform();
  if (draw < 0.15) return hostileText(random);
  switch (option) {
    case 'pipeline':
      return draw < 0.6
        ? pick(presets, random).id
        : pick(
            ['{dir}/pipeline.json', '{dir}', '{dir}/none', '{dir}/trace.csv', '{dir}/empty', 'VIDEO'],
            random,
          );
    case 'workload':
    case 'train':
    case 'test':
      return pick(
        [
          'bursty',
          'fluctuating',
          '{dir}/trace.csv',
          '{dir}/trace.csv',
          '{dir}',
          '{dir}/none',
          '{dir}/pipeline.json',
          '{dir}/empty',
        ],
        random,
      );
    case 'environment':
      return pick(['fluid', 'chance', 'instant', 'discrete', 'FLUID', 'live'], random);
    case 'predictor':
      return pick(['last', 'true', 'ewma', 'lstm', 'none'], random);
    case 'policy':
      return pick(
        [
          'hpa',
          'ipa-exact',
          'greedy',
          'keda',
          'kpa',
          'random',
          'hpa:target=0.5',
          `hpa:target=${numberText(random)}`,
          '{dir}/pipeline.json',
          '{dir}/none',
          'opd',
        ],
        random,
      );
    case 'weights':
      return `${pick(['cost', 'costWeight', 'accuracy', 'late', 'lateWeight', 'nonsense', '__proto__'], random)}=${numberText(random)}`;
    case 'limits':
      return `${pick(['W_max', 'F_max', 'B_max', 'maxCores', 'nonsense', 'constructor'], random)}=${numberText(random)}`;
    case 'loads':
      return Array.from({ length: 1 + random.integer(5) }, () => numberText(random)).join(',');
    case 'rollout':
      return pick(['surge', 'recreate', 'none'], random);
    case 'read':
      return pick(
        [
          'kind=counter',
          'timeUnit=ms',
          'kind',
          'series=a+b',
          'x=y',
          'kind=counter,kind=gauge',
          'decimal=%',
          'unit=5',
        ],
        random,
      );
    default:
      return numberText(random);
  }
}

const OPTIONS: Readonly<Record<CommandName, readonly string[]>> = {
  simulate: [...SCENARIO_OPTIONS, 'policy'],
  optimum: ['pipeline', 'loads', 'switching', 'weights', 'limits', 'seed'],
  forecast: ['train', 'test', 'read', 'quantile'],
};

function given(random: Random): Given {
  const command = random.uniform() < 0.6 ? 'simulate' : random.uniform() < 0.8 ? 'optimum' : 'forecast';
  const chosen = Array.from({ length: 1 + random.integer(4) }, () => pick(OPTIONS[command], random));
  // By itself it would be IPA, whose solver takes its time.
  if (command === 'simulate') chosen.unshift('policy');
  // What a command cannot do without, mostly.
  if (random.uniform() < 0.9)
    chosen.unshift(...(command === 'simulate' ? ['workload'] : command === 'optimum' ? ['loads'] : []));
  const args = chosen.flatMap((option) => {
    const value = valueOf(option, random);
    return random.uniform() < 0.9 ? [`--${option}`, value] : [`--${option}=${value}`];
  });
  if (random.uniform() < 0.08)
    args.splice(
      random.integer(args.length + 1),
      0,
      pick(['--help', '--json', '--nonsense', '-x', '--', '', hostileText(random)], random),
    );
  return {
    command,
    args,
    pipeline: jsonText(
      random.uniform() < 0.5 ? JSON.parse(samplePipeline()) : spoiled(JSON.parse(samplePipeline()), random),
    ),
    trace: `second,rps\n${lines(150, (i) => `${String(i)},${random.uniform() < 0.02 ? pick(NUMBERS, random) : String(i % 9)}`)}`,
  };
}

export const options = hostile<Given>({
  make: given,
  async meet({ command, args, pipeline, trace }): Promise<Outcome> {
    const dir = mkdtempSync(join(tmpdir(), 'hostile-'));
    try {
      writeFileSync(join(dir, 'pipeline.json'), pipeline);
      writeFileSync(join(dir, 'trace.csv'), trace);
      writeFileSync(join(dir, 'empty'), '');
      const notes = new Notes(() => undefined);
      const result = await COMMANDS[command](
        args.map((arg) => arg.replaceAll('{dir}', dir)),
        notes,
      );
      mustBeFinite((result as { summary?: unknown; loads?: unknown }).summary, 'the summary');
      return { kind: 'accepted', sentences: notes.sentences };
    } catch (error) {
      if (error instanceof HelpAsked) return { kind: 'accepted' };
      if (error instanceof UsageError) return refusal(error.message);
      throw error;
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
});
