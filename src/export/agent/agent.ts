/** The in-cluster agent: one decision at a time, from measurement to the API server's answer. */
import {
  audited,
  auditedObservation,
  TAKEN,
  UNKNOWN,
  WOULD_BE_TAKEN,
  type AuditedOperation,
  type AuditRecord,
} from './audit.ts';
import { Breaches } from './breaches.ts';
import { Guard, same } from './guards.ts';
import type { ApiAnswer, AskKubernetes } from './kubernetes.ts';
import { measure } from './measure.ts';
import { observationOf } from './observe.ts';
import { addressed, operationsFor, withResult, type Operation } from './operations.ts';
import { podsPath, replicasOf } from './pods.ts';
import type { AskPrometheus } from './prometheus.ts';
import {
  at as pointed,
  stagePlacesOf,
  readOrdered,
  resourcesOf,
  type Ordered,
  type StagePlaces,
} from './resources.ts';
import type { AgentSettings } from './settings.ts';
import type { Decider } from '../../learning/network/trainedAgent.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { refused, type Result } from '../../model/result.ts';
import { exactCores } from '../../model/cores.ts';
import { coresOf, isFeasible, type Tables } from '../../model/tables.ts';
import type { Forecaster } from '../../workload/forecaster.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** How often a change is tried anew where somebody else wrote in between. */
const ATTEMPTS = 3;
/** Milliseconds after which a decision begins no request: the next is due, and /healthz must not fail meanwhile. */
const LONGEST = 1000 * DECISION_SECONDS;
/** The API server's answer to a write that was overtaken, and to a patch whose test failed. */
const CONFLICT = 409;
const INVALID = 422;

/** The world that the agent acts in. */
export interface AgentWorld {
  readonly prometheus: AskPrometheus;
  readonly kubernetes: AskKubernetes;
  /** Milliseconds; only differences count. */
  readonly clock: () => number;
}

/** What the agent decides with. */
export interface AgentMind {
  readonly tables: Tables;
  readonly decider: Decider;
  readonly forecaster: Forecaster;
  readonly baseline: Configuration;
  readonly slaSeconds: number;
  readonly batchTimeoutSeconds: number;
}

/** One decision after the other; `decide` must not be called while it is under way. */
export class Agent {
  readonly #settings: AgentSettings;
  readonly #mind: AgentMind;
  readonly #world: AgentWorld;
  readonly #places: readonly StagePlaces[];
  readonly #guard: Guard;
  readonly #breaches: Breaches;
  #writing = false;

  constructor(settings: AgentSettings, mind: AgentMind, world: AgentWorld) {
    this.#settings = settings;
    this.#mind = mind;
    this.#world = world;
    this.#places = stagePlacesOf(settings);
    this.#guard = new Guard(mind.tables, settings.guards, ownBatches(settings));
    this.#breaches = new Breaches(settings.revert, mind.slaSeconds);
  }

  /** Whether a decision is being ordered: what ends the agent now leaves it half done. */
  get writing(): boolean {
    return this.#writing;
  }

