/** Whether this is embed.html, a frame in somebody else's page: that keeps nothing and reads nothing that is kept. */
export const framed = (): boolean =>
  typeof document !== 'undefined' && document.documentElement.dataset['embed'] !== undefined;
