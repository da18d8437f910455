import type { Box } from './layout.ts';

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

/** A polyline as a path. */
export function polyline(points: readonly { readonly x: number; readonly y: number }[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}
