import { DOT, PITCH, type Box, type Point } from './layout.ts';

/** Exactly `batch` small bars inside a cell, stacked from its floor, as one path. */
export function batchMarks(cell: Box, batch: number): string {
  if (batch <= 1) return '';
  const columns = batch <= 4 ? 1 : batch <= 8 ? 2 : 4;
  const rows = Math.max(batch / columns, 4);
  const pad = cell.width * 0.2;
  const gap = rows > 4 ? 1 : 1.6;
  const width = (cell.width - 2 * pad - (columns - 1) * gap) / columns;
  const height = Math.max(0.8, (cell.height - 2 * pad - (rows - 1) * gap) / rows);
  let path = '';
  for (let i = 0; i < batch; i++) {
    const x = cell.x + pad + (i % columns) * (width + gap);
    const y = cell.y + cell.height - pad - height - Math.floor(i / columns) * (height + gap);
    path += `M${x.toFixed(2)} ${y.toFixed(2)}h${width.toFixed(2)}v${height.toFixed(2)}h${(-width).toFixed(2)}z`;
  }
  return path;
}

/** Where the requests of a batch sit inside a cell that takes `batch`: a square grid from its floor up, left to right. */
export function seats(
  cell: Box,
  batch: number,
): { readonly radius: number; readonly at: (seat: number) => Point } {
  const columns = Math.ceil(Math.sqrt(batch));
  const rows = Math.ceil(batch / columns);
  const pitch = Math.min(PITCH, (cell.width - 3) / columns);
  const [left, floor] = [
    cell.x + cell.width / 2 - ((columns - 1) * pitch) / 2,
    cell.y + cell.height / 2 + ((rows - 1) * pitch) / 2,
  ];
  return {
    radius: Math.min(DOT, 0.4 * pitch),
    at: (seat) => ({ x: left + (seat % columns) * pitch, y: floor - Math.floor(seat / columns) * pitch }),
  };
}

/** Every seat of a cell as one path of circles. */
export function seatMarks(cell: Box, batch: number): string {
  const { radius, at } = seats(cell, batch);
  const r = radius.toFixed(2);
  let path = '';
  for (let seat = 0; seat < batch; seat++) {
    const { x, y } = at(seat);
    path += `M${(x - radius).toFixed(2)} ${y.toFixed(2)}a${r} ${r} 0 1 0 ${(2 * radius).toFixed(2)} 0a${r} ${r} 0 1 0 ${(-2 * radius).toFixed(2)} 0z`;
  }
  return path;
}

/** A polyline as a path. */
export function polyline(points: readonly { readonly x: number; readonly y: number }[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}
