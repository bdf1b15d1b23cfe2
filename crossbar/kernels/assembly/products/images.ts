// Windows that slide over pictures [height, width, channels], channels last, so that four channels
// move as one vector. Each output is one sum in a fixed order, windows from the top left, whichever
// thread makes it. Rows from .. to - 1 count through all pictures: rows of windows where windows
// are read, rows of pixels where pixels are.

/**
 * columns [picture, window][size, size, channels] = the pixels under each window, 0 beyond the
 * edge.
 */
export function unfold(
  columns: usize, pictures: usize,
  channels: i32, height: i32, width: i32, size: i32, stride: i32, padding: i32, outHeight: i32, outWidth: i32,
  from: i32, to: i32,
): void {
  const pictureBytes = <usize>(height * width * channels) << 2;
  const rowBytes = <usize>(size * channels) << 2;
  let at = columns + <usize>(from * outWidth) * <usize>size * rowBytes;
  for (let row = from; row < to; row++) {
    const picture = pictures + <usize>(row / outHeight) * pictureBytes;
    const top = (row % outHeight) * stride - padding;
    for (let ox = 0; ox < outWidth; ox++) {
      const left = ox * stride - padding;
      const first = max(left, 0);
      const last = min(left + size, width);
      const head = <usize>((first - left) * channels) << 2;
      const body = <usize>(max(last - first, 0) * channels) << 2;
      for (let y = top; y < top + size; y++, at += rowBytes) {
        if (y < 0 || y >= height || body == 0) {
          clear(at, rowBytes);
          continue;
        }
        clear(at, head);
        copy(at + head, picture + (<usize>((y * width + first) * channels) << 2), body);
        clear(at + head + body, rowBytes - head - body);
      }
    }
  }
}

/**
 * The transpose of `unfold`: pictures = at every pixel the sum of the columns' entries that were
 * read from it.
 */
export function fold(
  pictures: usize, columns: usize,
  channels: i32, height: i32, width: i32, size: i32, stride: i32, padding: i32, outHeight: i32, outWidth: i32,
  from: i32, to: i32,
): void {
  const whole = channels & ~3;
  for (let row = from; row < to; row++) {
    const windows = (row / height) * outHeight * outWidth;
    const y = (row % height) + padding;
    const firstY = firstWindow(y, size, stride);
    const lastY = min(y / stride, outHeight - 1);
    for (let x = padding; x < width + padding; x++) {
      const firstX = firstWindow(x, size, stride);
      const lastX = min(x / stride, outWidth - 1);
      const to = pictures + (<usize>((row * width + x - padding) * channels) << 2);
      for (let c = 0; c < whole; c += 4) {
        let sum = f32x4.splat(0);
        for (let oy = firstY; oy <= lastY; oy++) {
          for (let ox = firstX; ox <= lastX; ox++) {
            const entry = (windows + oy * outWidth + ox) * size * size + (y - oy * stride) * size + x - ox * stride;
            sum = f32x4.add(sum, v128.load(columns + (<usize>(entry * channels + c) << 2)));
          }
        }
        v128.store(to + (<usize>c << 2), sum);
      }
      for (let c = whole; c < channels; c++) {
        let sum: f32 = 0;
        for (let oy = firstY; oy <= lastY; oy++) {
          for (let ox = firstX; ox <= lastX; ox++) {
            const entry = (windows + oy * outWidth + ox) * size * size + (y - oy * stride) * size + x - ox * stride;
            sum += load<f32>(columns + (<usize>(entry * channels + c) << 2));
          }
        }
        store<f32>(to + (<usize>c << 2), sum);
      }
    }
  }
}

/**
 * out [picture, window][channels] = the mean under each window, pixels beyond the edge counted as
 * 0.
 */
export function averagePool(
  out: usize, pictures: usize,
  channels: i32, height: i32, width: i32, size: i32, stride: i32, padding: i32, outHeight: i32, outWidth: i32,
  from: i32, to: i32,
): void {
  const whole = channels & ~3;
  const share: f32 = <f32>1 / <f32>(size * size);
  for (let row = from; row < to; row++) {
    const picture = pictures + (<usize>((row / outHeight) * height * width * channels) << 2);
    const top = (row % outHeight) * stride - padding;
    const bottom = min(top + size, height);
    for (let ox = 0; ox < outWidth; ox++) {
      const left = ox * stride - padding;
      const right = min(left + size, width);
      const to = out + (<usize>((row * outWidth + ox) * channels) << 2);
      for (let c = 0; c < whole; c += 4) {
        let sum = f32x4.splat(0);
        for (let y = max(top, 0); y < bottom; y++) {
          for (let x = max(left, 0); x < right; x++)
            sum = f32x4.add(sum, v128.load(picture + (<usize>((y * width + x) * channels + c) << 2)));
        }
        v128.store(to + (<usize>c << 2), f32x4.mul(sum, f32x4.splat(share)));
      }
      for (let c = whole; c < channels; c++) {
        let sum: f32 = 0;
        for (let y = max(top, 0); y < bottom; y++) {
          for (let x = max(left, 0); x < right; x++)
            sum += load<f32>(picture + (<usize>((y * width + x) * channels + c) << 2));
        }
        store<f32>(to + (<usize>c << 2), sum * share);
      }
    }
  }
}

