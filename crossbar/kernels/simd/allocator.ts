const pageBytes = 65536;
const blockBytes = 64;

/** Typed arrays inside one WebAssembly memory. */
export interface Allocator {
  /** Zeroed, padded to 64 bytes; never taken back. */
  readonly float32: (length: number) => Float32Array;
  readonly int32: (length: number) => Int32Array;
  /** Address of an element; 0 for null. Throws for an array from elsewhere. */
  readonly addressOf: (array: Float32Array | Int32Array | null, offset?: number) => number;
  /** Whether an array is one of this memory. */
  readonly owns: (array: Float32Array | Int32Array) => boolean;
}

/** Allocates blocks of a memory, which grows on demand. */
export function createAllocator(memory: WebAssembly.Memory): Allocator {
  // The memory hands out a new buffer object whenever it grows; arrays on the old ones stay valid.
  const buffers = new WeakSet<ArrayBufferLike>();
  // The first page is the module's, for its constants; address 0 means "no array".
  let next = pageBytes;
  const allocate = (length: number): [ArrayBuffer, number, number] => {
    const bytes = Math.ceil((4 * Math.max(length, 1)) / blockBytes) * blockBytes;
    const missing = next + bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    const { buffer } = memory;
    buffers.add(buffer);
    const offset = next;
    next += bytes;
    return [buffer, offset, length];
  };
  const owns = (array: Float32Array | Int32Array) => buffers.has(array.buffer);
  return Object.freeze<Allocator>({
    owns,
    float32: (length) => new Float32Array(...allocate(length)),
    int32: (length) => new Int32Array(...allocate(length)),
    addressOf(array, offset = 0) {
      if (array === null) return 0;
      if (owns(array)) return array.byteOffset + 4 * offset;
      throw new Error(
        'kernels were given an array that is not in their memory: allocate it with their float32 or int32',
      );
    },
  });
}
