import { afterAll, beforeAll, describe } from 'vitest';
import { noDawn, softwareDevice } from './dawn.ts';
import { Device } from '../learning/gpu/device.ts';

/** Milliseconds: a device in software ends what it has begun before it goes. */
const PATIENCE = 120_000;

/** A suite on a software adapter, left out in words where there is none; from its `beforeAll` on `device()` is one device for all its tests. */
export function onDawn(title: string, body: (device: () => Device) => void): void {
  describe.skipIf(noDawn !== undefined)(noDawn === undefined ? title : `${title}: ${noDawn}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = new Device(await softwareDevice());
    });
    afterAll(() => {
      device.gpu.destroy();
    }, PATIENCE);
    body(() => device);
  });
}
