#include <stdatomic.h>

#include "cpu/cpu.h"
#include "sha256.h"
#include "sha256_internal.h"

static const nji_sha256_variant VARIANTS[] = {
#ifdef NJ_HAVE_SHA256_SHANI
    {"shani", NJI_CPU_SHANI, nji_sha256_compress_shani},
#endif
#ifdef NJ_HAVE_SHA256_ARMV8CE
    {"armv8ce", NJI_CPU_ARMV8CE, nji_sha256_compress_armv8ce},
#endif
    {"portable", 0, nji_sha256_compress_portable},
};

/* The dispatch word: NULL until the first use. All threads choose the same variant, so the race is benign. */
static const nji_sha256_variant *_Atomic chosen;

size_t nji_sha256_variant_count(void) { return sizeof VARIANTS / sizeof VARIANTS[0]; }

const nji_sha256_variant *nji_sha256_variant_at(size_t index) { return &VARIANTS[index]; }

static const nji_sha256_variant *choose(void) {
    const nji_sha256_variant *variant = VARIANTS;
    const uint32_t features = nji_cpu_features();
    while ((variant->required & features) != variant->required) variant++;
    atomic_store_explicit(&chosen, variant, memory_order_relaxed);
    return variant;
}

static inline const nji_sha256_variant *current(void) {
    const nji_sha256_variant *variant = atomic_load_explicit(&chosen, memory_order_relaxed);
    return variant != NULL ? variant : choose();
}

void nji_sha256_compress(uint32_t *state, const uint8_t *blocks, size_t count) { current()->compress(state, blocks, count); }

const char *nji_sha256_variant_name(void) { return current()->name; }
