/**
 * Lets `work` tell a listener behind comlink, and settles only when the listener has heard everything. A proxied
 * listener is a port of its own: without this the answer of a call may overtake what was told before it.
 */
export async function telling<Event, Result>(
  listener: (event: Event) => unknown,
  work: (tell: (event: Event) => void) => Promise<Result>,
): Promise<Result> {
  // A port keeps its order, so the last to be heard is the last that was told.
  let last: unknown;
  try {
    return await work((event) => {
      last = listener(event);
    });
  } finally {
    await last;
  }
}
