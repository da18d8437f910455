/** Colours as eyes see them: contrast, distance, and colour blindness simulated. */

/** Linear red, green and blue, 0..1. */
export type Linear = readonly [number, number, number];

/**
 * What a dichromat sees of linear RGB, severity 1. Machado, Oliveira and Fernandes, A Physiologically-based Model for
 * Simulation of Color Vision Deficiency, IEEE TVCG 15 (6), 2009, table 1.
 */
const BLINDNESS = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;

export type Vision = 'usual' | keyof typeof BLINDNESS;

/** Of `#rrggbb`. */
export function linear(colour: string): Linear {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(colour.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return [r!, g!, b!];
}

/** Contrast of two colours (`#rrggbb`), 1..21 (WCAG 2). */
export function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => dot([0.2126, 0.7152, 0.0722], linear(colour));
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

/**
 * How far two colours (`#rrggbb`) are from one another for such eyes: the Euclidean distance in OKLab (Ottosson 2020),
 * times 100. Black and white are 100 apart; about 2 is just noticeable.
 */
export function distance(a: string, b: string, vision: Vision): number {
  const [p, q] = [seen(linear(a), vision), seen(linear(b), vision)].map(oklab);
  return 100 * Math.hypot(p![0] - q![0], p![1] - q![1], p![2] - q![2]);
}

function seen(rgb: Linear, vision: Vision): Linear {
  if (vision === 'usual') return rgb;
  const [r, g, b] = BLINDNESS[vision].map((row) => Math.min(1, Math.max(0, dot(row, rgb))));
  return [r!, g!, b!];
}

function oklab(rgb: Linear): Linear {
  const l = Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], rgb));
  const m = Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], rgb));
  const s = Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], rgb));
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], [l, m, s]),
    dot([1.9779984951, -2.428592205, 0.4505937099], [l, m, s]),
    dot([0.0259040371, 0.7827717662, -0.808675766], [l, m, s]),
  ];
}

const dot = ([a, b, c]: Linear, [x, y, z]: Linear): number => a * x + b * y + c * z;
