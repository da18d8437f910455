import { loadBundle } from './bundle.ts';
import { CHOICES, NONE } from './choices.ts';
import { patienceIn, TIME_LIMIT } from './clock.ts';
import { Notes } from './notes.ts';
import { choice, list, number, parseOptions, text, UsageError, type Options } from './options.ts';
import { outFolder, writeFolder } from './outFolder.ts';
import { RANGES } from './ranges.ts';
import { loadAgent } from './simulate.ts';
import { loadScenario } from './scenario.ts';
import { unstoppable, type Stop } from './stop.ts';
import { agentFiles } from '../export/agent/agentFiles.ts';
import { answerTo, countedShare } from '../export/asked.ts';
import { complaintsAbout, filesOf } from '../export/clusterFiles.ts';
import { policyFiles } from '../export/policy/policyFiles.ts';
import type { ReadBundle } from '../export/policy/readBundle.ts';
import { clusterNotesOf } from '../export/cluster/notes.ts';
import { defaultChoices, planOf, type ClusterChoices, type ClusterPlan } from '../export/cluster/plan.ts';
import type { ExportFile } from '../export/file.ts';
import { chosenBecause } from '../export/chosen.ts';
import { playedAt, UNCOUNTED } from '../export/played.ts';
import { chosenFor, type Chosen } from '../scenario/chosen.ts';
import { tablesOf } from '../scenario/prepare.ts';
import type { EpisodeSummary, Scenario } from '../scenario/scenario.ts';
import { estimatesInTime, shareInTime } from '../scenario/measures.ts';
import { sizeOf } from '../scenario/size.ts';
import { playStill } from '../scenario/still.ts';
import { AgentMismatch, type AgentRecord } from '../learning/network/trainedAgent.ts';
import type { Configuration, Pipeline } from '../model/pipeline.ts';
import { orTooMuch } from '../model/watch.ts';

function choicesOf(options: Options, pipeline: Pipeline): ClusterChoices {
  const usual = defaultChoices(pipeline);
  const images = list(options, 'images');
  const models = list(options, 'model-uris');
  const istio = choice(options, 'istio', CHOICES.istio, 'v1');
  const monitoring = text(options, 'monitoring') ?? usual.monitoring;
  return {
    layout: choice(options, 'layout', CHOICES.layout, usual.layout),
    namespace: text(options, 'namespace') ?? usual.namespace,
    images: images.length > 0 ? images : usual.images,
    // A hyphen stands for the image itself.
    modelUris: models.length > 0 ? models.map((uri) => (uri === '-' ? '' : uri)) : usual.modelUris,
    queueImage: text(options, 'queue-image') ?? usual.queueImage,
    routerImage: text(options, 'router-image') ?? usual.routerImage,
    memory: text(options, 'memory') ?? usual.memory,
    batchTimeoutSeconds: number(options, 'batch-timeout', usual.batchTimeoutSeconds, RANGES.batchTimeout),
    drainSeconds: number(options, 'drain', usual.drainSeconds, RANGES.drain),
    istio: istio === NONE ? undefined : istio,
    monitoring: monitoring === NONE ? undefined : monitoring,
    agentImage: text(options, 'agent-image') ?? usual.agentImage,
    prometheusUrl: text(options, 'prometheus') ?? usual.prometheusUrl,
  };
}

/** What is exported and where it comes from. */
interface Source {
  readonly scenario: Scenario;
  readonly agent: AgentRecord | undefined;
  readonly read: ReadBundle | undefined;
}

async function sourceOf(options: Options, notes: Notes): Promise<Source> {
  const policy = text(options, 'policy');
  const place = text(options, 'bundle');
  if (place === undefined) {
    const scenario = await loadScenario({ ...options, workload: 'fluctuating' }, notes);
    return {
      scenario,
      agent: policy === undefined ? undefined : await loadAgent(policy),
      read: undefined,
    };
  }
  const both = ['pipeline', 'limits', 'weights', 'environment', 'sla', 'predictor', 'policy'].find(
    (name) => text(options, name) !== undefined,
  );
  if (both !== undefined) throw new UsageError(`--${both} comes from the bundle; leave it out.`);
  const read = await loadBundle(place);
  if (!read.run)
    notes.add(undefined, [
      `The bundle holds no run and so no load: "${read.scenario.workload.name}", which the lab generates, stands in.`,
    ]);
  return { scenario: read.scenario, agent: read.agent, read };
}

/** The policy's files and the agent that runs them in the cluster; nothing without an agent. */
async function policyOf(
  { scenario, agent, read }: Source,
  baseline: Configuration,
  plan: ClusterPlan,
): Promise<readonly ExportFile[]> {
  if (!agent) return [];
  // It brings the bundler, which no other command needs.
  const { buildAgentProgram } = await import('../../scripts/agentProgram.mjs');
  try {
    const files = await policyFiles(agent, scenario, {
      baseline,
      training: read?.bundle.training,
      run: read?.runBytes,
    });
    return [...files, ...agentFiles(plan, files, await buildAgentProgram())];
  } catch (error) {
    throw error instanceof AgentMismatch ? new UsageError(error.message) : error;
  }
}

/** What the configuration came to, played in the scenario's environment: mean values, and the share in time. */
function comesTo({ environment, slaSeconds }: Scenario, summary: EpisodeSummary): object {
  const { latency, cost, qos, objective, throughput } = summary;
  return {
    ...{ environment, slaSeconds, goodputShare: shareInTime(summary) },
    inTimeEstimated: estimatesInTime(environment),
    ...{ latency, throughput, cost, qos, objective },
  };
}