/**
 * out [picture, window][channels] = the largest under each window, and where [same] = its place in
 * the window, counted from the top left; the first of equals, NaN before all. Pixels beyond the
 * edge are left out.
 */
export function maxPool(
  out: usize, where: usize, pictures: usize,
  channels: i32, height: i32, width: i32, size: i32, stride: i32, padding: i32, outHeight: i32, outWidth: i32,
  from: i32, to: i32,
): void {
  const whole = channels & ~3;
  for (let row = from; row < to; row++) {
    const picture = pictures + (<usize>((row / outHeight) * height * width * channels) << 2);
    const top = (row % outHeight) * stride - padding;
    const bottom = min(top + size, height);
    for (let ox = 0; ox < outWidth; ox++) {
      const left = ox * stride - padding;
      const right = min(left + size, width);
      const to = <usize>((row * outWidth + ox) * channels) << 2;
      for (let c = 0; c < whole; c += 4) {
        let best = f32x4.splat(-Infinity);
        let place = i32x4.splat(0);
        for (let y = max(top, 0); y < bottom; y++) {
          for (let x = max(left, 0); x < right; x++) {
            const v = v128.load(picture + (<usize>((y * width + x) * channels + c) << 2));
            const more = v128.or(f32x4.gt(v, best), f32x4.ne(v, v));
            best = v128.bitselect(v, best, more);
            place = v128.bitselect(i32x4.splat((y - top) * size + x - left), place, more);
          }
        }
        v128.store(out + to + (<usize>c << 2), best);
        v128.store(where + to + (<usize>c << 2), place);
      }
      for (let c = whole; c < channels; c++) {
        let best: f32 = -Infinity;
        let place = 0;
        for (let y = max(top, 0); y < bottom; y++) {
          for (let x = max(left, 0); x < right; x++) {
            const v = load<f32>(picture + (<usize>((y * width + x) * channels + c) << 2));
            if (v > best || v != v) {
              best = v;
              place = (y - top) * size + x - left;
            }
          }
        }
        store<f32>(out + to + (<usize>c << 2), best);
        store<i32>(where + to + (<usize>c << 2), place);
      }
    }
  }
}

/**
 * The transpose of a pool: pictures = at every pixel the sum over the windows above it of their
 * values in pooled [picture, window][channels], times 1 / size^2 where `where` is 0, else only of
 * those whose largest it was.
 */
export function unpool(
  pictures: usize, pooled: usize, where: usize,
  channels: i32, height: i32, width: i32, size: i32, stride: i32, padding: i32, outHeight: i32, outWidth: i32,
  from: i32, to: i32,
): void {
  const whole = channels & ~3;
  const share: f32 = where ? <f32>1 : <f32>1 / <f32>(size * size);
  for (let row = from; row < to; row++) {
    const windows = (row / height) * outHeight * outWidth;
    const y = (row % height) + padding;
    const firstY = firstWindow(y, size, stride);
    const lastY = min(y / stride, outHeight - 1);
    for (let x = padding; x < width + padding; x++) {
      const firstX = firstWindow(x, size, stride);
      const lastX = min(x / stride, outWidth - 1);
      const to = pictures + (<usize>((row * width + x - padding) * channels) << 2);
      for (let c = 0; c < whole; c += 4) {
        let sum = f32x4.splat(0);
        for (let oy = firstY; oy <= lastY; oy++) {
          for (let ox = firstX; ox <= lastX; ox++) {
            const at = <usize>((windows + oy * outWidth + ox) * channels + c) << 2;
            let v = v128.load(pooled + at);
            if (where) {
              const place = i32x4.splat((y - oy * stride) * size + x - ox * stride);
              v = v128.and(v, i32x4.eq(v128.load(where + at), place));
            }
            sum = f32x4.add(sum, v);
          }
        }
        v128.store(to + (<usize>c << 2), f32x4.mul(sum, f32x4.splat(share)));
      }
      for (let c = whole; c < channels; c++) {
        let sum: f32 = 0;
        for (let oy = firstY; oy <= lastY; oy++) {
          for (let ox = firstX; ox <= lastX; ox++) {
            const at = <usize>((windows + oy * outWidth + ox) * channels + c) << 2;
            if (where && load<i32>(where + at) != (y - oy * stride) * size + x - ox * stride) continue;
            sum += load<f32>(pooled + at);
          }
        }
        store<f32>(to + (<usize>c << 2), sum * share);
      }
    }
  }
}

/**
 * The first window over a pixel, both along one axis; the pixel counts from the edge of the
 * padding.
 */
@inline
function firstWindow(pixel: i32, size: i32, stride: i32): i32 {
  return max((pixel - size + stride) / stride, 0);
}

/** Whole floats, a vector at a time. */
@inline
function copy(to: usize, from: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.load(from + i));
  for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(from + i));
}

@inline
function clear(to: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) store<f32>(to + i, 0);
}
