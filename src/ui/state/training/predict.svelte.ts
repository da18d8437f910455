import { LSTM } from './lstm.ts';
import { IDLE, isActive, type TrainingStatus } from './trainingStatus.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { Predictor } from '../../bridge/predictor.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { defaultPredictorConfig } from '../../../learning/predictor/config.ts';
import type { PredictorPoint } from '../../../learning/predictor/trainPredictor.ts';
import type { ForecastScore } from '../../../workload/accuracy.ts';
import type { PredictorRecord } from '../../../workload/forecasters/predictorRecord.ts';
import type { Workload } from '../../../workload/workload.ts';
import type {
  CompareEvent,
  PredictorChoice,
  PredictorTrainEvent,
  TestPart,
} from '../../../../workers/predictProtocol.ts';

/** What a training may choose; the quantile comes from the lab's weights. */
export interface PredictSettings extends Omit<PredictorChoice, 'quantile'> {
  readonly seconds: number;
}

export interface ForecastRow extends ForecastScore {
  /** req/s at each of the test's times. */
  readonly forecast: Float64Array;
}

const { input, target, loss, units, seed } = defaultPredictorConfig;
export const defaultPredictSettings: PredictSettings = { input, target, loss, units, seed, seconds: 30 };

const DONE: TrainingStatus = { kind: 'done', early: false };

/** What is asked of the workers; a test gives its own. */
export type PredictorWorkers = Pick<Predictor, 'compare' | 'train' | 'stop' | 'terminate'>;

/** The Predict view: forecasters compared on the trace on screen, and the LSTM's training. */
export class Predict {
  status = $state.raw<TrainingStatus>(IDLE);
  #settings = $state.raw<PredictSettings>(defaultPredictSettings);
  points = $state.raw<readonly PredictorPoint[]>([]);
  budget = $state(defaultPredictSettings.seconds);
  elapsed = $state(0);
  /** Share of the training done, 0..1. */
  progress = $state(0);
  /** The predictor trained last, in this visit or an earlier one; until then the lab's own is judged. */
  trained = $state.raw<PredictorRecord | undefined>();
  #used = $state.raw<PredictorRecord | undefined>();
  /** Forecaster drawn against the load. */
  shown = $state(LSTM);
  test = $state.raw<TestPart | undefined>();
  rows = $state.raw<readonly ForecastRow[]>([]);
  comparing = $state(false);
  /** One sentence about a comparison that broke off. */
  trouble = $state('');

  /** Imported traces by id, whole. */
  #whole = $state.raw<Readonly<Record<string, Workload>>>({});

  readonly active = $derived(isActive(this.status));

  /** Called with what is trained or put to use, so that it survives the visit. */
  onKeep: (predictor: PredictorRecord, used: boolean) => void = () => undefined;

  /** Called before that changes: the settings of the next training, or what the lab forecasts with. */
  beforeChange: (what: 'settings' | 'used') => void = () => undefined;

  readonly #predictor: PredictorWorkers;
  #ended: Promise<void> = Promise.resolve();
  #wanted = 0;
  #compared: { readonly rates: Float64Array; readonly quantile: number } | undefined;

  constructor(predictor: PredictorWorkers = new Predictor()) {
    this.#predictor = predictor;
  }

  /** Of the next training. */
  get settings(): PredictSettings {
    return this.#settings;
  }
  set settings(next: PredictSettings) {
    this.beforeChange('settings');
    this.#settings = next;
  }

  /** What the lab forecasts with where its forecaster is the LSTM; undefined is the lab's own. */
  get used(): PredictorRecord | undefined {
    return this.#used;
  }
  set used(next: PredictorRecord | undefined) {
    this.beforeChange('used');
    this.#used = next;
  }

  get last(): PredictorPoint | undefined {
    return this.points.at(-1);
  }

  /** Imported traces longer than the lab replays, whole. */
  keep(id: string, whole: Workload): void {
    this.#whole = { ...this.#whole, [id]: whole };
  }

