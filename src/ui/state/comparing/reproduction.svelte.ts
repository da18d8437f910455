import { goneWords, noteFound } from '../keeping/gone.ts';
import { Undertaking } from '../undertaking.svelte.ts';
import { Reproducer } from '../../bridge/reproducer.ts';
import type { Evidence } from '../../../experiments/reproduction/evidence.ts';
import type { Scenario } from '../../../scenario/scenario.ts';

/** Its name in the tab's memory. */
const FOUND = 'reproduced';

/** What is asked of an evaluation. */
interface Asked {
  /** How many seeds, from 1 on. */
  readonly seeds: number;
  /** Of each training. */
  readonly seconds: number;
}

/** The paper's evaluation, run again; what it found stays for this visit. */
export class Reproduction extends Undertaking {
  #asked = $state.raw<Asked>({ seeds: 3, seconds: 30 });
  /** Called before that changes. */
  beforeChange: () => void = () => undefined;
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

  get asked(): Asked {
    return this.#asked;
  }
  set asked(next: Asked) {
    this.beforeChange();
    this.#asked = next;
  }

  get seeds(): number {
    return this.asked.seeds;
  }
  set seeds(seeds: number) {
    this.asked = { ...this.asked, seeds };
  }

  get seconds(): number {
    return this.asked.seconds;
  }
  set seconds(seconds: number) {
    this.asked = { ...this.asked, seconds };
  }

  async run(scenario: Scenario): Promise<void> {
    if (this.status !== 'idle') return;
    this.doing = 'loading';
    const seeds = Array.from({ length: this.asked.seeds }, (_, i) => i + 1);
    await this.during(async (signal) => {
      const found = await this.#reproducer.run(
        { scenario, seeds, budget: { seconds: this.asked.seconds } },
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
