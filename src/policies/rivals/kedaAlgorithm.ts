import { HpaController, type HpaSpec } from './hpaAlgorithm.ts';

/**
 * KEDA's ScaledObject with one trigger as a pure controller (keda.sh, "ScaledObject specification" and "Scaling
 * deployments"; `scale_scaledobjects.go` of kedacore/keda). KEDA itself moves between 0 and 1 by the activation
 * threshold and the cooldown; between 1 and the maximum an HPA works on the trigger's metric as an AverageValue.
 */
export interface KedaSpec {
  /** The trigger is active while its metric is strictly greater. */
  readonly activation: number;
  readonly cooldownSeconds: number;
  /** Replicas; 0 lets KEDA scale to zero. */
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behaviour: Omit<HpaSpec, 'minReplicas' | 'maxReplicas'>;
}

export const kedaDefaults = {
  activation: 0,
  pollingSeconds: 30,
  cooldownSeconds: 300,
  minReplicas: 0,
  maxReplicas: 100,
} as const;

export class KedaController {
  readonly #spec: KedaSpec;
  readonly #hpa: HpaController;
  #lastActive: number | undefined;

  constructor(spec: KedaSpec) {
    this.#spec = spec;
    this.#hpa = new HpaController({
      ...spec.behaviour,
      minReplicas: Math.max(1, spec.minReplicas),
      maxReplicas: spec.maxReplicas,
    });
  }

  /** KEDA's own loop, every polling interval: replicas to order; `metric` undefined where it could not be read. */
  poll(time: number, current: number, metric: number | undefined): number {
    const { activation, cooldownSeconds, minReplicas } = this.#spec;
    if (metric === undefined) return current;
    if (metric > activation) {
      this.#lastActive = time;
      return current === 0 ? Math.max(1, minReplicas) : current;
    }
    if (minReplicas === 0) {
      const cooled = this.#lastActive === undefined || this.#lastActive + cooldownSeconds < time;
      return cooled ? 0 : current;
    }
    return Math.max(current, minReplicas);
  }

  /** A sync of the HPA beneath: what its metric proposes, undefined where it could not be read. At no replicas it is off. */
  sync(time: number, current: number, proposal: number | undefined): number {
    return this.#hpa.sync(time, current, [proposal]);
  }
}
