/** Attributes of what scrolls within itself: the keyboard must reach it, and whoever hears the page is told what it is. */
export const scrolling = (label: string) => ({ role: 'region', 'aria-label': label, tabindex: 0 }) as const;
