/** A press that the page answers itself; where it asks for another tab or another window, it is the browser's own business. */
export function ownPress(event: MouseEvent): boolean {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false;
  event.preventDefault();
  return true;
}
