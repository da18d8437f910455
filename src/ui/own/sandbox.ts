import address from 'virtual:sandbox';

/** A frame that is shut; `opened` is called once its file is in it. */
function shutFrame(opened: (frame: HTMLIFrameElement) => void): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.referrerPolicy = 'no-referrer';
  frame.hidden = true;
  frame.title = 'A policy of your own runs here';
  frame.addEventListener(
    'load',
    () => {
      opened(frame);
    },
    { once: true },
  );
  frame.src = new URL(address, document.baseURI).href;
  document.body.append(frame);
  return frame;
}

/**
 * A frame of an opaque origin that may do nothing but run a worker (scripts/sandboxFrame.mjs): a visitor's code is in that
 * worker. To end it, the whole frame goes, and with it all that was begun in it.
 */
export class Sandbox {
  readonly #frame: HTMLIFrameElement;

  /** `port` goes to the worker, which speaks to whoever has the other end. */
  constructor(port: MessagePort) {
    this.#frame = shutFrame((frame) => {
      // An opaque origin has no name: whom the port reaches is fixed by the frame, which nobody can lead elsewhere.
      frame.contentWindow?.postMessage(null, '*', [port]);
    });
  }

  end(): void {
    this.#frame.remove();
  }
}

/**
 * Has the browser keep the frame's file for when there is no network: a service worker is not asked about such frames, but
 * files with their content in their names are kept by the browser itself, from their first use on.
 */
export function keepSandbox(): void {
  shutFrame((frame) => {
    frame.remove();
  });
}
