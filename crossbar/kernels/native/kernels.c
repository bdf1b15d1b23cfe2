// Kernels in C with the signatures of the WebAssembly exports of the same names, on the same memory
// and to the same bits: every product is rounded before it is added, and every sum runs in the same
// order. The file is compiled once; each set of instructions that a processor may have is a copy of
// instruction-set.h, and the best one that it has is chosen when the file is loaded.

#define NAPI_VERSION 8
#include <node_api.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/** Most arguments of a kernel. */
#define MOST_ARGUMENTS 24
/** Columns of a chunk: CHUNK of assembly/products/packing.ts. */
#define CHUNK 256

/** A column of a panel: eight units. The types that memory is read by need no alignment. */
typedef float v8 __attribute__((vector_size(32)));
typedef float v8_unaligned __attribute__((vector_size(32), aligned(4), may_alias));
typedef float v4 __attribute__((vector_size(16)));
typedef float v4_unaligned __attribute__((vector_size(16), aligned(4), may_alias));

/** The arguments of an export, as JavaScript hands them over, and where address 0 is. */
typedef double (*kernel_function)(char *memory, const double *arguments);

struct kernel {
  const char *name;
  kernel_function call;
  uint32_t argument_count;
};

static inline int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }
static inline int32_t most(int32_t a, int32_t b) { return a > b ? a : b; }

/** An argument as WebAssembly takes it. */
static inline int32_t whole(double argument) { return (int32_t)(uint32_t)(int64_t)argument; }
static inline void *at(char *memory, double argument) { return memory + (uint32_t)(int64_t)argument; }

/** Chunks of a list, one where it is empty. */
static inline int32_t chunks_of(int32_t columns) { return most(1, (columns + CHUNK - 1) / CHUNK); }

/** The first `width` of eight floats, zeros after them. */
static inline __attribute__((always_inline)) v8 load_row(const float *from, int32_t width) {
  if (width >= 8) return *(const v8_unaligned *)from;
  v8 row = {0};
  memcpy(&row, from, (size_t)width * sizeof(float));
  return row;
}

static inline __attribute__((always_inline)) void store_row(float *to, v8 row, int32_t width) {
  if (width >= 8) *(v8_unaligned *)to = row;
  else memcpy(to, &row, (size_t)width * sizeof(float));
}

#define NAMED(name, set) name##_##set
#define NAME_OF(name, set) NAMED(name, set)
#define IN_SET(name) NAME_OF(name, SET)

#if defined(__x86_64__)
#define SET avx512
#define TARGET __attribute__((target("avx512f,avx512dq,avx512vl")))
#define WIDE 1
#include "instruction-set.h"
#undef SET
#undef TARGET
#undef WIDE

#define SET avx2
#define TARGET __attribute__((target("avx2")))
#define WIDE 0
#include "instruction-set.h"
#undef SET
#undef TARGET
#undef WIDE
#endif

#define SET baseline
#define TARGET
#define WIDE 0
#include "instruction-set.h"

struct set {
  const char *name;
  const struct kernel *kernels;
};

/** Every set that this processor has, the best one first. Returns how many. */
static int sets_of_processor(struct set sets[3]) {
  int count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    sets[count++] = (struct set){"avx512", kernels_avx512};
  if (__builtin_cpu_supports("avx2")) sets[count++] = (struct set){"avx2", kernels_avx2};
#endif
  sets[count++] = (struct set){"baseline", kernels_baseline};
  return count;
}

/** A kernel and the memory that it works on. */
struct binding {
  const struct kernel *kernel;
  char *memory;
};

static napi_value call_kernel(napi_env env, napi_callback_info info) {
  napi_value given[MOST_ARGUMENTS];
  size_t count = MOST_ARGUMENTS;
  struct binding *binding;
  if (napi_get_cb_info(env, info, &count, given, NULL, (void **)&binding) != napi_ok) return NULL;
  if (count != binding->kernel->argument_count) {
    napi_throw_type_error(env, NULL, "a native kernel was called with too few or too many arguments");
    return NULL;
  }
  double arguments[MOST_ARGUMENTS];
  for (size_t i = 0; i < count; i++) {
    if (napi_get_value_double(env, given[i], &arguments[i]) == napi_ok) continue;
    napi_throw_type_error(env, NULL, "a native kernel was called with something other than numbers");
    return NULL;
  }
  napi_value result;
  return napi_create_double(env, binding->kernel->call(binding->memory, arguments), &result) == napi_ok ? result : NULL;
}

static void free_binding(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  free(data);
}

/** A function over the memory of `bytes`, which it keeps alive; its length is that of the export. */
static napi_value create_kernel(napi_env env, napi_value bytes, struct binding bound) {
  struct binding *binding = malloc(sizeof *binding);
  if (binding == NULL) return NULL;
  *binding = bound;
  const char *name = bound.kernel->name;
  napi_value function, length;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, call_kernel, binding, &function) != napi_ok ||
      napi_add_finalizer(env, function, binding, free_binding, NULL, NULL) != napi_ok) {
    free(binding);
    return NULL;
  }
  napi_create_uint32(env, bound.kernel->argument_count, &length);
  napi_property_descriptor properties[] = {
    {"length", NULL, NULL, NULL, NULL, length, napi_default, NULL},
    {"memory", NULL, NULL, NULL, NULL, bytes, napi_default, NULL},
  };
  return napi_define_properties(env, function, 2, properties) == napi_ok ? function : NULL;
}

/** bind(bytes, set): the kernels of a set over a memory, by name. */
static napi_value bind_kernels(napi_env env, napi_callback_info info) {
  napi_value given[2];
  size_t count = 2;
  char set_name[16];
  void *memory;
  napi_typedarray_type type;
  if (napi_get_cb_info(env, info, &count, given, NULL, NULL) != napi_ok || count < 2 ||
      napi_get_typedarray_info(env, given[0], &type, NULL, &memory, NULL, NULL) != napi_ok || type != napi_uint8_array ||
      napi_get_value_string_utf8(env, given[1], set_name, sizeof set_name, NULL) != napi_ok) {
    napi_throw_type_error(env, NULL, "expected a Uint8Array over the memory and a set of instructions");
    return NULL;
  }
  struct set sets[3];
  const int known = sets_of_processor(sets);
  for (int s = 0; s < known; s++) {
    if (strcmp(sets[s].name, set_name) != 0) continue;
    napi_value functions;
    if (napi_create_object(env, &functions) != napi_ok) return NULL;
    for (const struct kernel *kernel = sets[s].kernels; kernel->name != NULL; kernel++) {
      napi_value function = create_kernel(env, given[0], (struct binding){kernel, memory});
      if (function == NULL || napi_set_named_property(env, functions, kernel->name, function) != napi_ok) return NULL;
    }
    return functions;
  }
  napi_throw_range_error(env, NULL, "this processor lacks the set of instructions");
  return NULL;
}

/** exports: `sets`, the names of the sets that this processor has, the best one first; `bind`. */
NAPI_MODULE_INIT() {
  struct set sets[3];
  const int known = sets_of_processor(sets);
  napi_value names, function;
  if (napi_create_array(env, &names) != napi_ok) return NULL;
  for (int s = 0; s < known; s++) {
    napi_value name;
    napi_create_string_utf8(env, sets[s].name, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, names, (uint32_t)s, name);
  }
  napi_set_named_property(env, exports, "sets", names);
  if (napi_create_function(env, "bind", NAPI_AUTO_LENGTH, bind_kernels, NULL, &function) != napi_ok) return NULL;
  napi_set_named_property(env, exports, "bind", function);
  return exports;
}
