/** A chart as a file: SVG, PNG, CSV. */
import { chartCsv, svgText } from './svg.ts';
import { dark, light } from './palette.ts';
import type { ChartModel } from './model.ts';

export type FileKind = 'svg' | 'png' | 'csv';

/** The chart as that file's content, in the colours of a scheme; pictures with a `caption` below. Rejects with a sentence where the browser cannot draw it. */
export async function fileOf(
  chart: ChartModel,
  kind: FileKind,
  night: boolean,
  caption: string,
): Promise<Blob> {
  if (kind === 'csv') return new Blob([chartCsv(chart)], { type: 'text/csv' });
  const svg = svgText(chart, night ? dark : light, caption);
  return kind === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : pngOf(svg);
}

/** Three times the size on screen: sharp on a poster. */
const PNG_SCALE = 3;
const CANNOT = 'This browser cannot draw the picture; save it as SVG instead.';

async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  // A blob, which the page's policy allows for images; data: addresses it does not.
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
  } catch {
    throw new Error(CANNOT);
  } finally {
    URL.revokeObjectURL(address);
  }
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * PNG_SCALE;
  canvas.height = image.naturalHeight * PNG_SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error(CANNOT);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error(CANNOT));
    }, 'image/png');
  });
}
