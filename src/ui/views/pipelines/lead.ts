/** To a part of the view, by the id of its heading; the keyboard is led there too. */
export function lead(id: string): void {
  const part = document.getElementById(id)?.closest('section');
  const folded = part?.querySelector<HTMLDetailsElement>(':scope > details');
  if (folded) folded.open = true;
  part?.scrollIntoView();
  part?.querySelector('button')?.focus({ preventScroll: true });
}
