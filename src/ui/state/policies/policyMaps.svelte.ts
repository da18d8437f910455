import { sentenceOf } from '../../bridge/bridge.ts';
import type { Simulator } from '../../bridge/simulator.ts';
import { scenarioKey } from '../scenarioKey.ts';
import type { MapGrid } from '../../../experiments/policyMap/grid.ts';
import type { MapRow } from '../../../experiments/policyMap/policyMap.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { MapTold, PolicyChoice } from '../../../../workers/protocol.ts';

interface PolicyMapShown {
  readonly grid: MapGrid;
  /** Those that are computed, from the most cores down. */
  readonly rows: readonly MapRow[];
}

/** Maps that are kept, the oldest first to go. */
const KEPT = 16;

/** Policy maps, made row by row while somebody looks, and kept for the next look. */
export class PolicyMaps {
  /** Why one is missing, a sentence. */
  trouble = $state('');
  /** Whether a map is being made. */
  working = $state(false);
  #known = $state.raw<Readonly<Record<string, PolicyMapShown>>>({});
  /** Keys of those that are whole. */
  #whole: readonly string[] = [];
  /** Agents have no ids of their own. */
  readonly #agents = new WeakMap<object, number>();
  #count = 0;
  readonly #simulator: Pick<Simulator, 'policyMap'>;

  constructor(simulator: Pick<Simulator, 'policyMap'>) {
    this.#simulator = simulator;
  }

  of(scenario: Scenario, choice: PolicyChoice): PolicyMapShown | undefined {
    return this.#known[this.#keyOf(scenario, choice)];
  }

  /** Makes those that are not known, one after the other; what it returns ends that. Called from an effect. */
  follow(scenario: Scenario, choices: readonly PolicyChoice[]): () => void {
    const ending = new AbortController();
    void this.#make(scenario, choices, ending.signal);
    return () => {
      ending.abort();
    };
  }

  async #make(scenario: Scenario, choices: readonly PolicyChoice[], signal: AbortSignal): Promise<void> {
    // An effect that calls this must not read what it writes.
    await Promise.resolve();
    const over = (): boolean => signal.aborted;
    if (over()) return;
    this.trouble = '';
    for (const choice of choices) {
      const key = this.#keyOf(scenario, choice);
      if (this.#whole.includes(key)) continue;
      this.working = true;
      const rows: MapRow[] = [];
      const told = ({ grid, row }: MapTold): void => {
        rows.push(row);
        this.#put(key, { grid, rows: [...rows] });
      };
      try {
        await this.#simulator.policyMap(scenario, choice, told, signal);
        this.#whole = [...this.#whole, key];
      } catch (error) {
        if (over()) return;
        this.trouble = sentenceOf(error);
      }
    }
    this.working = false;
  }

  #put(key: string, shown: PolicyMapShown): void {
    const others = Object.entries(this.#known).filter(([other]) => other !== key);
    const known = Object.fromEntries([...others.slice(1 - KEPT), [key, shown]]);
    this.#known = known;
    this.#whole = this.#whole.filter((one) => one in known);
  }

  #keyOf(scenario: Scenario, choice: PolicyChoice): string {
    const { kind } = choice;
    const of =
      kind === 'named'
        ? choice.id
        : kind === 'agent'
          ? String(this.#idOf(choice.agent))
          : `${String(this.#idOf(choice.own.program))} ${choice.own.onMisfit}`;
    return `${of} ${scenarioKey(scenario, 0)}`;
  }

  #idOf(agentOrProgram: object): number {
    const known = this.#agents.get(agentOrProgram) ?? ++this.#count;
    this.#agents.set(agentOrProgram, known);
    return known;
  }
}

const made = new WeakMap<object, PolicyMaps>();

/** The maps of one lab, whichever view shows them. */
export function policyMapsOf(simulator: Simulator): PolicyMaps {
  const known = made.get(simulator) ?? new PolicyMaps(simulator);
  made.set(simulator, known);
  return known;
}
