/** Escape takes back one thing at a time: what is set or open here first, and only then a dialog around it. */
export function onEscape(event: KeyboardEvent, takeBack: () => boolean): void {
  if (event.key !== 'Escape' || event.defaultPrevented || !takeBack()) return;
  // A dialog's `cancel` is what the browser does by default.
  event.preventDefault();
  event.stopPropagation();
}
