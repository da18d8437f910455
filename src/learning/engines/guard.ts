/** Waits for a graphics device that may be lost or never answer; WebGPU's promises tell neither. */

/** Work that takes longer has hung: a lost device may never answer. The first one compiles shaders, on a slow device for long. */
const FIRST_MS = 120_000;
const HUNG_MS = 30_000;
/** News of a loss that come so soon after a failure explain it. */
const LOSS_MS = 300;

/** Resolves to the reason when `device` is gone. */
export async function deviceLost(device: {
  readonly lost: Promise<{ readonly message: string }>;
}): Promise<string> {
  const { message } = await device.lost;
  return `the graphics device was lost${message === '' ? '' : `: ${message}`}`;
}

/** Rejects what waits for a device where that is lost or does not answer; `lost` resolves to the reason when it is gone. */
export class Guard {
  readonly #loss: Promise<never>;
  #gone: string | undefined;
  #limitMs: number;
  readonly #hungMs: number;

  constructor(
    lost: Promise<string>,
    limits: { readonly firstMs: number; readonly hungMs: number } = { firstMs: FIRST_MS, hungMs: HUNG_MS },
  ) {
    this.#limitMs = limits.firstMs;
    this.#hungMs = limits.hungMs;
    this.#loss = lost.then((reason) => {
      this.#gone = reason;
      throw new Error(reason);
    });
    // Nobody may be waiting when it happens.
    this.#loss.catch(() => undefined);
  }

  /** What `work` comes to, which may take as long as so many `pieces`; rejects with the reason of the loss, or where it does not answer. */
  async wait<T>(work: () => Promise<T>, pieces = 1): Promise<T> {
    if (this.#gone !== undefined) throw new Error(this.#gone);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limitMs = pieces * this.#limitMs;
    const hung = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`it did not answer for ${String(Math.round(limitMs / 1000))} s`));
      }, limitMs);
    });
    const done = work();
    try {
      const result = await Promise.race([done, this.#loss, hung]);
      this.#limitMs = this.#hungMs;
      return result;
    } catch (error) {
      done.catch(() => undefined);
      // A read that breaks off is often the first that is heard of a lost device: the loss itself says it better.
      await Promise.race([
        this.#loss.catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, LOSS_MS)),
      ]);
      // It changes while a call awaits, which narrowing does not see.
      const reason = this.#gone as string | undefined;
      throw reason === undefined ? error : new Error(reason, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}
