/**
 * A cluster that behaves as the lab's own simulator does: the metrics that its containers would expose, and its pods. What
 * is ordered comes from outside, ten seconds at a time.
 */
import type { KubernetesObject } from '../../export/cluster/document.ts';
import type { ClusterPlan } from '../../export/cluster/plan.ts';
import type { Environment } from '../../environment/environment.ts';
import { createEnvironment, type Prepared } from '../../scenario/prepare.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { toAction, toConfiguration } from '../../model/tables.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';

const INFER = { grpc_method: 'ModelInfer' };

export class PlayedCluster {
  readonly environment: Environment;
  readonly #plan: ClusterPlan;
  readonly #rates: Float64Array;
  readonly #start: number;
  readonly #arrived: Float64Array;
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  readonly #queues: Float64Array;
  #second = 0;
  #pending: { readonly time: number; readonly line: string }[] = [];

  /** `start` is when second 0 of the load was, ms since 1970. It begins at second 120, with 120 seconds to be scraped. */
  constructor(prepared: Prepared, plan: ClusterPlan, configuration: Configuration, start: number) {
    const { tables, track } = prepared;
    this.environment = createEnvironment(prepared, 1);
    const action = new Int32Array(3 * tables.stages);
    toAction(configuration, action);
    this.environment.reset(0, track, HISTORY_SECONDS, action);
    this.environment.startRecording(0, track.rates.length);
    this.#plan = plan;
    this.#rates = track.rates;
    this.#start = start;
    this.#arrived = new Float64Array(1);
    this.#sums = new Float64Array(tables.stages);
    this.#counts = new Float64Array(tables.stages);
    this.#queues = new Float64Array(tables.stages);
    this.#write();
    for (let s = 0; s < HISTORY_SECONDS; s++) this.#tick();
  }

  /** Second of the load that it has reached. */
  get second(): number {
    return this.environment.time[0]!;
  }

  /** When that is, ms since 1970. */
  get now(): number {
    return this.#start + 1000 * this.second;
  }

  /** Lets ten seconds pass under `configuration`. */
  step(configuration: Configuration): void {
    const action = new Int32Array(this.environment.actions.length);
    toAction(configuration, action);
    this.environment.step(action);
    for (let s = 0; s < DECISION_SECONDS; s++) this.#tick();
  }

  /** Samples up to `time` in Prometheus's text format, each with its time stamp; those before `since` are forgotten. */
  exposition(since: number, time = Infinity): string {
    this.#pending = this.#pending.filter((sample) => sample.time >= since);
    return this.#pending
      .filter((sample) => sample.time <= time)
      .map(({ line }) => line)
      .join('');
  }

