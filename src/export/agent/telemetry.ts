/** The agent's own metrics, in Prometheus's text format. */
import { answerIn, type AuditRecord, type Outcome } from './audit.ts';

const OUTCOMES: readonly Outcome[] = ['applied', 'partly', 'unchanged', 'dry-run', 'held'];

/** Counts what happened; `text` is what /metrics answers. */
export class Telemetry {
  readonly #outcomes = new Map<Outcome, number>(OUTCOMES.map((one) => [one, 0]));
  #operations = { taken: 0, refused: 0, unknown: 0 };
  #guarded = 0;
  #skipped = 0;
  #seconds = 0;
  #last: AuditRecord | undefined;

  note(record: AuditRecord): void {
    this.#outcomes.set(record.outcome, this.#outcomes.get(record.outcome)! + 1);
    this.#seconds += record.ms / 1000;
    if ((record.guards ?? []).length > 0) this.#guarded++;
    for (const { result } of record.operations ?? []) this.#operations[answerIn(result)]++;
    this.#last = record;
  }

  /** A decision was due while the one before was under way, or its time had passed: the clock was set, or the machine slept. */
  skip(): void {
    this.#skipped++;
  }

  text(): string {
    const lines: string[] = [];
    const add = (
      name: string,
      type: 'counter' | 'gauge',
      help: string,
      values: readonly (readonly [labels: string, value: number | undefined])[],
    ): void => {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
      for (const [labels, value] of values)
        if (value !== undefined) lines.push(`${name}${labels === '' ? '' : `{${labels}}`} ${String(value)}`);
    };
    add(
      'opd_agent_decisions_total',
      'counter',
      'Decisions by what came of them.',
      OUTCOMES.map((one) => [`outcome="${one}"`, this.#outcomes.get(one)]),
    );
    add('opd_agent_operations_total', 'counter', 'Requests that change something, by the answer.', [
      ['answer="taken"', this.#operations.taken],
      ['answer="refused"', this.#operations.refused],
      ['answer="unknown"', this.#operations.unknown],
    ]);
    add('opd_agent_guarded_total', 'counter', 'Decisions of which the guards kept something back.', [
      ['', this.#guarded],
    ]);
    add(
      'opd_agent_skipped_total',
      'counter',
      'Decisions left out because one was under way or their time had passed.',
      [['', this.#skipped]],
    );
    add('opd_agent_decision_seconds_total', 'counter', 'Seconds spent on decisions.', [['', this.#seconds]]);
    const last = this.#last;
    add('opd_agent_live', 'gauge', '1 where decisions are carried out.', [
      ['', last && Number(last.mode === 'live')],
    ]);
    add('opd_agent_held', 'gauge', '1 where the last decision was held.', [
      ['', last && Number(last.outcome === 'held')],
    ]);
    add('opd_agent_load', 'gauge', 'Requests a second, the maximum of the last ten seconds.', [
      ['', last?.load],
    ]);
    add('opd_agent_predicted_load', 'gauge', 'Forecast, requests a second.', [['', last?.predicted]]);
    add('opd_agent_latency_seconds', 'gauge', 'Seconds through all stages.', [['', last?.latency]]);
    add('opd_agent_cores', 'gauge', 'Cores that replicas hold.', [['', last?.cores]]);
    return `${lines.join('\n')}\n`;
  }
}
