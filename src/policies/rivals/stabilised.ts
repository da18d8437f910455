/** What InfAdapter and MS+ share: a plan per stage for the forecast with a margin, kept for a while when the load falls. */
import { unitShares, deadlineShares } from './shares.ts';
import { lightestVariants, replicaUnits, optionSeconds } from './stageOptions.ts';
import type { PolicyFactory, PolicyInfo } from '../policy.ts';
import type { Configuration, StageConfig } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';
import type { Watch } from '../../model/watch.ts';

/** Weights of InfAdapter's objective (its starter): a full share of cores, and a variant that must load. */
export const CORE_WEIGHT = 0.05;
export const LOADING_WEIGHT = 0.001;
/** Added to the forecast. */
const MARGIN = 0.1;
/** Decisions in a row without a higher load before a plan for less is made. */
const STABLE_DECISIONS = 4;

/** A stage as a service of its own. */
export interface Service {
  readonly tables: Tables;
  readonly n: number;
  /** Units of cores that it may hold. */
  readonly units: number;
  /** The lightest, for when nothing carries the load. */
  readonly lightest: number;
  /** Variants that fit these and whose single request fits the stage's share of the latency objective. */
  readonly variants: readonly number[];
}

/** What to order at a stage for a load, or undefined where its variants and cores do not carry it. May remember its last plan. */
export type PlanStage = (load: number) => StageConfig | undefined;

/** The stages as services; their cores sum to W_max. */
export function servicesOf(tables: Tables, slaSeconds: number): readonly Service[] {
  const units = unitShares(tables);
  const seconds = deadlineShares(tables, slaSeconds);
  const lightest = lightestVariants(tables);
  return units.map((own, n) => ({
    tables,
    n,
    units: own,
    lightest: lightest[n]!,
    variants: Array.from({ length: tables.variants[n]! }, (_, z) => z).filter(
      (z) => replicaUnits(tables, n, z) <= own && optionSeconds(tables, n, z, 0) <= seconds[n]!,
    ),
  }));
}

/** As many replicas of `variant` as the service's cores and F_max hold. */
export function allCores({ tables, n, units }: Service, variant: number): StageConfig {
  const replicas = Math.floor(units / replicaUnits(tables, n, variant));
  return { variant, replicas: Math.min(tables.limits.maxReplicas, replicas), batch: 1 };
}

/**
 * A policy that plans every stage on its own for the forecast plus 10 %: at once where that is more than it last
 * planned for, else after `STABLE_DECISIONS` such decisions in a row. A stage that cannot carry the load gets its
 * lightest variant on all its cores.
 */
export function stabilised(
  info: PolicyInfo,
  plan: (service: Service, watch?: Watch) => PlanStage,
): PolicyFactory {
  return {
    info,
    create: ({ tables, slaSeconds, watch }) => {
      const services = servicesOf(tables, slaSeconds);
      const planners = services.map((service) => plan(service, watch));
      let planned = -Infinity;
      let stable = 0;
      let ordered: Configuration = [];
      return Promise.resolve({
        info,
        decide: ({ predicted }) => {
          const load = (1 + MARGIN) * predicted;
          stable = load > planned ? 0 : stable + 1;
          if (stable > 0 && stable < STABLE_DECISIONS) return ordered;
          stable = 0;
          planned = load;
          ordered = services.map((service, n) => planners[n]!(load) ?? allCores(service, service.lightest));
          return ordered;
        },
      });
    },
  };
}
