/**
 * WebGPU in Node for tests: Dawn on the software adapter that comes with Chromium. Where there is no such file, tests say so
 * and are left out.
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

/** Kept: Dawn dies with the process where its instance is collected before its devices. */
let dawn: GPU | undefined;
let adapter: Promise<GPUAdapter> | undefined;

async function findAdapter(named = false): Promise<GPUAdapter> {
  if (folder === undefined) throw new Error(noDawn);
  // Dawn asks for the loader by name alone, and finds it where it is in memory already. It is no module of Node's, which
  // refuses it after it was loaded.
  try {
    process.dlopen({ exports: {} }, join(folder, LOADER), constants.dlopen.RTLD_NOW | NO_DELETE);
  } catch {
    // As it must.
  }
  if (!named || process.env.VK_DRIVER_FILES === undefined)
    process.env.VK_DRIVER_FILES = process.env.VK_ICD_FILENAMES = join(folder, ICD);
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  dawn = create([]);
  const found = await dawn.requestAdapter();
  if (!found) throw new Error('Dawn found no adapter');
  return found;
}

/** A device with WebGPU's default limits and no features: what runs on it runs on any. The caller destroys it. */
export async function softwareDevice(): Promise<GPUDevice> {
  adapter ??= findAdapter();
  return (await adapter).requestDevice();
}

/** The device of VK_DRIVER_FILES, or in software where that names none, and what it calls itself. For benches: the caller destroys it. */
export async function dawnDevice(): Promise<{
  readonly gpu: GPUDevice;
  readonly about: string;
  readonly inSoftware: boolean;
}> {
  adapter ??= findAdapter(true);
  const { info } = await adapter;
  const about = [info.vendor, info.architecture, info.description].filter((word) => word !== '').join(', ');
  return { gpu: await softwareDevice(), about, inSoftware: /swiftshader/i.test(about) };
}
