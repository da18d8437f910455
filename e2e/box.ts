/** Where things stand on the page. */
import { expect, type Locator } from '@playwright/test';

export type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;

/** Where an element is; asked again of one that is drawn anew at that very moment, which has no place. */
export async function boxOf(locator: Locator): Promise<Box> {
  let box: Box | null = null;
  await expect(async () => {
    box = await locator.boundingBox({ timeout: 5000 });
    expect(box, `${String(locator)} has a place`).not.toBeNull();
  }).toPass({ timeout: 15_000 });
  return box!;
}
