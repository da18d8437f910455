import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { choice, list, number, parseOptions, required, text, UsageError, type Options } from './options.ts';
import { loadLimits, loadPipeline, loadWeights } from './scenario.ts';
import { complaintsAbout, filesOf } from '../export/cluster/files.ts';
import { notesOf } from '../export/cluster/notes.ts';
import { defaultChoices, layouts, planOf, type ClusterChoices } from '../export/cluster/plan.ts';
import { compile } from '../model/tables.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { frontierOf } from '../policies/optimum/frontier.ts';

const NONE = 'none';

function choicesOf(options: Options, pipeline: Pipeline): ClusterChoices {
  const usual = defaultChoices(pipeline);
  const images = list(options, 'images');
  const istio = choice(options, 'istio', ['v1', 'v1beta1', NONE], 'v1');
  const monitoring = text(options, 'monitoring') ?? usual.monitoring;
  return {
    layout: choice(options, 'layout', layouts, usual.layout),
    namespace: text(options, 'namespace') ?? usual.namespace,
    images: images.length > 0 ? images : usual.images,
    queueImage: text(options, 'queue-image') ?? usual.queueImage,
    routerImage: text(options, 'router-image') ?? usual.routerImage,
    memory: text(options, 'memory') ?? usual.memory,
    batchTimeoutSeconds: number(options, 'batch-timeout', usual.batchTimeoutSeconds),
    drainSeconds: number(options, 'drain', usual.drainSeconds),
    istio: istio === NONE ? undefined : istio,
    monitoring: monitoring === NONE ? undefined : monitoring,
  };
}

/**
 * `export`: the manifests of a pipeline in one of the layouts, written to the folder `--out`. It starts in the exact best
 * configuration for `--load` req/s (10). Every object is checked as a cluster would check it; one that would be refused
 * ends the command, and nothing is written.
 */
export async function exportManifests(args: readonly string[]): Promise<object> {
  const options = parseOptions(args, [
    ...[
      'pipeline',
      'limits',
      'weights',
      'load',
      'layout',
      'namespace',
      'images',
      'queue-image',
      'router-image',
    ],
    ...['memory', 'batch-timeout', 'drain', 'istio', 'monitoring', 'out'],
  ]);
  const out = required(options, 'out');
  const limits = loadLimits(options);
  const pipeline = await loadPipeline(text(options, 'pipeline') ?? 'video', limits);
  const load = number(options, 'load', 10);
  if (load < 0) throw new UsageError('--load must be 0 or more.');
  const configuration = frontierOf(compile(pipeline, limits), loadWeights(options)).best(load);
  const plan = planOf(pipeline, configuration, choicesOf(options, pipeline));
  if (!plan.ok) throw new UsageError(plan.message);
  const why = `the exact best one for ${String(load)} requests a second`;
  const files = filesOf(plan.value, why, limits.maxCores);
  const checked = await complaintsAbout(files);
  const wrong = checked.flatMap(({ name, complaints }) => complaints.map((one) => `${name}: ${one}`));
  if (wrong.length > 0) throw new Error(`The export would be refused. ${wrong.join(' ')}`);
  for (const { name, text: content } of files) {
    const file = join(out, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return {
    out,
    load,
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
    notes: notesOf(plan.value, limits.maxCores),
  };
}
