import { goneWords, noteFound } from '../keeping/gone.ts';
import { Undertaking } from '../undertaking.svelte.ts';
import { Reproducer } from '../../bridge/reproducer.ts';
import type { Evidence } from '../../../experiments/reproduction/evidence.ts';
import type { Scenario } from '../../../scenario/scenario.ts';

/** Its name in the tab's memory. */
const FOUND = 'reproduced';

/** The paper's evaluation, run again; what it found stays for this visit. */
export class Reproduction extends Undertaking {
  /** How many seeds, from 1 on. */
  seeds = $state(3);
  /** Seconds of each training. */
  seconds = $state(30);
  doing = $state('');
  evidence = $state.raw<Evidence | undefined>();
  /** What the evidence is of. */
  made = $state.raw<Scenario | undefined>();
  /** It was judged in this tab before the page was opened anew. */
  readonly gone = goneWords(FOUND) !== '';

  readonly #reproducer: Pick<Reproducer, 'run'>;

  constructor(reproducer: Pick<Reproducer, 'run'> = new Reproducer()) {
    super();
    this.#reproducer = reproducer;
  }

  async run(scenario: Scenario): Promise<void> {
    if (this.status !== 'idle') return;
    this.doing = 'loading';
    const seeds = Array.from({ length: this.seeds }, (_, i) => i + 1);
    await this.during(async (signal) => {
      const found = await this.#reproducer.run(
        { scenario, seeds, budget: { seconds: this.seconds } },
        ({ share, doing }) => {
          this.share = share;
          this.doing = doing;
        },
        signal,
      );
      if (!found) return;
      this.evidence = found;
      this.made = scenario;
      noteFound(FOUND, scenario.pipeline.name);
    });
  }
}
