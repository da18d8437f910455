/**
 * Takes the film: shots of the real page with a duration each, where the pointer stands, and the words below. What takes
 * long is shown in fewer frames than pass; nothing else is done to the page.
 */
import type { Locator, Page } from '@playwright/test';

/** The page's part of the picture; the caption stands below it. */
export const PAGE = { width: 960, height: 564 } as const;
export const FILM = { width: 960, height: 600 } as const;

/** Milliseconds of a frame in which something happens. */
const FRAME_MS = 300;
/** The pointer's way takes so many frames, each shown for less. */
const WAY = 3;
const WAY_MS = 90;

export interface Shot {
  readonly png: Buffer;
  readonly ms: number;
  readonly caption: string;
  readonly pointer: { readonly x: number; readonly y: number; readonly pressed: boolean };
}

export class Camera {
  readonly shots: Shot[] = [];
  readonly page: Page;
  #caption = '';
  #pointer = { x: PAGE.width / 2, y: PAGE.height * 0.62, pressed: false };

  constructor(page: Page) {
    this.page = page;
  }

  /** Milliseconds filmed so far. */
  get length(): number {
    return this.shots.reduce((sum, { ms }) => sum + ms, 0);
  }

  /** The words below, from the next shot on. */
  say(caption: string): void {
    this.#caption = caption;
  }

  async shoot(ms = FRAME_MS): Promise<void> {
    const png = await this.page.screenshot({ caret: 'hide' });
    this.shots.push({ png, ms, caption: this.#caption, pointer: { ...this.#pointer } });
  }

  /** Films for so long as it is shown for, or, with `rate`, so many times longer. */
  async film(seconds: number, rate = 1): Promise<void> {
    const from = performance.now();
    const count = Math.max(1, Math.round((seconds * 1000) / FRAME_MS));
    for (let i = 0; i < count; i++) {
      const due = from + i * FRAME_MS * rate;
      await this.page.waitForTimeout(Math.max(0, due - performance.now()));
      await this.shoot();
    }
  }

  /** Films until `done` holds, and makes of it `seconds` of film, whatever it took: too many frames are thinned out evenly. */
  async until(done: () => Promise<boolean>, seconds: number, limitSeconds: number): Promise<void> {
    const first = this.shots.length;
    const from = performance.now();
    while (!(await done())) {
      if (performance.now() - from > limitSeconds * 1000)
        throw new Error(`“${this.#caption}” did not end within ${String(limitSeconds)} s.`);
      await this.shoot();
      await this.page.waitForTimeout(FRAME_MS);
    }
    await this.shoot();
    const taken = this.shots.splice(first);
    const count = Math.min(taken.length, Math.max(1, Math.round((seconds * 1000) / FRAME_MS)));
    for (let i = 1; i <= count; i++)
      this.shots.push(taken[Math.round((i * taken.length) / count) - 1] ?? taken[0]!);
  }

  /** Takes the pointer to the middle of what is seen there, or a part of it (`at`, from 0 to 1). */
  async point(
    to: Locator,
    at: { readonly x: number; readonly y: number } = { x: 0.5, y: 0.5 },
  ): Promise<void> {
    const box = await to.boundingBox();
    if (box === null) throw new Error('The film points at something that is not on the page.');
    const from = this.#pointer;
    const end = { x: box.x + box.width * at.x, y: box.y + box.height * at.y };
    for (let i = 1; i <= WAY; i++) {
      const done = i / WAY;
      const x = from.x + (end.x - from.x) * done;
      const y = from.y + (end.y - from.y) * done;
      this.#pointer = { x, y, pressed: false };
      await this.page.mouse.move(x, y);
      await this.shoot(WAY_MS);
    }
  }

  /** Points, shows that it presses, and does what a press does there. */
  async press(
    on: Locator,
    act: () => Promise<unknown> = () => on.click(),
    at?: { x: number; y: number },
  ): Promise<void> {
    await this.point(on, at);
    this.#pointer = { ...this.#pointer, pressed: true };
    await this.shoot(2 * WAY_MS);
    this.#pointer = { ...this.#pointer, pressed: false };
    await act();
  }

  /** Turns the wheel under the pointer in a few steps. */
  async scroll(pixels: number): Promise<void> {
    const steps = 3;
    for (let i = 0; i < steps; i++) {
      await this.page.mouse.wheel(0, pixels / steps);
      await this.page.waitForTimeout(60);
      await this.shoot(2 * WAY_MS);
    }
  }
}
