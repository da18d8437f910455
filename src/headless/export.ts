import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { choice, list, number, parseOptions, required, text, UsageError, type Options } from './options.ts';
import { loadLimits, loadPipeline, loadWeights } from './scenario.ts';
import { manifestsOf, textOf } from '../export/cluster/manifests.ts';
import { notesOf } from '../export/cluster/notes.ts';
import { defaultChoices, layouts, planOf, type ClusterChoices } from '../export/cluster/plan.ts';
import { validate } from '../export/cluster/validate/validate.ts';
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
  const manifests = manifestsOf(plan.value);
  const files = await Promise.all(
    manifests.map(async (manifest) => ({
      file: manifest.file,
      objects: manifest.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      complaints: (await Promise.all(manifest.objects.map(validate))).flat(),
    })),
  );
  const wrong = files.flatMap(({ file, complaints }) => complaints.map((one) => `${file}: ${one}`));
  if (wrong.length > 0) throw new Error(`The export would be refused. ${wrong.join(' ')}`);
  await mkdir(out, { recursive: true });
  await Promise.all(manifests.map((manifest) => writeFile(join(out, manifest.file), textOf(manifest))));
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
    files,
    notes: notesOf(plan.value, limits.maxCores),
  };
}
