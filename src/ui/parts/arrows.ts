/**
 * Moves the focus among the buttons of `event.currentTarget` as among radio buttons, and clicks the one reached: `steps`
 * says which key goes how far. Buttons with `data-aside` do something else, and are passed over.
 */
export function moveByArrows(event: KeyboardEvent, steps: Readonly<Record<string, number>>): void {
  const step = steps[event.key];
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:not([data-aside])')];
  const next = buttons[buttons.findIndex((button) => button === document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
}
