/** "Made on 28 November 2026". */
export function recordedOn(day: string): string {
  const words = new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  } as const);
  return `Made on ${words}`;
}

/** Below a saved figure of a recorded result, behind what it was measured on. */
export const recordedCaption = (ground: string, day: string): string =>
  `${ground}. A recorded result of the lab. ${recordedOn(day)}.`;
