/** Line icons on a 20 x 20 grid, as SVG paths. */
export const icons = {
  play: 'M6 4v12l10-6z',
  pause: 'M7 4v12M13 4v12',
  back: 'M13 5l-6 5 6 5M5 5v10',
  forward: 'M7 5l6 5-6 5M15 5v10',
  share: 'M8 11l4-4M7 8l-2 2a3.2 3.2 0 0 0 4.6 4.6l2-2M13 12l2-2a3.2 3.2 0 0 0-4.6-4.6l-2 2',
  code: 'M7 6l-4 4 4 4M13 6l4 4-4 4',
  help: 'M7.6 7.6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.2.9-1.2 1.9M10 14.6v.1',
  sun: 'M10 6.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8M10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.4 4.4l1.1 1.1M14.5 14.5l1.1 1.1M4.4 15.6l1.1-1.1M14.5 5.5l1.1-1.1',
  moon: 'M16 11.8A6.6 6.6 0 0 1 8.2 4a6.6 6.6 0 1 0 7.8 7.8z',
  system: 'M3 4.5h14v9H3zM7.5 17h5M10 13.5V17',
  dice: 'M4 6a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM7.2 7.2v.1M12.8 7.2v.1M10 10v.1M7.2 12.8v.1M12.8 12.8v.1',
  file: 'M10 13V4M6.5 7.2L10 3.8l3.5 3.4M4 12.5V15a1.5 1.5 0 0 0 1.5 1.5h9A1.5 1.5 0 0 0 16 15v-2.5',
  undo: 'M4 8h8a4 4 0 0 1 0 8H8M7 4.5L3.5 8 7 11.5',
  redo: 'M16 8H8a4 4 0 0 0 0 8h4M13 4.5L16.5 8 13 11.5',
  close: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  more: 'M4.6 10v.1M10 10v.1M15.4 10v.1',
  chevron: 'M6 8l4 4 4-4',
  stop: 'M5.5 5.5h9v9h-9z',
  swap: 'M6 4v11M6 15l-3-3M6 15l3-3M14 16V5M14 5l-3 3M14 5l3 3',
} as const;

export type IconName = keyof typeof icons;
