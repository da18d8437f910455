/**
 * Networks from elsewhere as policies, run by a runtime in this thread. A network computes and nothing else: it has no
 * operator that reads, writes or sends, so it needs no sandbox. But it can compute for ever, so that whoever cannot wait runs
 * this in a thread that can be ended (policies/own/thread.ts).
 */
import { contractOf, type NetworkContract } from './networkContract.ts';
import { metadataOf } from './networkMetadata.ts';
import { toldBy } from './networkTold.ts';
import { RECENT_INTERVALS, type Observation } from '../../environment/environment.ts';
import { rangesOf } from '../../learning/task/ranges.ts';
import type { FeatureRanges } from '../../learning/network/features.ts';
import { figure } from '../../model/range.ts';
import { spoken } from '../../model/text.ts';
import { toAction, smallestConfiguration, type Tables } from '../../model/tables.ts';
import { OwnFailure } from '../../policies/own/failure.ts';
import type { OwnRuns } from '../../policies/own/runs.ts';
import { networkComplaint } from '../../policies/own/schema.ts';
import type { ModelSession, Runtime } from '../../profiles/measure/session.ts';
import { troubleOf } from '../../profiles/measure/troubles.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { generateWorkload } from '../../workload/generators.ts';

/** Networks loaded at once. */
const MOST_OPEN = 8;

/** Loads the runtime when the first network comes. Each network is loaded once and kept until others need its place. */
export function networkRuns(load: () => Promise<Runtime>): OwnRuns {
  const sessions = new Sessions(load);
  return {
    start: async (own, { tables: { slaSeconds } }, tables) => {
      const { name, program } = own;
      if (program.kind !== 'network') throw new Error(`${name} is code, which no runtime of networks runs`);
      const { bytes } = program;
      const fail = (why: string): never => {
        throw new OwnFailure(spoken(`${name}: ${why}.`));
      };
      const large = networkComplaint(bytes.length);
      if (large !== undefined) return fail(large);
      const told = toldBy(metadataOf(bytes), tables);
      if (!told.ok) return fail(told.message);
      let open: Open;
      try {
        open = await sessions.take(bytes);
      } catch (error) {
        return error instanceof OwnFailure ? fail(error.message) : fail(troubleOf(error, bytes));
      }
      const contract = contractOf(
        open.session.inputs,
        tables,
        told.value,
        told.value.ranges ?? usualRanges(tables, slaSeconds),
      );
      const decide = async (seen: Observation): Promise<unknown> => {
        if (!contract.ok) return fail(contract.message);
        const order = await answer(open.session, contract.value, seen).catch((error: unknown) =>
          fail(troubleOf(error, bytes)),
        );
        return order.ok ? order.value : fail(order.message);
      };
      try {
        // What it answers with is seen before an episode begins, and what the first run prepares is no decision's time.
        await decide(nothingYet(tables));
      } catch (error) {
        sessions.leave(open);
        throw error;
      }
      return {
        decide: ({ observation }) => decide(observation),
        end: () => {
          sessions.leave(open);
        },
      };
    },
  };
}

async function answer(
  session: ModelSession,
  contract: NetworkContract,
  seen: Observation,
): Promise<ReturnType<NetworkContract['read']>> {
  return contract.read(await session.answer(contract.feeds(seen)));
}

/**
 * What a file without `sluice.ranges` is scaled by: as `headless env` scales the load that the lab opens with, whatever load
 * is run, since a policy must not know that beforehand.
 */
export function usualRanges({ pipeline }: Tables, slaSeconds: number): FeatureRanges {
  const scenario = defaultScenario(pipeline, generateWorkload('fluctuating', 7));
  return rangesOf({ ...scenario, slaSeconds }, [scenario.workload.rates]);
}

/** An idle pipeline in its smallest configuration. */
function nothingYet(tables: Tables): Observation {
  const action = new Int32Array(3 * tables.stages);
  toAction(smallestConfiguration(tables), action);
  return {
    ...{ time: 0, load: 0, predicted: 0, freeCores: 0, action },
    recent: Array.from({ length: RECENT_INTERVALS }, () => 0),
    stages: Array.from({ length: tables.stages }, () => ({
      ...{ ready: 1, starting: 0, backlog: 0, latency: 0, throughput: 0, cost: 0 },
    })),
  };
}

interface Open {
  readonly bytes: Uint8Array;
  readonly session: ModelSession;
  /** Episodes that run with it. */
  users: number;
}

/** Networks that are loaded, by their bytes. */
class Sessions {
  readonly #load: () => Promise<Runtime>;
  #runtime: Promise<Runtime> | undefined;
  /** The one used last stands last. */
  #open: readonly Open[] = [];

  constructor(load: () => Promise<Runtime>) {
    this.#load = load;
  }

  /** Rejects with the runtime's own errors, and with `OwnFailure` (a clause) where too many are in use. */
  async take(bytes: Uint8Array): Promise<Open> {
    const found = this.#open.find((one) => equal(one.bytes, bytes)) ?? (await this.#add(bytes));
    found.users++;
    this.#open = [...this.#open.filter((one) => one !== found), found];
    return found;
  }

  leave(open: Open): void {
    open.users--;
  }

  async #add(bytes: Uint8Array): Promise<Open> {
    const idle = this.#open.find(({ users }) => users === 0);
    if (this.#open.length >= MOST_OPEN) {
      if (!idle) throw new OwnFailure(`${figure(MOST_OPEN)} other networks run already`);
      this.#open = this.#open.filter((one) => one !== idle);
      await idle.session.release();
    }
    this.#runtime ??= this.#load();
    const session = await (await this.#runtime).open(bytes);
    return { bytes, session, users: 0 };
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
