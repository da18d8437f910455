import type { Engine } from '../ppo/engine.ts';

/** A call that takes longer has hung: a lost device may never answer. The first one compiles shaders, on a slow device for long. */
const FIRST_MS = 120_000;
const HUNG_MS = 30_000;
/** News of a loss that come so soon after a failure explain it. */
const LOSS_MS = 300;

/**
 * `engine`, whose calls reject where its device is lost or does not answer; tfjs watches over neither. `lost` resolves
 * to the reason when the device is gone. A call that was given up writes nothing any more, however late it answers.
 */
export function guardedEngine(
  engine: Engine,
  lost: Promise<string>,
  limits: { readonly firstMs: number; readonly hungMs: number } = { firstMs: FIRST_MS, hungMs: HUNG_MS },
): Engine {
  let limitMs = limits.firstMs;
  let gone: string | undefined;
  /** Asked by a call: it changes while a call awaits, which narrowing does not see. */
  const goneNow = (): string | undefined => gone;
  const loss = lost.then((reason) => {
    gone = reason;
    throw new Error(reason);
  });
  // Nobody may be waiting when it happens.
  loss.catch(() => undefined);
  let own = new Float32Array(0);
  return {
    ...engine,
    async gradient(parameters, x, rows, lossOf, gradient) {
      if (gone !== undefined) throw new Error(gone);
      if (own.length !== gradient.length) own = new Float32Array(gradient.length);
      const mine = own;
      let abandoned = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const hung = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new Error(`it did not answer for ${String(Math.round(limitMs / 1000))} s`));
        }, limitMs);
      });
      const work = engine.gradient(
        parameters,
        x,
        rows,
        (outputs, d) => {
          if (abandoned) throw new Error('given up');
          lossOf(outputs, d);
        },
        mine,
      );
      try {
        await Promise.race([work, loss, hung]);
        gradient.set(mine);
        limitMs = limits.hungMs;
      } catch (error) {
        abandoned = true;
        own = new Float32Array(0);
        work.catch(() => undefined);
        // A read that breaks off is often the first that is heard of a lost device: the loss itself says it better.
        await Promise.race([
          loss.catch(() => undefined),
          new Promise((resolve) => setTimeout(resolve, LOSS_MS)),
        ]);
        const reason = goneNow();
        throw reason === undefined ? error : new Error(reason, { cause: error });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
