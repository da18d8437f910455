import { framed } from './framed.ts';
import type { OpenStore } from './openOnce.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import type { Archiver } from '../../bridge/archiver.ts';
import { askToPersist, usageOf, type Usage } from '../../bridge/persist.ts';
import type { KeptPipeline, KeptPolicy, KeptTrace } from '../../../storage/records.ts';
import type { DamagedPart, Refused, Store } from '../../../storage/store.ts';
import type { PredictorRecord } from '../../../workload/forecasters/predictorRecord.ts';

/** Fetched when it is first asked: few visits look for what is damaged. */
const fetched: Pick<Archiver, 'damagedParts'> = {
  damagedParts: async () => new (await import('../../bridge/archiver.ts')).Archiver().damagedParts(),
};

/** What a visit finds of earlier ones. */
export interface FoundEarlier {
  readonly pipelines: readonly KeptPipeline[];
  readonly traces: readonly KeptTrace[];
  readonly policies: readonly KeptPolicy[];
  readonly predictor: PredictorRecord | undefined;
  /** The lab forecast with it. */
  readonly used: boolean;
}

/** What is damaged, and which of the visitor's things it was. */
export type Damaged =
  DamagedPart | (Refused & { readonly kind: 'pipeline' | 'trace' | 'policy' | 'predictor' | 'run' });

/**
 * The lab's memory as the page sees it. Where the browser keeps nothing, every write says so once, and the lab works as if each visit were the first.
 */
export class Memory {
  usage = $state.raw<Usage | undefined>();
  damaged = $state.raw<readonly Damaged[]>([]);

  #told: readonly string[] = [];
  readonly #store: OpenStore;
  readonly #alert: (sentence: string) => void;

  readonly #archiver: Pick<Archiver, 'damagedParts'>;

  /** `alert` hears of what could not be kept, each sentence once. */
  constructor(
    store: OpenStore,
    alert: (sentence: string) => void,
    archiver: Pick<Archiver, 'damagedParts'> = fetched,
  ) {
    this.#archiver = archiver;
    this.#store = store;
    this.#alert = alert;
  }

  /** All that earlier visits left; empty where it cannot be had, for a visitor who has kept nothing misses nothing. */
  async find(): Promise<FoundEarlier> {
    try {
      const store = await this.#store();
      const [pipelines, traces, policies, kept] = await Promise.all([
        store.keptPipelines(),
        store.keptTraces(),
        store.keptPolicies(),
        store.keptPredictor(),
      ]);
      return {
        pipelines: pipelines.sound,
        traces: traces.sound,
        policies: policies.sound,
        predictor: kept.ok ? kept.value?.predictor : undefined,
        used: kept.ok && (kept.value?.used ?? false),
      };
    } catch {
      return { pipelines: [], traces: [], policies: [], predictor: undefined, used: false };
    }
  }

  /** Parts of runs, of which all must be read: once a visit, and again when something was deleted. */
  #parts: Promise<readonly DamagedPart[]> | undefined;

  /** Looks for what is damaged, runs included: more than a start needs to read. `anew`: their parts once more. */
  async survey(anew = false): Promise<void> {
    const store = await this.#store();
    if (anew) this.#parts = undefined;
    this.#parts ??= this.#archiver.damagedParts().catch((error: unknown) => {
      this.#parts = undefined;
      throw error;
    });
    const [pipelines, traces, policies, kept, runs, parts] = await Promise.all([
      store.keptPipelines(),
      store.keptTraces(),
      store.keptPolicies(),
      store.keptPredictor(),
      store.runs(),
      this.#parts,
    ]);
    this.damaged = [
      ...pipelines.damaged.map((refused) => ({ ...refused, kind: 'pipeline' as const })),
      ...traces.damaged.map((refused) => ({ ...refused, kind: 'trace' as const })),
      ...policies.damaged.map((refused) => ({ ...refused, kind: 'policy' as const })),
      ...(kept.ok ? [] : [{ id: 'predictor', sentence: kept.message, kind: 'predictor' as const }]),
      ...runs.damaged.map((refused) => ({ ...refused, kind: 'run' as const })),
      ...parts,
    ];
  }

  /** Carries out a change of the store; what fails is told, and the page goes on with what it has. */
  async change(work: (store: Store) => Promise<void>): Promise<boolean> {
    // Nobody expects it to.
    if (framed()) return false;
    try {
      await work(await this.#store());
      askToPersist();
      void this.measure();
      return true;
    } catch (error) {
      const sentence = sentenceOf(error);
      if (!this.#told.includes(sentence)) this.#alert(sentence);
      this.#told = [...this.#told, sentence];
      return false;
    }
  }

  /** Asks the browser how full its storage is; where it does not say, nothing is shown. Never rejects. */
  async measure(): Promise<void> {
    this.usage = await usageOf();
  }
}
