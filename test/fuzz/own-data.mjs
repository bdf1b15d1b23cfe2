import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from '../../dist/src/data/crc32.js';
import { openData } from '../../dist/src/data/own/open-data.js';

/** Opens one file of data of one's own: images and labels stand in it, or its labels beside it. */
export const ownData = (extension, options = {}) => ({
  extension,
  read: (file) => openData({ path: file, ...options }),
});

/** Opens an image as the only one of the folder of its class. */
export const ownImage = (extension) => ({
  extension,
  read(file) {
    const folder = join(dirname(file), `folder-${extension}`);
    mkdirSync(join(folder, 'one'), { recursive: true });
    writeFileSync(join(folder, 'one', `mutant.${extension}`), readFileSync(file));
    return openData({ path: folder });
  },
});

/** A PNG with the CRC of every chunk set right, as far as its lengths go. */
export function sealedPng(bytes) {
  const out = Buffer.from(bytes);
  for (let at = 8; at + 12 <= out.length; ) {
    const end = at + 8 + out.readUInt32BE(at);
    if (end + 4 > out.length) break;
    out.writeUInt32BE(crc32(out.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return out;
}