  /** What forecasters learn from and are judged on where the lab replays `workload`. */
  whole(workload: Workload): Workload {
    return this.#whole[workload.id] ?? workload;
  }

  /** The lab forecasts with the predictor trained last. */
  use(): void {
    this.used = this.trained;
    if (this.trained) this.onKeep(this.trained, true);
  }

  /** As it was before: the predictor that served, or the lab's own. */
  useAgain(used: PredictorRecord | undefined): void {
    this.used = used;
    if (this.trained) this.onKeep(this.trained, used === this.trained);
  }

  /** Takes over what an earlier visit trained, unless this one has trained already. */
  recall(predictor: PredictorRecord, used: boolean): void {
    if (this.trained) return;
    this.trained = predictor;
    if (used) this.#used = predictor;
  }

  /** The scenario with the predictor in use. */
  into(scenario: Scenario): Scenario {
    return this.used && scenario.forecaster === LSTM ? { ...scenario, predictor: this.used } : scenario;
  }

  /** Judges `ids` on the workload; where only the predictor is new, the LSTM alone. */
  compare(workload: Workload, quantile: number, ids: readonly string[]): void {
    const { rates } = workload;
    const same = this.#compared?.rates === rates && this.#compared.quantile === quantile;
    const wanted = same ? ids.filter((id) => id === LSTM || !this.rows.some((row) => row.id === id)) : ids;
    if (!same) {
      // Nothing of another load may pass for this one's.
      this.rows = [];
      if (this.#compared?.rates !== rates) this.test = undefined;
    }
    this.#compared = { rates, quantile };
    const mine = ++this.#wanted;
    this.comparing = true;
    this.trouble = '';
    const hear = (event: CompareEvent): void => {
      if (mine !== this.#wanted) return;
      if (event.kind === 'test') this.test = event.test;
      else if (event.kind === 'late')
        this.trouble = [this.trouble, event.why].filter((s) => s !== '').join(' ');
      else {
        const row = { ...event.score, forecast: event.forecast };
        this.rows = [...this.rows.filter(({ id }) => id !== row.id), row].sort((p, q) => p.smape - q.smape);
      }
    };
    this.#predictor
      .compare({ rates, quantile, ids: wanted, predictor: this.trained }, hear)
      .catch((error: unknown) => {
        if (mine === this.#wanted) this.trouble = sentenceOf(error);
      })
      .finally(() => {
        if (mine === this.#wanted) this.comparing = false;
      });
  }

  start(workload: Workload, quantile: number): void {
    if (this.active) return;
    const { seconds, ...choice } = this.settings;
    this.status = { kind: 'starting' };
    this.points = [];
    this.elapsed = 0;
    this.progress = 0;
    this.budget = seconds;
    const request = {
      rates: workload.rates,
      name: workload.name,
      choice: { ...choice, quantile },
      seconds,
    };
    this.#ended = this.#predictor.train(request, this.#hear).catch((error: unknown) => {
      if (this.status.kind === 'stopping') this.status = this.trained ? DONE : IDLE;
      else {
        this.status = { kind: 'failed', sentence: sentenceOf(error) };
        this.#predictor.terminate();
      }
    });
  }

  stop(): void {
    if (!this.active || this.status.kind === 'stopping') return;
    this.status = { kind: 'stopping' };
    this.#predictor.stop(this.#ended).catch(() => undefined);
  }

  readonly #hear = (event: PredictorTrainEvent): void => {
    if (event.kind === 'points') {
      if (this.status.kind === 'starting') this.status = { kind: 'running' };
      this.points = [...this.points, ...event.points];
      this.elapsed = this.last?.elapsedSeconds ?? 0;
      this.progress = this.last?.progress ?? 0;
    } else {
      this.elapsed = event.elapsedSeconds;
      this.trained = event.predictor;
      this.onKeep(event.predictor, false);
      this.shown = LSTM;
      this.status = DONE;
    }
  };
}
