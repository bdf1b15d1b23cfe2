// The kernels in one set of instructions: kernels.c includes this file once for each, with SET its
// name, TARGET the attribute of functions that use it and WIDE != 0 where vectors hold 16 floats.
// Shapes and orders of sums are those of assembly/products.

#define INLINE TARGET static inline __attribute__((always_inline))

/** Panels taken side by side, so that their sums are independent of each other. */
#define SIDE 4

INLINE v8 IN_SET(column)(const char *panel, uint64_t offset) { return *(const v8_unaligned *)(panel + offset); }

INLINE v8 IN_SET(splat)(float value) { return (v8){value, value, value, value, value, value, value, value}; }

/** The entries of a list in some chunks, and where their sums go. */
struct IN_SET(piece) {
  const uint32_t *index, *end;
  const float *value;
  float *out;
  size_t out_row;
  const char *panel;
  size_t panel_bytes;
  /** Whether sums go on from `out`; units of the last panel. */
  int goes_on;
  int32_t last_width;
};

/** One row x `count` panels. */
INLINE void IN_SET(add_single)(const struct IN_SET(piece) *piece, const int count) {
  const char *const p0 = piece->panel;
  const char *const p1 = p0 + piece->panel_bytes;
  const char *const p2 = p1 + piece->panel_bytes;
  const char *const p3 = p2 + piece->panel_bytes;
  const int32_t last = piece->last_width;
  float *const out = piece->out;
  v8 c0 = {0}, c1 = {0}, c2 = {0}, c3 = {0};
  if (piece->goes_on) {
    c0 = load_row(out, count > 1 ? 8 : last);
    if (count > 1) c1 = load_row(out + 8, count > 2 ? 8 : last);
    if (count > 2) c2 = load_row(out + 16, count > 3 ? 8 : last);
    if (count > 3) c3 = load_row(out + 24, last);
  }
  const uint32_t *index = piece->index;
  const float *value = piece->value;
  for (const uint32_t *const end = piece->end; index < end; index++, value++) {
    const uint64_t offset = *index;
    const v8 a = IN_SET(splat)(*value);
    c0 += a * IN_SET(column)(p0, offset);
    if (count > 1) c1 += a * IN_SET(column)(p1, offset);
    if (count > 2) c2 += a * IN_SET(column)(p2, offset);
    if (count > 3) c3 += a * IN_SET(column)(p3, offset);
  }
  store_row(out, c0, count > 1 ? 8 : last);
  if (count > 1) store_row(out + 8, c1, count > 2 ? 8 : last);
  if (count > 2) store_row(out + 16, c2, count > 3 ? 8 : last);
  if (count > 3) store_row(out + 24, c3, last);
}

#if WIDE
/** Two rows of a panel in one vector. */
INLINE __m512 IN_SET(load_pair)(const float *out, size_t out_row, int32_t width) {
  const v8 first = load_row(out, width), second = load_row(out + out_row, width);
  return _mm512_insertf32x8(_mm512_castps256_ps512((__m256)first), (__m256)second, 1);
}

INLINE void IN_SET(store_pair)(float *out, size_t out_row, __m512 pair, int32_t width) {
  store_row(out, (v8)_mm512_castps512_ps256(pair), width);
  store_row(out + out_row, (v8)_mm512_extractf32x8_ps(pair, 1), width);
}

INLINE __m512 IN_SET(twice)(const char *panel, uint64_t offset) {
  return _mm512_broadcast_f32x8(_mm256_loadu_ps((const float *)(panel + offset)));
}

/** c + a b, each rounded. */
INLINE __m512 IN_SET(madd)(__m512 a, __m512 b, __m512 c) { return _mm512_add_ps(c, _mm512_mul_ps(a, b)); }

