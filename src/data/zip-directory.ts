/** An entry of a ZIP file's central directory. */
export interface ZipEntry {
  readonly name: string;
  /** CRC-32 of the uncompressed bytes. */
  readonly crc: number;
}

/**
 * The central directory of a ZIP file (PKWARE APPNOTE 6.3.10, 4.3.12 and 4.3.16) that another
 * reader has found whole; empty where there is none. Files of 4 GB and more, which keep it
 * elsewhere, are not read. O(entries).
 */
export function readZipDirectory(bytes: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) return [];
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  while (at + 46 <= end && view.getUint32(at, true) === 0x02014b50) {
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((field) =>
      view.getUint16(at + field, true),
    );
    const isUtf8 = (view.getUint16(at + 8, true) & 0x800) !== 0;
    const name = bytes.subarray(at + 46, at + 46 + nameLength);
    entries.push({ name: nameOf(name, isUtf8), crc: view.getUint32(at + 16, true) });
    at += 46 + nameLength + extraLength + noteLength;
  }
  return entries;
}

/** As fflate reads it: a name that is not marked as UTF-8 is Latin-1. */
function nameOf(bytes: Uint8Array, isUtf8: boolean): string {
  return isUtf8 ? new TextDecoder().decode(bytes) : String.fromCharCode(...bytes);
}
