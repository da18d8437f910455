import address from 'virtual:sandbox';

/**
 * A frame of an opaque origin that may do nothing but run a worker (scripts/sandboxFrame.mjs): a visitor's code is in that
 * worker. To end it, the whole frame goes, and with it all that was begun in it.
 */
export class Sandbox {
  readonly #frame = document.createElement('iframe');

  /** `port` goes to the worker, which speaks to whoever has the other end. */
  constructor(port: MessagePort) {
    const frame = this.#frame;
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.referrerPolicy = 'no-referrer';
    frame.hidden = true;
    frame.title = 'A policy of your own runs here';
    frame.addEventListener(
      'load',
      () => {
        // An opaque origin has no name: whom the port reaches is fixed by the frame, which nobody can lead elsewhere.
        frame.contentWindow?.postMessage(null, '*', [port]);
      },
      { once: true },
    );
    frame.src = new URL(address, document.baseURI).href;
    document.body.append(frame);
  }

  end(): void {
    this.#frame.remove();
  }
}
