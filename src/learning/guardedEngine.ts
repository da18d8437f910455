import type { Engine } from './engine.ts';

/** An engine call that takes longer has hung: a lost device may never answer. */
const HUNG_MS = 20_000;

/**
 * `engine`, whose calls reject where its device is lost or does not answer; tfjs watches over neither. `lost` resolves
 * to the reason when the device is gone. A call that was given up writes nothing any more, however late it answers.
 */
export function guardedEngine(engine: Engine, lost: Promise<string>, hungMs: number = HUNG_MS): Engine {
  let gone: string | undefined;
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
          reject(new Error(`it did not answer for ${String(Math.round(hungMs / 1000))} s`));
        }, hungMs);
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
      } catch (error) {
        abandoned = true;
        own = new Float32Array(0);
        work.catch(() => undefined);
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
