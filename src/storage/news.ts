/** Word of what was written to the store, from whatever tab or worker wrote it: every tab shows what all of them keep. */
const CHANNEL = 'sluice-kept';

/** A channel of its own each time: nothing is held open. Missing in old browsers; some forbid it to a page without an origin. */
function channel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(CHANNEL);
  } catch {
    return undefined;
  }
}

/** Tells every tab, this one too, which stores were written. */
export function tellTabs(stores: readonly string[]): void {
  const here = channel();
  here?.postMessage(stores);
  here?.close();
}

/** Calls `hear` with the names of the stores at each write from now on; what it returns ends that. */
export function hearTabs(hear: (stores: readonly string[]) => void): () => void {
  const here = channel();
  if (!here) return () => undefined;
  here.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (Array.isArray(data)) hear(data.map(String));
  };
  return () => {
    here.close();
  };
}
