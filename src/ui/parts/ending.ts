/** Attachment of a text field: while nobody writes in it, it shows the end of `value`, by which long addresses differ. */
export const ending = (value: string) => (box: HTMLInputElement) => {
  const show = (): void => {
    if (value === box.value && document.activeElement !== box) box.scrollLeft = box.scrollWidth;
  };
  show();
  const grown = new ResizeObserver(show);
  grown.observe(box);
  box.addEventListener('blur', show);
  return () => {
    grown.disconnect();
    box.removeEventListener('blur', show);
  };
};
