/**
 * The memory of WebAssembly that is loaded after `watchHeap`: onnxruntime-web does not tell how large its own is. It begins
 * with 16 MiB, grows in steps and never shrinks, so its size is the most that was needed at once, rounded up: the model,
 * its intermediate results, what the runtime itself takes, and copies that it makes while it loads (a model of 200 MB
 * takes 770 MiB). It is neither what the page takes in all nor what another runtime would take.
 */
const memories: WebAssembly.Memory[] = [];
let watching = false;

/** Notices every memory that is made from now on; called once, before the runtime is loaded. */
export function watchHeap(): void {
  if (watching) return;
  watching = true;
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(target, args: [WebAssembly.MemoryDescriptor]) {
      const memory = new target(...args);
      memories.push(memory);
      return memory;
    },
  });
}

/** Bytes; undefined where no memory was noticed. */
export function heapBytes(): number | undefined {
  return memories.length === 0 ? undefined : memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
