#include <stdatomic.h>

#include "chacha20.h"
#include "chacha20_internal.h"
#include "cpu/cpu.h"

static const nji_chacha20_variant VARIANTS[] = {
#ifdef NJ_HAVE_CHACHA20_AVX512
    {"avx512", NJI_CPU_AVX512, nji_chacha20_stream_avx512},
#endif
#ifdef NJ_HAVE_CHACHA20_AVX2
    {"avx2", NJI_CPU_AVX2, nji_chacha20_stream_avx2},
#endif
#ifdef NJ_HAVE_CHACHA20_NEON
    {"neon", NJI_CPU_NEON, nji_chacha20_stream_neon},
#endif
    {"portable", 0, nji_chacha20_stream_portable},
};

/* The dispatch word: NULL until the first use. All threads choose the same variant, so the race is benign. */
static const nji_chacha20_variant *_Atomic chosen;

size_t nji_chacha20_variant_count(void) { return sizeof VARIANTS / sizeof VARIANTS[0]; }

const nji_chacha20_variant *nji_chacha20_variant_at(size_t index) { return &VARIANTS[index]; }

static const nji_chacha20_variant *choose(void) {
    const nji_chacha20_variant *variant = VARIANTS;
    const uint32_t features = nji_cpu_features();
    while ((variant->required & features) != variant->required) variant++;
    atomic_store_explicit(&chosen, variant, memory_order_relaxed);
    return variant;
}

const nji_chacha20_variant *nji_chacha20_variant_current(void) {
    const nji_chacha20_variant *variant = atomic_load_explicit(&chosen, memory_order_relaxed);
    return variant != NULL ? variant : choose();
}

const char *nji_chacha20_variant_name(void) { return nji_chacha20_variant_current()->name; }
