/** All that is measured of a graphics device, the same in Node and in a page. */
import { matrixRate, type MatrixRate } from './matrix.ts';
import {
  curveOf,
  LOOK_MS,
  onDevice,
  rateOf,
  rateOfSeeds,
  withLanes,
  type Curve,
  type EngineOf,
  type Rate,
  type Seeds,
} from './trainings.ts';
import { loadBackend } from '../../src/learning/engines/backends.ts';
import { defaultConfig } from '../../src/learning/ppo/config.ts';
import { deviceConfig } from '../../src/learning/ppo/deviceConfig.ts';

/** What to measure. */
export interface Asked {
  /** Episodes side by side, of which each makes rows; undefined: `LANES` and the device's defaults, in software fewer. */
  readonly lanes: readonly number[] | undefined;
  /** Those of the trainings to the processor's J; undefined: the device's defaults. */
  readonly reachLanes: number | undefined;
  /** Seconds of the processor's training; undefined: `SECONDS`, in software none. */
  readonly seconds: number | undefined;
  /** Budgets of the device's trainings, s. */
  readonly within: readonly number[];
}

export interface Figures {
  /** Node or the browser. */
  readonly where: string;
  readonly device: string;
  readonly inSoftware: boolean;
  /** The SIMD kernel with the defaults, on one core of this machine; in software with a small network, as the device. */
  readonly simd: Rate;
  readonly rates: readonly Rate[];
  /** The same lanes each for several seeds at once. */
  readonly seeds: readonly Seeds[];
  readonly matrix: readonly MatrixRate[];
  /** A training on the SIMD kernel, and the device's, each to its budget. */
  readonly reach: { readonly simd: Curve; readonly device: readonly Curve[] } | undefined;
  /** What was not measured because it failed, and why. */
  readonly failures: readonly string[];
}

const LANES = [64, 1024, 4096];
/** Seeds at once, with the fewest lanes. */
const SEEDS = [8];
const SIDES = [1024, 2048, 4096];
const SECONDS = 180;
/** In software more would take minutes, and says nothing; the SIMD kernel then has the same network. */
const LANES_IN_SOFTWARE = [16];
const SMALL = { ...defaultConfig, width: 16, blocks: 1, lanes: 16, horizon: 8, minibatch: 64, epochs: 2 };
const SEEDS_IN_SOFTWARE = [2];
const SIDES_IN_SOFTWARE = [128, 256];

/** A device of `adapter` with default limits, which times its kernels where it can, and what it calls itself. */
export async function deviceOf(
  adapter: GPUAdapter,
): Promise<{ readonly gpu: GPUDevice; readonly device: string; readonly inSoftware: boolean }> {
  const { info, features } = adapter;
  const words = [info.vendor, info.architecture, info.device, info.description];
  const device = words.filter((word) => word !== '').join(', ');
  const requiredFeatures = (['timestamp-query'] as const).filter((feature) => features.has(feature));
  return {
    gpu: await adapter.requestDevice({ requiredFeatures }),
    device,
    inSoftware: info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(device),
  };
}

/** `tell` hears what is being done; `keep` gets what has been measured so far, for whoever may be stopped. */
export async function measure(
  where: string,
  adapter: GPUAdapter,
  asked: Asked,
  tell: (sentence: string) => void,
  keep: (figures: Figures) => void = () => undefined,
): Promise<Figures> {
  const { gpu, device, inSoftware } = await deviceOf(adapter);
  const factory = await loadBackend('simd', '');
  const simdEngine: EngineOf = (shape) => Promise.resolve(factory(shape));
  tell(`${where}, ${device}`);
  const own = inSoftware ? SMALL : defaultConfig;
  let figures: Figures = {
    ...{ where, device, inSoftware, rates: [], seeds: [], matrix: [], reach: undefined, failures: [] },
    simd: await rateOf(simdEngine, own),
  };
  const attempt = async (what: string, work: () => Promise<Partial<Figures>>): Promise<void> => {
    tell(what);
    try {
      figures = { ...figures, ...(await work()) };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      figures = { ...figures, failures: [...figures.failures, `${what}: ${why}`] };
    }
    keep(figures);
  };
  const ofDevice = inSoftware ? own : { ...own, ...deviceConfig };
  const lanes = asked.lanes ?? (inSoftware ? LANES_IN_SOFTWARE : LANES);
  const shapes = lanes.map((count) => withLanes(own, count));
  if (!asked.lanes && !inSoftware) shapes.push(ofDevice);
  for (const config of shapes)
    await attempt(`updates of ${String(config.lanes)} lanes`, async () => ({
      rates: [...figures.rates, await rateOf(onDevice(gpu), config, gpu)],
    }));
  const [fewest] = figures.rates;
  if (fewest)
    for (const seeds of inSoftware ? SEEDS_IN_SOFTWARE : SEEDS)
      await attempt(`updates of ${String(seeds)} seeds`, async () => ({
        seeds: [...figures.seeds, await rateOfSeeds(onDevice(gpu), withLanes(own, fewest.lanes), seeds)],
      }));
  for (const side of inSoftware ? SIDES_IN_SOFTWARE : SIDES)
    await attempt(`products of matrices of ${String(side)} rows`, async () => ({
      matrix: [...figures.matrix, await matrixRate(gpu, side)],
    }));
  const seconds = asked.seconds ?? (inSoftware ? 0 : SECONDS);
  if (seconds > 0) {
    await attempt(`the processor trains for ${String(seconds)} s`, async () => ({
      reach: {
        simd: await curveOf(simdEngine, own, seconds, figures.simd.updateMs),
        device: [],
      },
    }));
    const trained = asked.reachLanes === undefined ? ofDevice : withLanes(own, asked.reachLanes);
    const alike = figures.rates.find(({ lanes: count }) => count === trained.lanes);
    for (const budget of asked.within)
      await attempt(`the device trains for ${String(budget)} s`, async () => {
        const curve = await curveOf(onDevice(gpu), trained, budget, alike?.updateMs ?? LOOK_MS);
        const { reach } = figures;
        return reach ? { reach: { ...reach, device: [...reach.device, curve] } } : {};
      });
  }
  gpu.destroy();
  return figures;
}
