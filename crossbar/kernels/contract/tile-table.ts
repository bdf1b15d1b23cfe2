import type { ReadTile } from './kernels.js';

/**
 * Words of a tile in the table that the compiled `packTiles` and `readTiles` go through: TILE_BYTES
 * of assembly/reads.ts.
 */
const tileWords = 8;

/**
 * Makes [tiles, tileWords] = columns from and to, number of the draw, full scale and step of each
 * tile; valid until the next.
 */
export function createTileTable(int32: (length: number) => Int32Array) {
  let table = int32(0);
  return (tiles: readonly ReadTile[]): Int32Array => {
    if (table.length < tiles.length * tileWords) table = int32(tiles.length * tileWords);
    const floats = new Float32Array(table.buffer, table.byteOffset, table.length);
    tiles.forEach(({ span, sub, range, spacing }, tile) => {
      const at = tile * tileWords;
      table.set([span.from, span.to, sub], at);
      floats.set([range, spacing], at + 3);
    });
    return table;
  };
}