  /** Decides as of `at`, milliseconds since 1970, and carries it out. Never throws for what the world answers. */
  async decide(at: number): Promise<AuditRecord> {
    const begun = this.#world.clock();
    const done = (record: Omit<AuditRecord, 'at' | 'mode' | 'ms'>): AuditRecord => ({
      at: new Date(at).toISOString(),
      mode: this.#settings.mode,
      ...record,
      ms: Math.round(1000 * (this.#world.clock() - begun)) / 1000,
    });
    const hold = (reason: string): AuditRecord => done({ outcome: 'held', reason });

    const [signals, found, pods] = await Promise.all([
      measure(this.#settings, this.#world.prometheus, at),
      this.#ordered(),
      this.#world.kubernetes({ method: 'GET', path: podsPath(this.#settings) }),
    ]);
    if (!found.ok) return hold(found.message);
    const ordered = found.value;
    if (ordered.paused !== undefined) return hold(`${ordered.paused} says that the agent is paused.`);
    if (!signals.ok) return hold(signals.message);
    if (!pods.ok) return hold(`The pods could not be read: ${String(pods.status)} ${pods.message}`);

    const { tables, decider, forecaster, baseline } = this.#mind;
    const observation = observationOf(
      tables,
      ordered.configuration,
      replicasOf(pods.body, this.#settings),
      signals.value,
      forecaster,
      ownBatches(this.#settings),
    );
    if (!Number.isFinite(observation.predicted)) return hold('The forecast is no number.');
    if (!observation.stages.every(({ cost, throughput }) => Number.isFinite(cost + throughput)))
      return hold('What the pods hold is no number of cores.');
    const latency = observation.stages.reduce((sum, one) => sum + one.latency, 0);
    const common = {
      load: observation.load,
      predicted: observation.predicted,
      latency,
      cores: exactCores(observation.stages.reduce((sum, { cost }) => sum + cost, 0)),
      before: audited(tables, ordered.configuration),
      observation: auditedObservation(observation)!,
    };
    let wanted: Configuration;
    let preference: number;
    try {
      wanted = decider.decide(observation);
      preference = decider.preference(observation);
    } catch (error) {
      return done({
        outcome: 'held',
        reason: `The network has no answer: ${error instanceof Error ? error.message : String(error)}.`,
        ...common,
      });
    }
    const now = at / 1000;
    const reverted = this.#breaches.note(latency, now);
    const { configuration, held } = reverted
      ? { configuration: baseline, held: [] }
      : this.#guard.check(observation, wanted, preference, now);
    const decided = {
      ...common,
      wanted: audited(tables, wanted),
      ordered: audited(tables, configuration),
      guards: held,
      ...(reverted
        ? { reason: 'The latency was above the objective too often: the baseline is ordered.' }
        : {}),
    };
    // Whatever came before: the last word on the limits is said here.
    if (!isFeasible(tables, configuration))
      return done({ ...decided, outcome: 'held', reason: 'The decision is outside the limits.' });
    if (same(configuration, ordered.configuration)) return done({ ...decided, outcome: 'unchanged' });
    this.#writing = this.#settings.mode === 'live';
    const operations = await this.#carryOut(ordered, configuration, now, begun + LONGEST).finally(
      () => (this.#writing = false),
    );
    const taken = operations.every(({ result }) => result === TAKEN);
    const outcome = this.#settings.mode === 'dry-run' ? 'dry-run' : taken ? 'applied' : 'partly';
    return done({ ...decided, outcome, operations });
  }

  async #ordered(): Promise<Result<Ordered>> {
    const resources = resourcesOf(this.#places);
    const answers = await Promise.all(
      resources.map(({ path }) => this.#world.kubernetes({ method: 'GET', path })),
    );
    const objects = new Map<string, unknown>();
    for (const [i, answer] of answers.entries()) {
      const { name, path } = resources[i]!;
      if (!answer.ok) return refused(`${name} could not be read: ${String(answer.status)} ${answer.message}`);
      objects.set(path, answer.body);
    }
    return readOrdered(this.#places, objects, this.#mind.tables);
  }

  /**
   * Orders `target`, freeing operations first. Where a write was overtaken or its answer was lost, what is ordered is read
   * again, and if nobody else changed the knobs meanwhile the rest is tried anew.
   */
  async #carryOut(
    start: Ordered,
    target: Configuration,
    now: number,
    deadline: number,
  ): Promise<readonly AuditedOperation[]> {
    const { tables } = this.#mind;
    const live = this.#settings.mode === 'live';
    const said: AuditedOperation[] = [];
    let ordered = start;
    let present = start.configuration;
    for (let attempt = 1; ; attempt++) {
      let unsure: Configuration | undefined;
      for (const operation of this.#operations(ordered, target)) {
        if (this.#world.clock() >= deadline) {
          said.push({
            resource: 'all',
            what: 'the rest of the decision',
            result: 'not ordered: the decision took too long',
          });
          return said;
        }
        const next = withResult(present, operation);
        const answer = await this.#order(operation, coresOf(tables, present), coresOf(tables, next));
        said.push({ resource: operation.resource, what: operation.what, result: answer.message });
        if (answer.unsure) {
          unsure = next;
          break;
        }
        if (!answer.taken) continue;
        if (live) this.#guard.changed(present, next, now);
        present = next;
      }
      if (!unsure || attempt === ATTEMPTS) return said;
      const again = await this.#ordered();
      if (again.ok && same(again.value.configuration, unsure)) {
        // It was taken, and only its answer was lost.
        said[said.length - 1] = { ...said.at(-1)!, result: TAKEN };
        this.#guard.changed(present, unsure, now);
        present = unsure;
        ordered = again.value;
        continue;
      }
      if (!again.ok || !same(again.value.configuration, present)) {
        said.push({
          resource: 'all',
          what: 'the rest of the decision',
          result: again.ok ? 'not ordered: somebody else changed what is ordered' : again.message,
        });
        return said;
      }
      // What was overtaken is tried anew: its first answer no longer counts.
      said.pop();
      ordered = again.value;
    }
  }

  #operations(ordered: Ordered, target: Configuration): readonly Operation[] {
    return operationsFor(this.#settings, this.#mind.tables, ordered, target, this.#mind.batchTimeoutSeconds);
  }

  /** Asks whether the operation would be taken and, live, orders it. `from` cores are ordered before, `cores` after. */
  async #order(
    { request, resource }: Operation,
    from: number,
    cores: number,
  ): Promise<{ readonly taken: boolean; readonly unsure: boolean; readonly message: string }> {
    const no = (message: string, unsure = false): { taken: false; unsure: boolean; message: string } => ({
      taken: false,
      unsure,
      message,
    });
    const { maxCores } = this.#mind.tables.limits;
    // An operation that was to free cores may have been refused. What needs no more is taken, or nobody gets below W_max again.
    if (cores > maxCores && cores > from)
      return no(`not ordered: ${String(cores)} cores of ${String(maxCores)} would be`);
    const live = this.#settings.mode === 'live';
    for (const dry of live ? [true, false] : [true]) {
      const given = await this.#world.kubernetes({ ...request, path: addressed(request.path, dry) });
      const answer = given.ok && !isAbout(given.body, resource) ? STRANGE : given;
      if (answer.ok) continue;
      const { status, message } = answer;
      const said = `${status === 0 ? '' : `${String(status)} `}${message}`;
      // No answer, or a yes that cannot be read: it may have been carried out all the same.
      if (status < 300)
        return dry
          ? no(`${UNKNOWN}${said}; it was only asked, and nothing is ordered of it`)
          : no(`${UNKNOWN}${said}; what is ordered is read again before anything else is`, true);
      return no(
        `refused: ${said}`,
        live && (status === CONFLICT || status === INVALID || (!dry && status >= 500)),
      );
    }
    return { taken: true, unsure: false, message: live ? TAKEN : WOULD_BE_TAKEN };
  }
}

/** A yes to something else: a proxy's page, a list, an empty object. */
const STRANGE: ApiAnswer = {
  ok: false,
  status: 200,
  message: 'an answer that does not name the resource',
};

/** Whether the answer to a write is that resource, or its Scale: both carry its name. */
const isAbout = (body: unknown, resource: string): boolean => pointed(body, '/metadata/name') === resource;

const ownBatches = ({ layout }: AgentSettings): boolean => layout !== 'seldon-per-stage';
