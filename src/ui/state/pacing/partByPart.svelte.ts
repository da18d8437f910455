import { stepwise } from './frames.ts';

/** How much of a view is drawn: a part a frame once there is something to draw, for the whole at once would hold up the page. Has an effect of its own. */
export class PartByPart {
  drawn = $state(0);

  constructor(parts: number, any: () => boolean) {
    const something = $derived(any());
    $effect(() => {
      if (!something) {
        this.drawn = 0;
        return undefined;
      }
      return stepwise(() => ++this.drawn < parts);
    });
  }
}
