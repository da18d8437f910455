/** HiGHS in WebAssembly, loaded once and only when a policy needs it. */
import type { LegacyHighs } from 'highs';

let location: string | undefined;
let loading: Promise<LegacyHighs> | undefined;

/** Where the page serves HiGHS's WebAssembly; Node finds it by itself. Call before the first solve. */
export function setHighsLocation(url: string): void {
  location = url;
}

export function loadHighs(): Promise<LegacyHighs> {
  loading ??= import('highs').then(({ default: load }) => {
    const url = location;
    return load(url === undefined ? {} : { locateFile: () => url });
  });
  return loading;
}