/** Four rows that share a list x `count` panels, two rows a vector. */
INLINE void IN_SET(add_tile)(const struct IN_SET(piece) *piece, const int count) {
  const __m512i of01 = _mm512_setr_epi32(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  const __m512i of23 = _mm512_add_epi32(of01, _mm512_set1_epi32(2));
  const char *const p0 = piece->panel;
  const char *const p1 = p0 + piece->panel_bytes;
  const char *const p2 = p1 + piece->panel_bytes;
  const char *const p3 = p2 + piece->panel_bytes;
  const int32_t last = piece->last_width;
  const size_t row = piece->out_row;
  float *const out = piece->out, *const out2 = out + 2 * row;
  __m512 c00 = _mm512_setzero_ps(), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (piece->goes_on) {
    c00 = IN_SET(load_pair)(out, row, count > 1 ? 8 : last);
    c01 = IN_SET(load_pair)(out2, row, count > 1 ? 8 : last);
    if (count > 1) c10 = IN_SET(load_pair)(out + 8, row, count > 2 ? 8 : last);
    if (count > 1) c11 = IN_SET(load_pair)(out2 + 8, row, count > 2 ? 8 : last);
    if (count > 2) c20 = IN_SET(load_pair)(out + 16, row, count > 3 ? 8 : last);
    if (count > 2) c21 = IN_SET(load_pair)(out2 + 16, row, count > 3 ? 8 : last);
    if (count > 3) c30 = IN_SET(load_pair)(out + 24, row, last);
    if (count > 3) c31 = IN_SET(load_pair)(out2 + 24, row, last);
  }
  const uint32_t *index = piece->index;
  const float *value = piece->value;
  for (const uint32_t *const end = piece->end; index < end; index++, value += 4) {
    const uint64_t offset = *index;
    const __m512 four = _mm512_broadcast_f32x4(_mm_loadu_ps(value));
    const __m512 a01 = _mm512_permutexvar_ps(of01, four), a23 = _mm512_permutexvar_ps(of23, four);
    const __m512 w0 = IN_SET(twice)(p0, offset);
    c00 = IN_SET(madd)(a01, w0, c00);
    c01 = IN_SET(madd)(a23, w0, c01);
    if (count > 1) {
      const __m512 w1 = IN_SET(twice)(p1, offset);
      c10 = IN_SET(madd)(a01, w1, c10);
      c11 = IN_SET(madd)(a23, w1, c11);
    }
    if (count > 2) {
      const __m512 w2 = IN_SET(twice)(p2, offset);
      c20 = IN_SET(madd)(a01, w2, c20);
      c21 = IN_SET(madd)(a23, w2, c21);
    }
    if (count > 3) {
      const __m512 w3 = IN_SET(twice)(p3, offset);
      c30 = IN_SET(madd)(a01, w3, c30);
      c31 = IN_SET(madd)(a23, w3, c31);
    }
  }
  IN_SET(store_pair)(out, row, c00, count > 1 ? 8 : last);
  IN_SET(store_pair)(out2, row, c01, count > 1 ? 8 : last);
  if (count > 1) IN_SET(store_pair)(out + 8, row, c10, count > 2 ? 8 : last);
  if (count > 1) IN_SET(store_pair)(out2 + 8, row, c11, count > 2 ? 8 : last);
  if (count > 2) IN_SET(store_pair)(out + 16, row, c20, count > 3 ? 8 : last);
  if (count > 2) IN_SET(store_pair)(out2 + 16, row, c21, count > 3 ? 8 : last);
  if (count > 3) IN_SET(store_pair)(out + 24, row, c30, last);
  if (count > 3) IN_SET(store_pair)(out2 + 24, row, c31, last);
}
#else
/** Four rows that share a list x one or two panels. */
INLINE void IN_SET(add_rows)(const struct IN_SET(piece) *piece, const int is_pair, int32_t last) {
  const char *const p0 = piece->panel;
  const char *const p1 = p0 + piece->panel_bytes;
  const size_t row = piece->out_row;
  const int32_t width = is_pair ? 8 : last;
  float *const out = piece->out;
  v8 c00 = {0}, c10 = {0}, c20 = {0}, c30 = {0}, c01 = {0}, c11 = {0}, c21 = {0}, c31 = {0};
  if (piece->goes_on) {
    c00 = load_row(out, width);
    c10 = load_row(out + row, width);
    c20 = load_row(out + 2 * row, width);
    c30 = load_row(out + 3 * row, width);
    if (is_pair) c01 = load_row(out + 8, last);
    if (is_pair) c11 = load_row(out + row + 8, last);
    if (is_pair) c21 = load_row(out + 2 * row + 8, last);
    if (is_pair) c31 = load_row(out + 3 * row + 8, last);
  }
  const uint32_t *index = piece->index;
  const float *value = piece->value;
  for (const uint32_t *const end = piece->end; index < end; index++, value += 4) {
    const v8 w0 = IN_SET(column)(p0, *index);
    const v8 w1 = is_pair ? IN_SET(column)(p1, *index) : w0;
    const v8 a0 = IN_SET(splat)(value[0]);
    c00 += a0 * w0;
    if (is_pair) c01 += a0 * w1;
    const v8 a1 = IN_SET(splat)(value[1]);
    c10 += a1 * w0;
    if (is_pair) c11 += a1 * w1;
    const v8 a2 = IN_SET(splat)(value[2]);
    c20 += a2 * w0;
    if (is_pair) c21 += a2 * w1;
    const v8 a3 = IN_SET(splat)(value[3]);
    c30 += a3 * w0;
    if (is_pair) c31 += a3 * w1;
  }
  store_row(out, c00, width);
  store_row(out + row, c10, width);
  store_row(out + 2 * row, c20, width);
  store_row(out + 3 * row, c30, width);
  if (is_pair) store_row(out + 8, c01, last);
  if (is_pair) store_row(out + row + 8, c11, last);
  if (is_pair) store_row(out + 2 * row + 8, c21, last);
  if (is_pair) store_row(out + 3 * row + 8, c31, last);
}

/** Four rows that share a list x `count` panels. */
INLINE void IN_SET(add_tile)(const struct IN_SET(piece) *whole, const int count) {
  struct IN_SET(piece) piece = *whole;
  for (int done = 0; done < count; done += 2, piece.panel += 2 * piece.panel_bytes, piece.out += 16) {
    const int32_t last = done + 2 < count ? 8 : piece.last_width;
    if (count - done > 1) IN_SET(add_rows)(&piece, 1, last);
    else IN_SET(add_rows)(&piece, 0, last);
  }
}
#endif

TARGET static void IN_SET(add_piece)(const struct IN_SET(piece) *piece, int is_together, int32_t count) {
  if (is_together) {
    if (count == 4) IN_SET(add_tile)(piece, 4);
    else if (count == 3) IN_SET(add_tile)(piece, 3);
    else if (count == 2) IN_SET(add_tile)(piece, 2);
    else IN_SET(add_tile)(piece, 1);
  } else {
    if (count == 4) IN_SET(add_single)(piece, 4);
    else if (count == 3) IN_SET(add_single)(piece, 3);
    else if (count == 2) IN_SET(add_single)(piece, 2);
    else IN_SET(add_single)(piece, 1);
  }
}

/** Entries of a list that are worth loading and storing its sums for. */
#define ENTRIES 64
/** Bytes of weights from which on reading them takes time that products can hide. */
#define SECOND_CACHE (1 << 20)
/** Lists from which on each can have a share of the next weights read ahead. */
#define LISTS_AHEAD 8
#define LINE 64

/** Weights to be read ahead: a stretch of each of `count` panels, by lines counted through all. */
struct IN_SET(ahead) {
  const char *from;
  size_t panel_bytes, lines, next, share;
  int32_t count;
};

/** Has the next share of the weights read into the second cache. */
INLINE void IN_SET(read_ahead)(struct IN_SET(ahead) *ahead) {
  const size_t end = ahead->next + ahead->share < ahead->lines ? ahead->next + ahead->share : ahead->lines;
  for (; ahead->next < end; ahead->next++) {
    const char *line = ahead->from + ahead->next * LINE;
    for (int32_t q = 0; q < ahead->count; q++) __builtin_prefetch(line + (size_t)q * ahead->panel_bytes, 0, 2);
  }
}

/** The rows of a product as packed, and what is multiplied with them. */
struct IN_SET(product) {
  float *out;
  const char *panels;
  const int32_t *kinds, *starts;
  const uint32_t *indices;
  const float *values;
  int32_t rows, out_columns, columns, chunks, lists, goes_on;
  size_t panel_bytes;
};

/** All rows x `count` panels from panel p on, chunks from .. to - 1. */
TARGET static void IN_SET(add_stretch)(const struct IN_SET(product) *product, struct IN_SET(ahead) *ahead,
    int32_t p, int32_t count, int32_t from, int32_t to) {
  const int32_t starts_of_row = product->chunks + 1;
  const int goes_on = from > 0 || product->goes_on;
  for (int32_t row = 0; row < product->rows; row += 4) {
    const int is_together = product->kinds[row >> 2] == 0;
    const int32_t lists = is_together ? 1 : least(4, product->rows - row);
    for (int32_t j = row; j < row + lists; j++) {
      const int32_t *start = product->starts + (size_t)j * starts_of_row;
      const size_t first = (size_t)j * product->columns;
      const uint32_t *index = product->indices + first + start[from];
      const uint32_t *end = product->indices + first + start[to];
      const float *value = product->values + first + (size_t)start[from] * (is_together ? 4 : 1);
      IN_SET(read_ahead)(ahead);
      if (index == end && goes_on) continue;
      const struct IN_SET(piece) piece = {
        .index = index, .end = end, .value = value,
        .out = product->out + (size_t)j * product->out_columns + 8 * (size_t)p, .out_row = product->out_columns,
        .panel = product->panels + (size_t)p * product->panel_bytes, .panel_bytes = product->panel_bytes,
        .goes_on = goes_on, .last_width = product->out_columns - 8 * (p + count - 1),
      };
      IN_SET(add_piece)(&piece, is_together, count);
    }
  }
}

/** Chunks to take at a time, so that lists are as long as is worth it. */
TARGET static int32_t IN_SET(stretch_of)(struct IN_SET(product) *product) {
  int32_t lists = 0;
  int64_t entries = 0;
  for (int32_t row = 0; row < product->rows; row++) {
    if (product->kinds[row >> 2] == 0 && (row & 3) != 0) continue;
    lists++;
    entries += product->starts[(size_t)row * (product->chunks + 1) + product->chunks];
  }
  product->lists = lists;
  if (entries == 0) return product->chunks;
  const int64_t wanted = (int64_t)ENTRIES * lists * product->chunks / entries;
  return wanted < 1 ? 1 : wanted > product->chunks ? product->chunks : (int32_t)wanted;
}

/**
 * multiply(out, rows, outCols, panels, cols, depth, panelFrom, panelTo, kinds, starts, indices,
 * values, keep)
 */
TARGET static double IN_SET(multiply)(char *memory, const double *args) {
  struct IN_SET(product) product = {
    .out = at(memory, args[0]), .rows = whole(args[1]), .out_columns = whole(args[2]), .panels = at(memory, args[3]),
    .columns = whole(args[4]), .panel_bytes = (size_t)whole(args[5]) * sizeof(v8), .kinds = at(memory, args[8]),
    .starts = at(memory, args[9]), .indices = at(memory, args[10]), .values = at(memory, args[11]),
    .goes_on = whole(args[12]) != 0, .chunks = chunks_of(whole(args[4])),
  };
  const int32_t panel_to = whole(args[7]);
  const int32_t stretch = IN_SET(stretch_of)(&product);
  const size_t weight_bytes = (size_t)most(0, panel_to - whole(args[6])) * product.panel_bytes;
  const int is_ahead = weight_bytes > SECOND_CACHE && product.lists >= LISTS_AHEAD;
  for (int32_t p = whole(args[6]); p < panel_to; p += SIDE) {
    const int32_t count = least(SIDE, panel_to - p);
    for (int32_t chunk = 0; chunk < product.chunks; chunk += stretch) {
      const int32_t next = least(chunk + stretch, product.chunks);
      const int32_t next_panel = next < product.chunks ? p : p + count;
      const int32_t next_chunk = next < product.chunks ? next : 0;
      struct IN_SET(ahead) ahead = {0};
      if (is_ahead && next_panel < panel_to) {
        const int32_t columns = least(stretch * CHUNK, product.columns - next_chunk * CHUNK);
        ahead.from = product.panels + (size_t)next_panel * product.panel_bytes + (size_t)next_chunk * CHUNK * sizeof(v8);
        ahead.panel_bytes = product.panel_bytes;
        ahead.count = least(SIDE, panel_to - next_panel);
        ahead.lines = (size_t)columns * sizeof(v8) / LINE;
        ahead.share = (ahead.lines + product.lists - 1) / product.lists;
      }
      IN_SET(add_stretch)(&product, &ahead, p, count, chunk, next);
    }
  }
  return 0;
}

/** panel [columns][8] += the products of column `k` of pre with post [rows][8], one column. */
INLINE void IN_SET(add_column)(float *weights, const float *post, const float *pre, int32_t rows, size_t stride) {
  v8 c = *(v8_unaligned *)weights;
  for (int32_t b = 0; b < rows; b++, post += 8, pre += stride) {
    c += IN_SET(splat)(*pre) * *(const v8_unaligned *)post;
  }
  *(v8_unaligned *)weights = c;
}

#if WIDE
/** Panels whose updates share what is read of pre. */
#define OUTER_SIDE 4

/** Four columns x `count` panels, two columns of a panel in one vector. */
INLINE void IN_SET(add_outer)(float *const weights[], const float *const posts[], const float *pre, int32_t rows,
    size_t stride, const int count) {
  const __m512i of01 = _mm512_setr_epi32(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  const __m512i of23 = _mm512_add_epi32(of01, _mm512_set1_epi32(2));
  float *const w0 = weights[0], *const w1 = weights[1], *const w2 = weights[2], *const w3 = weights[3];
  const float *const d0 = posts[0], *const d1 = posts[1], *const d2 = posts[2], *const d3 = posts[3];
  __m512 c00 = _mm512_loadu_ps(w0), c01 = _mm512_loadu_ps(w0 + 16), c10 = c00, c11 = c00, c20 = c00, c21 = c00,
         c30 = c00, c31 = c00;
  if (count > 1) c10 = _mm512_loadu_ps(w1), c11 = _mm512_loadu_ps(w1 + 16);
  if (count > 2) c20 = _mm512_loadu_ps(w2), c21 = _mm512_loadu_ps(w2 + 16);
  if (count > 3) c30 = _mm512_loadu_ps(w3), c31 = _mm512_loadu_ps(w3 + 16);
  for (int32_t b = 0; b < rows; b++, pre += stride) {
    const uint64_t offset = (uint64_t)b * sizeof(v8);
    const __m512 four = _mm512_broadcast_f32x4(_mm_loadu_ps(pre));
    const __m512 x01 = _mm512_permutexvar_ps(of01, four), x23 = _mm512_permutexvar_ps(of23, four);
    const __m512 post0 = IN_SET(twice)((const char *)d0, offset);
    c00 = IN_SET(madd)(x01, post0, c00);
    c01 = IN_SET(madd)(x23, post0, c01);
    if (count > 1) {
      const __m512 post1 = IN_SET(twice)((const char *)d1, offset);
      c10 = IN_SET(madd)(x01, post1, c10);
      c11 = IN_SET(madd)(x23, post1, c11);
    }
    if (count > 2) {
      const __m512 post2 = IN_SET(twice)((const char *)d2, offset);
      c20 = IN_SET(madd)(x01, post2, c20);
      c21 = IN_SET(madd)(x23, post2, c21);
    }
    if (count > 3) {
      const __m512 post3 = IN_SET(twice)((const char *)d3, offset);
      c30 = IN_SET(madd)(x01, post3, c30);
      c31 = IN_SET(madd)(x23, post3, c31);
    }
  }
  _mm512_storeu_ps(w0, c00), _mm512_storeu_ps(w0 + 16, c01);
  if (count > 1) _mm512_storeu_ps(w1, c10), _mm512_storeu_ps(w1 + 16, c11);
  if (count > 2) _mm512_storeu_ps(w2, c20), _mm512_storeu_ps(w2 + 16, c21);
  if (count > 3) _mm512_storeu_ps(w3, c30), _mm512_storeu_ps(w3 + 16, c31);
}
#else
#define OUTER_SIDE 2

/** Four columns x `count` panels. */
INLINE void IN_SET(add_outer)(float *const weights[], const float *const posts[], const float *pre, int32_t rows,
    size_t stride, const int count) {
  v8_unaligned *const w0 = (v8_unaligned *)weights[0], *const w1 = (v8_unaligned *)weights[1];
  const v8_unaligned *post0 = (const v8_unaligned *)posts[0], *post1 = (const v8_unaligned *)posts[1];
  v8 c00 = w0[0], c01 = w0[1], c02 = w0[2], c03 = w0[3], c10 = c00, c11 = c00, c12 = c00, c13 = c00;
  if (count > 1) c10 = w1[0], c11 = w1[1], c12 = w1[2], c13 = w1[3];
  for (int32_t b = 0; b < rows; b++, pre += stride) {
    const v8 d0 = post0[b], d1 = post1[b];
    const v8 x0 = IN_SET(splat)(pre[0]);
    c00 += x0 * d0;
    if (count > 1) c10 += x0 * d1;
    const v8 x1 = IN_SET(splat)(pre[1]);
    c01 += x1 * d0;
    if (count > 1) c11 += x1 * d1;
    const v8 x2 = IN_SET(splat)(pre[2]);
    c02 += x2 * d0;
    if (count > 1) c12 += x2 * d1;
    const v8 x3 = IN_SET(splat)(pre[3]);
    c03 += x3 * d0;
    if (count > 1) c13 += x3 * d1;
  }
  w0[0] = c00, w0[1] = c01, w0[2] = c02, w0[3] = c03;
  if (count > 1) w1[0] = c10, w1[1] = c11, w1[2] = c12, w1[3] = c13;
}
#endif

/** The listed groups of columns x `count` panels. */
INLINE void IN_SET(add_groups)(float *const panels[], const float *const posts[], const float *pre,
    const int32_t *list, int32_t listed, int32_t columns, int32_t rows, const int count) {
  for (int32_t t = 0; t < listed; t++) {
    const int32_t k = 4 * list[t];
    float *weights[OUTER_SIDE];
    for (int q = 0; q < OUTER_SIDE; q++) weights[q] = panels[q < count ? q : 0] + 8 * (size_t)k;
    if (k + 4 <= columns) {
      IN_SET(add_outer)(weights, posts, pre + k, rows, columns, count);
      continue;
    }
    for (int q = 0; q < count; q++) {
      for (int32_t j = k; j < columns; j++) {
        IN_SET(add_column)(weights[q] + 8 * (j - k), posts[q], pre + j, rows, columns);
      }
    }
  }
}

/**
 * accumulateOuter(panels, cols, depth, first, panelFrom, panelTo, post, flags, pre, rows, list,
 * listed): flagged panels some at a time.
 */
TARGET static double IN_SET(accumulate_outer)(char *memory, const double *args) {
  float *const panels = at(memory, args[0]);
  const int32_t columns = whole(args[1]), first = whole(args[3]), panel_to = whole(args[5]), rows = whole(args[9]);
  const size_t panel_floats = 8 * (size_t)whole(args[2]);
  const float *const post = at(memory, args[6]), *const pre = at(memory, args[8]);
  const int32_t *const flags = at(memory, args[7]), *const list = at(memory, args[10]);
  const int32_t listed = whole(args[11]);
  float *own[OUTER_SIDE];
  const float *posts[OUTER_SIDE];
  int count = 0;
  for (int32_t p = whole(args[4]); p < panel_to; p++) {
    if (flags[p] != 0) {
      own[count] = panels + (size_t)(p - first) * panel_floats;
      posts[count++] = post + (size_t)p * rows * 8;
    }
    if (count == 0 || (count < OUTER_SIDE && p + 1 < panel_to)) continue;
    for (int q = count; q < OUTER_SIDE; q++) posts[q] = posts[0];
#if WIDE
    if (count == 4) IN_SET(add_groups)(own, posts, pre, list, listed, columns, rows, 4);
    else if (count == 3) IN_SET(add_groups)(own, posts, pre, list, listed, columns, rows, 3);
    else
#endif
    if (count == 2) IN_SET(add_groups)(own, posts, pre, list, listed, columns, rows, 2);
    else IN_SET(add_groups)(own, posts, pre, list, listed, columns, rows, 1);
    count = 0;
  }
  return 0;
}
#undef OUTER_SIDE

/** Whether any of four floats is not zero. */
INLINE int IN_SET(is_any)(const float *four) {
  return (four[0] != 0) | (four[1] != 0) | (four[2] != 0) | (four[3] != 0);
}

/** A half of the units of a panel += the entries of a list times that half of post. */
INLINE void IN_SET(add_half)(char *panel, const uint32_t *index, const uint32_t *end, const float *value,
    const float *post) {
  const v4 half = *(const v4_unaligned *)post;
  for (; index < end; index++, value++) {
    v4_unaligned *const w = (v4_unaligned *)(panel + *index);
    const v4 x = {*value, *value, *value, *value};
    *w = *w + x * half;
  }
}

/**
 * accumulateSingles(panels, cols, depth, first, panelFrom, panelTo, post, flags, rows, starts,
 * indices, values)
 */
TARGET static double IN_SET(accumulate_singles)(char *memory, const double *args) {
  char *const panels = at(memory, args[0]);
  const int32_t columns = whole(args[1]), first = whole(args[3]), panel_to = whole(args[5]), rows = whole(args[8]);
  const size_t panel_bytes = (size_t)whole(args[2]) * sizeof(v8);
  const float *const post = at(memory, args[6]), *const values = at(memory, args[11]);
  const int32_t *const flags = at(memory, args[7]), *const starts = at(memory, args[9]);
  const uint32_t *const indices = at(memory, args[10]);
  const int32_t chunks = chunks_of(columns);
  for (int32_t p = whole(args[4]); p < panel_to; p++) {
    if (flags[p] == 0) continue;
    char *const panel = panels + (size_t)(p - first) * panel_bytes;
    for (int32_t chunk = 0; chunk < chunks; chunk++) {
      for (int32_t b = 0; b < rows; b++) {
        const float *const units = post + ((size_t)p * rows + b) * 8;
        const int is_low = IN_SET(is_any)(units), is_high = IN_SET(is_any)(units + 4);
        if (!is_low && !is_high) continue;
        const int32_t *const start = starts + (size_t)b * (chunks + 1) + chunk;
        const size_t from = (size_t)b * columns + start[0];
        const uint32_t *index = indices + from, *const end = indices + (size_t)b * columns + start[1];
        const float *value = values + from;
        if (is_low && is_high) {
          const v8 both = *(const v8_unaligned *)units;
          for (; index < end; index++, value++) {
            v8_unaligned *const w = (v8_unaligned *)(panel + *index);
            *w = *w + IN_SET(splat)(*value) * both;
          }
        } else if (is_low) IN_SET(add_half)(panel, index, end, value, units);
        else IN_SET(add_half)(panel + 16, index, end, value, units + 4);
      }
    }
  }
  return 0;
}

static const struct kernel IN_SET(kernels)[] = {
  {"accumulateOuter", IN_SET(accumulate_outer), 12},
  {"accumulateSingles", IN_SET(accumulate_singles), 12},
  {"multiply", IN_SET(multiply), 13},
  {NULL, NULL, 0},
};

#undef INLINE
#undef SIDE
#undef ENTRIES
#undef SECOND_CACHE
#undef LISTS_AHEAD
#undef LINE