  #tick(): void {
    this.#arrived[0]! += this.#rates[this.#second]!;
    const { stages } = this.environment.observe(0);
    stages.forEach(({ latency, backlog }, n) => {
      // Rates of these stand in the ratio that holds at the end of the ten seconds, whichever of them a query sees.
      this.#queues[n] = this.#queues[n]! + backlog;
      const served = this.#rates[this.#second]!;
      this.#counts[n] = this.#counts[n]! + served;
      this.#sums[n] = this.#sums[n]! + served * latency;
    });
    this.#second++;
    this.#write();
  }

  #write(): void {
    const { layout, namespace, stages, name } = this.#plan;
    const time = this.#start + 1000 * this.#second;
    const add = (series: string, labels: Readonly<Record<string, string>>, value: number): void => {
      const inside = Object.entries({ namespace, ...labels })
        .map(([key, text]) => `${key}="${text}"`)
        .join(',');
      this.#pending.push({ time, line: `${series}{${inside}} ${String(value)} ${String(time)}\n` });
    };
    const arrived = this.#arrived[0]!;
    if (layout === 'seldon-per-stage')
      add('grpc_server_started_total', { container: 'router', pod: 'router-0', ...INFER }, arrived);
    if (layout === 'seldon-graph')
      for (const [service, count] of [
        ['/inference.GRPCInferenceService/ModelInfer', arrived],
        ['/inference.GRPCInferenceService/ModelMetadata', 3 * this.#second],
      ] as const)
        add('seldon_api_executor_server_requests_seconds_count', { deployment_name: name, service }, count);
    const observed = this.environment.observe(0).stages;
    stages.forEach((stage, n) => {
      const { backlog } = observed[n]!;
      const pod = `${stage.name}-predictor-0`;
      const own = layout === 'kserve' ? { pod } : { container: stage.name, pod };
      const entry =
        layout === 'seldon-per-stage' ? { container: `queue-${stage.name}`, pod: 'queue-0' } : own;
      add('model_infer_request_duration_sum', entry, this.#sums[n]!);
      // In this layout the first stage's count is that of the arrivals.
      add('model_infer_request_duration_count', entry, this.#counts[n]!);
      if (layout === 'kserve') {
        add('batch_request_queue_sum', own, this.#queues[n]!);
        add('batch_request_queue_count', own, this.#second);
        return;
      }
      const ended = this.#counts[n]!;
      if (entry !== own) {
        add('grpc_server_started_total', { ...own, ...INFER }, ended);
        add('model_infer_request_duration_count', own, ended);
      }
      add('grpc_server_started_total', { ...entry, ...INFER }, ended + backlog);
      // Asked once a second for its health.
      add('grpc_server_started_total', { ...entry, grpc_method: 'ServerReady' }, this.#second);
    });
  }

  /** Pods as the API server would list them. */
  pods(): readonly KubernetesObject[] {
    const { tables } = this.environment.options;
    const { layout, namespace, stages, name } = this.#plan;
    const ordered = toConfiguration(tables, this.environment.actions);
    const seen = this.environment.observe(0).stages;
    const record = this.environment.record();
    const last = (column: Float32Array, n: number): number | undefined =>
      record.seconds > 0 ? column[(record.seconds - 1) * tables.stages + n] : undefined;
    return stages.flatMap((stage, n) => {
      const { variants } = stage.stage;
      const config = ordered[n]!;
      const ready = last(record.ready, n) ?? config.replicas;
      const old = last(record.old, n) ?? 0;
      const oldVariant = last(record.oldVariant, n) ?? -1;
      const rate = (variant: number, batch: number): number =>
        tables.rate[tables.offset[n]! + variant * tables.batches.length + batch]!;
      // The simulator does not tell what batches the replaced replicas make, but what all of them serve together.
      const oldBatch = tables.batches.find(
        (_, k) =>
          Math.abs(
            ready * rate(config.variant, Math.log2(config.batch)) +
              old * rate(oldVariant, k) -
              seen[n]!.throughput,
          ) < 1e-6,
      );
      const pod = (variant: number, batch: number, serves: boolean, i: number): KubernetesObject => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: `${stage.name}-${variants[variant]!.name.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')}-${String(i)}`,
          namespace,
          labels:
            layout === 'kserve'
              ? { 'serving.kserve.io/inferenceservice': stage.name }
              : {
                  'app.kubernetes.io/managed-by': 'seldon-core',
                  'seldon-deployment-id': layout === 'seldon-graph' ? name : stage.name,
                },
        },
        spec: {
          containers: [
            {
              name: layout === 'kserve' ? 'kserve-container' : stage.name,
              env: [
                { name: 'MODEL_VARIANT', value: variants[variant]!.name },
                {
                  name: 'MLSERVER_MODEL_MAX_BATCH_SIZE',
                  value: String(layout === 'seldon-per-stage' ? 1 : batch),
                },
              ],
              resources: { requests: { cpu: String(variants[variant]!.cores) } },
            },
          ],
        },
        status: {
          phase: serves ? 'Running' : 'Pending',
          conditions: [{ type: 'Ready', status: serves ? 'True' : 'False' }],
        },
      });
      return [
        ...Array.from({ length: ready }, (_, i) => pod(config.variant, config.batch, true, i)),
        ...Array.from({ length: config.replicas - ready }, (_, i) =>
          pod(config.variant, config.batch, false, ready + i),
        ),
        ...Array.from({ length: old }, (_, i) => pod(oldVariant, oldBatch ?? config.batch, true, i)),
      ];
    });
  }
}
