/** Whether the adapter of a graphics device computes on the processor's own cores. Types lack what older browsers do. */
export const inSoftware = (gpu: GPUDevice): boolean =>
  (gpu as { readonly adapterInfo?: GPUAdapterInfo }).adapterInfo?.isFallbackAdapter === true;
