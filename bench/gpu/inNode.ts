/** The measurements by Dawn in Node: on the device whose driver VK_DRIVER_FILES names, else in software. */
import { measure, type Asked, type Figures } from './figures.ts';
import { dawnAdapter, noDevice } from '../../src/testing/dawn.ts';

export const tell = (sentence: string): void => {
  console.error(`  .. ${sentence}`);
};

/** Figures, or why there are none. */
export async function inNode(asked: Asked, keep: (figures: Figures) => void): Promise<Figures | string> {
  if (noDevice !== undefined) return noDevice;
  return measure(`Dawn in Node ${process.version}`, await dawnAdapter(), asked, tell, keep);
}