/** The share in time that `--in-time` asks, per cent. */
function leastInTimeOf(options: Options, aim: Chosen['aim']): number | undefined {
  if (text(options, 'in-time') === undefined) return undefined;
  if (aim === 'best')
    throw new UsageError(
      '--in-time is asked of the cheapest or the most accurate configuration: add --aim cheapest or --aim accurate, or leave it out.',
    );
  return number(options, 'in-time', 0, RANGES.inTime);
}

/** How the share in time that was asked for came out, counted in single requests too; `summary` is of the scenario's own world. */
function askedOf(
  scenario: Scenario,
  { asked, configuration }: Chosen,
  load: number,
  summary: EpisodeSummary,
) {
  if (!asked) return undefined;
  const counted = countedShare(
    scenario.environment === 'discrete'
      ? summary
      : playStill({ ...scenario, environment: 'discrete' }, configuration, load),
  );
  const { percent, estimate, keeps } = asked;
  return {
    answer: answerTo(asked, scenario.environment, counted),
    inTime: { askedShare: percent / 100, estimatedShare: estimate, keeps, countedShare: counted },
  };
}

/**
 * `export`: the manifests of a pipeline in one of the layouts, written to the folder `--out`. It starts in the exact best
 * configuration for `--load` req/s (10) in the sense of `--aim` (the cheapest and the most accurate with the share in time of `--in-time`), and
 * says what that comes to there. The folder is written whole or not at all. Every object is checked as a cluster would check it; one that would be refused
 * ends the command, and nothing is written. With `--policy`, an agent's file or a bundle, its networks come with them as
 * ONNX. With `--bundle`, pipeline, limits, weights, forecaster and agent are the bundle's, and so is the configuration
 * unless `--load` or `--aim` is given.
 */
export async function exportManifests(
  args: readonly string[],
  notes: Notes = new Notes(),
  stop: Stop = unstoppable,
): Promise<object> {
  const names = [
    ...[
      'pipeline',
      'limits',
      'weights',
      'load',
      'aim',
      'in-time',
      'environment',
      'sla',
      'layout',
      'namespace',
      'images',
      'queue-image',
      'router-image',
    ],
    ...['memory', 'batch-timeout', 'drain', 'istio', 'monitoring', 'policy', 'predictor', 'bundle', 'out'],
    ...['agent-image', 'prometheus', 'model-uris', TIME_LIMIT],
  ];
  const options = parseOptions(args, names, ['force']);
  const out = await outFolder(options);
  const source = await sourceOf(options, notes);
  const { scenario } = source;
  const { pipeline, limits } = scenario;
  const load = number(options, 'load', 10, RANGES.load);
  const asked = text(options, 'load') !== undefined || text(options, 'aim') !== undefined;
  const own = asked ? undefined : source.read?.bundle.baseline;
  const aim = choice(options, 'aim', CHOICES.aim, 'best');
  const leastInTime = leastInTimeOf(options, aim);
  const patience = patienceIn(options);
  const chosen = own
    ? undefined
    : await orTooMuch(
        `Finding the best configuration of ${pipeline.name}`,
        () => sizeOf(scenario),
        () => chosenFor(aim, tablesOf(scenario), scenario, load, leastInTime, patience.frontier()),
      );
  const configuration = chosen?.configuration ?? own!;
  const plan = planOf(pipeline, configuration, choicesOf(options, pipeline));
  if (!plan.ok) throw new UsageError(plan.message);
  const why = chosen ? chosenBecause(chosen, load, scenario) : 'the one in its bundle';
  const summary = chosen && playStill(scenario, configuration, load);
  const asking = summary && askedOf(scenario, chosen, load, summary);
  const played =
    summary && playedAt(summary, load, scenario.slaSeconds, scenario.environment, asking !== undefined);
  const policy = await policyOf(source, configuration, plan.value);
  const files = [
    ...filesOf(plan.value, why, limits.maxCores, policy.length > 0, played, asking?.answer),
    ...policy,
  ];
  const checked = await complaintsAbout(files);
  const wrong = checked.flatMap(({ name, complaints }) => complaints.map((one) => `${name}: ${one}`));
  if (wrong.length > 0) throw new Error(`The export would be refused. ${wrong.join(' ')}`);
  stop.places(`Stopping as soon as "${out.path}" is written whole.`);
  await writeFolder(out, files, notes, stop);
  notes.add(undefined, clusterNotesOf(plan.value, limits.maxCores));
  const { found } = chosen ?? {};
  if (found && !(found.carries && found.keeps)) notes.add(undefined, [`The configuration is ${why}.`]);
  if (played?.verdict === 'fails') notes.add(undefined, [played.says]);
  if (asking?.answer.short) notes.add(undefined, [asking.answer.says]);
  if (played?.chanceLeftOut) notes.add(undefined, [`${UNCOUNTED} --environment discrete counts it.`]);
  return {
    out: out.path,
    ...(summary ? { load, aim, comesTo: comesTo(scenario, summary) } : {}),
    ...(asking ? { inTime: asking.inTime } : {}),
    configuration: plan.value.stages.map(({ name, variant, cores, replicas, batch }) => ({
      stage: name,
      variant,
      cores,
      replicas,
      batch,
    })),
    files: files.map(({ name, objects }, i) => ({
      file: name,
      objects: objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      complaints: checked[i]!.complaints,
    })),
  };
}
