import fc from 'fast-check';
import { handKey } from '../policies/hand/orders.ts';

/** Canonical keys of orders by hand: 1 to 5 stages, up to six orders. */
export const handKeys: fc.Arbitrary<string> = fc.integer({ min: 1, max: 5 }).chain((stages) => {
  const stage = fc.record({
    variant: fc.integer({ min: 0, max: 31 }),
    replicas: fc.integer({ min: 1, max: 64 }),
    batch: fc.constantFrom(1, 2, 4, 8, 16, 32, 64),
  });
  const configuration = fc.array(stage, { minLength: stages, maxLength: stages });
  return fc
    .tuple(
      configuration,
      fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 200 }), configuration), {
        maxLength: 5,
        selector: ([from]) => from,
      }),
    )
    .map(([first, rest]) =>
      handKey([
        { from: 0, configuration: first },
        ...rest.map(([from, one]) => ({ from, configuration: one })),
      ]),
    );
});
