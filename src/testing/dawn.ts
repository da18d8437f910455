/**
 * WebGPU in Node for tests: Dawn on the software adapter that comes with Chromium. Where there is no such file, tests say so
 * and are left out. Benches take the device whose driver VK_DRIVER_FILES names.
 */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

/** Folders in which Chromium keeps its Vulkan loader and SwiftShader; CHROMIUM names another program. */
const FOLDERS = [
  ...(process.env.CHROMIUM === undefined ? [] : [dirname(process.env.CHROMIUM)]),
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
];
const ICD = 'vk_swiftshader_icd.json';
const LOADER = 'libvulkan.so.1';
/** glibc's RTLD_NODELETE, which Node has no name for. */
const NO_DELETE = 0x1000;

const folder = FOLDERS.find((one) => existsSync(join(one, ICD)) && existsSync(join(one, LOADER)));

/** Why there is no software adapter here, in words; undefined where there is one. */
export const noDawn =
  folder === undefined ? `no ${ICD} beside ${LOADER} in ${FOLDERS.join(', ')}` : undefined;

/** Whether somebody names a driver, whose loader the machine has or LD_LIBRARY_PATH finds. */
const named = process.env.VK_DRIVER_FILES !== undefined;

/** As `noDawn`, for benches. */
export const noDevice = named ? undefined : noDawn;

/** The Vulkan loader that is loaded here; undefined where only the machine's own would be. */
export const vulkanLoader = (): string | undefined => folder && join(folder, LOADER);

/** Kept: Dawn dies with the process where its instance is collected before its devices. */
let dawn: GPU | undefined;
let adapter: Promise<GPUAdapter> | undefined;

async function findAdapter(asNamed: boolean): Promise<GPUAdapter> {
  if (folder !== undefined) {
    // Dawn asks for the loader by name alone, and finds it where it is in memory already. It is no module of Node's, which
    // refuses it after it was loaded.
    try {
      process.dlopen({ exports: {} }, join(folder, LOADER), constants.dlopen.RTLD_NOW | NO_DELETE);
    } catch {
      // As it must.
    }
    if (!asNamed) process.env.VK_DRIVER_FILES = process.env.VK_ICD_FILENAMES = join(folder, ICD);
  } else if (!asNamed) throw new Error(noDawn);
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  // Rounded, as pages get them for their visitors' privacy, timestamps say nothing of a kernel.
  dawn = create(['disable-dawn-features=timestamp_quantization']);
  const found = await dawn.requestAdapter();
  if (!found) throw new Error('Dawn found no adapter');
  return found;
}

/** A device with WebGPU's default limits and no features but those asked for: what runs without runs on any. The caller destroys it. */
export async function softwareDevice(requiredFeatures: GPUFeatureName[] = []): Promise<GPUDevice> {
  adapter ??= findAdapter(false);
  return (await adapter).requestDevice({ requiredFeatures });
}

/** The adapter of VK_DRIVER_FILES, or in software where that names none. For benches. */
export function dawnAdapter(): Promise<GPUAdapter> {
  return (adapter ??= findAdapter(named));
}
