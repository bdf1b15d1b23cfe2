import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { type TensorProto, TensorProto_DataLocation } from 'onnx-buf';
import { InputError } from '../../../devices/base/errors.js';

/**
 * Brings the bytes of a tensor that lie in a file beside the network's into the tensor. Throws
 * InputError, with `place`, where that file is not in the network's folder or below it, or does not
 * hold the bytes.
 */
export function readExternal(tensor: TensorProto, { file, place }: { file: string; place: string }): void {
  if (tensor.dataLocation !== TensorProto_DataLocation.EXTERNAL) return;
  const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location') ?? '';
  const folder = dirname(resolve(file));
  const path = resolve(folder, location);
  const [offset, length] = [Number(entries.get('offset') ?? 0), Number(entries.get('length') ?? Number.NaN)];
  try {
    const inner = relative(realpathSync(folder), realpathSync(path));
    if (inner === '' || inner === '..' || inner.startsWith(`..${sep}`) || resolve(inner) === inner) {
      throw new InputError(`${place}: weights in ${location}, expected a file in the folder of ${file}`);
    }
    tensor.rawData = bytesOf(path, { offset, length, place });
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${place}: weights in ${path}: ${code ?? message}, expected the file that the export has left beside it`,
    );
  }
  tensor.dataLocation = TensorProto_DataLocation.DEFAULT;
  tensor.externalData = [];
}

function bytesOf(
  path: string,
  { offset, length, place }: { offset: number; length: number; place: string },
): Uint8Array<ArrayBuffer> {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const count = Number.isNaN(length) ? size - offset : length;
    const isInside = Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(count) && count >= 0;
    if (!isInside || offset + count > size) {
      throw new InputError(
        `${place}: bytes from ${offset}, ${length} of them, expected bytes inside ${path} (${size})`,
      );
    }
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      const read = readSync(descriptor, bytes, at, count - at, offset + at);
      if (read === 0)
        throw new InputError(`${place}: ${path} ends after ${offset + at} bytes, expected ${offset + count}`);
      at += read;
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}
