/** The Lab in words: what is on, what happens, what changed and by how much. Every figure is written by who writes it on screen. */
import { facts, list, table, text, type Block, type Section } from './twin.ts';
import { changesAt, type Change } from './changes.ts';
import { findingOf, plainText, type Side } from '../finding/finding.ts';
import { groundOf, groundWords, unusual, type Hides } from '../finding/ground.ts';
import { groundsWords, moreOf } from '../finding/more.ts';
import { ahead, told } from '../finding/told.ts';
import { capital, clock, coreWords, fixed, plural, whole } from '../format.ts';
import { liveOf } from '../glossary/live.ts';
import { stageName, variantName, variantNames } from '../pipeline/names.ts';
import { arrivingAt, coresAt, framesAt, latencyAt, stageLatencyAt } from '../pipeline/now.ts';
import { knobs } from '../state/experiment/knobs.ts';
import type { Run, RunSide } from '../state/replay/run.ts';
import type { Survey } from '../state/replay/survey.ts';
import { measureById } from '../../scenario/measures.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { termsOf, withSums } from '../../scenario/terms.ts';
import type { Workload } from '../../workload/workload.ts';

/** What is on screen. */
export interface Shown {
  /** What is set. */
  readonly scenario: Scenario;
  /** Both lanes; undefined until the first run is there. */
  readonly run: Run | undefined;
  /** What keeps the run of what is set from the screen, a sentence; '' where nothing does. */
  readonly doing: string;
  /** Second of the trace, and the decision under way. */
  readonly time: number;
  readonly decision: number;
  /** The last second of the run. */
  readonly end: number;
  readonly playing: boolean;
  readonly speed: number;
  /** What is possible, or why it is not known. */
  readonly possible: Survey | string | undefined;
  readonly imports: readonly Workload[];
  readonly hides?: Hides | undefined;
}

/** Of a lane, in the order in which it is read. */
const MEASURES = ['objective', 'inTime', 'qos', 'cost', 'latency', 'reward'] as const;

const unitOf = (id: string): string => {
  const { name, unit } = measureById(id);
  return unit === '' || unit === '%' ? name : `${name}, ${unit}`;
};

const both = ({ a, b }: Run): readonly (readonly ['A' | 'B', RunSide])[] => [
  ['A', a],
  ['B', b],
];

const labelOf = (letter: string, { name }: RunSide): string => `${letter}, ${name}`;

function scenarioOf({ scenario, run, hides }: Shown, survey: Survey | undefined): readonly Block[] {
  const moment = { scenario, run, decision: 0, survey, hides };
  const ground = groundOf(scenario, hides);
  const other = unusual(ground);
  const one = (id: 'objective' | 'device' | 'startup' | 'rollout', name: string) =>
    (liveOf(id, moment).facts ?? []).map(({ value }) => ({ name, value }));
  const set = [
    ...one('objective', 'Latency objective'),
    ...one('device', 'Device'),
    ...one('startup', 'A replica starts in'),
    ...one('rollout', 'A variant is changed by'),
  ];
  const concealed = hides !== undefined && knobs.some(({ key }) => hides(key));
  const words = groundWords(ground);
  return [
    ...(words === '' ? [] : [text(`${words}.`)]),
    table(
      'Stages in their order, and the variants that each may run',
      ['Stage', 'Variants'],
      scenario.pipeline.stages.map((stage) => {
        const names = variantNames(stage);
        return [stageName(stage), stage.variants.map((_, z) => variantName(names, z)).join(', ')];
      }),
    ),
    ...(set.length > 0 ? [facts(...set)] : []),
    ...(other.length > 0
      ? [text('Weights and limits that differ from the lab’s own:'), list(other.map(capital))]
      : concealed
        ? []
        : [text('Weights and limits are the lab’s own.')]),
    ...(concealed ? [text('The assignment hides some weights or limits.')] : []),
  ];
}

function momentOf({ time, end, playing, speed, decision, hides }: Shown, run: Run): readonly Block[] {
  const { series } = run.a.episode;
  return [
    text(
      `${clock(time)} of ${clock(end)}, decision ${String(decision + 1)} of ${String(series.t.length)}; ${playing ? `plays at ${String(speed)} times the speed` : 'stands still'}.`,
    ),
    facts(
      { name: 'Load in this second', value: `${whole(arrivingAt(run.a, time))} requests/s` },
      ...(liveOf('forecast', { scenario: run.scenario, run, decision, hides }).facts ?? []),
    ),
  ];
}

function laneOf({ time, hides }: Shown, { scenario }: Run, letter: string, side: RunSide): readonly Block[] {
  const { frames, moment } = framesAt(scenario, side, time);
  const { environment, pipeline } = scenario;
  const rows = frames.map((frame, n) => {
    const stage = pipeline.stages[n]!;
    const names = variantNames(stage);
    const replicas = [
      `${String(frame.ready)} of ${String(frame.replicas)} serve`,
      ...(frame.starting.length > 0 ? [`${String(frame.starting.length)} start`] : []),
      ...(frame.old > 0
        ? [`${String(frame.old)} of ${names.labels[frame.oldVariant] ?? '–'} until ready`]
        : []),
    ];
    return [
      stageName(stage),
      variantName(names, frame.variant),
      replicas.join(', '),
      frame.batch > 1 ? `batches of ${String(frame.batch)}` : 'one by one',
      whole(frame.backlog),
      `${told('latency', stageLatencyAt(side, n, time), environment)} s`,
      `${whole(n === 0 ? arrivingAt(side, time) : frames[n - 1]!.served)}/s`,
      moment ? plural(moment.inService[n]!, 'request') : `${fixed(100 * frame.busy, 0)}\u2009%`,
    ];
  });
  return [
    facts(
      {
        name: 'Holds',
        value: `${coreWords(coresAt(scenario, side, time))}${hides?.('maxCores') ? '' : ` of ${String(scenario.limits.maxCores)}`}`,
      },
      { name: 'Latency now', value: `${told('latency', latencyAt(side, time), environment)} s` },
    ),
    table(
      `Stages of lane ${labelOf(letter, side)}, in this second`,
      [
        'Stage',
        'Variant',
        'Replicas',
        'Batch',
        'Waiting',
        'Latency',
        'Load',
        moment ? 'In service' : 'In use',
      ],
      rows,
    ),
  ];
}

