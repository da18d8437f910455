/** What the readers of each kind of autoscaler hand on. */
import type { Decision, DecisionLog } from '../../model/decision.ts';
import type { Identity } from './origin.ts';
import type { Values } from '../../policies/settings/key.ts';

export type ScalerId = 'hpa' | 'keda' | 'kpa' | 'vpa';

/** One autoscaler of one stage, as its object has it. */
export interface FoundScaler {
  readonly id: ScalerId;
  /** Kind and name, for sentences: `HorizontalPodAutoscaler "yolo"`. */
  readonly what: string;
  readonly name: string;
  /** Names that the stage it drives may have, the likeliest first; empty where the object names none. */
  readonly targets: readonly string[];
  /** Only what the object says, by the names of settings. */
  readonly values: Values;
  readonly decisions: readonly Decision[];
  /** Where it is read from the fields of another kind: what that kind's controller calls the Deployment and autoscaler it makes. */
  readonly writes?: readonly string[];
  /** Annotations, where this lab may have kept what has no field of its own. */
  readonly annotations: unknown;
  /** Where it stands in its cluster; absent where it is part of another object. */
  readonly identity?: Identity;
}

/** Values and decisions while a reader goes through an object. */
export interface Draft {
  readonly what: string;
  readonly values: Record<string, string | number>;
  readonly log: DecisionLog;
}
