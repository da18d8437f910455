import { sentenceOf } from '../bridge/bridge.ts';

/** Work of which one is under way at a time, and which the visitor can have stopped. */
export class Undertaking {
  status = $state<'idle' | 'running' | 'stopping'>('idle');
  /** Of the work done, 0..1. */
  share = $state(0);
  /** One sentence about what broke off or could not be made. */
  error = $state('');
  #stop: AbortController | undefined;

  stop(): void {
    if (this.status !== 'running') return;
    this.status = 'stopping';
    this.#stop?.abort();
  }

  /** Does `work`, whose signal is aborted by `stop`; where it rejects, `error` says why. */
  protected async during(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = (this.#stop = new AbortController());
    this.status = 'running';
    this.share = 0;
    this.error = '';
    try {
      await work(signal);
    } catch (error) {
      this.error = sentenceOf(error);
    } finally {
      this.status = 'idle';
    }
  }
}
