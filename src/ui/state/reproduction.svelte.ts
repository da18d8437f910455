import { sentenceOf } from '../bridge/bridge.ts';
import { Reproducer } from '../bridge/reproducer.ts';
import type { Evidence } from '../../experiments/reproduction/evidence.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** The paper's evaluation, run again; what it found stays for this visit. */
export class Reproduction {
  /** How many seeds, from 1 on. */
  seeds = $state(3);
  /** Seconds of each training. */
  seconds = $state(30);
  status = $state<'idle' | 'running' | 'stopping'>('idle');
  /** Share of the work done, 0..1. */
  share = $state(0);
  doing = $state('');
  evidence = $state.raw<Evidence | undefined>();
  /** One sentence about a run that broke off. */
  error = $state('');

  readonly #reproducer: Pick<Reproducer, 'run' | 'stop'>;

  constructor(reproducer: Pick<Reproducer, 'run' | 'stop'> = new Reproducer()) {
    this.#reproducer = reproducer;
  }

  async run(scenario: Scenario): Promise<void> {
    if (this.status !== 'idle') return;
    this.status = 'running';
    this.share = 0;
    this.doing = 'loading';
    this.error = '';
    const seeds = Array.from({ length: this.seeds }, (_, i) => i + 1);
    try {
      const found = await this.#reproducer.run(
        { scenario, seeds, budget: { seconds: this.seconds } },
        ({ share, doing }) => {
          this.share = share;
          this.doing = doing;
        },
      );
      if (found) this.evidence = found;
    } catch (error) {
      this.error = sentenceOf(error);
    } finally {
      this.status = 'idle';
    }
  }

  stop(): void {
    if (this.status !== 'running') return;
    this.status = 'stopping';
    this.#reproducer.stop().catch(() => undefined);
  }
}
