/** Whether models can be measured on a graphics card here, and what it is called. */
import { accepted, refused, type Result } from '../../../model/result.ts';

interface AdapterInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly description?: string;
  readonly isFallbackAdapter?: boolean;
}

/** What is asked of the browser. */
export interface GraphicsHost {
  readonly gpu?: { requestAdapter(): Promise<{ readonly info?: AdapterInfo } | null> };
  /** Whether WebAssembly can wait for a promise (JSPI), without which the runtime's build for the card does not start. */
  readonly waits: boolean;
}

function here(): GraphicsHost {
  const { gpu } = navigator as unknown as Pick<GraphicsHost, 'gpu'>;
  return { ...(gpu && { gpu }), waits: 'Suspending' in WebAssembly };
}

/** The card's name as the browser tells it; refused in a sentence that says what stands instead. */
export async function graphicsCard(host: GraphicsHost = here()): Promise<Result<string>> {
  const instead = 'so models are measured on the processor';
  let adapter: { readonly info?: AdapterInfo } | null | undefined;
  try {
    adapter = await host.gpu?.requestAdapter();
  } catch {
    adapter = undefined;
  }
  if (!host.gpu) return refused(`This browser offers no graphics card (it has no WebGPU here), ${instead}.`);
  if (!adapter) return refused(`This browser gives no graphics card (WebGPU finds no adapter), ${instead}.`);
  if (!host.waits)
    return refused(
      `This browser has WebGPU and lacks JSPI, by which the runtime waits for the card, ${instead}; Chrome and Edge have it from version 137 on.`,
    );
  const { vendor = '', architecture = '', description = '', isFallbackAdapter } = adapter.info ?? {};
  const name = description.trim() || [vendor, architecture].filter((part) => part !== '').join(' ');
  return accepted(
    `${name === '' ? 'a graphics card without a name' : `graphics card ${name}`}${isFallbackAdapter === true ? ', played by the processor' : ''}`,
  );
}