/** A change, or that there is none. */
const changeWords = (letter: string, side: RunSide, changes: readonly Change[]): readonly string[] =>
  changes.length === 0
    ? [`${labelOf(letter, side)}: keeps its order.`]
    : changes.map(({ stage, from, to }) => `${labelOf(letter, side)}: ${stage} from ${from} to ${to}.`);

function decisionOf({ decision: k }: Shown, run: Run): readonly Block[] {
  const { stages } = run.scenario.pipeline;
  const { environment } = run.scenario;
  const lanes = both(run);
  const rows = MEASURES.map((id) => {
    const { over } = measureById(id);
    return [
      unitOf(id),
      ...lanes.flatMap(([, { episode }]) => {
        const [now, before] = [k, k - 1].map((j) => (j < 0 ? undefined : over?.(episode.series, j, j + 1)));
        return [
          told(id, now, environment),
          now === undefined || before === undefined ? '–' : ahead(id, now - before),
        ];
      }),
    ];
  });
  return [
    list(
      lanes.flatMap(([letter, side]) =>
        k === 0
          ? [`${labelOf(letter, side)}: its first order.`]
          : changeWords(letter, side, changesAt(side, stages, k)),
      ),
    ),
    table(
      'The ten seconds of this decision, and what they differ by from the ten before',
      ['Figure', ...lanes.flatMap(([letter, side]) => [labelOf(letter, side), `${letter}, change`])],
      rows,
    ),
  ];
}

/** Figures of both lanes over decisions [0, to), and by how much A is ahead. */
function figuresOf(run: Run, to: number, caption: string): Block {
  const { environment } = run.scenario;
  const lanes = both(run);
  return table(
    caption,
    ['Figure', ...lanes.map(([letter, side]) => labelOf(letter, side)), 'A less B'],
    MEASURES.map((id) => {
      const { over } = measureById(id);
      const [a, b] = lanes.map(([, { episode }]) => over?.(episode.series, 0, to));
      return [
        unitOf(id),
        told(id, a, environment),
        told(id, b, environment),
        a === undefined || b === undefined ? '–' : ahead(id, a - b),
      ];
    }),
  );
}

/** Which terms of the reward make the difference, over these ten seconds and so far. */
function differenceOf(run: Run, k: number): Block {
  const { weights } = run.scenario;
  const gaps = (from: number, to: number) => {
    const [a, b] = [run.a, run.b].map(({ episode }) => termsOf(episode.series, weights, from, to));
    return withSums(a!.map(({ name, value }, i) => ({ name, value: value - b![i]!.value })));
  };
  const now = gaps(k, k + 1);
  return table(
    'What makes the difference, A less B by term, points a decision',
    ['Term', 'These 10 s', 'So far'],
    gaps(0, k + 1).map(({ name, value }, i) => [
      name,
      ahead('reward', now[i]!.value),
      ahead('reward', value),
    ]),
  );
}

function foundOf({ possible, imports }: Shown, run: Run): readonly Block[] {
  const [a, b] = [run.a, run.b].map(({ id, name, episode: { summary } }): Side => ({
    id,
    name,
    summary,
  })) as [Side, Side];
  const { headline, sub } = findingOf(a, b, run.scenario);
  return [
    ...[
      plainText(headline),
      plainText(sub),
      plainText(moreOf(a, b, run.scenario, possible)),
      groundsWords(run.scenario, imports),
    ]
      .filter((words) => words !== '')
      .map(text),
    figuresOf(run, run.a.episode.series.t.length, 'The whole run'),
  ];
}

/** The whole state of the Lab. */
export function labTwin(shown: Shown): readonly Section[] {
  const { run, doing } = shown;
  const survey = typeof shown.possible === 'string' ? undefined : shown.possible;
  const scenario: Section = {
    ...{ id: 'scenario', heading: 'Scenario' },
    blocks: scenarioOf(shown, survey),
  };
  if (!run || doing !== '')
    return [
      { id: 'doing', heading: 'Now', blocks: [text(doing === '' ? 'The first run is on its way.' : doing)] },
      scenario,
    ];
  return [
    { id: 'moment', heading: 'The moment', blocks: momentOf(shown, run) },
    ...both(run).map(([letter, side]): Section => ({
      ...{ id: `lane-${letter}`, heading: `Lane ${letter}: ${side.name}` },
      blocks: laneOf(shown, run, letter, side),
    })),
    {
      ...{ id: 'decision', heading: `The decision of ${clock(run.a.episode.series.t[shown.decision] ?? 0)}` },
      blocks: decisionOf(shown, run),
    },
    {
      ...{ id: 'so-far', heading: 'So far' },
      blocks: [
        figuresOf(run, shown.decision + 1, 'Over the decisions begun so far'),
        differenceOf(run, shown.decision),
      ],
    },
    { id: 'finding', heading: 'What was found', blocks: foundOf(shown, run) },
    scenario,
  ];
}
